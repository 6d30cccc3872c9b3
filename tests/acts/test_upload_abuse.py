"""Every door that takes a file meets what somebody with bad intentions would send; nothing is kept, nothing breaks."""

import io
import os
import tracemalloc
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ntm.assessments.workbook import FileRefused as SheetRefused
from ntm.assessments.workbook import rows_of, workbook_of
from ntm.assessments.workbook.bounds import MOST_COLUMNS, MOST_ROWS
from ntm.assessments.workbook.csv_and_json import MOST_LINES
from ntm.core.problems import Problem
from ntm.evidence.checks import checked
from ntm.evidence.models import Attachment, File
from ntm.evidence.names import clean_name
from ntm.evidence.problems import Dangerous, FileRefused, UnpacksTooLarge, WrongContent
from ntm.plans.reading import lines_of
from ntm.plans.reading.lines import MOST_CELLS, NotReadable
from tests.small_round import INCOME, small_round

MEGABYTE = 1_000_000
NOISE = os.urandom(4_000)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPH = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"


def packed(parts: dict[str, bytes | str]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def workbook(cells: str, **more: bytes | str) -> bytes:
    """A whole .xlsx with one sheet of the given rows."""
    links = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/%s" Target="%s"/>'
    sheets = '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": links % ("officeDocument", "xl/workbook.xml") + "</Relationships>",
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": links % ("worksheet", "worksheets/sheet1.xml") + "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return packed({**parts, **more})


def word(body: str, before: str = "", **more: bytes) -> bytes:
    """A whole .docx with the given body."""
    kept = io.BytesIO()
    docx.Document().save(kept)
    with zipfile.ZipFile(kept) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed({**parts, **more})


def cell(place: str, words: str = "<v>1</v>", kind: str = "n") -> str:
    return f'<row r="{"".join(filter(str.isdigit, place))}"><c r="{place}" t="{kind}">{words}</c></row>'


def picture(format_="PNG", side=16) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (side, side), "green").save(kept, format_)
    return kept.getvalue()


def memory_of(act) -> int:
    """Run something that is refused; return the most bytes of Python's memory that it held."""
    tracemalloc.start()
    try:
        with pytest.raises(Problem):
            act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# Workbooks of figures

DOCTYPE = '<!DOCTYPE a [<!ENTITY x "' + "x" * 1000 + '"><!ENTITY y "' + "&x;" * 1000 + '">]>'
SHARED = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'


@pytest.mark.parametrize(
    ("why", "content"),
    [
        ("a cell at the far end of the sheet", workbook(cell("A1") + cell("XFD1048576"))),
        ("a cell just behind the last column", workbook(cell("BM1"))),
        ("a cell just behind the last row", workbook(cell(f"A{MOST_ROWS + 1}"))),
        (
            "a far cell under another prefix",
            workbook('<x:row xmlns:x="u" r="9"><x:c r="ZZZ9"><x:v>1</x:v></x:c></x:row>'),
        ),
        ("a far cell written as marks", workbook('<row r="1"><c r="&#88;FD1"><v>1</v></c></row>')),
        ("cells without places", workbook("<row>" + "<c><v>1</v></c>" * (MOST_COLUMNS + 1) + "</row>")),
        (
            "a long text used very often",
            workbook(cell("A1", "<v>0</v>", "s") * 1_000, **{"xl/sharedStrings.xml": SHARED}),
        ),
        ("words that grow", workbook("", **{"xl/styles.xml": f"{DOCTYPE}<a>&y;</a>"})),
        ("a part of a hundred megabytes", workbook("", **{"xl/x.xml": b"0" * 100 * MEGABYTE})),
        ("an archive in an archive", workbook("", **{"xl/x.bin": packed({"y": b"0" * 30 * MEGABYTE}) * 300})),
    ],
)
def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_opened(why, content):
    assert len(content) < 20 * MEGABYTE
    assert memory_of(lambda: rows_of(content, "a.xlsx")) < 300 * MEGABYTE


