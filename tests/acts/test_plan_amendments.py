"""An amendment stands beside the plan: before its day the plan is as it was, after it as amended, and both stay."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from django.db import IntegrityError, transaction

from ntm.audit.models import Entry
from ntm.core.problems import Text
from ntm.finance.services import keep_budget
from ntm.plans.amendment_problems import (
    AmendmentNotReady,
    CapitalNeedsClause,
    ClauseHoldsThings,
    LineAboveIsOut,
    LineHasMoney,
    LineHoldsParts,
    LineStands,
    NotInThePlan,
    TargetStands,
)
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
from ntm.plans.selectors.for_the_ledger import lines_for_the_ledger
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


def aims(small, day):
    return {(one.clause.reference, one.tier, one.level, one.at_least) for one in targets_on(small.plan, day)}


def amounts(small, day, also=None):
    rows = (row for root in capital_tree(small.plan, day, also) for row in root.rows)
    return {row.line.code: row.line.amount_dong for row in rows}


def test_a_new_target_stands_in_the_plan_from_the_amendments_day(small, amendment):
    add_target(small.clause("II.1"), TargetWords("village", "model", 3, is_minimum=True), **BY)
    assert aims(small, AFTER) == aims(small, None)  # not issued yet
    with pytest.raises(TargetStands, match="Hãy điều chỉnh số"):
        add_target(small.clause("II.1"), TargetWords("village", "model", 5), **BY)
    issue(amendment)

    assert aims(small, BEFORE) == aims(small, None)
    assert aims(small, ON) - aims(small, BEFORE) == {("II.1", "village", "model", 3)}
    new = next(one for one in targets_with_progress(small.plan, AFTER) if one.target.added_by == amendment)
    assert (new.name.vi, new.gap) == ("Thôn, xóm đạt chuẩn nông thôn mới kiểu mẫu", 3)
    [row] = amendment_rows([amendment])[0].changes
    assert (row.thing.vi, row.old.vi, row.new.vi) == ("Thêm mới: Thôn, xóm đạt chuẩn nông thôn mới kiểu mẫu", "–", "3")


def test_a_target_leaves_the_plan_from_the_day_and_may_come_back_later(small, amendment):
    target = Target.objects.get(level="advanced")
    amend_targets(small.plan, {target.pk: 13}, **BY)
    amend_targets(small.plan, {target.pk: 13}, dropped={target.pk}, **BY)
    issue(amendment)
    second = begin_amendment(small.plan, reason="Giao lại", decision="", **BY)
    add_target(target.clause, TargetWords(target.tier, target.level, 7), **BY)
    issue(second, on=date(2024, 9, 1), number="200/KH-UBND")

    def numbers(day):
        return [one.at_least for one in targets_on(small.plan, day) if one.level == "advanced"]

    assert [numbers(day) for day in (None, BEFORE, ON, AFTER)] == [[12], [12], [], [7]]


def test_a_clause_leaves_the_plan_only_after_what_stands_in_it(small, amendment):
    with pytest.raises(ClauseHoldsThings, match="còn mục tiêu"):
        drop_by_amendment(small.clause("II.1"), **BY)
    standing = Target.objects.filter(clause=small.clause("II.1"))
    amend_targets(small.plan, {}, dropped={one.pk for one in standing}, **BY)
    drop_by_amendment(small.clause("II.1"), **BY)
    withdraw_change(PlanChange.objects.filter(target__isnull=False).first(), **BY)
    with pytest.raises(AmendmentNotReady) as refused:
        issue(amendment)
    assert [fault.place for fault in refused.value.faults] == ["II.1"]
    with pytest.raises(NotInThePlan):
        add_target(small.clause("II.1"), TargetWords("village", "model", 1), **BY)

    amend_targets(small.plan, {}, dropped={one.pk for one in standing}, **BY)
    issue(amendment)

    assert all(reference != "II.1" for reference, *_ in aims(small, AFTER))
    assert aims(small, BEFORE) == aims(small, None)


def test_a_new_line_of_capital_is_summed_into_every_line_above_from_the_day(small, amendment):
    line = add_capital(
        small.plan, NewLine("Ngân hàng thế giới", 20_000 * MILLION, above="programme/local/province"), **BY
    )
    issue(amendment)

    assert line.code == "programme/local/province/ngan-hang-the-gioi"
    assert amounts(small, BEFORE) == amounts(small, None)
    before, after = amounts(small, BEFORE), amounts(small, AFTER)
    for code in ("programme", "programme/local", "programme/local/province"):
        assert after[code] - before[code] == 20_000 * MILLION
    assert {code for code in after if after[code] != before.get(code)} == {
        "programme",
        "programme/local",
        "programme/local/province",
        line.code,
    }
    assert lines_for_the_ledger(small.province, 2024).total_dong == 1_743_406 * MILLION  # money moves by transfers


def test_new_lines_below_one_without_parts_divide_its_amount_to_the_dong(small, amendment):
    whole = PlannedCapital.objects.get(code="programme/integrated")
    first = add_capital(small.plan, NewLine("Chương trình giảm nghèo", 100_000_000_001, above=whole.code), **BY)
    with pytest.raises(AmendmentNotReady) as refused:
        issue(amendment)
    assert [fault.place for fault in refused.value.faults] == [whole.clause.reference]
    assert "cộng lại là 100.000.000.001 đồng" in refused.value.said_in("vi")
    add_capital(small.plan, NewLine("Chương trình khác", whole.amount_dong - 100_000_000_000, above=whole.code), **BY)
    with pytest.raises(AmendmentNotReady) as refused:
        issue(amendment)
    assert "lệch 1 đồng" in refused.value.said_in("vi")
    amend_capital(small.plan, {first.pk: 100_000_000_000}, **BY)
    issue(amendment)

    assert amounts(small, AFTER)["programme"] == amounts(small, BEFORE)["programme"]
    assert amounts(small, AFTER)[first.code] == 100_000_000_000
    begin_amendment(small.plan, reason="Nữa", decision="", **BY)
    with pytest.raises(NotOneToWrite):  # from now on it is the sum of its parts
        amend_capital(small.plan, {whole.pk: 1}, **BY)


def test_a_source_of_the_year_takes_its_place_and_its_name(small, amendment):
    line = add_capital(small.plan, NewLine("", 5 * MILLION, code="programme/integrated/recurrent"), **BY)

    assert (line.parent.code, line.name, line.name_en) == ("programme/integrated", "Sự nghiệp", "Recurrent")
    with pytest.raises(LineStands):
        add_capital(small.plan, NewLine("", 1, code="programme/integrated/recurrent"), **BY)
    with pytest.raises(LineStands):  # it would slip in above lines that stand
        add_capital(small.plan, NewLine("", 1, code="programme/local"), **BY)
    with pytest.raises(NotInThePlan):
        add_capital(small.plan, NewLine("", 1, code="programme/nowhere"), **BY)


def test_a_plan_without_capital_gets_its_first_line_by_an_amendment(small):
    own = own_plan(small.phu_luong, small.clause("V.4-a"))
    amendment = begin_amendment(own, reason="Tỉnh phân bổ", decision="", **BY)
    with pytest.raises(CapitalNeedsClause):
        add_capital(own, NewLine("", 9 * MILLION, code="programme"), **BY)
    add_capital(own, NewLine("", 9 * MILLION, code="programme", clause=own.clauses.get()), **BY)
    issue(amendment)

    assert (capital_tree(own, BEFORE), len(capital_tree(own, AFTER))) == ((), 1)


def test_what_was_to_come_is_taken_out_again_with_what_hangs_on_it(small, amendment):
    clause = add_by_amendment(small.plan, "II.9", "target", ClauseWords("Mục tiêu mới"), **BY)
    add_target(clause, TargetWords("village", "model", 4), **BY)
    above = add_capital(small.plan, NewLine("Vốn khác", 8, above="programme/local", clause=clause), **BY)
    add_capital(small.plan, NewLine("Phần một", 8, above=above.code), **BY)
    assert amounts(small, AFTER, amendment)["programme"] == 1_743_406 * MILLION + 8

    drop_by_amendment(clause, **BY)

    assert not Target.objects.filter(added_by=amendment).exists()
    assert not PlannedCapital.objects.filter(added_by=amendment).exists()
    assert not PlanChange.objects.exists()


def test_one_amount_is_taken_out_and_its_sums_follow(small, amendment):
    province, central = (
        PlannedCapital.objects.get(code=code)
        for code in ("programme/local/province/investment", "programme/central/recurrent")
    )
    up = {line.pk: line.amount_dong + MILLION for line in (province, central)}
    amend_capital(small.plan, up, **BY)
    withdraw_change(PlanChange.objects.get(capital=province), **BY)

    assert PlanChange.objects.get(capital__code="programme").new == 1_743_407 * MILLION
    assert not PlanChange.objects.filter(capital=province.parent).exists()
    with pytest.raises(NotOneToWrite):
        withdraw_change(PlanChange.objects.get(capital__code="programme"), **BY)


def test_a_discarded_amendment_takes_along_all_that_it_was_to_bring_in(small, amendment):
    clause = add_by_amendment(small.plan, "II.9", "target", ClauseWords("Mục tiêu mới"), **BY)
    add_target(clause, TargetWords("village", "model", 4), **BY)
    above = add_capital(small.plan, NewLine("Vốn khác", 8, above="programme/local", clause=clause), **BY)
    add_capital(small.plan, NewLine("Phần một", 8, above=above.code), **BY)

    discard_amendment(amendment, **BY)

    assert not Clause.objects.filter(reference="II.9").exists()
    assert not Target.objects.exclude(added_by=None).exists()
    assert not PlannedCapital.objects.exclude(added_by=None).exists()


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


def test_a_file_leaves_what_amendments_brought_in_and_what_it_rests_on(small, amendment, reload):
    add_target(small.clause("II.1"), TargetWords("village", "model", 3), **BY)
    add_capital(small.plan, NewLine("Phần một", 450_000 * MILLION, above="programme/integrated"), **BY)
    whole = PlannedCapital.objects.get(code="programme/integrated")
    amend_capital(small.plan, {PlannedCapital.objects.get(parent=whole).pk: whole.amount_dong}, **BY)
    issue(amendment)

    reload(saying("V.1-c", due_on=date(2024, 12, 1)))
    assert ("II.1", "village", "model", 3) in aims(small, AFTER)
    assert amounts(small, AFTER)["programme/integrated/phan-mot"] == whole.amount_dong

    def both(content):
        model = {"clause": "II.1", "tier": "village", "level": "model", "at_least": 3, "is_minimum": False}
        content["targets"].append({**model, "name": {"vi": "Kiểu mẫu", "en": "Model"}})
        root = content["capital"][0]
        root["amount_dong"] += 1
        next(part for part in root["parts"] if part["code"] == "integrated")["amount_dong"] += 1

    with pytest.raises(PlanWouldLose) as refused:
        reload(both)
    assert [fault.place for fault in refused.value.faults] == [
        "targets II.1 village model",
        "capital programme/integrated",
    ]


def test_a_file_does_not_take_the_place_of_a_plan_that_was_written_on_a_page():
    province = make_province()
    plan = begin_plan(province, 2024, PlanHead("Kế hoạch tỉnh", "UBND", "Chủ tịch"), **BY)
    add_clause(plan, "I", "task", ClauseWords("Làm"), **BY)

    with pytest.raises(PlanExists):
        load_plan(REAL, offices=AnyOffice(), by="admin", at=NOON)

    assert Clause.objects.get().summary == "Làm"


# Pages


def shown_by(client, address):
    """Return what a form would send if nothing were changed, with what it showed."""
    form = client.get(address).context["form"]
    said = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return said | {field.html_initial_name: field.value() for field in form}


def test_the_coordination_office_amends_the_plan_on_pages(client, small):
    client.force_login(small.coordinator)
    client.post(f"/plans/{small.plan.pk}/amendments/new/", {"reason": "Giao thêm", "decision": ""})
    found = Amendment.objects.get()
    target = Target.objects.get(level="advanced")
    form = shown_by(client, f"/plans/amendments/{found.pk}/targets/")
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


def test_a_target_and_a_line_of_capital_are_added_on_pages(client, small, amendment):
    client.force_login(small.coordinator)
    address = f"/plans/amendments/{amendment.pk}"
    clause = small.clause("II.1")
    target = {"clause": clause.pk, "tier": "village", "level": "model", "at_least": "3", "is_minimum": "on"}
    client.post(f"{address}/targets/new/", target)
    again = client.post(f"{address}/targets/new/", target)
    assert (again.status_code, "Hãy điều chỉnh số của mục tiêu đó" in again.text) == (422, True)
    line = {"place": "below:programme/local/province", "name": "Vốn vay lại", "amount": "20.000,5", "clause": ""}
    assert client.post(f"{address}/capital/new/", {**line, "name": ""}).status_code == 422
    client.post(f"{address}/capital/new/", line)
    page = client.get(f"{address}/").text
    assert "Thêm mới: Vốn vay lại" in page
    assert page.count("tổng") >= 3  # of which nothing is taken out by itself
    client.post(f"{address}/issue/", {"number": "150/KH-UBND", "on": "2024-08-01"})

    before, after = client.get("/plans/?day=2024-07-31").text, client.get("/plans/?day=2024-08-01").text
    assert ("Vốn vay lại" in before, "Vốn vay lại" in after) == (False, True)
    assert ("Thôn, xóm đạt chuẩn nông thôn mới kiểu mẫu" in before, "thêm theo 150/KH-UBND" in after) == (False, True)
    assert "1.763.406,5" in after


def test_a_page_of_figures_shows_again_what_was_noted_and_posting_it_back_keeps_it(client, small, amendment):
    client.force_login(small.coordinator)
    target = Target.objects.get(level="advanced")
    line = PlannedCapital.objects.get(code="programme/central/recurrent")
    amend_targets(small.plan, {target.pk: 13}, **BY)
    amend_capital(small.plan, {line.pk: 50_000_500_000}, **BY)
    for part in ("targets", "capital"):
        address = f"/plans/amendments/{amendment.pk}/{part}/"
        shown = {field.html_name: field.value() for field in client.get(address).context["form"]}
        client.post(address, {name: value for name, value in shown.items() if value not in (None, False)})

    assert PlanChange.objects.get(target=target).new == 13
    assert PlanChange.objects.get(capital=line).new == 50_000_500_000


def test_a_target_is_dropped_on_its_page(client, small, amendment):
    client.force_login(small.coordinator)
    target = Target.objects.get(level="advanced")
    form = shown_by(client, f"/plans/amendments/{amendment.pk}/targets/")
    client.post(f"/plans/amendments/{amendment.pk}/targets/", {**form, f"drop-{target.pk}": "on"})
    issue(amendment)

    assert "advanced" not in {one.level for one in targets_on(small.plan, AFTER)}


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

    assert client.post(address, {name: said for name, said in shown.items() if said}).status_code == 302
    assert not PlanChange.objects.filter(capital__code="programme/integrated").exists()


def test_an_amendment_that_is_written_is_seen_by_its_writers_only(client, small, amendment):
    client.force_login(small.agriculture)
    assert client.get(f"/plans/amendments/{amendment.pk}/").status_code == 404
    amend_targets(small.plan, {Target.objects.get(level="advanced").pk: 13}, **BY)
    issue(amendment)
    assert client.get(f"/plans/amendments/{amendment.pk}/").status_code == 200
    assert client.get(f"/plans/{small.plan.pk}/amendments/new/").status_code == 404


# Taking out capital, other names


def line_of(code, **more):
    return PlannedCapital.objects.get(code=code, **more)


def book(small, line):
    """Let the ledger expect five million đồng of a line's source."""
    lines = {line.code: 5 * MILLION}
    keep_budget(small.province, 2024, lines, total_dong=5 * MILLION, document="KH", on=BEFORE, **BY)


