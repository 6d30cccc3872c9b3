"""The tour of the product: one number, from what the law asks to the reason on the screen.

Yearly income per person of one commune, first in 2024 under a district, then in 2025 without one.
docs/journey.md tells the same story in words; entry by the commune, verification and appraisal join it
when those steps are built.
"""

from datetime import date

import pytest

from ntm.accounts.models import Role
from ntm.areas.models import Kind, Parent
from ntm.assessments.models import Stage, Standing
from ntm.assessments.services import judge_units
from ntm.core.periods import Quarter
from ntm.core.rulebook import Outcome
from ntm.criteria.selectors import rulebook
from tests.factories import make_person, make_province, make_reading, make_unit

pytestmark = pytest.mark.django_db

NTM = "commune-ntm-2021-2025"
INCOME = f"{NTM}/10"
LAST_DISTRICT_DAY, TWO_TIERS = date(2025, 6, 30), date(2025, 7, 1)
YEARS = [
    pytest.param(Quarter(2024, 3), date(2024, 9, 30), 45, id="2024, with a district"),
    pytest.param(Quarter(2025, 4), date(2025, 12, 31), 48, id="2025, without one"),
]


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def commune(province):
    """A commune under a district until 30/06/2025, and right under the province from then on."""
    district = make_unit("Phú Lương", Kind.RURAL_DISTRICT, province, valid_until=LAST_DISTRICT_DAY)
    commune = make_unit("Tân Phú", parent=district)
    Parent.objects.filter(unit=commune).update(valid_until=LAST_DISTRICT_DAY)
    Parent.objects.create(unit=commune, parent=province, valid_from=TWO_TIERS)
    return commune


@pytest.mark.parametrize(("period", "day", "asked"), YEARS)
def test_one_number_walks_from_the_law_to_the_screen(client, province, commune, period, day, asked):
    # The law asks a level, with its article and how sure we are of it.
    indicator = rulebook().set(NTM).indicator("10")
    level = indicator.asked(rulebook().place(region="TDMNPB"), period.ends_on)
    assert level.value == asked
    assert "318/QĐ-TTg" in level.source

    # The commune reports a little too little; the figure is judged, and the commune is short.
    reported = make_reading(commune, INCOME, asked - 1, period=period.code)
    judge_units([commune], period, [NTM])
    assert Standing.objects.get().outcomes["10"] == Outcome.NOT_MET

    # A correction replaces the figure and erases nothing; the office that owns the criterion agrees.
    make_reading(commune, INCOME, asked, period=period.code, replaces=reported)
    make_reading(commune, INCOME, asked, period=period.code, stage=Stage.APPRAISED, entered_by="so-nong-nghiep")
    judge_units([commune], period, [NTM])
    assert Standing.objects.get().outcomes["10"] == Outcome.MET

    # It counts on the first screen of the leader, on that day.
    client.force_login(make_person("leader", Role.LEADER, province))
    overview = client.get(f"/?day={day}").text
    assert "Tân Phú" in overview
    assert ("Phú Lương" in overview) is (day <= LAST_DISTRICT_DAY)

    # And *why?* tells its whole story: both figures, both bodies, the level, the article, the day.
    story = client.get(f"/units/{commune.pk}/why/{NTM}/10/?day={day}").text
    for told in (str(asked), str(asked - 1), "can-bo-xa", "so-nong-nghiep", "318/QĐ-TTg", "Đã thẩm định"):
        assert told in story, told
