"""Lists of the ledger: narrowed by the address, scoped to what one may read, summed to the đồng."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.finance.services import Place, Slip, add_work, allocate, assign, disburse, keep_budget
from tests.factories import NOON, make_person
from tests.small_province import small_province

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
CENTRAL, LOCAL, CREDIT = "programme/central/investment", "programme/local/province/investment", "credit"
MARCH, JUNE = date(2024, 3, 1), date(2024, 6, 1)
BY = {"by": "van-phong", "at": NOON}
ACCOUNTS = reverse("finance:accounts")


@pytest.fixture
def place():
    return small_province()


@pytest.fixture
def work(place):
    """Of 130 million and 1 đồng 80 went to Võ Nhai, 50 of them to a work, 20 of those paid in June; 10 to Phú Lương."""
    lines = {CENTRAL: 100 * MILLION, LOCAL: 30 * MILLION + 1, CREDIT: 7 * MILLION}
    keep_budget(place.province, 2024, lines, total_dong=130 * MILLION + 1, document="Kế hoạch", on=MARCH, **BY)
    facts = {"code": "CT1", "name": "Cầu", "field": "roads", "unit": place.poor, "approved_dong": 60 * MILLION}
    work = add_work(facts, [], [], **BY)
    allocate(Place(place.province, CENTRAL, 2024), place.vo_nhai, Slip(80 * MILLION, MARCH), **BY)
    allocate(Place(place.province, LOCAL, 2024), place.phu_luong, Slip(10 * MILLION, MARCH), **BY)
    assign(Place(place.vo_nhai, CENTRAL, 2024), place.poor, Slip(50 * MILLION, MARCH), work=work, **BY)
    disburse(Place(place.poor, CENTRAL, 2024, work), Slip(20 * MILLION, JUNE), **BY)
    return work


@pytest.fixture
def officer(client, place):
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    return client


def offered(context, name):
    """Return what a filter offers, as the address writes it."""
    [field] = [one for one in context["fields"] if one["name"] == name]
    return [value for value, _ in field["choices"]]


def cells_of(answer, first=7):
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


# Accounts


@pytest.mark.parametrize(
    ("query", "accounts", "programme", "credit"),
    [
        ({}, 7, 130 * MILLION + 1, 7 * MILLION),
        ({"source": "programme/central"}, 4, 100 * MILLION, 0),
        ({"source": LOCAL}, 2, 30 * MILLION + 1, 0),
        ({"source": CREDIT}, 1, 0, 7 * MILLION),
        ({"stage": "2-allocated"}, 2, 40 * MILLION, 0),
        ({"unit": "170"}, 3, 80 * MILLION, 0),
        ({"unit": "170", "stage": "3-assigned", "source": CENTRAL}, 1, 30 * MILLION, 0),
        ({"unit": "168", "source": CENTRAL}, 0, 0, 0),
    ],
)
def test_accounts_are_narrowed_by_source_stage_and_unit_and_summed(officer, work, query, accounts, programme, credit):
    total = officer.get(ACCOUNTS, query).context["total"]
    assert (total.accounts, total.programme, total.credit) == (accounts, programme, credit)


def test_the_sum_is_of_all_that_fits_and_not_of_the_page(officer, work, monkeypatch):
    monkeypatch.setattr("ntm.finance.views.accounts._A_PAGE", 2)
    answer = officer.get(ACCOUNTS, {"source": "programme"})
    assert len(answer.context["page"]) == 2
    assert answer.context["total"].programme == 130 * MILLION + 1
    assert "130,000001" in answer.content.decode()
    assert "source=programme&amp;page=2" in answer.content.decode()


def test_what_accounts_are_summed_to_by_stage_adds_up(officer, work):
    context = officer.get(ACCOUNTS).context
    assert [one.programme // MILLION for one in context["balances"]] == [40, 40, 30, 20]
    assert sum(one.programme for one in context["balances"]) == context["total"].programme


def test_units_with_money_are_offered_below_those_above_them(officer, place, work):
    assert offered(officer.get(ACCOUNTS).context, "unit") == ["19", "168", "170", place.poor.code]


def test_a_district_is_offered_its_own_units_only_and_finds_no_other(client, place, work):
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, place.vo_nhai))
    answer = client.get(ACCOUNTS)
    assert offered(answer.context, "unit") == ["170", place.poor.code]
    assert answer.context["total"].programme == 80 * MILLION
    assert client.get(ACCOUNTS, {"unit": "168"}).status_code == 404


def test_the_workbook_of_accounts_follows_the_filters(officer, work):
    page = officer.get(ACCOUNTS, {"unit": "170", "stage": "3-assigned"}).content.decode()
    address = f"{reverse('finance:export_accounts')}?unit=170&amp;stage=3-assigned"
    assert address in page
    rows = cells_of(officer.get(address.replace("&amp;", "&")))
    assert [row[5] for row in rows] == [30, 30]  # the account, and the sum


def test_an_empty_list_of_accounts_leads_back_to_all(officer, work):
    page = officer.get(ACCOUNTS, {"unit": "168", "source": CENTRAL}).content.decode()
    assert "Không có tài khoản phù hợp" in page
    assert f'{ACCOUNTS}?unit=168"' in page
