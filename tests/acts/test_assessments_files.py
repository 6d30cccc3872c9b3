"""Values by workbook, CSV and JSON: round trips, faults in their cells, all or nothing."""

import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ntm.accounts.models import Role
from ntm.assessments.models import Item, Said
from ntm.assessments.selectors.sheet import sheet_of, sheets_of
from ntm.assessments.services.take_in import ChangedMeanwhile, Difference, examine, take_in
from ntm.assessments.workbook import FileRefused, csv_of, json_of, rows_of, workbook_of
from ntm.assessments.workbook.excel import COLUMNS, FIRST_ROW
from tests.factories import NOON, make_person, make_reading
from tests.small_round import INCOME, NTM, PLAN, enter, report, small_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return small_round()


def template(small) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_of([sheet_of(small.round, small.commune)])))


def row_of(book: openpyxl.Workbook, measure: str) -> int:
    page = book.active
    return next(row for row in range(FIRST_ROW + 1, page.max_row + 1) if page.cell(row, 1).value == measure)


def fill(book: openpyxl.Workbook, measure: str, value: object, field: str = "value") -> str:
    row = row_of(book, measure)
    cell = book.active.cell(row, COLUMNS[field] + 1)
    cell.value = value
    return f"{book.active.title}!{cell.coordinate}"


def content_of(book: openpyxl.Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def examined(small, book: openpyxl.Workbook):
    return examine(small.round, rows_of(content_of(book), "xa.xlsx"), [small.commune])


def changes(found) -> list:
    return [one.change for one in found.differences]


def test_a_filled_in_workbook_becomes_drafts(small):
    book = template(small)
    fill(book, INCOME, 46.5)
    fill(book, PLAN, "Đạt")
    fill(book, f"{NTM}/17.8", "Không có nghề nuôi", field="because")
    found = examined(small, book)
    assert not found.faults
    take_in(small.round, changes(found), source="xa.xlsx", by="can-bo-xa", at=NOON)
    said = {item.measure: Said.of(item).value for item in Item.objects.all()}
    assert said[INCOME] == Decimal("46.5")
    assert said[PLAN] is True
    assert said[f"{NTM}/17.8"].because == "Không có nghề nuôi"


def test_a_workbook_read_back_as_it_was_written_changes_nothing(small):
    make_reading(small.commune, INCOME, 40, period="2024-Q2")
    enter(small, INCOME, "1234.567")
    enter(small, PLAN, False)
    report(small, f"{NTM}/9.2", 90)
    found = examined(small, template(small))
    assert (found.differences, found.faults) == ((), ())
    assert found.unchanged == 3


def test_the_workbook_can_be_changed_only_where_figures_belong(small):
    report(small)
    book = template(small)
    assert book.active.protection.sheet
    assert book.active.cell(row_of(book, INCOME), COLUMNS["value"] + 1).protection.locked  # it has been sent
    assert not book.active.cell(row_of(book, PLAN), COLUMNS["value"] + 1).protection.locked
    assert book.active.cell(row_of(book, PLAN), 3).protection.locked


def test_excel_itself_refuses_what_cannot_be_right(small):
    book = template(small)
    ranges = {str(one.sqref): one for one in book.active.data_validations.dataValidation}
    percent = ranges[f"G{row_of(book, f'{NTM}/9.2')}"]
    assert (percent.formula1, percent.formula2) == ("0", "100")
    assert "Đạt" in ranges[f"G{row_of(book, PLAN)}"].formula1


def test_a_hundred_faults_are_all_located(small):
    book = template(small)
    placed = set()
    questions = [row.question for row in sheet_of(small.round, small.commune).rows]
    for number, question in enumerate(questions):
        wrong = "không rõ" if number % 2 else -5 if question.indicator.kind != "yes-no" else "có lẽ"
        placed.add(fill(book, question.measure, wrong))
    page, last = book.active, book.active.max_row
    for extra in range(100 - len(placed)):
        row = last + 1 + extra
        page.cell(row, 1).value = f"{NTM}/không-có-{extra}"
        page.cell(row, COLUMNS["value"] + 1).value = 1
        placed.add(f"{page.title}!A{row}")
    found = examined(small, book)
    assert len(placed) == 100
    assert placed <= {fault.place for fault in found.faults}
    assert not found.differences
    assert all(fault.what.vi and fault.do.vi for fault in found.faults)


def test_a_value_that_went_up_cannot_be_changed_by_a_file(small):
    report(small, INCOME, 46)
    book = template(small)
    place = fill(book, INCOME, 50)
    assert [fault.place for fault in examined(small, book).faults] == [place]


def test_the_same_row_twice_is_a_fault(small):
    row = {"unit": small.commune.code, "measure": INCOME, "value": "46"}
    rows = rows_of(json.dumps([row, row]).encode(), "a.json")
    assert [fault.place for fault in examine(small.round, rows, [small.commune]).faults] == ["a.json[2]"]


def test_a_unit_that_is_not_ones_own_is_a_fault(small):
    rows = rows_of(json.dumps([{"unit": "99999", "measure": INCOME, "value": "46"}]).encode(), "a.json")
    [fault] = examine(small.round, rows, [small.commune]).faults
    assert "99999" in fault.what.vi


def test_nothing_is_taken_in_when_somebody_wrote_meanwhile(small):
    book = template(small)
    fill(book, INCOME, 46)
    fill(book, PLAN, "Đạt")
    found = examined(small, book)
    enter(small, PLAN, False)
    with pytest.raises(ChangedMeanwhile):
        take_in(small.round, changes(found), source="xa.xlsx", by="can-bo-xa", at=NOON)
    assert list(Item.objects.values_list("measure", "passed")) == [(PLAN, False)]


@pytest.mark.parametrize("write", [csv_of, json_of])
def test_csv_and_json_read_back_as_they_were_written(small, write):
    enter(small, INCOME, "46.25")
    enter(small, PLAN, True)
    name = "a.csv" if write is csv_of else "a.json"
    rows = rows_of(write([sheet_of(small.round, small.commune)]).encode(), name)
    assert {row.measure: row.typed["value"] for row in rows} == {INCOME: "46,25", PLAN: "yes"}
    found = examine(small.round, rows, [small.commune])
    assert (found.differences, found.faults, found.unchanged) == ((), (), 2)


def test_no_cell_of_a_csv_is_a_formula(small):
    Item.objects.filter(pk=enter(small, INCOME, 46).pk).update(note='=HYPERLINK("x")')
    text = csv_of([sheet_of(small.round, small.commune)])
    assert "'=HYPERLINK" in text
    [row] = rows_of(text.encode(), "a.csv")
    assert row.typed["note"] == '=HYPERLINK("x")'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"no workbook"),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", "tên,giá trị\n1,2\n".encode()),
        ("a.json", b"{"),
        ("a.json", b'{"unit": 1}'),
        ("a.doc", b"x"),
    ],
)
def test_what_is_no_such_file_is_refused(name, content):
    with pytest.raises(FileRefused, match="biểu mẫu mới"):
        rows_of(content, name)