def test_a_line_of_capital_leaves_the_plan_from_the_day_and_every_sum_follows(small, amendment):
    line = line_of("programme/central/recurrent")
    amend_capital(small.plan, {}, dropped={line.pk}, **BY)
    assert amounts(small, AFTER) == amounts(small, None)  # not issued yet
    issue(amendment)

    before, after = amounts(small, BEFORE), amounts(small, AFTER)
    assert before == amounts(small, None)
    assert before.keys() - after.keys() == {line.code}
    for code in ("programme", "programme/central"):
        assert before[code] - after[code] == line.amount_dong
    [gone] = [row for row in amendment_rows([amendment])[0].changes if row.change.field == "dropped"]
    assert (gone.thing.vi, gone.old.vi, gone.new.vi) == (
        "Đưa ra khỏi kế hoạch: Sự nghiệp",
        "47.501 triệu đồng",
        "–",
    )


def test_a_line_leaves_only_after_the_lines_below_it(small, amendment):
    commune, part = line_of("programme/local/commune"), line_of("programme/local/commune/investment")
    with pytest.raises(LineHoldsParts, match="đưa các dòng thành phần ra trước"):
        amend_capital(small.plan, {}, dropped={commune.pk}, **BY)
    amend_capital(small.plan, {}, dropped={commune.pk, part.pk}, **BY)  # both at once are one act
    issue(amendment)

    assert {"programme/local/commune", "programme/local/commune/investment"}.isdisjoint(amounts(small, AFTER))
    assert amounts(small, AFTER)["programme"] == (1_743_406 - 15_000) * MILLION


