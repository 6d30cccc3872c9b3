"""Transfers by Excel: filled in, checked whole, booked all or none, and only once."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.areas.models import Kind
from ntm.audit.models import Entry
from ntm.core.problems import Faults, Problem
from ntm.evidence.problems import FileRefused
from ntm.finance.models import Account, LedgerFile, Stage, Transfer
from ntm.finance.paper_problems import FileKnown, WorkbookRefused
from ntm.finance.services import add_work, examine, keep_budget, take_in
from ntm.finance.workbook import Column, Sheet, office_workbook, read_workbook, template_workbook
from ntm.finance.workbook.rows import HEADINGS
from tests.factories import NOON, make_person, make_province, make_unit

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
CENTRAL = "programme/central/investment"
SOURCE = "Ngân sách Trung ương › Đầu tư phát triển"
DAY = date(2024, 3, 1)
BY = {"by": "van-phong", "at": NOON + timedelta(days=10)}
FIRST = 7  # the first row below the headings


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def district(province):
    return make_unit("Võ Nhai", Kind.RURAL_DISTRICT, province, code="170")


@pytest.fixture
def work(district):
    facts = {"code": "CT1", "name": "Nhà văn hóa", "field": "culture", "unit": district, "approved_dong": 60 * MILLION}
    return add_work(facts, [], [], **BY)


@pytest.fixture
def opened(province):
    lines = {CENTRAL: 100 * MILLION}
    return keep_budget(province, 2024, lines, total_dong=100 * MILLION, document="KH", on=DAY, **BY)


@pytest.fixture
def kept(province, district, work, opened):
    return {"units": [province, district], "works": [work]}


def line(move, unit, amount, **more):
    said = {"move": move, "on": date(2024, 3, 15), "source": SOURCE, "unit": unit, "amount": amount}
    return said | {"document": "QĐ 10"} | more


ALL = [
    line("Phân bổ", "19 – Tỉnh Thái Nguyên", 80, to="170 – Huyện Võ Nhai"),
    line("Giao vốn", "170", 30.5, to_work="CT1 – Nhà văn hóa", on="15/3/2024"),
    line("Giải ngân", "170", "12,5", work="CT1", document=12),
    line("Quyết toán", "huyện võ nhai", "2.5", work="CT1"),
    line("Thu hồi vốn đã phân bổ", "170", 9.5, to="19", source=CENTRAL),
    line("Kéo dài vốn đã giao", "170", 18, work="CT1"),
]


def filled(kept, rows, *, change=None):
    """Return the template with these rows in it; ``change`` has the last word on the sheet."""
    content = template_workbook(kept["units"][0], 2024, DAY, units=kept["units"], works=kept["works"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["Bút toán"]
    for number, said in enumerate(rows, FIRST):
        for key, value in said.items():
            page.cell(number, list(HEADINGS).index(key) + 1, value)
    if change:
        change(page)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def read(kept, rows, name="but-toan.xlsx", **more):
    return read_workbook(filled(kept, rows, **more), name, **kept)


def balances():
    return {
        (one.unit.code, one.work_id is not None, one.year, Stage(one.stage).name): one.balance_dong
        for one in Account.objects.filter(balance_dong__gt=0).select_related("unit")
    }


def test_every_act_of_a_filled_in_template_is_booked_as_by_hand(kept):
    file = take_in(read(kept, ALL), **BY)
    assert file.rows == Transfer.objects.filter(file=file).count() == 6
    assert balances() == {
        ("19", False, 2024, "EXPECTED"): 29_500_000,
        ("170", False, 2024, "ALLOCATED"): 40 * MILLION,
        ("170", True, 2024, "DISBURSED"): 10 * MILLION,
        ("170", True, 2024, "SETTLED"): 2_500_000,
        ("170", True, 2025, "ASSIGNED"): 18 * MILLION,
    }
    assert Entry.objects.filter(act="finance.file_taken_in").count() == 1


def test_looking_changes_nothing_and_tells_what_each_account_would_hold(kept):
    before = balances()
    examined = examine(read(kept, ALL[:1]), **BY)
    assert [(c.account.unit.code, c.before, c.after) for c in examined.changes] == [
        ("19", 100 * MILLION, 20 * MILLION),
        ("170", 0, 80 * MILLION),
    ]
    assert balances() == before
    assert not LedgerFile.objects.exists()
    assert not Entry.objects.filter(act="finance.money_moved").exists()


def test_one_row_that_cannot_be_booked_keeps_all_of_them_out(kept):
    rows = [*ALL[:1], line("Phân bổ", "19", 20.000001, to="170")]
    found = read(kept, rows)
    with pytest.raises(Faults) as refused:
        take_in(found, **BY)
    [fault] = refused.value.faults
    assert (fault.place, "còn 20.000.000 đồng" in fault.what.vi) == ("Bút toán!A8", True)
    assert not LedgerFile.objects.exists()
    assert not Transfer.objects.filter(act="allocate").exists()


def test_the_same_rows_are_taken_in_once_whatever_the_file_is_called(kept):
    take_in(read(kept, ALL[:1]), **BY)
    for act in (examine, take_in):
        with pytest.raises(FileKnown, match=r"but-toan\.xlsx"):
            act(read(kept, ALL[:1], "khac.xlsx"), **BY)


def test_a_row_of_an_earlier_file_is_noticed_in_a_new_one(kept):
    take_in(read(kept, ALL[:1]), **BY)
    examined = examine(read(kept, [line("Phân bổ", "19", 1, to="170"), ALL[0]]), **BY)
    assert [(one.place, "but-toan.xlsx" in one.what.vi) for one in examined.faults] == [("Bút toán!A8", True)]


def test_two_rows_that_say_the_same_are_told_apart_by_document_or_note(kept):
    assert [one.place for one in read(kept, [ALL[0], ALL[0]]).faults] == ["Bút toán!A8"]
    assert not read(kept, [ALL[0], ALL[0] | {"note": "lần 2"}]).faults


@pytest.mark.parametrize(
    ("change", "cell", "told"),
    [
        ({"move": "Chi"}, "A7", "Không có nghiệp vụ"),
        ({"on": "31/02/2024"}, "B7", "không phải ngày"),
        ({"on": 45_000.0}, "B7", "không phải ngày"),
        ({"on": date(2042, 3, 15)}, "B7", "Ngày không hợp"),
        ({"source": "Ngân sách Trung ương"}, "C7", "không có nguồn vốn"),
        ({"budget_year": "năm ngoái"}, "D7", "không phải năm"),
        ({"budget_year": 2025}, "D7", "Vốn của năm sau"),
        ({"unit": "Huyện Khác"}, "E7", "Không có “Huyện Khác”"),
        ({"work": "CT9"}, "F7", "Không có “CT9”"),
        ({"to": None}, "G7", "Chưa nêu đơn vị nhận"),
        ({"to_work": "CT1"}, "H7", "Chỉ giao vốn"),
        ({"amount": None}, "I7", "Ô còn trống"),
        ({"amount": "1.234"}, "I7", "có thể là 1234"),
        ({"amount": "mười"}, "I7", "không đọc được thành số"),
        ({"amount": 0}, "I7", "phải lớn hơn 0"),
        ({"amount": -5}, "I7", "phải lớn hơn 0"),
        ({"amount": True}, "I7", "không đọc được thành số"),
        ({"amount": 0.0000001}, "I7", "lẻ dưới một đồng"),
        ({"document": None}, "J7", "Ô còn trống"),
        ({"note": "x" * 301}, "L7", "Dài quá 300"),
    ],
)
def test_a_cell_that_is_wrong_is_named_with_its_remedy(kept, change, cell, told):
    [fault] = read(kept, [ALL[0] | change]).faults
    assert fault.place.startswith(f"Bút toán!{cell} · ")
    assert told in fault.what.vi
    assert fault.do.vi


def test_the_end_of_a_path_is_enough_where_no_other_source_has_it(kept):
    ends = {"Ngân sách tỉnh › Sự nghiệp": "programme/local/province/recurrent", "tín dụng": None, "Sự nghiệp": None}
    for typed, code in ends.items():
        found = read(kept, [ALL[0] | {"source": typed}])
        assert [row.source for row in found.rows] == ([code] if code else [])


def test_every_fault_of_a_row_is_told_at_once(kept):
    faults = read(kept, [ALL[0] | {"move": "Chi", "unit": "?", "amount": "x"}, ALL[1]]).faults
    assert [one.place.split(" ")[2] for one in faults] == ["·", "·", "·"]


def test_a_formula_that_nobody_calculated_is_not_taken_for_an_empty_cell(kept):
    [fault] = read(kept, [ALL[0] | {"amount": "=40+40"}]).faults
    assert "công thức chưa có giá trị" in fault.what.vi
    [only] = read(kept, [ALL[0]], change=lambda page: page.cell(FIRST + 3, 10, "=1+1")).faults[:1]
    assert only.place.startswith("Bút toán!A10")  # the row is not empty


def test_the_heading_says_whether_an_amount_is_dong(kept):
    def in_dong(page):
        page.cell(FIRST - 1, 9, "Số tiền (đồng)")

    [row] = read(kept, [ALL[0] | {"amount": 80_000_001}], change=in_dong).rows
    assert row.amount_dong == 80_000_001
    assert read(kept, [ALL[0] | {"amount": 80.000001}]).rows[0].amount_dong == 80_000_001


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda page: page.cell(FIRST - 1, 9, "Số tiền"), "không ghi"),
        (lambda page: page.cell(FIRST - 1, 3, "Nguồn"), "thiếu cột Nguồn vốn"),
        (lambda page: page.cell(FIRST - 1, 1, "?"), "hàng tiêu đề"),
        (lambda page: page.cell(3, 1, ""), "Năm"),
        (lambda page: setattr(page, "title", "Trang"), "không có trang"),
    ],
)
def test_a_sheet_that_is_not_the_template_is_refused_with_what_is_missing(kept, change, told):
    with pytest.raises(WorkbookRefused, match=told):
        read(kept, ALL[:1], change=change)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"a;b;c"])
def test_a_file_that_is_no_workbook_is_refused(kept, content):
    with pytest.raises((FileRefused, WorkbookRefused)):
        read_workbook(content, "a.xlsx", **kept)


def test_an_empty_template_is_refused(kept):
    with pytest.raises(WorkbookRefused, match="không có dòng"):
        read(kept, [])


def test_nothing_that_a_user_typed_becomes_a_formula():
    words = ["=1+1", "+cmd", "@x", "-2"]
    sheet = Sheet("A", "=A1", "=B1", "=C1", [Column("=x"), Column("y", kind="money")], [(one, 1) for one in words])
    page = openpyxl.load_workbook(io.BytesIO(office_workbook(sheet)))["A"]
    assert {cell.data_type for row in page for cell in row if cell.value is not None} == {"s", "n"}
    assert page.cell(7, 2).value == 0.000001


# Pages and command


@pytest.fixture
def officer(client, province):
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, province))
    return client


def send(client, content, name="a.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    return client.post(reverse("finance:upload"), {"file": file})


def test_a_file_with_a_fault_is_shown_cell_by_cell_and_books_nothing(officer, kept):
    answer = send(officer, filled(kept, [ALL[0] | {"amount": "1.234"}]))
    assert answer.status_code == 422
    assert "Bút toán!I7" in answer.content.decode()
    assert not LedgerFile.objects.exists()


def test_a_right_file_is_shown_first_and_booked_when_one_agrees(officer, kept):
    answer = send(officer, filled(kept, ALL))
    assert answer.status_code == 200
    assert not LedgerFile.objects.exists()
    sealed = answer.context["sealed"]
    assert officer.post(reverse("finance:take_in"), {"sealed": sealed}).status_code == 302
    assert Transfer.objects.filter(file__isnull=False).count() == 6
    again = officer.post(reverse("finance:take_in"), {"sealed": sealed})
    assert again.status_code == 422
    assert "đã được nhập" in again.content.decode()


def test_what_was_sealed_for_one_person_or_changed_is_refused(officer, client, kept, district):
    sealed = send(officer, filled(kept, ALL)).context["sealed"]
    assert officer.post(reverse("finance:take_in"), {"sealed": sealed[:-2]}).status_code == 422
    officer.force_login(make_person("huyen", Role.DISTRICT_OFFICER, district))
    assert officer.post(reverse("finance:take_in"), {"sealed": sealed}).status_code == 422
    assert not LedgerFile.objects.exists()


def test_the_template_offers_what_the_person_keeps_and_reads_back(officer, kept):
    content = officer.get(reverse("finance:template")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Bút toán", "Hướng dẫn", "Danh mục"]
    assert SOURCE in {cell.value for cell in book["Danh mục"]["B"]}
    assert len(book["Bút toán"].data_validations.dataValidation) == 8


@pytest.mark.parametrize("view", ["finance:export", "finance:export_journal", "finance:export_accounts"])
def test_exports_look_as_an_office_expects(officer, kept, view):
    take_in(read(kept, ALL), **BY)
    page = openpyxl.load_workbook(io.BytesIO(officer.get(reverse(view)).content)).worksheets[0]
    assert page["A4"].value == "Đơn vị tính: triệu đồng"
    assert "Tỉnh Thái Nguyên" in page["A2"].value
    assert "30/09/2024" in page["A3"].value
    assert page.freeze_panes == "B7"


def test_the_command_tells_every_fault_and_books_only_when_asked(kept, province, tmp_path, capsys):
    make_person("van-phong", Role.COORDINATION_OFFICE, province)
    right, wrong = tmp_path / "right.xlsx", tmp_path / "wrong.xlsx"
    right.write_bytes(filled(kept, ALL))
    wrong.write_bytes(filled(kept, [ALL[0] | {"amount": "1.234"}, ALL[0] | {"unit": "?"}]))
    with pytest.raises(Faults) as refused:
        call_command("capital", "import", str(wrong), "--by", "van-phong")
    assert len(refused.value.faults) == 2
    call_command("capital", "import", str(right), "--by", "van-phong", "--dry-run")
    assert not LedgerFile.objects.exists()
    call_command("capital", "import", str(right), "--by", "van-phong")
    assert LedgerFile.objects.get().rows == 6
    with pytest.raises(Problem):
        call_command("capital", "import", str(right), "--by", "van-phong")
    with pytest.raises(CommandError):
        call_command("capital", "import", str(right), "--by", "nobody")
    call_command("capital", "verify")
    call_command("capital", "show", "--unit", "19", "--on", "2024-09-30")
    assert "Ngân sách Trung ương" in capsys.readouterr().out
