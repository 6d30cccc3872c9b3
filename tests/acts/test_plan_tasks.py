"""Whoever leads a clause records how far it has come; later records count, none is changed, debts are shown."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image

from ntm.accounts.models import Office, Role
from ntm.areas.selectors import tree
from ntm.audit.models import Entry
from ntm.core.periods import Quarter
from ntm.evidence.models import Attachment
from ntm.evidence.problems import FileRefused
from ntm.notices.waiting import waiting_for
from ntm.plans.bodies import Doer, Roll
from ntm.plans.models import Clause, TaskRecord, TaskState
from ntm.plans.problems import PlanIsDraft, WrongDay
from ntm.plans.selectors import clauses_on, progress_of
from ntm.plans.services import EvidenceFile, TaskTold, record_task
from tests.small_plan import AGRICULTURE, COORDINATION, officer, own_plan, small_plan

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 30)
LATER = datetime(2024, 9, 30, 5, tzinfo=UTC)


@pytest.fixture
def small():
    return small_plan()


def doer(code):
    return Doer(office=Office.objects.get(code=code))


def tell(small, reference, who, state=TaskState.UNDER_WAY, on=date(2024, 9, 10), **more):
    return record_task(small.clause(reference), who, TaskTold(on, state, "Đã làm", **more), by="x", at=LATER)


def progress(small, reference, day=DAY):
    [one] = clauses_on(Clause.objects.filter(plan=small.plan, reference=reference), day)
    return progress_of([one], Roll(tree(small.province, day).values(), day), day)[one.clause.pk]


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "JPEG")
    return kept.getvalue()


def test_a_later_record_counts_and_the_earlier_one_stays(small):
    who = Doer(unit=small.phu_luong)
    tell(small, "V.4-b", who, percent=30, on=date(2024, 5, 2))
    tell(small, "V.4-b", who, TaskState.DONE, on=date(2024, 9, 2))

    assert progress(small, "V.4-b").done == 1
    assert progress(small, "V.4-b", date(2024, 6, 30)).leads[0].record.percent == 30
    assert progress(small, "V.4-b", date(2024, 4, 30)).answered == 0
    assert TaskRecord.objects.count() == 2


def test_each_body_behind_a_name_tells_for_itself(small):
    tell(small, "V.4-b", Doer(unit=small.phu_luong))

    found = progress(small, "V.4-b")

    assert (found.answered, len(found.leads), found.only) == (1, 2, None)


def test_a_quarterly_clause_owes_a_record_for_each_quarter_since_the_plan(small):
    tell(small, "V.1-b", doer(AGRICULTURE), period="2024-Q1")
    tell(small, "V.1-b", doer(AGRICULTURE), period="2024-Q3")

    found = {told.doer.name.vi: told for told in progress(small, "V.1-b").leads}

    assert [(one.period.code, bool(one.record), one.overdue) for one in found[AGRICULTURE].quarters] == [
        ("2024-Q1", True, False),
        ("2024-Q2", False, True),
        ("2024-Q3", True, False),
        ("2024-Q4", False, False),
    ]
    assert progress(small, "V.1-b").overdue == 2
    assert progress(small, "V.1-b", date(2024, 3, 14)).overdue == 0  # the last day of the window still counts


def test_a_clause_with_a_due_day_is_owed_until_it_is_done(small):
    own = own_plan(small.phu_luong, small.clause("V.4-a"))
    Clause.objects.filter(plan=own).update(due_on=date(2024, 9, 15))
    clause = Clause.objects.select_related("plan__unit").get(plan=own)
    who = Doer(unit=small.phu_luong)

    def overdue():
        [one] = clauses_on(Clause.objects.filter(plan=own), DAY)
        return progress_of([one], Roll([], DAY), DAY)[clause.pk].overdue

    assert overdue() == 1
    record_task(clause, who, TaskTold(date(2024, 9, 16), TaskState.DONE, "Xong"), by="x", at=LATER)
    assert overdue() == 0


def test_evidence_is_kept_with_the_record_or_nothing_is(small):
    who = Doer(unit=small.phu_luong)
    told = TaskTold(date(2024, 9, 10), TaskState.UNDER_WAY, "Đã làm")
    bad = [EvidenceFile("a.jpg", photo()), EvidenceFile("b.exe", b"MZ")]
    with pytest.raises(FileRefused):
        record_task(small.clause("V.4-b"), who, told, bad, by="x", at=LATER)
    assert not TaskRecord.objects.exists()
    assert not Attachment.objects.exists()

    row = record_task(small.clause("V.4-b"), who, told, bad[:1], by="x", at=LATER)

    file = Attachment.objects.get()
    assert (file.measure, file.unit, file.period) == (row.measure, small.phu_luong, "2024-Q3")
    assert "plans.task_recorded" in Entry.objects.values_list("act", flat=True)


@pytest.mark.parametrize("on", [date(2024, 2, 22), date(2024, 10, 1)])
def test_a_record_is_of_a_day_between_the_plan_and_today(small, on):
    with pytest.raises(WrongDay):
        tell(small, "V.4-b", Doer(unit=small.phu_luong), on=on)


def test_nothing_is_recorded_of_a_draft(small):
    draft = own_plan(small.phu_luong, small.clause("V.4-a"), issued=False)

    with pytest.raises(PlanIsDraft):
        record_task(
            Clause.objects.get(plan=draft),
            Doer(unit=small.phu_luong),
            TaskTold(date(2024, 9, 10), TaskState.DONE, "x"),
            by="x",
            at=LATER,
        )


def titles(user, day=DAY):
    return [one.title.vi for one in waiting_for(user, day)]


def test_what_an_office_owes_waits_in_its_inbox(small):
    assert f"{AGRICULTURE}: kết quả thực hiện điểm V.1-b (Quý III/2024)" in titles(small.agriculture)
    assert not any("V.1-b" in title for title in titles(small.district))

    tell(small, "V.1-b", doer(AGRICULTURE), period="2024-Q3")

    assert not any("Quý III" in title for title in titles(small.agriculture))


def test_a_plan_that_is_still_to_be_made_waits_for_whoever_makes_it(small):
    wanted = "UBND huyện Phú Lương: lập kế hoạch năm 2024"
    assert wanted in titles(small.district)

    own_plan(small.phu_luong, small.clause("V.4-a"))

    assert wanted not in titles(small.district)


# Pages


def send(client, clause, who, **more):
    data = {"doer": who.key, "on": "2024-09-10", "state": "under-way", "percent": "", "told": "Đã họp", **more}
    return client.post(f"/plans/clauses/{clause.pk}/record/", data)


def test_the_leading_office_records_on_the_page_with_a_photo(client, small):
    client.force_login(small.agriculture)
    clause = small.clause("V.1-b")
    kept = io.BytesIO(photo())
    kept.name = "hop.jpg"

    answer = send(client, clause, doer(AGRICULTURE), period="2024-Q3", file=kept)

    assert answer.status_code == 302
    page = client.get(f"/plans/clauses/{clause.pk}/").text
    assert "Đã họp" in page
    assert "hop.jpg" in page


def test_nobody_records_for_another_body(client, small):
    clause = small.clause("V.4-b")
    client.force_login(small.district)
    assert send(client, clause, Doer(unit=small.vo_nhai)).status_code == 422
    client.force_login(small.commune)
    assert send(client, clause, Doer(unit=small.phu_luong)).status_code == 404
    assert not TaskRecord.objects.exists()


def test_whoever_keeps_the_plan_enters_what_offices_send_on_paper_but_not_what_districts_do(client, small):
    client.force_login(small.coordinator)
    assert send(client, small.clause("V.1-c"), doer(AGRICULTURE)).status_code == 302
    assert send(client, small.clause("V.4-b"), Doer(unit=small.phu_luong)).status_code == 404


def test_a_refused_file_loses_nothing_that_was_typed(client, small):
    client.force_login(small.agriculture)
    bad = io.BytesIO(b"MZ")
    bad.name = "a.exe"

    answer = send(client, small.clause("V.1-c"), doer(AGRICULTURE), told="Câu đã gõ", file=bad)

    assert answer.status_code == 422
    assert "Câu đã gõ" in answer.text
    assert not TaskRecord.objects.exists()


def test_the_front_tells_of_its_own_clause(client, small):
    front = officer("mat-tran", Role.FRONT, small.province, "uy-ban-mttq-tinh")
    client.force_login(front)

    assert send(client, small.clause("V.3"), doer("uy-ban-mttq-tinh")).status_code == 302


def test_the_plan_names_its_overdue_clauses(client, small):
    client.force_login(small.coordinator)
    assert Quarter.of(DAY).code == "2024-Q4"

    page = client.get("/plans/?day=2024-09-30").text

    assert "1 điểm quá hạn báo kết quả" in page
    assert COORDINATION in page
