"""Pages of the ledger: a document typed in, a contribution registered, and every figure leading to its transfers."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.areas.models import Unit
from ntm.finance import planned
from ntm.finance.ledger_forms import FigureField, RateForm, name_of
from ntm.finance.models import Budget, Contribution, GivenAs, Giver, Rate
from ntm.finance.services import (
    Gift,
    Place,
    Slip,
    add_work,
    allocate,
    assign,
    disburse,
    keep_budget,
    register_contribution,
)
from tests.factories import NOON, make_person
from tests.small_province import small_province

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
CENTRAL, RECURRENT = "programme/central/investment", "programme/central/recurrent"
DAY = date(2024, 3, 1)
BY = {"by": "van-phong", "at": NOON}


@pytest.fixture
def place():
    return small_province()


@pytest.fixture
def officer(client, place):
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    return client


@pytest.fixture
def spent(place):
    """100 million opened, 80 allocated, 50 assigned to a work, 20 paid; 5 given in cash."""
    lines = {CENTRAL: 100 * MILLION}
    keep_budget(place.province, 2024, lines, total_dong=100 * MILLION, document="Kế hoạch", on=DAY, **BY)
    facts = {"code": "CT1", "name": "Cầu", "field": "roads", "unit": place.poor, "approved_dong": 60 * MILLION}
    work = add_work(facts, [], [], **BY)
    allocate(Place(place.province, CENTRAL, 2024), place.vo_nhai, Slip(80 * MILLION, DAY), **BY)
    assign(Place(place.vo_nhai, CENTRAL, 2024), place.poor, Slip(50 * MILLION, DAY), work=work, **BY)
    disburse(Place(place.poor, CENTRAL, 2024, work), Slip(20 * MILLION, DAY), **BY)
    gift = Gift(place.rich, DAY, Giver.ENTERPRISE, "Công ty", GivenAs.CASH, Decimal(5 * MILLION), "BB")
    register_contribution(gift, **BY)
    return work


def typed(place, **more):
    said = {"unit": place.province.pk, "kind": "opening", "document": "KH 26", "on": "2024-03-01", "total": "184155,5"}
    return said | {name_of(CENTRAL): "184.155,5"} | more


def test_a_document_is_typed_in_to_the_dong_and_sealed(officer, place):
    answer = officer.post(reverse("finance:new_budget"), typed(place, **{name_of("credit"): "12"}))
    budget = Budget.objects.get()
    assert answer["Location"] == reverse("finance:budget", args=[budget.pk])
    assert (budget.sealed, budget.total_dong, budget.credit_dong) == (True, 184_155_500_000, 12 * MILLION)
    assert "184.155,5" in officer.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"total": "184155,499999"}, "lệch 1 đồng"),
        ({"total": "184.155"}, "có thể là"),
        ({name_of(RECURRENT): "0,0000001"}, "không dùng được"),
        ({"kind": "supplement"}, "chưa có dự toán đầu năm"),
        ({"document": ""}, "bắt buộc"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_typed_is_lost(officer, place, more, told):
    answer = officer.post(reverse("finance:new_budget"), typed(place, **more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert 'value="184.155,5"' in page
    assert not Budget.objects.exists()


def test_the_years_tree_is_the_one_that_is_asked_for(officer):
    page = officer.get(f"{reverse('finance:new_budget')}?year=2026").content.decode()
    assert name_of("programme/community/cash") in page
    assert name_of("programme/local/district/investment") not in page


def test_the_lines_come_from_the_plan_and_the_total_is_still_typed(officer, place, monkeypatch):
    found = planned.PlannedLines("Kế hoạch số 26", DAY, {CENTRAL: 184_155_000_001}, 184_155_000_001)
    monkeypatch.setattr(planned, "_readers", [lambda unit, year: found if unit == place.province else None])
    address = f"{reverse('finance:new_budget')}?year=2024&unit=19&from=plan"
    form = officer.get(address).context["form"]
    assert form.initial[name_of(CENTRAL)] == "184155,000001"
    assert form.initial["document"] == "Kế hoạch số 26"
    assert "total" not in form.initial


def test_a_district_says_when_its_money_comes_beside_the_provinces(officer, place, spent):
    said = typed(place, unit=place.vo_nhai.pk, total="5", **{name_of(CENTRAL): "5"})
    assert "tính hai lần" in officer.post(reverse("finance:new_budget"), said).content.decode()
    assert officer.post(reverse("finance:new_budget"), said | {"beside": "on"}).status_code == 302


GIVEN = {"on": "2024-09-01", "giver_kind": "people", "giver": "Xóm Đồng", "document": "BB 1"}


@pytest.fixture
def clerk(client, place):
    client.force_login(make_person("can-bo-xa", Role.COMMUNE_OFFICER, place.poor))
    return client


def test_a_commune_registers_labour_and_an_office_converts_it_once_a_rate_is_known(clerk, place):
    said = GIVEN | {"unit": place.poor.pk, "form": "labour", "quantity": "12,5"}
    answer = clerk.post(reverse("finance:new_contribution"), said)
    gift = Contribution.objects.get()
    assert (gift.value_dong, gift.quantity) == (None, Decimal("12.5"))
    assert "chưa có quyết định quy đổi" in clerk.get(answer["Location"]).content.decode()

    value = reverse("finance:value_contribution", args=[gift.pk])
    assert clerk.post(value).status_code == 422  # no rate yet
    clerk.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    rate = {
        "unit": place.province.pk,
        "form": "labour",
        "valid_from": "2024-01-01",
        "each": "250.000",
        "decision": "QĐ 5",
    }
    assert clerk.post(reverse("finance:rates"), rate).status_code == 302
    assert clerk.post(reverse("finance:rates"), rate).status_code == 422  # it stands already
    assert Rate.objects.get().dong_each == 250_000
    clerk.post(value)
    gift.refresh_from_db()
    assert gift.value_dong == 3_125_000
    page = clerk.get(reverse("finance:contributions")).content.decode()
    assert "3,125" in page
    clerk.post(reverse("finance:withdraw_contribution", args=[gift.pk]), {"on": "2024-09-02", "because": "trùng"})
    assert "trùng" in clerk.get(reverse("finance:contribution", args=[gift.pk])).content.decode()


@pytest.mark.parametrize("typed", ["250000", "250.000", "250,000", "250 000"])
def test_a_rate_is_typed_in_dong_as_people_write_it(place, typed):
    form = RateForm(rate_of(place, typed), units=Unit.objects.all())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["each"] == 250_000


@pytest.mark.parametrize(
    "typed", ["0,25", "250,5", "25.00", "1.234.56", "-250000", "abc", "0", "9" * 17, "9" * 5000, "٣"]
)
def test_what_is_no_whole_dong_is_no_rate(place, typed):
    assert "each" in RateForm(rate_of(place, typed), units=Unit.objects.all()).errors


def rate_of(place, each):
    unit = place.province.pk
    return {"unit": unit, "form": "labour", "valid_from": "2024-01-01", "each": each, "decision": "QĐ 5"}


def test_a_quantity_beyond_what_can_be_kept_is_told_as_such():
    with pytest.raises(ValidationError, match="đơn vị tính"):
        FigureField().clean("9" * 22)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"form": "kind", "quantity": "5"}, "measure"),
        ({"form": "kind", "quantity": "5", "measure": "tấn", "value": "7"}, "basis"),
        ({"form": "labour", "quantity": "5", "value": "7"}, "value"),
        ({"form": "labour", "quantity": "5,123"}, "quantity"),
        ({"form": "cash", "quantity": "0"}, "quantity"),
    ],
)
def test_a_contribution_that_does_not_fit_is_told_beside_its_field(clerk, place, more, field):
    answer = clerk.post(reverse("finance:new_contribution"), GIVEN | {"unit": place.poor.pk} | more)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Contribution.objects.exists()


def test_a_commune_registers_for_itself_only(clerk, place):
    said = GIVEN | {"unit": place.rich.pk, "form": "cash", "quantity": "5"}
    assert clerk.post(reverse("finance:new_contribution"), said).status_code == 422
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("by", ["source", "unit", "work"])
def test_every_figure_of_the_page_leads_to_transfers_with_the_same_sum(officer, place, spent, by):
    page = officer.get(f"{reverse('finance:disbursement')}?by={by}").content.decode()
    links = re.findall(r'href="([^"]*journal/\?[^"]*figure=[^"]*)">([^<]*)</a>', page)
    assert len(links) >= 7
    assert any(figure == "20" for _, figure in links)
    for address, figure in links:
        answer = officer.get(address.replace("&amp;", "&"))
        assert Decimal(answer.context["total"]) / MILLION == Decimal(figure.replace(".", "").replace(",", "."))


def test_the_bars_lie_side_by_side_and_are_on_one_scale(officer, place, spent):
    context = officer.get(reverse("finance:disbursement")).context
    bar = next(bar for bar in context["bars"] if bar.row.planned == 100 * MILLION)
    assert [(piece.x, piece.width) for piece in bar.pieces] == [
        ("0.00", "200.00"),
        ("200.00", "300.00"),
        ("500.00", "300.00"),
        ("800.00", "200.00"),
    ]


def test_capital_carried_over_and_credit_are_asked_for_by_the_address(officer, place, spent):
    def planned_of(query):
        rows = officer.get(f"{reverse('finance:disbursement')}?{query}").context["lines"]
        return rows[0].row.planned if rows else None

    assert planned_of("carried=without") == 100 * MILLION
    assert planned_of("carried=only") is None
    assert planned_of(f"source={CENTRAL}&by=work") == 50 * MILLION


def test_the_table_is_downloaded_as_it_is_shown(officer, place, spent):
    content = officer.get(f"{reverse('finance:export_disbursement')}?by=unit").content
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=7)]
    assert [row[0] for row in rows][-1] == "Cộng Chương trình, không kể tín dụng"
    assert sum(row[5] for row in rows[:-1]) == rows[-1][5] == 20


def test_assigning_above_the_total_on_the_page_needs_the_decision(officer, place, spent):
    account = place.vo_nhai.accounts.get(stage="2-allocated")
    said = {"act": "assign", "amount": "11", "work": spent.pk, "on": "2024-09-01", "document": "QĐ"}
    address = reverse("finance:move", args=[account.pk])
    assert officer.post(address, said).status_code == 422
    assert officer.post(address, said | {"exceeds_by": "QĐ 9"}).status_code == 302
