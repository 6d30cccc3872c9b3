"""An official document looks as Decree 30/2020/NĐ-CP asks, in every form, and the same one gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pypdfium2 as pdfium
import pytest
from openpyxl import load_workbook
from pyhanko.pdf_utils.reader import PdfFileReader

from ntm.core.documents import (
    Annex,
    Article,
    Bullet,
    Column,
    DocumentKind,
    Heading,
    NotAKey,
    NotPrintable,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    load_pkcs12,
    sign_pdf,
    signatures,
    test_certificate,
    wording,
    write_docx,
    write_pdf,
    write_xlsx,
)

CAPITAL = Table(
    "",
    (Column("Nguồn vốn", width=3), Column("Kế hoạch", "right"), Column("Ghi chú")),
    (("Ngân sách Trung ương", "231.656", "=1+1"), ("Tổng", "1.743.406", "")),
    frozenset({1}),
    "Đơn vị tính: triệu đồng",
)
PLAN = OfficialDocument(
    kind=DocumentKind.PLAN,
    parent_body="",
    body="ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
    number=5,
    symbol="KH-UBND",
    place="Thái Nguyên",
    issued_on=date(2024, 2, 5),
    subject="Thực hiện Chương trình năm 2024",
    bases=("Căn cứ Luật Tổ chức chính quyền địa phương", "Căn cứ Quyết định số 263/QĐ-TTg;"),
    blocks=(
        Heading("I. MỤC TIÊU", 1),
        Heading("1. Cấp xã", 2),
        Bullet("Ít nhất 02 xã đạt chuẩn"),
        Paragraph("Ủy ban nhân dân các huyện nghiêm túc thực hiện."),
    ),
    signature=Signature("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Ước"),
    recipients=("Các sở, ngành của tỉnh", "Lưu: VT."),
    annexes=(Annex("I", "Huy động nguồn lực", (CAPITAL,)),),
)
DECISION = replace(
    PLAN,
    kind=DocumentKind.DECISION,
    symbol="QĐ-UBND",
    authority="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
    blocks=(Article(1, "Công nhận xã Phú Đình đạt chuẩn."), Article(2, "Thi hành Quyết định này.")),
    annexes=(),
)


def words_of_docx(document):
    book = docx.Document(io.BytesIO(write_docx(document)))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in book.paragraphs), *cells])


def words_of_pdf(document):
    book = pdfium.PdfDocument(write_pdf(document))
    return "\n".join(page.get_textpage().get_text_bounded() for page in book)


@pytest.mark.parametrize("kind", list(DocumentKind))
@pytest.mark.parametrize("words_of", [words_of_docx, words_of_pdf])
def test_every_kind_prints_what_the_decree_asks(kind, words_of):
    said = " ".join(words_of(replace(PLAN, kind=kind)).split())
    for asked in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "TỈNH THÁI NGUYÊN",
        "Số: 05/KH-UBND",
        "Thái Nguyên, ngày 05 tháng 02 năm 2024",
        kind.name_in_capitals,
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Căn cứ Quyết định số 263/QĐ-TTg.",
        "nghiêm túc thực hiện./.",
        "TM. ỦY BAN NHÂN DÂN",
        "Nguyễn Văn Ước",
        "- Các sở, ngành của tỉnh;",
        "- Lưu: VT.",
        "Phụ lục I",
        "HUY ĐỘNG NGUỒN LỰC",
        "1.743.406",
    ):
        assert asked in said


@pytest.mark.parametrize("words_of", [words_of_docx, words_of_pdf])
def test_a_decision_names_who_decides_and_its_articles(words_of):
    said = " ".join(words_of(DECISION).split())
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN" in said
    assert "QUYẾT ĐỊNH:" in said
    assert "Điều 1. Công nhận xã Phú Đình đạt chuẩn." in said
    assert said.index("QUYẾT ĐỊNH:") < said.index("Điều 1.")
    assert "Điều 2. Thi hành Quyết định này./." in said


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2024, 1, 31), "ngày 31 tháng 01 năm 2024"),
        (date(2024, 3, 9), "ngày 09 tháng 3 năm 2024"),
        (date(2024, 12, 10), "ngày 10 tháng 12 năm 2024"),
    ],
)
def test_days_and_months_get_their_zeros(day, text):
    assert wording.in_words(day) == text


@pytest.mark.parametrize(
    ("number", "line"), [(5, "Số: 05/KH-UBND"), (98, "Số: 98/KH-UBND"), (None, "Số:       /KH-UBND")]
)
def test_numbers_below_ten_get_a_zero_and_drafts_leave_room(number, line):
    assert wording.number_line(replace(PLAN, number=number)) == line


def test_several_receivers_stand_one_on_a_line():
    assert wording.addressees_of(replace(PLAN, addressees=("Sở A", "Sở B"))) == ("Kính gửi:", "- Sở A;", "- Sở B.")
    assert wording.addressees_of(replace(PLAN, addressees=("Sở A",))) == ("Kính gửi: Sở A.",)


def test_the_page_is_a4_with_the_decrees_margins_and_annexes_lie_across():
    first, annex = docx.Document(io.BytesIO(write_docx(PLAN))).sections
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert 20 <= round(first.top_margin.mm) <= 25
    assert 30 <= round(first.left_margin.mm) <= 35
    assert 15 <= round(first.right_margin.mm) <= 20
    assert first.different_first_page_header_footer  # no number on page 1
    assert annex.page_width > annex.page_height


def test_the_body_is_justified_indented_and_in_the_decrees_letters():
    book = docx.Document(io.BytesIO(write_docx(PLAN)))
    line = next(one for one in book.paragraphs if one.text.startswith("Ủy ban nhân dân các huyện"))
    assert line.alignment == 3
    assert line.paragraph_format.first_line_indent.cm == pytest.approx(1.27, abs=0.01)
    assert line.paragraph_format.space_before.pt >= 6
    assert book.styles["Normal"].font.name == "Times New Roman"


def test_the_pdf_says_that_it_is_pdf_a_and_carries_its_letters():
    content = write_pdf(PLAN)
    root = PdfFileReader(io.BytesIO(content)).root
    metadata = root["/Metadata"].data.decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", metadata)
    assert "/OutputIntents" in root
    assert root["/Lang"].startswith("vi")
    assert content.count(b"/FontFile2") >= 2


@pytest.mark.parametrize("write", [write_docx, write_pdf, write_xlsx])
def test_the_same_document_gives_the_same_bytes(write):
    assert write(PLAN) == write(PLAN)
    assert write(PLAN) != write(replace(PLAN, annexes=(replace(PLAN.annexes[0], title="Khác"),)))


@pytest.mark.parametrize("words_of", [words_of_docx, words_of_pdf])
def test_what_a_person_typed_is_never_read_as_commands(words_of):
    typed = '#panic("x") *đậm* _nghiêng_ $1$ <b> {{ x }} & \\ @a `b`'
    said = " ".join(words_of(replace(PLAN, subject=typed)).split())
    assert typed in said


def test_pages_are_numbered_from_the_second_on_and_anew_in_each_annex():
    long = replace(CAPITAL, rows=tuple(("Nguồn vốn", "1", "") for _ in range(60)))
    document = replace(
        PLAN, blocks=(Paragraph("Câu dài. " * 900),), annexes=tuple(Annex(n, n, (long,)) for n in ("I", "II"))
    )
    book = pdfium.PdfDocument(write_pdf(document))
    pages = [page.get_textpage().get_text_bounded().split() for page in book]
    first = next(place for place, words in enumerate(pages) if words[:2] == ["Phụ", "lục"])
    assert first > 1
    assert [words[0] for words in pages[1:first]] == [str(number) for number in range(2, first + 1)]
    starts = [place for place, words in enumerate(pages) if words[:2] == ["Phụ", "lục"]]
    assert len(starts) == 2
    assert pages[starts[0] + 1][0] == pages[starts[1] + 1][0] == "2"


def test_letters_and_their_marks_become_one_character():
    apart = "Nguye\u0302\u0303n"
    assert "Nguyễn" in words_of_docx(replace(PLAN, subject=apart))


def test_a_letter_that_the_font_lacks_is_told_not_printed_as_a_box():
    with pytest.raises(NotPrintable, match="ký tự lạ"):
        write_pdf(replace(PLAN, subject="新农村"))


def test_sample_data_are_marked_in_every_form():
    sample = replace(PLAN, is_sample=True)
    assert wording.SAMPLE in words_of_docx(sample)
    assert wording.SAMPLE in words_of_pdf(sample)
    assert wording.SAMPLE in str(load_workbook(io.BytesIO(write_xlsx(sample))).active["A3"].value)


def test_the_workbook_holds_numbers_as_numbers_and_no_formula():
    sheet = load_workbook(io.BytesIO(write_xlsx(PLAN))).active
    assert sheet.title == "Phụ lục I"
    assert [cell.value for cell in sheet[6]][:2] == ["Tổng", 1743406]
    assert sheet["C5"].data_type == "s"
    assert sheet["C5"].value == "=1+1"


def test_the_workbook_counts_with_percentages_and_numbers_of_rows():
    columns = (Column("TT", "center"), Column("Mã"), Column("Vốn", "right"), Column("Tỷ lệ", "right"))
    rows = (
        ("1", "0103", "0,000001", "97,7%"),
        ("2", "12", "-1.250", "100%"),
        ("…", "-5", "1234567890123456", "–"),
        ("", "Tổng", "1.234,5", "1.234,5%"),
    )
    annex = Annex("I", "Giải ngân", (Table("", columns, rows, frozenset({3})),))
    sheet = load_workbook(io.BytesIO(write_xlsx(replace(PLAN, annexes=(annex,))))).active
    assert [[cell.value for cell in row] for row in sheet["A5:D8"]] == [
        [1, "0103", 0.000001, 0.977],
        [2, "12", -1250, 1],
        ["…", "-5", "1234567890123456", "–"],  # more digits than a spreadsheet holds stay as they are written
        ["", "Tổng", 1234.5, 12.345],
    ]
    assert [sheet[at].number_format for at in ("A5", "C5", "C6", "D5", "D6", "D8")] == [
        "0",
        "#,##0.000000",
        "#,##0",
        "#,##0.0%",
        "#,##0%",
        "#,##0.0%",
    ]


def test_a_document_without_annexes_gives_a_workbook_that_says_so():
    assert "không có biểu" in load_workbook(io.BytesIO(write_xlsx(DECISION))).active["A1"].value


def test_a_signature_is_found_and_a_changed_byte_breaks_it():
    signed = sign_pdf(write_pdf(PLAN), key=test_certificate("UBND tỉnh"), reason="Kế hoạch", place="Thái Nguyên")
    [found] = signatures(signed)
    assert found.intact
    assert "thử nghiệm" in found.signer
    [broken] = signatures(signed[:3000] + bytes([signed[3000] ^ 1]) + signed[3001:])
    assert not broken.intact
    assert signatures(write_pdf(PLAN)) == ()


def test_a_wrong_password_or_file_is_told():
    key = test_certificate("UBND tỉnh")
    assert load_pkcs12(key.content, key.password.decode()).owner == key.owner
    for content, password in ((key.content, "sai"), (b"khong phai", "ntm")):
        with pytest.raises(NotAKey, match="NTM_SIGNING_PASSWORD"):
            load_pkcs12(content, password)


def test_the_docx_has_no_moment_of_its_own():
    with zipfile.ZipFile(io.BytesIO(write_docx(PLAN))) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
