"""An amendment stands beside the plan: before its day the plan is as it was, after it as amended, and both stay."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from django.db import IntegrityError, transaction

from ntm.audit.models import Entry
from ntm.core.problems import Text
from ntm.plans.bodies import Doer
from ntm.plans.models import Amendment, Clause, PlanChange, PlannedCapital, Target
from ntm.plans.problems import (
    AmendmentIsIssued,
    AmendmentIsOpen,
    NoAmendmentOpen,
    NothingChanged,
    NotOneToWrite,
    PlanExists,
    PlanIsDraft,
    PlanWouldLose,
    WrongDay,
)
from ntm.plans.selectors import capital_tree, clauses_on, targets_on, targets_with_progress, tasks
from ntm.plans.selectors.changes import amendment_rows, changes_of_clause
from ntm.plans.services import (
    ClauseWords,
    PlanHead,
    TaskTold,
    add_by_amendment,
    add_clause,
    amend_capital,
    amend_clause,
    amend_targets,
    begin_amendment,
    begin_plan,
    discard_amendment,
    drop_by_amendment,
    issue_amendment,
    load_plan,
    record_task,
    withdraw_change,
)
from tests.factories import NOON, make_province
from tests.small_plan import AGRICULTURE, COORDINATION, REAL, AnyOffice, own_plan, small_plan

pytestmark = pytest.mark.django_db
BEFORE, ON, AFTER = date(2024, 7, 31), date(2024, 8, 1), date(2024, 9, 30)
BY = {"by": "x", "at": NOON}
MILLION = 1_000_000


@pytest.fixture
def small():
    return small_plan()


@pytest.fixture
def amendment(small):
    return begin_amendment(small.plan, reason="Trung ương giao bổ sung", decision="999/QĐ-TTg", **BY)


def words_of(small, reference, **more):
    [one] = clauses_on(Clause.objects.filter(plan=small.plan, reference=reference), AFTER)
    kept = {name: getattr(one.clause, name) for name in ("summary", "output", "due_on", "rhythm", "responsible")}
    duties = {"lead": [office.code for office in one.lead], "support": [office.code for office in one.support]}
    return ClauseWords(**{**kept, **duties, **more})


def issue(amendment, on=ON, number="150/KH-UBND"):
    return issue_amendment(amendment, number, on, **BY)


def advanced(small, day):
    return next(one for one in targets_on(small.plan, day) if one.level == "advanced").at_least


def task(small, reference, day):
    return next(one for one in tasks(small.plan, day=day) if one.clause.reference == reference)


def test_a_target_is_the_old_one_before_the_amendments_day_and_the_new_one_from_it(small, amendment):
    target = Target.objects.get(level="advanced")
    amend_targets(small.plan, {target.pk: 13}, **BY)
    assert advanced(small, AFTER) == 12  # not issued yet

    issue(amendment)

    assert [advanced(small, day) for day in (None, BEFORE, ON, AFTER)] == [12, 12, 13, 13]
    assert next(one for one in targets_with_progress(small.plan, AFTER) if one.target.level == "advanced").gap == 13
    target.refresh_from_db()
    assert target.at_least == 12


def test_a_clauses_words_deadline_rhythm_and_duties_change_from_the_day(small, amendment):
    amend_clause(
        small.clause("V.1-b"),
        words_of(small, "V.1-b", due_on=date(2024, 12, 20), rhythm="on-demand", lead=[COORDINATION], summary="Mới"),
        **BY,
    )
    issue(amendment)

    old, new = task(small, "V.1-b", BEFORE), task(small, "V.1-b", AFTER)

    assert {one.code for one in old.lead} == {AGRICULTURE, COORDINATION}
    assert [one.code for one in new.lead] == [COORDINATION]
    assert (old.clause.due_on, new.clause.due_on) == (None, date(2024, 12, 20))
    assert (old.rhythm.vi, new.rhythm.vi) == ("Hằng quý", "Khi phát sinh")
    assert (old.amended, new.amended, new.summary) == (False, True, Text("Mới", "Mới"))
    assert Clause.objects.get(plan=small.plan, reference="V.1-b").rhythm == "quarterly"


def test_what_stays_as_it_was_is_no_change(small, amendment):
    assert amend_clause(small.clause("V.1-b"), words_of(small, "V.1-b"), **BY) == []
    amend_clause(small.clause("V.1-b"), words_of(small, "V.1-b", output="Khác"), **BY)
    amend_clause(small.clause("V.1-b"), words_of(small, "V.1-b"), **BY)  # taken back by typing the old again

    assert not PlanChange.objects.exists()
    with pytest.raises(NothingChanged):
        issue(amendment)


def test_planned_capital_changes_at_the_leaves_and_every_sum_follows(small, amendment):
    line = PlannedCapital.objects.get(code="programme/local/province/investment")
    amend_capital(small.plan, {line.pk: 130_000 * MILLION}, **BY)
    with pytest.raises(NotOneToWrite):
        amend_capital(small.plan, {line.parent_id: 1}, **BY)
    issue(amendment)

    def roots(day):
        return {row.line.code: row.line.amount_dong for root in capital_tree(small.plan, day) for row in root.rows}

    assert roots(BEFORE)["programme"] == 1_743_406 * MILLION
    assert roots(AFTER)["programme"] == 1_753_406 * MILLION
    assert roots(AFTER)["programme/local/province"] == 226_750 * MILLION
    assert roots(AFTER)["credit"] == roots(BEFORE)["credit"]
    for root in capital_tree(small.plan, AFTER):
        for row in root.rows:
            assert not row.parts or sum(part.line.amount_dong for part in row.parts) == row.line.amount_dong


def test_a_clause_is_brought_in_and_another_dropped_from_the_day(small, amendment):
    add_by_amendment(small.plan, "V.5", "task", ClauseWords("Thêm việc", lead=[AGRICULTURE], support=[]), **BY)
    drop_by_amendment(small.clause("V.1-c"), **BY)
    issue(amendment)

    def references(day):
        return {one.clause.reference for one in tasks(small.plan, day=day)}

    assert references(BEFORE) - references(AFTER) == {"V.1-c"}
    assert references(AFTER) - references(BEFORE) == {"V.5"}
    assert [one.code for one in task(small, "V.5", AFTER).lead] == [AGRICULTURE]


def test_a_discarded_amendment_leaves_nothing_but_its_line(small, amendment):
    add_by_amendment(small.plan, "V.5", "task", ClauseWords("Thêm việc"), **BY)
    amend_clause(small.clause("V.1-b"), words_of(small, "V.1-b", output="Khác"), **BY)

    discard_amendment(amendment, **BY)

    assert not Amendment.objects.exists()
    assert not Clause.objects.filter(reference="V.5").exists()
    assert Entry.objects.order_by("number").last().act == "plans.amendment_discarded"


def test_a_change_can_be_taken_out_while_the_amendment_is_written(small, amendment):
    clause = add_by_amendment(small.plan, "V.5", "task", ClauseWords("Thêm việc"), **BY)
    withdraw_change(PlanChange.objects.get(clause=clause), **BY)

    assert not Clause.objects.filter(pk=clause.pk).exists()


def test_a_second_amendment_rests_on_the_first(small, amendment):
    target = Target.objects.get(level="advanced")
    amend_targets(small.plan, {target.pk: 13}, **BY)
    issue(amendment)
    second = begin_amendment(small.plan, reason="Lần hai", decision="", **BY)
    amend_targets(small.plan, {target.pk: 15}, **BY)
    with pytest.raises(WrongDay):
        issue(second, on=BEFORE)
    issue(second, on=date(2024, 9, 1), number="200/KH-UBND")

    assert [advanced(small, day) for day in (BEFORE, ON, AFTER)] == [12, 13, 15]
    rows = amendment_rows(small.plan.amendments.issued())
    assert [(row.changes[0].old.vi, row.changes[0].new.vi) for row in rows] == [("12", "13"), ("13", "15")]
    assert [one.new.vi for one in changes_of_clause(target.clause, ON)] == ["13"]


def test_one_amendment_is_written_at_a_time_and_an_issued_one_is_closed(small, amendment):
    with pytest.raises(AmendmentIsOpen):
        begin_amendment(small.plan, reason="Khác", decision="", **BY)
    amend_targets(small.plan, {Target.objects.get(level="advanced").pk: 13}, **BY)
    issue(amendment)
    for act in (lambda: issue(amendment), lambda: discard_amendment(amendment, **BY)):
        with pytest.raises(AmendmentIsIssued):
            act()
    with pytest.raises(NoAmendmentOpen):
        amend_targets(small.plan, {}, **BY)


def test_an_issued_amendment_has_a_number_and_a_day_by_the_databases_word(small, amendment):
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=amendment.pk).update(issued_at=NOON, issued_by="x")


def test_a_draft_needs_no_amendment(small):
    draft = own_plan(small.phu_luong, small.clause("V.4-a"), issued=False)

    with pytest.raises(PlanIsDraft):
        begin_amendment(draft, reason="x", decision="", **BY)


# A changed file beside all this


@pytest.fixture
def reload(tmp_path):
    """Load the real plan with one change."""

    def load(change):
        content = yaml.safe_load(REAL.read_text(encoding="utf-8"))
        change(content)
        path = tmp_path / "plan.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return load_plan(path, offices=AnyOffice(), by="admin", at=NOON)

    return load


def without(reference):
    def change(content):
        content["clauses"] = [one for one in content["clauses"] if one["reference"] != reference]

    return change


def saying(reference, **more):
    def change(content):
        next(one for one in content["clauses"] if one["reference"] == reference).update(more)

    return change


def test_a_changed_file_keeps_each_clause_and_what_rests_on_it(small, reload):
    clause = small.clause("V.4-b")
    row = record_task(clause, Doer(unit=small.phu_luong), TaskTold(BEFORE, "done", "Xong"), **BY)
    below = own_plan(small.phu_luong, clause)

    reload(saying("V.4-b", summary={"vi": "Viết lại", "en": "Written anew"}))

    clause.refresh_from_db()
    row.refresh_from_db()
    assert (clause.summary, row.clause) == ("Viết lại", clause)
    assert Clause.objects.get(plan=below).serves == clause


@pytest.mark.parametrize("rests", ["record", "plan below"])
def test_a_file_that_leaves_out_what_others_rest_on_is_refused_and_changes_nothing(small, reload, rests):
    clause = small.clause("V.4-b")
    if rests == "record":
        record_task(clause, Doer(unit=small.phu_luong), TaskTold(BEFORE, "done", "Xong"), **BY)
    else:
        own_plan(small.phu_luong, clause)
    entries = Entry.objects.count()

    with pytest.raises(PlanWouldLose) as refused:
        reload(without("V.4-b"))

    assert "clauses V.4-b" in refused.value.said_in("vi")
    assert "lập một điều chỉnh kế hoạch" in refused.value.said_in("vi")
    assert Clause.objects.filter(plan=small.plan).count() == 40
    assert Entry.objects.count() == entries


def test_a_file_does_not_rewrite_what_an_amendment_rests_on(small, amendment, reload):
    amend_clause(small.clause("V.1-b"), words_of(small, "V.1-b", rhythm="on-demand"), **BY)
    amend_targets(small.plan, {Target.objects.get(level="advanced").pk: 13}, **BY)
    issue(amendment)

    with pytest.raises(PlanWouldLose) as refused:
        reload(lambda content: (saying("V.1-b", rhythm="all-year")(content), content["targets"][1].update(at_least=14)))
    assert [fault.place for fault in refused.value.faults] == ["clauses V.1-b.rhythm", "targets II.1 commune advanced"]
    reload(saying("V.1-c", due_on=date(2024, 12, 1)))

    assert advanced(small, AFTER) == 13
    assert task(small, "V.1-b", AFTER).rhythm.vi == "Khi phát sinh"
    assert task(small, "V.1-c", AFTER).clause.due_on == date(2024, 12, 1)


def test_a_file_does_not_take_the_place_of_a_plan_that_was_written_on_a_page():
    province = make_province()
    plan = begin_plan(province, 2024, PlanHead("Kế hoạch tỉnh", "UBND", "Chủ tịch"), **BY)
    add_clause(plan, "I", "task", ClauseWords("Làm"), **BY)

    with pytest.raises(PlanExists):
        load_plan(REAL, offices=AnyOffice(), by="admin", at=NOON)

    assert Clause.objects.get().summary == "Làm"


# Pages


def test_the_coordination_office_amends_the_plan_on_pages(client, small):
    client.force_login(small.coordinator)
    client.post(f"/plans/{small.plan.pk}/amendments/new/", {"reason": "Giao thêm", "decision": ""})
    found = Amendment.objects.get()
    target = Target.objects.get(level="advanced")
    form = {f"target-{one.pk}": one.at_least for one in Target.objects.filter(at_least__isnull=False)}
    client.post(f"/plans/amendments/{found.pk}/targets/", {**form, f"target-{target.pk}": 13})
    clause = small.clause("V.1-c")
    client.post(
        f"/plans/clauses/{clause.pk}/change/",
        {"summary": clause.summary, "output": clause.output, "due_on": "2024-11-30", "lead": [AGRICULTURE]},
    )
    client.post(f"/plans/amendments/{found.pk}/issue/", {"number": "150/KH-UBND", "on": "2024-08-01"})

    page = client.get(f"/plans/amendments/{found.pk}/").text
    assert "30/11/2024" in page
    assert "150/KH-UBND" in client.get("/plans/?day=2024-09-30").text
    assert "150/KH-UBND" not in client.get("/plans/?day=2024-07-31").text
    assert "Được điều chỉnh bởi" in client.get("/plans/?day=2024-08-01").text


def test_capital_is_typed_in_millions_and_an_unreadable_amount_comes_back(client, small, amendment):
    client.force_login(small.coordinator)
    lines = [line for line in PlannedCapital.objects.all() if not line.parts.exists()]
    form = {f"line-{line.pk}": str(line.amount_dong // MILLION) for line in lines}
    central = PlannedCapital.objects.get(code="programme/central/recurrent")

    answer = client.post(f"/plans/amendments/{amendment.pk}/capital/", {**form, f"line-{central.pk}": "nhiều"})
    assert answer.status_code == 422
    assert "nhiều" in answer.text
    client.post(f"/plans/amendments/{amendment.pk}/capital/", {**form, f"line-{central.pk}": "50.000,5"})

    assert PlanChange.objects.get(capital=central).new == 50_000_500_000
    assert PlanChange.objects.count() == 3  # the line, the central budget, the programme


def test_the_form_of_capital_takes_its_own_figures_back(client, small, amendment):
    PlannedCapital.objects.filter(code="programme/integrated").update(amount_dong=450_000_345_000)  # 450000,345
    client.force_login(small.coordinator)
    address = f"/plans/amendments/{amendment.pk}/capital/"
    shown = {field.html_name: field.value() for field in client.get(address).context["form"]}

    assert client.post(address, shown).status_code == 302
    assert not PlanChange.objects.filter(capital__code="programme/integrated").exists()


def test_an_amendment_that_is_written_is_seen_by_its_writers_only(client, small, amendment):
    client.force_login(small.agriculture)
    assert client.get(f"/plans/amendments/{amendment.pk}/").status_code == 404
    amend_targets(small.plan, {Target.objects.get(level="advanced").pk: 13}, **BY)
    issue(amendment)
    assert client.get(f"/plans/amendments/{amendment.pk}/").status_code == 200
    assert client.get(f"/plans/{small.plan.pk}/amendments/new/").status_code == 404
