"""Works in from a workbook: every fault in its cell, all or nothing."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from ntm.accounts.models import Role
from ntm.finance.models import Work
from ntm.finance.selectors.work_page import page_of
from ntm.finance.services.works_import import WorksRefused
from ntm.finance.views.choices import measure_choices
from ntm.finance.works_file import FIRST_ROW, KEY_ROW, SHEET, NotTheTemplate, lines_of, template_of
from tests.factories import make_person
from tests.small_works import COMMUNE, CULTURE, DAY, MILLION, SOURCE, make_work, small_works

pytestmark = pytest.mark.django_db
GOOD = {
    "code": "CT9",
    "name": "Đường liên thôn",
    "field": "Giao thông",
    "measures": "6.1",
    "decision": "12/QĐ-UBND",
    "decided_on": "15/03/2024",
    "approved": 1250.5,
    f"source:{SOURCE}": 1000,
    f"source:{COMMUNE}": 250.5,
    "contractor": "Công ty A",
    "number": "3/HĐ",
    "latitude": "21,70000",
    "longitude": 106,
}


@pytest.fixture
def small():
    return small_works()


@pytest.fixture
def officer(client, small):
    person = make_person("huyen", Role.DISTRICT_OFFICER, small.place.vo_nhai)
    client.force_login(person)
    return person


def filled(small, *rows):
    """Fill rows into the template, as a person would in Excel."""
    units = [small.place.poor, small.place.silent]
    book = load_workbook(io.BytesIO(template_of(units, measure_choices(DAY), 2024)))
    sheet = book[SHEET]
    columns = {cell.value: cell.column for cell in sheet[KEY_ROW + 1] if cell.value}
    for number, row in enumerate(rows, FIRST_ROW + 1):
        for key, value in ({"unit": small.place.poor.code} | row).items():
            sheet.cell(number, columns[key], value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def send(client, content, name="cong-trinh.xlsx"):
    return client.post(reverse("finance:take_works"), {"file": SimpleUploadedFile(name, content)})


def test_a_filled_template_is_examined_first_and_taken_in_when_agreed(client, small, officer):
    page = send(client, filled(small, GOOD))
    assert page.status_code == 200
    assert Work.objects.count() == 1
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.text)[1]
    assert client.post(reverse("finance:accept_works"), {"sealed": sealed}).status_code == 302
    work = Work.objects.get(code="CT9")
    shown = page_of(work, DAY)
    assert (shown.row.approved_dong, shown.in_force.sealed) == (1_250_500_000, True)
    assert {one.source: one.planned for one in shown.sources} == {SOURCE: 1_000 * MILLION, COMMUNE: 250_500_000}
    assert [one.contractor for one in shown.contracts] == ["Công ty A"]
    assert list(work.serves.values_list("measure", flat=True)) == [CULTURE]
    again = client.post(reverse("finance:accept_works"), {"sealed": sealed})
    assert again.status_code != 302  # it is there now: nothing is taken in twice
    assert Work.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "column", "told"),
    [
        ({"code": "CT1"}, "A", "Đã có công trình"),
        ({"name": None}, "B", "còn trống"),
        ({"field": "Vũ trụ"}, "C", "Không có lĩnh vực"),
        ({"unit": "99999"}, "D", "không thuộc phần của bạn"),
        ({"measures": "6.1; 99.9"}, "F", "Không có chỉ tiêu “99.9”"),
        ({"decided_on": "31/02/2024"}, "H", "không phải là ngày"),
        ({"decided_on": None}, "H", "thiếu ngày quyết định"),
        ({"approved": "1,234"}, "I", "có thể là 1234 hoặc 1 phẩy 234"),
        ({"approved": 1251}, "I", "Các nguồn cộng lại"),
        ({"contractor": None}, "J", "thiếu nhà thầu"),
        ({"latitude": "95"}, "P", "không phải tọa độ"),
        ({"longitude": None}, "P", "Chỉ có một tọa độ"),
    ],
)
def test_a_fault_is_told_with_its_cell_and_nothing_is_taken_in(client, small, officer, changed, column, told):
    page = send(client, filled(small, GOOD | {"code": "CT8"}, GOOD | changed))
    assert page.status_code == 422
    faults = [(fault.place, fault.what.vi) for fault in page.context["examined"].faults]
    assert any(place == f"Công trình!{column}7" and told in what for place, what in faults), faults
    assert Work.objects.count() == 1


@pytest.mark.parametrize("typed", ["abc", -5, "=1+1"])
@pytest.mark.parametrize("key", ["approved", f"source:{SOURCE}"])
def test_an_amount_that_cannot_be_read_is_one_fault_not_a_sum_that_differs(client, small, officer, typed, key):
    page = send(client, filled(small, GOOD | {key: typed}))
    [fault] = page.context["examined"].faults
    assert fault.place.startswith("Công trình!I6" if key == "approved" else "Công trình!V6")
    assert ("chưa được tính" in fault.what.vi) == (typed == "=1+1")


def test_a_row_of_nothing_but_a_formula_without_its_value_is_not_taken_for_empty(client, small, officer):
    told = [fault.what.vi for fault in send(client, filled(small, {"name": "=A1"})).context["examined"].faults]
    assert told[0] == "Công thức chưa được tính."


def test_a_code_twice_in_the_file_names_the_first_cell(client, small, officer):
    page = send(client, filled(small, GOOD, GOOD))
    assert "Trùng mã với ô Công trình!A6." in page.text


def test_a_unit_code_that_lost_its_zeros_is_found(client, small, officer):
    small.place.poor.code = "05731"
    small.place.poor.save()
    assert send(client, filled(small, GOOD | {"unit": 5731})).status_code == 200


def test_a_file_that_is_no_template_says_so(client, small, officer):
    with pytest.raises(NotTheTemplate, match="không phải tệp Excel"):
        lines_of(b"not a workbook", "a.xlsx")
    assert "Hãy tải biểu mẫu" in send(client, b"not a workbook").text


def test_a_formula_in_a_name_stays_words_in_the_export(client, small, officer):
    make_work(small.place, "CT5", name="=1+1")
    book = load_workbook(io.BytesIO(client.get(reverse("finance:works_export")).content))
    names = [row[1].value for row in book.active.iter_rows(min_row=5)]
    assert "'=1+1" in names
    assert book.active.cell(5, 6).value == 900 * MILLION


def test_the_command_tells_first_and_takes_in_all_or_nothing(small, officer, tmp_path, capsys):
    file = tmp_path / "cong-trinh.xlsx"
    file.write_bytes(filled(small, GOOD, GOOD | {"code": "CT10"}))
    call_command("works", "import", file, "--by", "huyen", "--dry-run")
    assert Work.objects.count() == 1
    call_command("works", "import", file, "--by", "huyen")
    assert set(Work.objects.values_list("code", flat=True)) == {"CT1", "CT9", "CT10"}
    with pytest.raises(WorksRefused) as refused:
        call_command("works", "import", file, "--by", "huyen")
    assert [fault.place for fault in refused.value.faults] == ["Công trình!A6", "Công trình!A7"]


def test_the_command_asks_for_somebody_who_keeps_works(small, tmp_path):
    make_person("xa", Role.COMMUNE_OFFICER, small.place.poor)
    with pytest.raises(CommandError, match="không quản lý"):
        call_command("works", "template", tmp_path / "a.xlsx", "--by", "xa")
    with pytest.raises(CommandError, match="Không có người dùng"):
        call_command("works", "template", tmp_path / "a.xlsx", "--by", "ai-do")
