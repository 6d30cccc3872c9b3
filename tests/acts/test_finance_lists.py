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


# The journal

JOURNAL = reverse("finance:journal")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 7),  # three openings, two allocations, one assignment, one payment
        ({"unit": "170"}, 3),
        ({"unit": "168"}, 1),
        ({"unit": "170", "source": LOCAL}, 0),
        ({"since": "2024-03-02"}, 1),
        ({"until": "2024-05-31"}, 6),
        ({"since": "2024-03-01", "until": "2024-03-01", "unit": "170"}, 2),
        ({"since": "2024-06-01", "until": "2024-06-01", "act": "disburse", "unit": "170", "source": CENTRAL}, 1),
    ],
)
def test_the_journal_is_narrowed_by_unit_and_days_beside_source_and_act(officer, work, query, count):
    assert officer.get(JOURNAL, query).context["page"].paginator.count == count


def test_a_sum_is_told_of_one_act_only(officer, work):
    answer = officer.get(JOURNAL, {"act": "allocate", "unit": "170"})
    assert answer.context["total"] == 80 * MILLION
    assert "1 bút toán · Phân bổ: <b>80</b> triệu đồng" in " ".join(answer.content.decode().split())
    assert officer.get(JOURNAL).context["total"] is None


@pytest.mark.parametrize(
    ("since", "until", "field", "told"),
    [
        ("2024-06-02", "2024-06-01", "until", "Ngày cuối trước ngày đầu. Chọn từ 02/06/2024 trở đi"),
        ("2024-02-30", "", "since", "Không có ngày này"),
        ("", "mai", "until", "Không có ngày này"),
        ("2024-10-01", "", "since", "Đang xem đến 30/09/2024"),
    ],
)
def test_a_wrong_day_is_told_beside_its_field_and_nothing_is_listed(officer, work, since, until, field, told):
    query = {"since": since, "until": until, "day": "2024-09-30", "act": "allocate"}
    answer = officer.get(JOURNAL, query)
    page = answer.content.decode()
    assert told in page.partition(f'id="fault-{field}"')[2].partition("</p>")[0]
    assert f'value="{query[field]}"' in page
    assert answer.context["page"].paginator.count == 0
    export = officer.get(reverse("finance:export_journal"), query)
    assert export["Location"].startswith(f"{JOURNAL}?since=")


def test_the_workbook_of_the_journal_follows_the_filters(officer, work):
    page = officer.get(JOURNAL, {"unit": "170", "since": "2024-03-02", "until": "2024-06-30"}).content.decode()
    address = f"{reverse('finance:export_journal')}?unit=170&amp;since=2024-03-02&amp;until=2024-06-30"
    assert address in page
    answer = officer.get(address.replace("&amp;", "&"))
    assert [row[8] for row in cells_of(answer)] == [20, 20]
    assert cells_of(answer, 3)[0][0] == "Từ ngày 02/03/2024 đến ngày 30/06/2024"


def test_a_district_reads_its_own_transfers_only_whatever_unit_is_asked_for(client, place, work):
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, place.vo_nhai))
    assert client.get(JOURNAL).context["page"].paginator.count == 3
    assert offered(client.get(JOURNAL).context, "unit") == ["", "170", place.poor.code]
    for unit in ("168", "19"):
        assert client.get(JOURNAL, {"unit": unit}).status_code == 404


# The capital page by unit

CAPITAL = reverse("finance:capital")


def by_unit(context):
    return [
        (row.unit.name if row.unit else "", row.assigned // MILLION, row.disbursed // MILLION, row.rate)
        for row in context["by_unit"]
    ]


def test_what_each_unit_below_holds_and_the_unit_itself_sum_to_the_programme(officer, place, work):
    assign(Place(place.phu_luong, LOCAL, 2024), place.phu_luong, Slip(3 * MILLION, JUNE), **BY)
    allocate(Place(place.province, LOCAL, 2024), place.province, Slip(11 * MILLION, MARCH), **BY)
    assign(Place(place.province, LOCAL, 2024), place.province, Slip(10 * MILLION + 1, JUNE), **BY)
    disburse(Place(place.province, LOCAL, 2024), Slip(4 * MILLION, JUNE), **BY)
    answer = officer.get(CAPITAL)
    rows, programme = answer.context["by_unit"], answer.context["programme"]
    assert by_unit(answer.context) == [("", 10, 4, 39), ("Huyện Phú Lương", 3, 0, 0), ("Huyện Võ Nhai", 50, 20, 40)]
    for figure in ("assigned", "disbursed"):
        assert sum(getattr(row, figure) for row in rows) == getattr(programme, figure)
    foot = answer.content.decode().rpartition("<tfoot>")[2]
    assert ">63,000001<" in foot
    assert ">24<" in foot
    assert '<td class="number">38</td>' in foot
    assert "(vốn trực tiếp quản lý)" in answer.content.decode()


def test_a_unit_that_holds_nothing_assigned_itself_has_no_row(officer, work):
    assert [name for name, *_ in by_unit(officer.get(CAPITAL).context)] == ["Huyện Phú Lương", "Huyện Võ Nhai"]


def test_the_unit_itself_leads_to_its_own_transfers_only(officer, place, work):
    allocate(Place(place.province, LOCAL, 2024), place.province, Slip(11 * MILLION, MARCH), **BY)
    assign(Place(place.province, LOCAL, 2024), place.province, Slip(10 * MILLION, JUNE), **BY)
    page = officer.get(CAPITAL).content.decode()
    address = f"{JOURNAL}?figure=assigned&amp;source=programme&amp;unit=19&amp;alone=1"
    assert f'{address}">10<' in page
    assert officer.get(address.replace("&amp;", "&")).context["total"] == 10 * MILLION


def test_a_commune_has_no_table_of_units_below(officer, place, work):
    assert officer.get(CAPITAL, {"unit": place.poor.code}).context["by_unit"] == ()
