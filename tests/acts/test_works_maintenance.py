"""Maintenance of finished works: planned, due, done."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.finance.models import AcceptanceKind, MaintenanceEntry, MaintenanceJob
from ntm.finance.selectors.maintenance import jobs_in, jobs_of, months_later
from ntm.finance.services import accept, end_maintenance, log_maintenance, plan_maintenance
from ntm.finance.work_problems import NotFinishedYet
from ntm.notices.waiting import waiting_for
from tests.factories import make_person
from tests.small_works import BY, COMMUNE, DAY, JUNE, MILLION, small_works

pytestmark = pytest.mark.django_db
AUGUST = date(2024, 8, 31)


@pytest.fixture
def small():
    return small_works()


@pytest.fixture
def finished(small):
    accept(small.work, AcceptanceKind.COMPLETION, JUNE, document="BB", accepted_dong=500 * MILLION, **BY)
    return small


def plan(work, first=AUGUST, months=6):
    costs = {COMMUNE: 12 * MILLION}
    return plan_maintenance(
        work, "Khơi rãnh", first_due_on=first, every_months=months, responsible="UBND xã", costs=costs, **BY
    )


def due(work, day=DAY):
    [one] = jobs_of([work], day)
    return one


def test_only_a_finished_work_is_maintained(small):
    with pytest.raises(NotFinishedYet, match="chưa hoàn thành"):
        plan(small.work)
    assert not MaintenanceJob.objects.exists()


def test_a_job_is_overdue_until_it_is_done_and_comes_again(finished):
    job = plan(finished.work)
    one = due(finished.work)
    assert (one.due_on, one.is_overdue, one.days_late, one.cost_dong) == (AUGUST, True, 20, 12 * MILLION)
    log_maintenance(finished.work, job.what, DAY, job=job, done_by="Nhân dân", cost_dong=9 * MILLION, **BY)
    one = due(finished.work)
    assert (one.last_on, one.due_on, one.is_overdue) == (DAY, date(2025, 3, 20), False)
    assert due(finished.work, date(2024, 9, 19)).is_overdue  # the day before it was done


def test_what_is_done_once_is_then_over_and_what_is_ended_is_not_asked_for(finished):
    once = plan(finished.work, months=None)
    log_maintenance(finished.work, once.what, DAY, job=once, done_by="Xã", **BY)
    assert due(finished.work).due_on is None
    end_maintenance(once, DAY, because="Thay công trình mới", **BY)
    assert jobs_of([finished.work], DAY) == ()
    assert len(jobs_of([finished.work], JUNE)) == 1


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 5), 1, date(2025, 1, 5)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, then):
    assert months_later(day, months) == then


def test_due_maintenance_waits_in_the_inbox_of_the_commune(finished):
    commune = make_person("xa", Role.COMMUNE_OFFICER, finished.place.poor)
    plan(finished.work)
    [waiting] = [one for one in waiting_for(commune, DAY) if "bảo trì" in one.title.vi]
    assert (waiting.lead.vi, waiting.due_on) == ("1 việc đến hạn, trong đó 1 quá hạn", AUGUST)
    other = make_person("xa-khac", Role.COMMUNE_OFFICER, finished.place.silent)
    assert not [one for one in waiting_for(other, DAY) if "bảo trì" in one.title.vi]


def test_the_page_names_what_is_due_and_which_finished_works_have_no_plan(client, finished):
    client.force_login(make_person("xa", Role.COMMUNE_OFFICER, finished.place.poor))
    page = client.get(reverse("finance:maintenance"))
    assert [row.work for row in page.context["unplanned"]] == [finished.work]
    plan(finished.work)
    page = client.get(reverse("finance:maintenance"))
    assert (page.context["overdue"], page.context["unplanned"]) == (1, [])
    whole, jobs = jobs_in(finished.place.province, DAY)
    assert (len(whole), len(jobs)) == (1, 1)


def test_the_commune_plans_and_records_maintenance_on_pages(client, finished):
    client.force_login(make_person("xa", Role.COMMUNE_OFFICER, finished.place.poor))
    typed = {
        "what": "Sơn lại",
        "first_due_on": "2024-12-01",
        "every_months": "12",
        "responsible": "Xóm",
        "source-0": "5",
    }
    assert client.post(reverse("finance:plan_maintenance", args=[finished.work.pk]), typed).status_code == 302
    job = MaintenanceJob.objects.get()
    address = reverse("finance:maintained", args=[finished.work.pk])
    wrong = client.post(address, {"job": "", "what": "", "on": "2024-09-20", "done_by": "Xóm"})
    assert wrong.context["form"].errors["what"]
    assert client.post(address, {"job": job.pk, "on": "2024-09-20", "done_by": "Xóm", "cost": "4,5"}).status_code == 302
    entry = MaintenanceEntry.objects.get()
    assert (entry.job, entry.what, entry.cost_dong) == (job, "Sơn lại", 4_500_000)
    assert "Sơn lại" in client.get(reverse("finance:work", args=[finished.work.pk])).text