def test_a_line_that_all_its_parts_left_has_nothing_until_somebody_writes_its_amount(small, amendment):
    central = line_of("programme/central")
    investment, recurrent = line_of("programme/central/investment"), line_of("programme/central/recurrent")
    amend_capital(small.plan, {}, dropped={investment.pk}, **BY)
    amend_capital(small.plan, {}, dropped={recurrent.pk}, **BY)
    assert amounts(small, AFTER, amendment)["programme/central"] == 0
    assert amounts(small, AFTER, amendment)["programme"] == (1_743_406 - 231_656) * MILLION
    amend_capital(small.plan, {central.pk: 231_656 * MILLION}, **BY)
    issue(amendment)

    assert amounts(small, AFTER)["programme"] == 1_743_406 * MILLION
    assert amounts(small, AFTER)["programme/central"] == 231_656 * MILLION


def test_a_new_line_in_place_of_one_that_leaves_is_summed_into_those_above(small, amendment):
    old = line_of("programme/local/commune/investment")
    amend_capital(small.plan, {}, dropped={old.pk}, **BY)
    add_capital(small.plan, NewLine("", 14_000 * MILLION, code="programme/local/commune/recurrent"), **BY)
    issue(amendment)

    assert amounts(small, AFTER)["programme/local/commune"] == 14_000 * MILLION
    assert amounts(small, AFTER)["programme"] == (1_743_406 - 1_000) * MILLION


