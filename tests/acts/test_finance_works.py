"""Works: what they lift, how far they came, what was accepted without capital."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.finance.models import Account, Clearing, Progress, Stage, Work
from ntm.finance.problems import BackwardsProgress
from ntm.finance.selectors import arrears_in, works_in
from ntm.finance.selectors.works import work_rows
from ntm.finance.services import Place, Slip, add_work, allocate, assign, disburse, keep_budget, plan_clearing
from ntm.finance.services import record_progress as record
from tests.factories import NOON, make_person
from tests.small_province import small_province

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
SOURCE = "programme/local/district/investment"
BY = {"by": "huyen", "at": NOON}
EARLY, DAY = date(2024, 6, 30), date(2024, 9, 30)


@pytest.fixture
def place():
    return small_province()


@pytest.fixture
def work(place):
    facts = {
        "code": "CT1",
        "name": "Nhà văn hóa xóm",
        "field": "culture",
        "unit": place.poor,
        "approved_dong": 900 * MILLION,
    }
    return add_work(facts | {"ends_on": date(2024, 8, 31)}, ["commune-ntm-2021-2025/6.1"], [], **BY)


@pytest.fixture
def funded(place, work):
    """The work with 500 of its 900 million assigned, 300 of them paid."""
    keep_budget(
        place.province, 2024, {SOURCE: 1_000 * MILLION}, total_dong=1_000 * MILLION, document="x", on=EARLY, **BY
    )
    allocate(Place(place.province, SOURCE, 2024), place.vo_nhai, Slip(800 * MILLION, EARLY), **BY)
    assign(Place(place.vo_nhai, SOURCE, 2024), place.poor, Slip(500 * MILLION, EARLY), work=work, **BY)
    disburse(Place(place.poor, SOURCE, 2024, work), Slip(300 * MILLION, EARLY), **BY)
    return work


def test_arrears_are_accepted_volume_without_capital(place, funded):
    record(funded, DAY, percent=80, accepted_dong=720 * MILLION, **BY)
    [row] = arrears_in(place.province, DAY)
    assert (row.work, row.amount_dong) == (funded, 220 * MILLION)
    assert arrears_in(place.province, EARLY) == ()  # nothing was accepted by then
    assert arrears_in(place.phu_luong, DAY) == ()  # another district


def test_capital_that_comes_later_ends_the_arrears(place, funded):
    record(funded, DAY, percent=80, accepted_dong=720 * MILLION, **BY)
    assign(Place(place.vo_nhai, SOURCE, 2024), place.poor, Slip(220 * MILLION, DAY), work=funded, **BY)
    assert arrears_in(place.province, DAY) == ()


def test_the_newest_plan_of_a_year_counts(place, funded):
    record(funded, DAY, percent=80, accepted_dong=720 * MILLION, **BY)
    for amount in (100, 220):
        plan_clearing(funded, 2025, SOURCE, amount * MILLION, on=DAY, **BY)
    [row] = arrears_in(place.province, DAY)
    assert row.to_clear_by_year == {2025: 220 * MILLION}
    assert Clearing.objects.count() == 2


def test_accepted_volume_never_falls(funded):
    record(funded, EARLY, percent=40, accepted_dong=360 * MILLION, **BY)
    with pytest.raises(BackwardsProgress, match="lũy kế"):
        record(funded, DAY, percent=50, accepted_dong=350 * MILLION, **BY)
    assert Progress.objects.count() == 1


def test_a_work_says_where_it_stands_on_a_day(place, funded):
    [before] = works_in(place.province, EARLY)
    assert (before.state.vi, before.progress, before.funded, before.paid) == (
        "Chuẩn bị",
        None,
        500 * MILLION,
        300 * MILLION,
    )
    record(funded, DAY, percent=60, accepted_dong=500 * MILLION, **BY)
    assert works_in(place.province, DAY)[0].state.vi == "Chậm tiến độ"
    record(funded, DAY, percent=100, accepted_dong=500 * MILLION, finished=True, **BY)
    assert works_in(place.province, DAY)[0].state.vi == "Hoàn thành"


def test_a_district_takes_a_work_in_and_its_commune_records_progress(client, place):
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, place.vo_nhai))
    typed = {"code": "CT9", "name": "Đường liên thôn", "field": "roads", "unit": place.poor.pk, "approved": "1.250,5"}
    typed |= {"decision": "12/QĐ-UBND", "decided_on": "2024-03-15"}
    answer = client.post(reverse("finance:new_work"), typed)
    assert answer.status_code == 302
    work = Work.objects.get()
    assert work_rows([work], DAY)[0].approved_dong == 1_250_500_000
    client.force_login(make_person("xa", Role.COMMUNE_OFFICER, place.poor))
    address = reverse("finance:progress", args=[work.pk])
    wrong = client.post(address, {"on": "2024-09-30", "percent": "120", "accepted": "nhiều", "note": "đang làm"})
    assert wrong.status_code == 422
    assert "đang làm" in wrong.text
    assert client.post(address, {"on": "2024-09-30", "percent": "20", "accepted": "250"}).status_code == 302
    assert Progress.objects.get().accepted_dong == 250 * MILLION


@pytest.mark.parametrize(
    ("field", "typed"), [("code", "CT1"), ("approved", "1,234"), ("latitude", "21.5"), ("unit", "0"), ("name", "")]
)
def test_what_is_wrong_is_told_beside_its_field(client, place, work, field, typed):
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, place.vo_nhai))
    good = {"code": "CT9", "name": "Đường", "field": "roads", "unit": place.poor.pk, "approved": "12,5"}
    answer = client.post(reverse("finance:new_work"), good | {field: typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert Work.objects.count() == 1


def test_money_is_moved_on_its_page_and_only_by_those_who_keep_it(client, place, funded):
    account = Account.objects.get(stage=Stage.ASSIGNED)
    address = reverse("finance:move", args=[account.pk])
    typed = {"act": "disburse", "amount": "200", "on": "2024-09-30", "document": "UNC 12"}
    client.force_login(make_person("xa", Role.COMMUNE_OFFICER, place.poor))
    assert client.post(address, typed).status_code == 404
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, place.vo_nhai))
    too_much = client.post(address, typed | {"amount": "200,000001"})
    assert "Ghi tối đa 200.000.000 đồng" in too_much.text
    assert client.post(address, typed).status_code == 302
    assert works_in(place.province, DAY)[0].paid == 500 * MILLION


def test_the_workbook_says_million_dong(client, place, funded):
    import io

    from openpyxl import load_workbook

    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    sheet = load_workbook(io.BytesIO(client.get(reverse("finance:export")).content)).active
    values = {str(row[0].value).strip(): [cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=5)}
    assert values["Vốn thực hiện Chương trình"][:5] == [1_000, 0, 800, 500, 300]
