"""Readings join to standings; the judge itself is proven in tests/cases."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from ntm.areas.models import Kind, Trait, TraitName
from ntm.assessments.models import Reading, Stage, Standing
from ntm.assessments.selectors import measured_in
from ntm.assessments.services import Rebuilt, judge_period, judge_units, rebuild_standings
from ntm.audit.models import Entry
from ntm.core.periods import Quarter
from tests.factories import NOON, make_province, make_reading, make_unit

pytestmark = pytest.mark.django_db

NTM = "commune-ntm-2021-2025"
INCOME = f"{NTM}/10"
Q3 = Quarter(2024, 3)


@pytest.fixture
def commune():
    return make_unit(parent=make_unit("Phú Lương", kind=Kind.RURAL_DISTRICT, parent=make_province()))


def standing_of(commune, measure_set=NTM):
    judge_units([commune], Q3, [measure_set])
    return Standing.objects.get(unit=commune, criteria_set=measure_set)


def test_enough_income_meets_the_criterion(commune):
    make_reading(commune, INCOME, 45)

    assert standing_of(commune).outcomes["10"] == "met"


def test_a_little_less_income_does_not(commune):
    make_reading(commune, INCOME, "44.99")

    standing = standing_of(commune)

    assert standing.outcomes["10"] == "not_met"
    assert standing.unmet == ["10"]


def test_what_nobody_reported_is_no_data_and_not_a_failure(commune):
    make_reading(commune, INCOME, 45)

    standing = standing_of(commune)

    assert standing.outcomes["16"] == "no_data"
    assert "16" not in standing.unmet


def test_a_level_left_to_the_province_is_never_judged(commune):
    for code in ("2.1", "2.2", "2.3", "2.4"):
        make_reading(commune, f"{NTM}/{code}", 100)

    standing = standing_of(commune)

    assert standing.outcomes["2"] == "no_level"
    assert standing.indicators_without_level >= 4


def test_the_latest_stage_counts(commune):
    make_reading(commune, INCOME, 50, stage=Stage.REPORTED)
    make_reading(commune, INCOME, 40, stage=Stage.APPRAISED)

    assert standing_of(commune).outcomes["10"] == "not_met"


def test_a_correction_replaces_what_it_corrects(commune):
    wrong = make_reading(commune, INCOME, 4)
    make_reading(commune, INCOME, 46, replaces=wrong)

    assert measured_in(Q3, [commune])[commune.pk].values == {INCOME: 46}


def test_a_unit_without_any_reading_has_no_standing(commune):
    assert judge_units([commune], Q3, [NTM]) == 0


def test_a_set_judges_only_the_kinds_of_unit_it_was_made_for(commune):
    township = make_unit("Đu", Kind.TOWNSHIP)
    city, district = make_unit("Sông Công", Kind.PROVINCIAL_CITY), make_unit("Võ Nhai", Kind.RURAL_DISTRICT)
    for unit in (commune, township, city, district):
        make_reading(unit, INCOME, 45)

    judge_units([commune, township, city, district], Q3, [NTM, "district-ntm-2021-2025", "town-completed-2021-2025"])

    assert set(Standing.objects.values_list("unit", "criteria_set")) == {
        (commune.pk, NTM),
        (district.pk, "district-ntm-2021-2025"),
        (city.pk, "town-completed-2021-2025"),
    }


def test_judging_again_changes_the_row_and_adds_none(commune):
    reading = make_reading(commune, INCOME, 44)
    judge_units([commune], Q3, [NTM])
    make_reading(commune, INCOME, 45, replaces=reading)

    judge_units([commune], Q3, [NTM])

    assert Standing.objects.get().outcomes["10"] == "met"


def test_a_unit_outside_any_region_has_no_level(commune):
    Trait.objects.filter(name=TraitName.REGION).delete()
    make_reading(commune, INCOME, 99)

    assert standing_of(commune).outcomes["10"] == "no_level"


def test_rebuilding_gives_the_same_rows(commune):
    make_reading(commune, INCOME, 45, is_sample=True)
    make_reading(commune, f"{NTM}/16", 60)
    rebuild_standings(by="test", at=NOON)
    before = list(Standing.objects.order_by("criteria_set").values(*FACTS))

    rebuilt = rebuild_standings(by="test", at=NOON)

    assert list(Standing.objects.order_by("criteria_set").values(*FACTS)) == before
    assert rebuilt == Rebuilt(standings=len(before), changed=0)
    assert before[0]["rests_on_sample"]


def test_rebuilding_counts_the_standings_that_were_not_what_the_readings_say(commune, monkeypatch):
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    make_reading(commune, INCOME, 45)
    judge_period(Q3)
    Standing.objects.filter(criteria_set=NTM).update(criteria_met=19)

    call_command("standings", "rebuild", stdout=(told := StringIO()))

    assert "1 kết quả khác trước" in told.getvalue()
    assert Standing.objects.get(criteria_set=NTM).criteria_met < 19
    line = Entry.objects.get(act="assessments.standings_rebuilt")
    assert line.detail["changed"] == 1


@pytest.mark.parametrize(
    "said",
    [
        {"amount": 1, "passed": True},
        {"amount": None, "passed": None},
        {"amount": 1, "not_applicable_because": "không có làng nghề"},
    ],
)
def test_the_database_refuses_a_reading_that_says_nothing_or_two_things(commune, said):
    row = {"measure": INCOME, "period": Q3.code, "period_ends_on": Q3.ends_on, "stage": Stage.REPORTED}

    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(unit=commune, entered_by="x", entered_at="2024-09-20T05:00Z", **row, **said)


FACTS = [field.name for field in Standing._meta.fields if field.name != "id"]
