"""What a unit will do about what it does not meet."""

from datetime import date

import pytest
from django.db import IntegrityError

from ntm.assessments.models import Solution, SolutionCost
from ntm.assessments.services.solutions import Planned, plan_solution
from ntm.audit.models import Entry
from tests.factories import NOON
from tests.small_round import INCOME, NTM, PLAN, report, small_round

pytestmark = pytest.mark.django_db
FORM = {"what": "Mở lớp nghề", "lead": "UBND xã", "due_on": "2024-12-31", "progress": "10"}


@pytest.fixture
def small():
    return small_round()


def form_at(small, code="10"):
    return f"/rounds/solutions/{small.commune.pk}/plan/{NTM}/{code}/"


def test_what_is_not_met_or_not_known_asks_for_a_solution(client, small):
    report(small, INCOME, 44)
    report(small, PLAN, True)
    client.force_login(small.reporter)
    measures = {gap.measure for gap in client.get(f"/rounds/solutions/{small.commune.pk}/").context["gaps"]}
    assert INCOME in measures
    assert f"{NTM}/9.2" in measures  # nobody reported it
    assert PLAN not in measures


def test_a_solution_keeps_its_costs_to_the_dong(client, small):
    client.force_login(small.reporter)
    client.post(form_at(small), FORM | {"cost_central": "1.743,406001", "cost_people": "12,5"})
    costs = dict(SolutionCost.objects.values_list("source", "amount_dong"))
    assert costs == {"central": 1_743_406_001, "people": 12_500_000}
    assert "1.755,906001" in client.get(f"/rounds/solutions/{small.commune.pk}/").text


@pytest.mark.parametrize("typed", ["-1", "0,0000001", "nhiều", "1.234"])
def test_an_amount_that_is_no_whole_dong_is_refused_beside_its_field(client, small, typed):
    client.force_login(small.reporter)
    answer = client.post(form_at(small), FORM | {"cost_central": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors["cost_central"]
    assert not Solution.objects.exists()


def test_progress_is_kept_and_logged(client, small):
    planned = Planned("Mở lớp nghề", "UBND xã", date(2024, 12, 31))
    solution = plan_solution(small.commune, INCOME, planned, {"central": 5}, by="can-bo-xa", at=NOON)
    client.force_login(small.verifier)
    client.post(f"/rounds/solutions/{small.commune.pk}/{solution.pk}/", FORM | {"progress": "60"})
    solution.refresh_from_db()
    assert (solution.progress, solution.costs.count()) == (60, 0)
    acts = list(Entry.objects.filter(act__startswith="assessments.solution").values_list("act", "detail__progress"))
    assert acts == [("assessments.solution_planned", 0), ("assessments.solution_changed", 60)]


def test_what_is_dropped_is_gone_from_the_page_and_stays_in_the_log(client, small):
    planned = Planned("Mở lớp nghề", "UBND xã", date(2024, 12, 31))
    solution = plan_solution(small.commune, INCOME, planned, {}, by="can-bo-xa", at=NOON)
    client.force_login(small.reporter)
    client.post(f"/rounds/solutions/{small.commune.pk}/{solution.pk}/drop/")
    assert "Mở lớp nghề" not in client.get(f"/rounds/solutions/{small.commune.pk}/").text
    assert Entry.objects.filter(act="assessments.solution_dropped").exists()


def test_whoever_only_appraises_reads_solutions_and_plans_none(client, small):
    client.force_login(small.appraiser)
    assert client.get(f"/rounds/solutions/{small.commune.pk}/").status_code == 200
    assert client.post(form_at(small), FORM).status_code == 404


def test_no_progress_is_beyond_the_whole(small):
    with pytest.raises(IntegrityError):
        plan_solution(small.commune, INCOME, Planned("x", "y", date(2024, 12, 31), 101), {}, by="a", at=NOON)