def test_a_line_that_left_may_come_back_by_a_later_amendment_and_the_file_still_loads(small, amendment, reload):
    old = line_of("programme/integrated")
    target = Target.objects.get(level="advanced")
    amend_capital(small.plan, {}, dropped={old.pk}, **BY)
    amend_targets(small.plan, {}, dropped={target.pk}, **BY)
    issue(amendment)
    second = begin_amendment(small.plan, reason="Giao lại", decision="", **BY)
    add_capital(small.plan, NewLine("", 7 * MILLION, code=old.code), **BY)
    add_target(target.clause, TargetWords(target.tier, target.level, 7), **BY)
    issue(second, on=date(2024, 9, 1), number="200/KH-UBND")

    assert [amounts(small, day).get(old.code) for day in (BEFORE, ON, AFTER)] == [450_000 * MILLION, None, 7 * MILLION]
    reload(saying("V.1-c", due_on=date(2024, 12, 1)))
    assert amounts(small, AFTER)[old.code] == 7 * MILLION


def test_a_line_of_whose_source_the_ledger_keeps_money_stays(small, amendment):
    line = line_of("programme/integrated")
    book(small, line)
    with pytest.raises(LineHasMoney, match=r"đang ghi 5\.000\.000 đồng") as refused:
        amend_capital(small.plan, {}, dropped={line.pk}, **BY)
    assert "điều chỉnh giảm" in refused.value.said_in("vi")


