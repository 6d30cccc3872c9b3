"""How many questions each page may ask the database; a page that asks more with more communes fails.

The budgets stand in ``query_budgets.json``, by address. They are the same for a small province and for
the whole of Thái Nguyên: that is the point.
"""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ntm.accounts.models import Role
from ntm.plans.bodies import Doer
from ntm.plans.models import TaskState
from ntm.plans.services import TaskTold, UnitToRegister, begin_draft, record_task, register
from tests.factories import NOON, make_person, make_reading, make_unit
from tests.plan_documents import DISTRICT
from tests.small_plan import own_plan, small_plan
from tests.small_province import NTM, small_province
from tests.small_round import INCOME, PLAN, report, small_round

pytestmark = pytest.mark.django_db
BUDGETS = json.loads((Path(__file__).parent / "query_budgets.json").read_text(encoding="utf-8"))


@pytest.fixture
def here():
    return small_province()


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_stays_within_its_budget(client, here, address):
    role = Role.COORDINATION_OFFICE if address.startswith("/plans/documents/") else Role.LEADER
    client.force_login(make_person("somebody", role, here.province))
    draft = (
        begin_draft(DISTRICT.encode(), "a.txt", here.province, 2024, by="x", at=NOON) if "draft" in address else None
    )
    shown = address.format(commune=here.poor.pk, district=here.vo_nhai.pk, draft=draft and draft.pk)

    assert asked(client, shown) <= BUDGETS[address]


@pytest.mark.parametrize("address", ["/", "/matrix/", "/units/{district}/"])
def test_more_communes_ask_no_more_questions(client, here, address):
    client.force_login(make_person("leader", Role.LEADER, here.province))
    address = address.format(district=here.vo_nhai.pk)
    before = asked(client, address)

    for name in ("Nghinh Tường", "Sảng Mộc", "Thần Xa"):
        make_reading(make_unit(name, parent=here.vo_nhai), f"{NTM}/10", 40)

    assert asked(client, address) == before


@pytest.mark.parametrize(
    ("who", "address", "budget"),
    [
        ("reporter", "/rounds/{round}/units/{commune}/", 30),
        ("reporter", "/inbox/", 35),
        ("coordinator", "/rounds/", 20),
        ("coordinator", "/rounds/{round}/", 30),
        ("verifier", "/rounds/{round}/review/", 35),
    ],
)
def test_more_units_and_figures_cost_a_round_no_more_questions(client, who, address, budget):
    small = small_round()
    address = address.format(round=small.round.pk, commune=small.commune.pk)
    report(small, INCOME)
    client.force_login(getattr(small, who))
    before = asked(client, address)

    for name in ("Nghinh Tường", "Sảng Mộc", "Thần Xa"):
        small.round.units.add(make_unit(name, parent=small.district))
    report(small, PLAN, True)

    assert asked(client, address) == before <= budget


@pytest.mark.parametrize(
    ("who", "address", "budget"),
    [
        ("coordinator", "/plans/", 45),
        ("coordinator", "/plans/{plan}/coverage/", 30),
        ("coordinator", "/plans/clauses/{clause}/", 40),
        ("coordinator", "/plans/registrations/", 20),
        ("coordinator", "/plans/registrations/{registration}/", 35),
        ("coordinator", "/plans/{plan}/amendments/", 20),
        ("district", "/inbox/", 45),
    ],
)
def test_more_plans_records_and_registrations_cost_no_more_questions(client, who, address, budget):
    small = small_plan()
    clause = small.clause("III.2.2.1-a")
    told = TaskTold(NOON.date(), TaskState.UNDER_WAY, "Đã làm")
    row = register(small.plan, UnitToRegister(small.yen_ninh, "ntm"), note="", by="x", at=NOON)
    own_plan(small.yen_ninh, clause)
    record_task(clause, Doer(unit=small.yen_ninh), told, by="x", at=NOON)
    address = address.format(plan=small.plan.pk, clause=clause.pk, registration=row.pk)
    client.force_login(getattr(small, who))
    before = asked(client, address)

    for name in ("Nghinh Tường", "Sảng Mộc", "Thần Xa"):
        unit = make_unit(name, parent=small.phu_luong)
        register(small.plan, UnitToRegister(unit, "ntm"), note="", by="x", at=NOON)
        own_plan(unit, clause)
        record_task(clause, Doer(unit=unit), told, by="x", at=NOON)

    assert asked(client, address) == before <= budget
