"""Departments, districts and communes plan by themselves, each clause for one above; coverage counts who does."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ntm.accounts.models import Office, Role
from ntm.areas.selectors import tree
from ntm.audit.models import Entry
from ntm.plans.models import Clause, Plan, TaskRecord
from ntm.plans.problems import ClauseInUse, NotAbove, NothingPlanned, PlanExists, PlanIsIssued, ReferenceTaken
from ntm.plans.selectors import asked_above, coverage_of, plan_for
from ntm.plans.services import (
    ClauseWords,
    PlanHead,
    add_clause,
    begin_plan,
    delete_clause,
    discard_plan,
    issue_plan,
    link_clause,
    rewrite_clause,
)
from tests.factories import NOON, make_person, make_unit
from tests.small_plan import AGRICULTURE, own_plan, small_plan

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 30)
BY = {"by": "x", "at": NOON}
HEAD = PlanHead(title="Kế hoạch", issuer="UBND huyện", signed_by="Chủ tịch")


@pytest.fixture
def small():
    return small_plan()


def covered(small, reference, day=DAY):
    coverage = coverage_of(small.plan, list(tree(small.province, day).values()), day)
    return next(one for one in coverage.clauses if one.task.clause.reference == reference)


def names(doers):
    return sorted(doer.name.vi for doer in doers)


def test_a_body_named_together_stands_for_each_unit_of_its_kinds(small):
    found = covered(small, "III.2.1.2-b")

    assert (found.served, found.expected) == (0, 2)
    assert names(found.missing) == ["UBND huyện Phú Lương", "UBND huyện Võ Nhai"]
    assert covered(small, "III.2.2.1-a").expected == 2  # the xã, not the township


def test_a_district_with_a_plan_for_the_clause_is_counted_and_the_other_is_named(small):
    own_plan(small.phu_luong, small.clause("III.2.1.2-b"))

    found = covered(small, "III.2.1.2-b")

    assert (found.served, found.expected) == (1, 2)
    assert names(found.missing) == ["UBND huyện Võ Nhai"]


def test_a_draft_covers_nothing_and_neither_does_a_plan_of_a_later_day(small):
    own_plan(small.vo_nhai, small.clause("III.2.1.2-b"), issued=False)
    own_plan(small.phu_luong, small.clause("III.2.1.2-b"))

    assert covered(small, "III.2.1.2-b", date(2024, 3, 28)).served == 0
    assert covered(small, "III.2.1.2-b", date(2024, 3, 29)).served == 1


def test_a_commune_serves_the_province_through_its_districts_plan(small):
    district = own_plan(small.phu_luong, small.clause("V.4-d"))
    own_plan(small.yen_ninh, Clause.objects.get(plan=district))

    found = covered(small, "V.4-d")  # led by districts, supported by communes

    assert names({one.doer for one in found.serving}) == ["UBND huyện Phú Lương", "UBND xã Yên Ninh"]


def test_a_plan_shows_what_plans_above_ask_of_its_owner_and_which_clauses_carry_it_out(client, small):
    district = own_plan(small.phu_luong, small.clause("III.2.1.2-b"))
    commune = own_plan(small.yen_ninh, district.clauses.get())

    def asked(plan):
        return {one.task.clause.reference: [own.plan for own in one.own] for one in asked_above(plan, DAY)}

    assert asked(district)["III.2.1.2-b"] == [district]
    assert asked(district)["V.4-a"] == []  # it names the districts, and nothing carries it out yet
    assert "III.2.2.1-a" not in asked(district)  # it names the xã
    assert asked(commune)["III.2.1.2-b"] == [commune]  # by the district's plan in between
    assert asked(commune)["III.2.2.1-a"] == []
    assert asked_above(small.plan, DAY) == ()
    client.force_login(small.district)
    page = client.get(f"/plans/{district.pk}/").text
    assert "Kế hoạch cấp trên giao" in page
    assert "chưa có nhiệm vụ nào" in page
    client.force_login(small.coordinator)
    assert "Kế hoạch cấp trên giao" not in client.get("/plans/?day=2024-09-30").text


def test_whoever_serves_a_clause_that_does_not_name_them_stands_apart(small):
    own_plan(small.phu_luong, small.clause("III.1-d"))

    found = covered(small, "III.1-d")

    assert (found.expected, names(one.doer for one in found.others)) == (0, ["UBND huyện Phú Lương"])


def test_each_body_shows_its_plan_and_how_many_of_its_clauses_it_serves(small):
    office = Office.objects.get(code=AGRICULTURE)
    own_plan(small.province, small.clause("V.2-b"), office=office)

    coverage = coverage_of(small.plan, list(tree(small.province, DAY).values()), DAY)
    agriculture = next(one for one in coverage.bodies if one.doer.office == office)

    assert agriculture.has_issued
    assert (agriculture.served, coverage.with_plan) == (1, 1)
    assert agriculture.named > 1


def test_an_offices_plan_does_not_take_the_place_of_its_units(small):
    own_plan(small.province, small.clause("V.2-b"), office=Office.objects.get(code=AGRICULTURE))

    assert plan_for(small.province, 2024) == small.plan


def test_one_plan_per_owner_and_year(small):
    own_plan(small.phu_luong, small.clause("V.4-a"))

    with pytest.raises(PlanExists, match="UBND huyện Phú Lương đã có kế hoạch năm 2024"):
        begin_plan(small.phu_luong, 2024, HEAD, **BY)
    with pytest.raises(IntegrityError, match=r"one_plan_per_unit_and_year|plans_plan"), transaction.atomic():
        Plan.objects.create(unit=small.phu_luong, year=2024)


def test_a_clause_serves_only_issued_plans_above(small):
    beside = own_plan(small.vo_nhai, small.clause("V.4-a"))
    draft = begin_plan(small.phu_luong, 2024, HEAD, **BY)

    with pytest.raises(NotAbove):
        add_clause(draft, "1", "task", ClauseWords("Làm"), serves=Clause.objects.get(plan=beside), **BY)
    assert not Clause.objects.filter(plan=draft).exists()


def test_a_draft_is_written_and_then_issued_once(small):
    draft = begin_plan(small.phu_luong, 2024, HEAD, **BY)
    with pytest.raises(NothingPlanned):
        issue_plan(draft, "1/KH", DAY, **BY)
    clause = add_clause(draft, "1", "task", ClauseWords("Làm"), **BY)
    with pytest.raises(ReferenceTaken):
        add_clause(draft, "1", "task", ClauseWords("Lại"), **BY)
    rewrite_clause(clause, ClauseWords("Làm đường", due_on=DAY), **BY)
    issued = issue_plan(draft, "1/KH", DAY, **BY)

    assert (issued.number, issued.issued_on, issued.is_draft) == ("1/KH", DAY, False)
    for act in (
        lambda: rewrite_clause(clause, ClauseWords("Khác"), **BY),
        lambda: delete_clause(clause, **BY),
        lambda: discard_plan(issued, **BY),
    ):
        with pytest.raises(PlanIsIssued):
            act()
    acts = list(Entry.objects.order_by("number").values_list("act", flat=True))
    assert acts[-4:] == ["plans.plan_begun", "plans.clause_added", "plans.clause_changed", "plans.plan_issued"]


def test_a_link_can_be_made_after_the_plan_was_issued(small):
    own = own_plan(small.phu_luong, small.clause("V.4-a"))
    clause = Clause.objects.get(plan=own)

    link_clause(clause, small.clause("V.4-b"), **BY)

    assert covered(small, "V.4-b").served == 1
    assert covered(small, "V.4-a").served == 0


def test_a_clause_that_others_serve_is_not_deleted(small):
    draft = own_plan(small.phu_luong, small.clause("V.4-a"), issued=False)
    below = Clause.objects.get(plan=draft)
    Clause.objects.create(
        plan=begin_plan(small.yen_ninh, 2024, HEAD, **BY), reference="1", position=1, kind="task", serves=below
    )

    with pytest.raises(ClauseInUse):
        delete_clause(below, **BY)


# Pages


def test_a_district_makes_its_plan_on_pages(client, small):
    client.force_login(small.district)
    page = client.get("/plans/new/")
    assert "UBND huyện Phú Lương" in page.text
    head = {"owner": f"unit-{small.phu_luong.pk}", "title": "Kế hoạch huyện", "issuer": "UBND", "signed_by": "Chủ tịch"}
    client.post("/plans/new/", head)
    plan = Plan.objects.get(unit=small.phu_luong)
    serves = small.clause("V.4-a").pk
    client.post(
        f"/plans/{plan.pk}/clauses/new/",
        {"reference": "II.1", "kind": "task", "summary": "Lập kế hoạch huyện", "serves": serves},
    )
    client.post(f"/plans/{plan.pk}/issue/", {"number": "5/KH-UBND", "on": "2024-03-29"})

    assert covered(small, "V.4-a").served == 1
    assert "5/KH-UBND" in client.get(f"/plans/{plan.pk}/").text
    client.force_login(small.coordinator)
    assert "5/KH-UBND, 29/03/2024" in client.get(f"/plans/{small.plan.pk}/coverage/").text


def test_what_was_typed_stays_when_the_plan_exists_already(client, small):
    own_plan(small.phu_luong, small.clause("V.4-a"))
    client.force_login(small.district)

    answer = client.post(
        "/plans/new/",
        {"owner": f"unit-{small.phu_luong.pk}", "title": "Tên đã gõ", "issuer": "UBND", "signed_by": "Ai đó"},
    )

    assert answer.status_code == 422
    assert "Tên đã gõ" in answer.text


def test_a_department_plans_for_its_office_only(client, small):
    client.force_login(small.agriculture)
    page = client.get("/plans/new/").text
    assert AGRICULTURE in page
    assert "UBND huyện" not in page

    office = Office.objects.get(code=AGRICULTURE)
    client.post(
        "/plans/new/",
        {"owner": f"office-{office.pk}", "title": "Kế hoạch sở", "issuer": "Sở", "signed_by": "Giám đốc"},
    )

    assert Plan.objects.get(office=office).unit == small.province


def test_a_draft_is_read_by_its_writers_only(client, small):
    draft = own_plan(small.phu_luong, small.clause("V.4-a"), issued=False)
    auditor = make_person("thanh-tra", Role.AUDITOR, small.province)
    for user, status in ((small.district, 200), (small.commune, 404), (auditor, 404)):
        client.force_login(user)
        assert client.get(f"/plans/{draft.pk}/").status_code == status


def test_an_issued_plan_is_read_below_it_and_not_beside_it(client, small):
    plan = own_plan(small.phu_luong, small.clause("V.4-a"))
    beside = make_person("vo-nhai", Role.DISTRICT_OFFICER, small.vo_nhai)
    for user, status in ((small.commune, 200), (small.coordinator, 200), (beside, 404)):
        client.force_login(user)
        assert client.get(f"/plans/{plan.pk}/").status_code == status


def test_more_communes_ask_no_more_questions_of_the_coverage(client, small, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(small.coordinator)
    own_plan(small.yen_ninh, small.clause("III.2.2.1-a"))
    address = f"/plans/{small.plan.pk}/coverage/"
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for name in ("Xã Một", "Xã Hai", "Xã Ba"):
        own_plan(make_unit(name, parent=small.phu_luong), small.clause("III.2.2.1-a"))

    with django_assert_num_queries(len(before)):
        client.get(address)


def test_a_record_belongs_to_one_office_or_one_unit(small):
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskRecord.objects.create(clause=small.clause("V.3"), on=DAY, state="done", told="x", made_by="x", made_at=NOON)