def test_money_that_was_booked_after_a_line_was_to_leave_stops_the_amendment(small, amendment):
    line = line_of("programme/integrated")
    amend_capital(small.plan, {}, dropped={line.pk}, **BY)
    book(small, line)

    with pytest.raises(AmendmentNotReady) as refused:
        issue(amendment)
    assert [fault.place for fault in refused.value.faults] == [line.clause.reference]
    withdraw_change(PlanChange.objects.get(capital=line, field="dropped"), **BY)
    with pytest.raises(NothingChanged):
        issue(amendment)


def test_a_line_comes_back_only_below_one_that_stands(small, amendment):
    commune, part = line_of("programme/local/commune"), line_of("programme/local/commune/investment")
    amend_capital(small.plan, {}, dropped={commune.pk, part.pk}, **BY)
    with pytest.raises(LineAboveIsOut, match="Hãy giữ lại"):
        withdraw_change(PlanChange.objects.get(capital=part, field="dropped"), **BY)
    withdraw_change(PlanChange.objects.get(capital=commune, field="dropped"), **BY)
    withdraw_change(PlanChange.objects.get(capital=part, field="dropped"), **BY)

    assert amounts(small, AFTER, amendment) == amounts(small, None)
    assert not PlanChange.objects.exists()


def test_a_line_does_not_come_back_where_a_new_one_took_its_place(small, amendment):
    line = line_of("programme/integrated")
    amend_capital(small.plan, {}, dropped={line.pk}, **BY)
    add_capital(small.plan, NewLine("", 7, code=line.code), **BY)
    with pytest.raises(LineStands):
        withdraw_change(PlanChange.objects.get(capital=line, field="dropped"), **BY)
    issue(amendment)

    assert [amounts(small, day)[line.code] for day in (BEFORE, AFTER)] == [line.amount_dong, 7]