def test_a_workbook_that_is_not_the_template_is_refused():
    book = openpyxl.Workbook()
    book.active["A1"] = "thu nhập"
    with pytest.raises(FileRefused, match="không theo biểu mẫu"):
        rows_of(content_of(book), "a.xlsx")


def test_the_page_shows_the_differences_then_takes_all_in(client, small):
    client.force_login(small.reporter)
    book = template(small)
    fill(book, INCOME, 46.5)
    upload = f"/rounds/{small.round.pk}/upload/"
    shown = client.post(upload, {"file": SimpleUploadedFile("xa.xlsx", content_of(book))})
    assert "46,5 triệu đồng" in shown.text
    assert not Item.objects.exists()
    answer = client.post(f"{upload}accept/", {"sealed": shown.context["sealed"]}, follow=True)
    assert "Đã nạp 1 giá trị" in answer.text
    assert Item.objects.get().amount == Decimal("46.5")


def test_a_page_with_faults_takes_nothing_in(client, small):
    client.force_login(small.reporter)
    book = template(small)
    place = fill(book, INCOME, -1)
    shown = client.post(f"/rounds/{small.round.pk}/upload/", {"file": SimpleUploadedFile("xa.xlsx", content_of(book))})
    assert (shown.status_code, place in shown.text, shown.context["sealed"]) == (422, True, "")


def test_what_was_shown_cannot_be_changed_on_its_way(client, small):
    client.force_login(small.reporter)
    answer = client.post(f"/rounds/{small.round.pk}/upload/accept/", {"sealed": "abc:def"})
    assert answer.status_code == 422
    assert "Hãy nạp lại tệp" in answer.text


def test_a_district_gets_one_workbook_for_all_its_communes(small):
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(list(sheets_of(small.round, [small.commune]).values()))))
    assert book.sheetnames == ["Yên Ninh"]


def test_only_those_who_read_a_unit_get_its_workbook(client, small):
    client.force_login(make_person("xa-khac", Role.COMMUNE_OFFICER, small.district))
    assert client.get(f"/rounds/{small.round.pk}/values.xlsx?unit={small.commune.pk}").status_code == 200
    client.force_login(small.reporter)
    assert client.get(f"/rounds/{small.round.pk}/values.xlsx?unit={small.district.pk}").status_code == 404


def test_the_difference_names_the_cell(small):
    book = template(small)
    place = fill(book, INCOME, 46)
    [found] = examined(small, book).differences
    assert isinstance(found, Difference)
    assert found.place == place
    assert found.row.day == date(2024, 9, 14)
