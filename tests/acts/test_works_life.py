"""The life of a work: what was approved, who builds it, where it stands, what was corrected."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.areas.models import ChangeKind, Succession, Unit
from ntm.audit.models import Entry
from ntm.finance.models import AcceptanceKind, Approval, ApprovalLine, Correction, State, Work
from ntm.finance.problems import BackwardsProgress
from ntm.finance.selectors import works_in, works_lifting
from ntm.finance.selectors.work_page import page_of
from ntm.finance.selectors.works import work_rows
from ntm.finance.services import (
    accept,
    add_contract,
    approve,
    correct_work,
    move_on,
    name_sources,
    record_progress,
    set_approval_aside,
    set_contract_aside,
)
from ntm.finance.sources import UnknownSource
from ntm.finance.work_problems import (
    ApprovedThatDay,
    ChangedMeanwhile,
    NoSuchStep,
    SealedAlready,
    SourcesDoNotSum,
)
from tests.factories import make_person, make_unit
from tests.small_works import BY, COMMUNE, CULTURE, DAY, JUNE, MARCH, MILLION, SOURCE, make_work, small_works

pytestmark = pytest.mark.django_db
AUGUST = date(2024, 8, 15)


@pytest.fixture
def small():
    return small_works()


def approved(work, day):
    return work_rows([work], day)[0].approved_dong // MILLION


def stage(work, day=DAY):
    return work_rows([work], day)[0].stage


def test_an_adjustment_counts_from_its_day_and_the_first_decision_stays(small):
    lines = {SOURCE: 900 * MILLION, COMMUNE: 150 * MILLION}
    more = {"decision": "45/QĐ-UBND", "reason": "Bổ sung khối lượng"}
    approve(small.work, on=AUGUST, total_dong=1_050 * MILLION, lines=lines, **more, **BY)

    assert [approved(small.work, day) for day in (date(2024, 3, 1), MARCH, date(2024, 8, 14), AUGUST)] == [
        0,
        900,
        900,
        1050,
    ]
    page = page_of(small.work, DAY)
    assert [one.total_dong // MILLION for one in page.approvals] == [1_050, 900]
    assert page_of(small.work, JUNE).in_force.on == MARCH


def test_planned_assigned_and_paid_stand_side_by_side_by_source(small):
    rows = {one.source: (one.planned, one.assigned, one.paid, one.gap) for one in page_of(small.work, DAY).sources}
    assert rows == {
        SOURCE: (800 * MILLION, 500 * MILLION, 300 * MILLION, 300 * MILLION),
        COMMUNE: (100 * MILLION, 0, 0, 100 * MILLION),
    }


def test_sources_that_do_not_sum_are_refused_and_nothing_is_kept(small):
    with pytest.raises(SourcesDoNotSum, match=r"lệch 1\.000\.000 đồng"):
        approve(small.work, on=AUGUST, decision="1", total_dong=900 * MILLION, lines={SOURCE: 899 * MILLION}, **BY)
    with pytest.raises(UnknownSource):
        approve(small.work, on=AUGUST, decision="1", total_dong=1, lines={"programme/moon": 1}, **BY)
    assert Approval.objects.count() == 1


def test_one_decision_a_day_until_it_is_set_aside(small):
    with pytest.raises(ApprovedThatDay):
        approve(small.work, on=MARCH, decision="2", total_dong=1, **BY)
    set_approval_aside(small.work.approvals.get(), **BY)
    assert approved(small.work, DAY) == 0
    approve(small.work, on=MARCH, decision="2", total_dong=850 * MILLION, **BY)
    assert approved(small.work, DAY) == 850
    assert len(page_of(small.work, DAY).approvals) == 2


def test_a_decision_without_sources_gets_them_later_and_once(small):
    bare = approve(small.work, on=AUGUST, decision="2", total_dong=10 * MILLION, **BY)
    assert not bare.sealed
    with pytest.raises(SourcesDoNotSum):
        name_sources(bare, {SOURCE: 9 * MILLION}, **BY)
    assert ApprovalLine.objects.filter(approval=bare).count() == 0
    assert name_sources(bare, {SOURCE: 10 * MILLION}, **BY).sealed
    with pytest.raises(SealedAlready):
        name_sources(bare, {SOURCE: 10 * MILLION}, **BY)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE finance_approval SET total_dong = total_dong + 1",
        "UPDATE finance_approval SET \"on\" = '2024-03-16'",
        "UPDATE finance_approval SET sealed = false",
        "DELETE FROM finance_approval",
        "UPDATE finance_approvalline SET amount_dong = amount_dong + 1",
        "DELETE FROM finance_approvalline",
        "INSERT INTO finance_approvalline (approval_id, source, amount_dong) "
        "SELECT id, 'programme/integrated', 1 FROM finance_approval",
    ],
)
def test_the_database_itself_refuses_to_change_a_decision(small, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_seals_only_what_sums(small):
    bare = approve(small.work, on=AUGUST, decision="2", total_dong=10, **BY)
    ApprovalLine.objects.create(approval=bare, source=SOURCE, amount_dong=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=bare.pk).update(sealed=True)


def test_a_work_is_suspended_resumed_accepted_and_handed_over(small):
    work = small.work
    assert stage(work) is State.PREPARING
    move_on(work, State.BUILDING, date(2024, 4, 1), reason="Khởi công", **BY)
    move_on(work, State.SUSPENDED, date(2024, 5, 1), reason="Chờ mặt bằng", **BY)
    assert (stage(work, date(2024, 4, 30)), stage(work)) == (State.BUILDING, State.SUSPENDED)
    with pytest.raises(NoSuchStep):
        accept(work, AcceptanceKind.HANDOVER, DAY, document="1", **BY)
    move_on(work, State.BUILDING, date(2024, 6, 1), reason="Có mặt bằng", **BY)
    accept(work, AcceptanceKind.STAGE, JUNE, document="BB 1", percent=50, accepted_dong=450 * MILLION, **BY)
    assert stage(work) is State.BUILDING
    accept(work, AcceptanceKind.COMPLETION, AUGUST, document="BB 2", accepted_dong=500 * MILLION, **BY)
    [row] = work_rows([work], DAY)
    assert (row.stage, row.progress, row.accepted) == (State.FINISHED, 100, 500 * MILLION)
    accept(work, AcceptanceKind.HANDOVER, DAY, document="BB 3", by_whom="UBND xã", **BY)
    assert stage(work) is State.HANDED_OVER
    assert [one.kind for one in page_of(work, DAY).acceptances] == ["handover", "completion", "stage"]


def test_a_stopped_work_is_not_accepted_and_volume_never_falls(small):
    record_progress(small.work, JUNE, percent=40, accepted_dong=400 * MILLION, **BY)
    with pytest.raises(BackwardsProgress):
        accept(small.work, AcceptanceKind.STAGE, DAY, document="1", percent=50, accepted_dong=399 * MILLION, **BY)
    move_on(small.work, State.STOPPED, AUGUST, reason="Không còn phù hợp quy hoạch", **BY)
    with pytest.raises(NoSuchStep):
        accept(small.work, AcceptanceKind.COMPLETION, DAY, document="1", accepted_dong=400 * MILLION, **BY)


def test_progress_without_a_value_keeps_what_was_accepted(small):
    record_progress(small.work, JUNE, percent=40, accepted_dong=400 * MILLION, **BY)
    assert record_progress(small.work, DAY, percent=55, **BY).accepted_dong == 400 * MILLION


def correction(work, **changed):
    facts = {name: getattr(work, name) for name in ("name", "field", "unit", "begins_on", "ends_on")}
    return facts | {"latitude": work.latitude, "longitude": work.longitude} | changed


def test_a_correction_keeps_what_stood_there_in_the_page_and_in_the_log(small):
    work = Work.objects.get()
    changed = correction(work, name="Nhà văn hóa xóm Đông", ends_on=AUGUST)
    args = {"because": "Ghi nhầm tên", "seen": 0}
    correct_work(work, changed, [CULTURE], [small.place.silent], **args, **BY)

    kept = {one.fact: (one.before, one.after) for one in Correction.objects.all()}
    assert kept["name"] == ("Nhà văn hóa CT1", "Nhà văn hóa xóm Đông")
    assert kept["ends_on"] == ("", "15/08/2024")
    assert kept["units"] == ("Xã Dân Tiến", "Xã Dân Tiến; Xã Liên Minh")
    entry = Entry.objects.get(act="finance.work_corrected")
    assert entry.detail["name"] == {"before": "Nhà văn hóa CT1", "after": "Nhà văn hóa xóm Đông"}


def test_a_correction_that_changes_nothing_leaves_no_trace(small):
    work = Work.objects.get()
    assert correct_work(work, correction(work), [CULTURE], [], because="–", seen=0, **BY) == ()
    assert not Entry.objects.filter(act="finance.work_corrected").exists()


def test_two_who_correct_at_once_do_not_write_over_each_other(small):
    work = Work.objects.get()
    correct_work(work, correction(work, name="Một"), [], [], because="a", seen=0, **BY)
    with pytest.raises(ChangedMeanwhile):
        correct_work(work, correction(work, name="Hai"), [], [], because="b", seen=0, **BY)
    assert Work.objects.get().name == "Một"


def test_a_contract_that_was_wrong_is_set_aside(small):
    kept = add_contract(small.work, {"contractor": "Công ty A", "number": "12/HĐ", "amount_dong": 5}, **BY)
    add_contract(small.work, {"contractor": "Công ty B", "part": "Giám sát"}, **BY)
    set_contract_aside(kept, **BY)
    assert [one.contractor for one in page_of(small.work, DAY).contracts] == ["Công ty B"]


def test_a_work_lists_with_its_state_and_late_works_say_so(small):
    work = make_work(small.place, "CT2", ends_on=AUGUST, begins_on=JUNE)
    record_progress(work, JUNE, percent=10, accepted_dong=0, **BY)
    rows = {row.work.code: row for row in works_in(small.place.province, DAY)}
    assert (rows["CT2"].state.vi, rows["CT2"].state_code) == ("Chậm tiến độ", "late")
    assert rows["CT1"].state.vi == "Chuẩn bị"


@pytest.mark.parametrize(
    ("view", "typed"),
    [
        ("approval", {"decision": "9/QĐ", "on": "2024-08-15", "total": "950", "source-0": "950"}),
        ("contract", {"contractor": "Công ty A", "amount": "850,5"}),
        ("correct_work", {"name": "Tên mới", "field": "culture", "because": "Ghi nhầm", "seen": "0"}),
    ],
)
def test_those_who_keep_the_ledger_act_on_pages_and_the_commune_does_not(client, small, view, typed):
    typed = typed | {"unit": small.place.poor.pk}
    address = reverse(f"finance:{view}", args=[small.work.pk])
    client.force_login(make_person("xa", Role.COMMUNE_OFFICER, small.place.poor))
    assert client.get(address).status_code == client.post(address, typed).status_code == 404
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, small.place.vo_nhai))
    assert client.get(address).status_code == 200
    assert client.post(address, typed).status_code == 302


def test_what_a_service_refuses_is_told_on_the_form_with_everything_typed(client, small):
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, small.place.vo_nhai))
    typed = {"decision": "77/QĐ-UBND", "on": "2024-08-15", "total": "950", "source-0": "949"}
    answer = client.post(reverse("finance:approval", args=[small.work.pk]), typed)
    assert answer.status_code == 422
    assert "lệch 1.000.000 đồng" in answer.text
    assert "77/QĐ-UBND" in answer.text


def test_nobody_records_a_day_that_has_not_come(client, small):
    client.force_login(make_person("xa", Role.COMMUNE_OFFICER, small.place.poor))
    answer = client.post(reverse("finance:progress", args=[small.work.pk]), {"percent": "5", "on": "2030-01-01"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["on"] == ["Ngày này chưa tới."]


def test_the_page_of_a_unit_and_of_a_figure_show_the_works_that_lift_it(client, small):
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, small.place.province))
    make_work(small.place, "CT7", name="Đường khác", units=[small.place.silent])
    why = reverse("dashboards:why", args=[small.place.poor.pk, "commune-ntm-2021-2025", "6.1"])
    assert "Nhà văn hóa CT1" in client.get(why).text
    other = reverse("dashboards:why", args=[small.place.poor.pk, "commune-ntm-2021-2025", "10"])
    assert "Nhà văn hóa CT1" not in client.get(other).text
    assert "Đường khác" in client.get(reverse("dashboards:unit", args=[small.place.silent.pk])).text


def test_a_work_follows_its_unit_into_the_one_that_took_it_over(client, small):
    first = date(2024, 9, 1)
    new = make_unit("Tân Tiến", parent=small.place.vo_nhai, valid_from=first)
    Unit.objects.filter(pk=small.place.poor.pk).update(valid_until=date(2024, 8, 31))
    Succession.objects.create(kind=ChangeKind.MERGED, effective_on=first, predecessor=small.place.poor, successor=new)
    [before], [after] = works_in(small.place.vo_nhai, AUGUST), works_in(small.place.vo_nhai, DAY)
    assert (before.unit, after.unit) == (small.place.poor, new)
    assert works_lifting(new, DAY)[0].work == small.work
    officer = make_person("xa-moi", Role.COMMUNE_OFFICER, new)
    client.force_login(officer)
    typed = {"percent": "40", "on": "2024-09-20"}
    assert client.post(reverse("finance:progress", args=[small.work.pk]), typed).status_code == 302
    assert Work.objects.get().unit == small.place.poor  # what was entered stays


def test_a_work_of_a_tier_that_ended_lies_with_the_unit_above(small):
    work = make_work(small.place, "CT2", unit=small.place.vo_nhai)
    Unit.objects.filter(pk=small.place.vo_nhai.pk).update(valid_until=date(2024, 8, 31))
    rows = {row.work: row.unit for row in works_in(small.place.province, DAY)}
    assert rows[work] == small.place.province


def test_what_was_assigned_above_the_plan_of_a_source_is_said_in_words_and_the_total_adds_up(small, client):
    lines = {SOURCE: 457 * MILLION, COMMUNE: 443 * MILLION}
    approve(small.work, on=AUGUST, decision="2", total_dong=900 * MILLION, lines=lines, **BY)
    page = page_of(small.work, DAY)
    assert [(one.source, one.gap, one.excess) for one in page.sources] == [
        (COMMUNE, 443 * MILLION, 0),
        (SOURCE, -43 * MILLION, 43 * MILLION),
    ]
    assert page.total.gap == sum(one.gap for one in page.sources) == 400 * MILLION

    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, small.place.province))
    shown = client.get(reverse("finance:work", args=[small.work.pk])).content.decode()
    table = shown[shown.index("giao vượt 43") :]
    assert "-43" not in shown
    assert '<td class="number">400</td>' in table.partition("</tfoot>")[0]
    assert "Tổng vẫn trong tổng mức được duyệt." in table


def test_nothing_is_above_a_plan_that_names_no_sources(small):
    approve(small.work, on=AUGUST, decision="2", total_dong=450 * MILLION, **BY)
    page = page_of(small.work, DAY)
    assert [(one.planned, one.gap, one.excess) for one in page.sources] == [(None, None, 0)]
    assert (page.total.planned, page.total.gap, page.total.excess) == (450 * MILLION, -50 * MILLION, 50 * MILLION)


def test_without_a_decision_nobody_knows_what_was_planned(small):
    set_approval_aside(small.work.approvals.get(), **BY)
    page = page_of(small.work, DAY)
    assert (page.total.planned, page.total.gap) == (None, None)
    assert (page.total.assigned, page.total.paid) == (500 * MILLION, 300 * MILLION)