@pytest.mark.parametrize(
    ("why", "content"),
    [
        ("a sheet under another name", workbook("", **{"xl/media/a.png": b"<worksheet><sheetData/>"})),
        ("a sheet that is no XML", workbook("<row")),
        (
            "a text of another file",
            workbook("", **{"xl/x.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
        ),
        ("an old workbook under the new ending", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE),
        (
            "an open document under the new ending",
            packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
        ),
        ("a workbook cut off", workbook(cell("A1"))[:-40]),
        ("macros under the ending of a file without", workbook(cell("A1"), **{"xl/vbaProject.bin": b"x"})),
    ],
)
def test_a_workbook_that_is_another_thing_is_refused_in_words(why, content):
    with pytest.raises((SheetRefused, FileRefused)) as refused:
        rows_of(content, "a.xlsx")
    assert refused.value.do.vi.startswith("Hãy")


@pytest.mark.parametrize("ending", ["xlsm", "xlsb", "xls", "ods", "exe", "", "xlsx.exe", "csv/../x"])
def test_only_three_endings_are_read(ending):
    with pytest.raises(SheetRefused):
        rows_of(b"x", f"a.{ending}")


def test_a_file_of_endless_lines_is_refused():
    endless = "unit,measure,value\n" + "1,x/1,2\n" * (MOST_LINES + 1)
    with pytest.raises(SheetRefused, match=str(MOST_LINES)):
        rows_of(endless.encode(), "a.csv")
    with pytest.raises(SheetRefused, match=str(MOST_LINES)):
        rows_of(b"[" + b"{}," * MOST_LINES + b"{}]", "a.json")


def test_json_that_is_deep_or_holds_endless_figures_is_refused_or_read_as_words():
    for content in (b"[" * 100_000, b'[{"unit": ' + b"9" * 10_000 + b"}]", b'{"a":' * 50_000):
        with pytest.raises(SheetRefused):
            rows_of(content, "a.json")
    [row] = rows_of(b'[{"unit": "1", "measure": "x/1", "value": 1e999, "note": "a\\u0000b"}]', "a.json")
    assert row.typed["note"] == "ab"


# Plans


@pytest.mark.parametrize(
    ("why", "content"),
    [
        (
            "a cell that spans fifty million columns",
            word(
                f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="50000000"/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>'
            ),
        ),
        (
            "tables in tables in tables",
            word("<w:tbl><w:tr><w:tc>" * 2_000 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 2_000),
        ),
        (
            "cells without end",
            word("<w:tbl><w:tr>" + f"<w:tc>{PARAGRAPH}</w:tc>" * (MOST_CELLS + 1) + "</w:tr></w:tbl>"),
        ),
        ("words that grow", word("<w:p><w:r><w:t>&y;</w:t></w:r></w:p>", before=DOCTYPE.replace("&x;", "&x;" * 100))),
        (
            "a merged cell without its beginning",
            word(f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>"),
        ),
        ("a hundred megabytes", word(PARAGRAPH, **{"word/x.xml": b"0" * 100 * MEGABYTE})),
        ("XML cut off", word("<w:p>")),
    ],
)
def test_a_plan_that_would_keep_the_server_busy_is_read_shortly_or_refused(why, content):
    try:
        found = lines_of(content, "a.docx")
    except NotReadable:
        return
    assert len(found) < 10


def test_a_plan_does_not_read_other_files():
    hostile = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    content = word("<w:p><w:r><w:t>trước &x; sau</w:t></w:r></w:p>", before=hostile)
    try:
        said = " ".join(line.text for line in lines_of(content, "a.docx"))
    except NotReadable:
        said = ""
    assert "root:" not in said


@pytest.mark.parametrize("name", ["a.docm", "a.doc", "a.pdf", "a", "a.md.exe", "a.docx\0.exe"])
def test_only_three_kinds_of_plans_are_read(name):
    with pytest.raises(NotReadable):
        lines_of(b"x", name)


def test_a_plan_with_macros_is_refused_whatever_its_name_says():
    with pytest.raises(NotReadable, match="macro"):
        lines_of(word(PARAGRAPH, **{"word/VbaProject.bin": b"x"}), "a.docx")


# Evidence

HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.svg", SVG, WrongContent),
        ("a.png", SVG, WrongContent),
        ("a.html", HTML, WrongContent),
        ("a.jpg", HTML, WrongContent),
        ("a.gif", b"GIF89a/*" + NOISE + b"*/=1;alert(1)", WrongContent),
        ("a.jpg", b"GIF89a/*" + NOISE + b"*/=1;alert(1)", WrongContent),
        ("a.pdf", HTML + b"%PDF-1.4\n%%EOF", WrongContent),
        ("a.png", picture() + HTML, WrongContent),
        ("a.png", picture() + NOISE, WrongContent),
        ("a.jpg", picture("JPEG") + packed({"a": b"x"}), WrongContent),
        ("a.jpg", picture("JPEG")[:-30], WrongContent),
        ("a.png", picture()[:-10], WrongContent),
        ("a.docx", packed({"a/b": b"x"}) + HTML, WrongContent),
        ("a.docm", packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), WrongContent),
        ("a.docx", packed({"[Content_Types].xml": "macroEnabled", "word/document.xml": "<x/>"}), Dangerous),
        (
            "a.xlsx",
            packed({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>", "XL/VBAPROJECT.BIN": "x"}),
            Dangerous,
        ),
        ("a.xlsx", packed({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>", "\\..\\x": "x"}), WrongContent),
        ("a.docx", packed({"[Content_Types].xml": "<x/>", "word/document.xml": b"0" * 30 * MEGABYTE}), UnpacksTooLarge),
        (
            "a.ods",
            packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"0" * 30 * MEGABYTE}),
            UnpacksTooLarge,
        ),
    ],
)
def test_a_file_that_is_two_things_or_hides_one_is_refused(name, content, problem):
    with pytest.raises(problem):
        checked(content, name)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("..\\..\\windows\\a.jpg", "a.jpg"),
        ("/etc/cron.d/a.jpg", "a.jpg"),
        ("a.jpg\0.exe", "a.jpg.exe"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie x.jpg"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("CON", "minh-chung"),
        ("nul.jpg", "minh-chung.jpg"),
        ("COM1.tar.jpg", "minh-chung.tar.jpg"),
        ("con so.jpg", "con so.jpg"),
        (" .jpg", "jpg"),
    ],
)
def test_a_name_leads_nowhere_deceives_nobody_and_can_be_saved_everywhere(given, kept):
    assert clean_name(given) == kept


# Through the pages


@pytest.fixture
def small(db, client):
    made = small_round()
    client.force_login(made.reporter)
    return made


def sent(client, small, content: bytes, name: str):
    address = f"/rounds/{small.round.pk}/units/{small.commune.pk}/evidence/"
    return client.post(address, {"measure": INCOME, "file": SimpleUploadedFile(name, content, "image/png")})


@pytest.mark.parametrize(
    ("name", "content"), [("a.png", SVG), ("a.svg", SVG), ("a.png", picture() + HTML), ("a.png", b"")]
)
def test_what_is_refused_is_not_kept(client, small, name, content):
    answer = sent(client, small, content, name)
    assert answer.status_code == 422
    assert "Hãy" in answer.text
    assert not File.objects.exists()
    assert not Attachment.objects.exists()


def test_what_is_kept_leaves_as_a_download_that_no_browser_runs(client, small):
    sent(client, small, picture(), "a;\u202e <script>.png")
    found = Attachment.objects.get()
    answer = client.get(f"/evidence/{found.pk}/download/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script>" not in answer.headers["Content-Disposition"]
    assert found.file.stored.name.count("..") == 0
    assert found.name not in found.file.stored.name


def test_the_page_of_figures_refuses_a_bomb_in_words(client, small):
    bomb = workbook(cell("A1") + cell("XFD1048576"))
    answer = client.post(f"/rounds/{small.round.pk}/upload/", {"file": SimpleUploadedFile("a.xlsx", bomb)})
    assert answer.status_code == 422
    assert "bung ra quá lớn" in answer.text


def test_the_page_that_compares_a_paper_keeps_nothing_and_opens_nothing(client, db):
    answer = client.post("/reports/verify/KHONG-CO/", {"file": SimpleUploadedFile("../a.pdf", b"x" * 3_000_000)})
    assert answer.status_code == 404


def test_a_whole_template_goes_through_every_check(small):
    from ntm.assessments.selectors.sheet import sheets_of

    content = workbook_of(list(sheets_of(small.round, [small.commune]).values()))
    assert rows_of(content, "a.xlsx") == []