def test_a_clause_whose_capital_leaves_may_leave_as_well(small, amendment):
    credit = line_of("credit")
    with pytest.raises(ClauseHoldsThings, match="dòng vốn"):
        drop_by_amendment(credit.clause, **BY)
    amend_capital(small.plan, {}, dropped={credit.pk}, **BY)
    drop_by_amendment(credit.clause, **BY)
    issue(amendment)

    assert "credit" not in amounts(small, AFTER)


def test_a_line_that_only_the_amendment_brings_in_is_simply_not_brought_in(small, amendment):
    line = add_capital(small.plan, NewLine("Vốn khác", 8, above="programme/local"), **BY)
    amend_capital(small.plan, {}, dropped={line.pk}, **BY)

    assert not PlanChange.objects.exists()
    assert not PlannedCapital.objects.filter(pk=line.pk).exists()


def test_a_line_that_a_colleague_took_out_is_amended_no_more(small, amendment):
    line = line_of("programme/integrated")
    amend_capital(small.plan, {}, dropped={line.pk}, **BY)
    with pytest.raises(NotInThePlan):
        amend_capital(small.plan, {line.pk: 1}, **BY)


def test_a_target_has_another_name_from_the_day_and_its_number_stays(small, amendment, reload):
    target = Target.objects.get(level="advanced")
    amend_targets(small.plan, {}, names={target.pk: "Xã nâng cao, trong đó 02 xã ATK"}, **BY)
    amend_targets(small.plan, {}, names={target.pk: target.name_en}, **BY)  # the old name in English is no change
    assert not PlanChange.objects.exists()
    amend_targets(small.plan, {}, names={target.pk: "Xã nâng cao, trong đó 02 xã ATK"}, **BY)
    issue(amendment)

    def said(day):
        return next((one.name, one.at_least) for one in targets_on(small.plan, day) if one.level == "advanced")

    assert said(BEFORE) == (target.name, 12)
    assert said(ON) == ("Xã nâng cao, trong đó 02 xã ATK", 12)
    [row] = amendment_rows([amendment])[0].changes
    assert (row.thing.vi, row.old.vi, row.new.vi) == ("Tên mục tiêu", target.name, "Xã nâng cao, trong đó 02 xã ATK")
    with pytest.raises(PlanWouldLose):
        reload(lambda content: content["targets"][1]["name"].update(vi="Khác"))


