"""The sample is stored once, marked as such, and wiped without touching anything real."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from demo.capital import store_sample_capital, wipe_sample_capital
from demo.cascade import store_sample_cascade, wipe_sample_cascade
from demo.reports import open_sample_report
from demo.store import ENTERED_BY, is_loaded, judge_sample, sample_units, standings_are_of, store_sample, wipe_sample
from ntm.areas.models import Kind
from ntm.assessments.models import Reading, Standing
from ntm.audit.models import Entry
from ntm.config.management.commands.demo import DemoAlreadyLoaded
from ntm.core.problems import Text
from ntm.criteria.selectors import rulebook
from ntm.finance.models import Work
from ntm.finance.selectors import capital_rows
from ntm.plans.bodies import Doer
from ntm.plans.models import Clause, Plan, PlanChange, Registration, TaskRecord
from ntm.plans.services import (
    ClauseWords,
    NewLine,
    PlanHead,
    TargetWords,
    TaskTold,
    add_by_amendment,
    add_capital,
    add_clause,
    add_target,
    begin_amendment,
    begin_plan,
    drop_by_amendment,
    issue_amendment,
    load_plan,
    record_task,
)
from tests.factories import NOON, make_province, make_reading, make_unit

DAY = date(2024, 9, 30)
REAL = Path(__file__).parents[2] / "demo" / "thai-nguyen-2024" / "plan.yaml"


class AnyOffice(dict):
    def __contains__(self, code):
        return True

    def __missing__(self, code):
        return Text(code, code)


@pytest.fixture
def vo_nhai(db):
    """A province with one district and three communes, one of which ends before the last quarter."""
    province = make_province()
    district = make_unit("Võ Nhai", Kind.RURAL_DISTRICT, parent=province, code="170")
    for name in ("Sảng Mộc", "Nghinh Tường"):
        make_unit(name, parent=district)
    make_unit("Cúc Đường", parent=district, valid_until=date(2024, 11, 30))
    make_unit("Phường Chùa Hang", Kind.WARD, parent=district)
    return province


@pytest.fixture
def loaded(vo_nhai):
    plan = load_plan(REAL, offices=AnyOffice(), by="admin", at=NOON)
    store_sample(rulebook(), plan, by="admin", at=NOON, say=lambda _: None)
    for _ in judge_sample():
        pass
    store_sample_capital(plan, by="admin", at=NOON, say=lambda _: None)
    open_sample_report(by="admin", at=NOON)
    store_sample_cascade(plan, by="admin", at=NOON)
    return plan


def test_the_plans_capital_stays_when_the_sample_of_transfers_goes(loaded):
    def rows():
        return {row.code: row for row in capital_rows(loaded.unit, DAY, 2024)}

    before = rows()
    assert before["programme"].planned == 1_743_406_000_000
    assert before["programme"].disbursed > 0

    wipe_sample_capital()

    after = rows()
    assert after["programme"].planned == 1_743_406_000_000
    assert after["programme"].allocated == 0
    assert not Work.objects.filter(is_sample=True).exists()


def test_the_sample_of_plans_below_is_flagged_and_goes_without_the_provinces_plan(loaded):
    clauses = Clause.objects.filter(plan=loaded).count()
    assert Plan.objects.exclude(pk=loaded.pk).exists()
    assert not Plan.objects.exclude(pk=loaded.pk).filter(is_sample=False).exists()
    assert not TaskRecord.objects.filter(is_sample=False).exists()
    assert PlanChange.objects.filter(amendment__is_sample=True).exists()

    wipe_sample_cascade()

    assert list(Plan.objects.all()) == [loaded]
    assert Clause.objects.count() == clauses
    assert not TaskRecord.objects.exists()
    assert not PlanChange.objects.exists()


def test_what_a_person_wrote_on_a_sample_plan_goes_with_it(loaded):
    by = {"by": "can-bo", "at": NOON}
    sample = Plan.objects.filter(is_sample=True, state="issued", unit__tier="district").first()
    clause = sample.clauses.get(reference="II.1")
    amendment = begin_amendment(sample, reason="Thử", decision="", **by)
    added = add_by_amendment(sample, "II.9", "target", ClauseWords("Thêm"), **by)
    add_target(added, TargetWords("commune", "ntm", 1), **by)
    line = add_capital(sample, NewLine("", 9, code="programme", clause=added), **by)
    add_capital(sample, NewLine("", 9, code="programme/central"), **by)
    issue_amendment(amendment, "1/KH", DAY, **by)
    begin_amendment(sample, reason="Đang viết", decision="", **by)
    drop_by_amendment(clause, **by)
    record_task(clause, Doer(unit=sample.unit), TaskTold(date(2024, 6, 1), "done", "Xong"), **by)
    mine = begin_plan(make_unit("Thật", parent=sample.unit), 2024, PlanHead("Kế hoạch", "UBND", "Chủ tịch"), **by)
    serving = add_clause(mine, "I", "task", ClauseWords("Làm"), serves=clause, **by)
    assert line.parts.count() == 1

    wipe_sample_cascade()

    assert set(Plan.objects.all()) == {loaded, mine}
    assert Clause.objects.get(pk=serving.pk).serves is None
    assert not PlanChange.objects.exists()


def test_only_communes_and_rural_districts_get_values_while_they_exist(vo_nhai):
    quarters = {unit.code: [quarter.code for quarter in unit.periods] for unit in sample_units()}

    assert len(quarters) == 4
    assert sorted(len(periods) for periods in quarters.values()) == [3, 5, 5, 5]


def test_every_reading_is_marked_as_sample(loaded):
    assert Reading.objects.exists()
    assert not Reading.objects.filter(is_sample=False).exists()
    assert set(Reading.objects.values_list("entered_by", flat=True)) == {ENTERED_BY}
    assert not Registration.objects.filter(is_sample=False).exists()
    assert not Standing.objects.filter(rests_on_sample=False).exists()


def test_each_commune_is_judged_in_each_quarter(loaded):
    standings = Standing.objects.filter(criteria_set="commune-ntm-2021-2025")

    assert standings.filter(period="2024-Q3").count() == 3
    assert standings.filter(period="2024-Q4").count() == 2
    assert standings_are_of(rulebook())


def test_loading_leaves_one_audit_line_with_the_seed(loaded):
    entry = Entry.objects.get(act="demo.sample_loaded")

    assert is_loaded()
    assert entry.detail["readings"] == Reading.objects.count()
    assert entry.detail["seed"] == 2024


def test_a_second_load_changes_nothing(loaded, capsys):
    before = list(Reading.objects.order_by("pk").values_list("pk", flat=True)), Entry.objects.count()

    call_command("demo", "load")

    assert (list(Reading.objects.order_by("pk").values_list("pk", flat=True)), Entry.objects.count()) == before
    assert capsys.readouterr().out == ""


def test_loading_again_is_refused_until_wiping_is_agreed_to(loaded):
    with pytest.raises(DemoAlreadyLoaded) as refused:
        call_command("demo", "load", "--again")

    assert "--again --wipe-sample" in refused.value.said_in("en")
    assert Reading.objects.exists()


def test_wiping_deletes_sample_rows_and_no_others(loaded):
    sample_row = Reading.objects.filter(passed__isnull=False).first()
    real = make_reading(
        sample_row.unit, sample_row.measure, True, period=sample_row.period, stage=sample_row.stage, replaces=sample_row
    )

    wipe_sample(by="admin", at=NOON)

    assert set(Reading.objects.all()) == {real, sample_row}
    assert not Registration.objects.exists()
    assert not Standing.objects.exists()
    assert not is_loaded()