def test_a_target_that_the_amendment_brings_in_is_named_anew(small, amendment):
    target = add_target(small.clause("II.1"), TargetWords("village", "model", 3), **BY)
    amend_targets(small.plan, {}, names={target.pk: "Xóm kiểu mẫu dân tộc"}, **BY)

    target.refresh_from_db()
    assert (target.name, target.at_least) == ("Xóm kiểu mẫu dân tộc", 3)


def test_a_line_is_taken_out_and_a_target_named_on_pages(client, small, amendment):
    client.force_login(small.coordinator)
    line, target = line_of("programme/integrated"), Target.objects.get(level="advanced")
    address = f"/plans/amendments/{amendment.pk}"
    sent = shown_by(client, f"{address}/capital/") | {f"drop-{line.pk}": "on"}
    client.post(f"{address}/capital/", sent)
    sent = shown_by(client, f"{address}/targets/") | {f"name-{target.pk}": "Xã nâng cao mới"}
    client.post(f"{address}/targets/", sent)
    client.post(f"{address}/issue/", {"number": "150/KH-UBND", "on": "2024-08-01"})

    before, after = client.get("/plans/?day=2024-07-31").text, client.get("/plans/?day=2024-08-01").text
    assert ("Xã nâng cao mới" in before, "Xã nâng cao mới" in after) == (False, True)
    assert ("1.743.406" in before, "1.293.406" in after) == (True, True)


def test_what_a_colleague_noted_meanwhile_in_another_line_stays(client, small, amendment):
    client.force_login(small.coordinator)
    mine, theirs = line_of("programme/integrated"), line_of("programme/central/recurrent")
    address = f"/plans/amendments/{amendment.pk}/capital/"
    sent = shown_by(client, address)
    amend_capital(small.plan, {theirs.pk: 50_000 * MILLION}, **BY)
    assert client.post(address, sent | {f"line-{mine.pk}": "460000"}).status_code == 302

    assert PlanChange.objects.get(capital=theirs).new == 50_000 * MILLION
    assert PlanChange.objects.get(capital=mine).new == 460_000 * MILLION


def test_the_second_of_two_who_write_one_line_sees_what_the_first_wrote_and_may_write_over_it(client, small, amendment):
    client.force_login(small.coordinator)
    line = line_of("programme/integrated")
    address = f"/plans/amendments/{amendment.pk}/capital/"
    sent = shown_by(client, address) | {f"line-{line.pk}": "460000"}
    amend_capital(small.plan, {line.pk: 455_000 * MILLION}, **BY)

    answer = client.post(address, sent)
    assert (answer.status_code, "455000" in answer.text, 'value="460000"' in answer.text) == (422, True, True)
    assert PlanChange.objects.get(capital=line).new == 455_000 * MILLION
    form = answer.context["form"]
    client.post(address, sent | {f"initial-line-{line.pk}": form.data[f"initial-line-{line.pk}"]})

    assert PlanChange.objects.get(capital=line).new == 460_000 * MILLION


def test_who_changes_a_line_that_a_colleague_took_out_is_told(client, small, amendment):
    client.force_login(small.coordinator)
    line = line_of("programme/integrated")
    address = f"/plans/amendments/{amendment.pk}/capital/"
    sent = shown_by(client, address) | {f"line-{line.pk}": "460000"}
    amend_capital(small.plan, {}, dropped={line.pk}, **BY)

    answer = client.post(address, sent)
    assert (answer.status_code, "Người khác vừa đưa ra" in answer.text) == (422, True)
