"""A report drafts itself from the data, is written, commented, signed, frozen, and checked by anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from ntm.accounts.models import Role, User
from ntm.assessments.models import Reading
from ntm.assessments.services import judge_units
from ntm.audit.models import Entry
from ntm.core.documents import signatures, write_docx, write_pdf, write_xlsx
from ntm.core.periods import Quarter, Window
from ntm.finance.models import AcceptanceKind
from ntm.finance.services import accept
from ntm.reports.contents.cells import Contents, millions, percent
from ntm.reports.contents.gather import contents_of
from ntm.reports.documents import document_of
from ntm.reports.filling import UnknownFigure, pieces
from ntm.reports.models import Paper, PaperKind, PaperState, Report, ReportKind
from ntm.reports.problems import (
    GapsLeft,
    IssuedBeforeAnother,
    NotADraft,
    NotWaiting,
    OpenComments,
    ReportExists,
    WrongIssueDay,
)
from ntm.reports.sections import SECTIONS
from ntm.reports.selectors import compared_with_parts
from ntm.reports.services import (
    Draft,
    comment,
    draft_paper,
    issue,
    open_report,
    send,
    send_back,
    settle,
    write_section,
)
from tests.factories import NOON, make_person
from tests.small_province import NTM, Q3, SmallProvince, small_province
from tests.small_works import small_works

pytestmark = pytest.mark.django_db
WINDOW = Window.of_quarter(Quarter(2024, 3))
DUE = date(2024, 9, 21)
TODAY = date(2024, 9, 30)
SIGNED = NOON + timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Story:
    place: SmallProvince
    report: Report
    officer: User
    leader: User


@pytest.fixture(autouse=True)
def _signs(settings):
    settings.DEMO = True


@pytest.fixture
def story():
    place = small_province()
    report = open_report(place.province, ReportKind.QUARTER, WINDOW, due_on=DUE, by="van-phong", at=NOON)
    return Story(
        place,
        report,
        make_person("van-phong", Role.COORDINATION_OFFICE, place.province),
        make_person("lanh-dao", Role.LEADER, place.province),
    )


def write_all(report):
    for form in SECTIONS:
        text = form.text.replace("⟦", "").replace("⟧", "")
        write_section(report, form.code, text, by="van-phong", at=NOON)


def issued(story):
    write_all(story.report)
    send(story.report.paper, by="van-phong", at=NOON)
    return issue(fresh(story), signer="Nguyễn Văn A", issued_on=TODAY, by="lanh-dao", at=SIGNED)


def fresh(story):
    return Paper.objects.select_related("unit").get(pk=story.report.paper_id)


def test_the_figures_of_a_report_are_those_of_its_last_day(story):
    figures = contents_of(story.place.province, WINDOW).figures
    assert figures["so_xa"].value == 4  # the township is not in the programme
    assert figures["den_ngay"].text == "14/09/2024"
    assert figures["luy_ke_xa_ntm"].value == 2
    assert figures["so_xa_tut"].value == 1  # Yên Đổ: recognised, 44 of 45


def test_every_table_of_the_form_is_there_and_says_what_it_lacks(story):
    contents = contents_of(story.place.province, WINDOW)
    assert [table.code for table in contents.tables] == [f"{number:02d}" for number in range(1, 13)]
    assert any("OCOP" in table.title and table.gap for table in contents.tables)


def test_every_cell_with_a_figure_leads_to_a_page_that_opens(client, story):
    client.force_login(story.officer)
    contents = contents_of(story.place.province, WINDOW)
    addresses = {cell.href for table in contents.tables for row in table.rows for cell in row if cell.href}
    addresses |= {figure.href for figure in contents.figures.values() if figure.href}
    assert addresses
    assert {client.get(address).status_code for address in addresses} == {200}


def test_the_figures_of_the_districts_sum_to_those_of_the_province(story):
    compared = compared_with_parts(story.report)
    assert {part.unit for part in compared.parts} == {story.place.phu_luong, story.place.vo_nhai}
    assert compared.rows
    assert compared.differing == ()


def test_a_district_report_that_was_frozen_with_other_figures_is_named(story):
    place = story.place
    part = open_report(place.phu_luong, ReportKind.QUARTER, WINDOW, due_on=DUE, by="huyen", at=NOON)
    write_all(part)
    send(part.paper, by="huyen", at=NOON)
    issue(Paper.objects.get(pk=part.paper_id), signer="B", issued_on=TODAY, by="lanh-dao", at=SIGNED)
    Reading.objects.filter(unit=place.slipping).delete()
    judge_units([place.slipping], Q3, [NTM])
    assert "so_xa_tut" in {row.figure.name for row in compared_with_parts(story.report).differing}


def test_a_unit_has_one_report_of_a_kind_about_the_same_days(story):
    with pytest.raises(ReportExists, match="Mở báo cáo"):
        open_report(story.place.province, ReportKind.QUARTER, WINDOW, due_on=DUE, by="van-phong", at=NOON)
    assert Report.objects.count() == 1


def test_a_section_that_names_an_unknown_figure_is_refused_and_nothing_is_kept(story):
    with pytest.raises(UnknownFigure, match="so_xa_dep"):
        write_section(story.report, "tieu-chi", "Có [[so_xa_dep]] xã", by="van-phong", at=NOON)
    assert not story.report.sections.exists()


def test_numbers_that_were_typed_look_unlike_figures_of_the_data(story):
    figures = contents_of(story.place.province, WINDOW).figures
    kinds = {
        piece.text: piece.kind for piece in pieces("Có [[so_xa]] xã, 12,5 km và ⟦viết⟧ theo 27/2022/NĐ-CP", figures)
    }
    assert kinds["4"] == "figure"
    assert kinds["12,5"] == "typed"
    assert kinds["viết"] == "gap"


def test_a_report_with_gaps_cannot_be_sent_and_names_them(story):
    with pytest.raises(GapsLeft, match="Nêu khó khăn"):
        send(story.report.paper, by="van-phong", at=NOON)
    assert fresh(story).state == PaperState.DRAFT


def test_a_draft_is_printed_with_its_gaps_shown(client, story):
    client.force_login(story.officer)
    for form in ("pdf", "docx", "xlsx"):
        assert client.get(f"/reports/papers/{story.report.paper_id}/files/{form}/").status_code == 200
    words = " ".join(block.text for block in document_of(story.report.paper).blocks)
    assert "[… Nêu khó khăn, hạn chế và nguyên nhân …]" in words


def test_a_report_with_open_comments_cannot_be_sent(story):
    write_all(story.report)
    remark = comment(story.report, "no-dong", "Thiếu công trình cầu", by="lanh-dao", at=NOON)
    with pytest.raises(OpenComments):
        send(story.report.paper, by="van-phong", at=NOON)
    settle(remark, by="van-phong", at=NOON)
    assert send(story.report.paper, by="van-phong", at=NOON).state == PaperState.WAITING


def test_a_paper_that_waits_is_closed_until_the_leader_returns_it(story):
    write_all(story.report)
    send(story.report.paper, by="van-phong", at=NOON)
    with pytest.raises(NotADraft, match="Nhờ lãnh đạo trả lại"):
        write_section(story.report, "kien-nghi", "Không", by="van-phong", at=NOON)
    send_back(fresh(story), note="Bổ sung kiến nghị", by="lanh-dao", at=NOON)
    write_section(story.report, "kien-nghi", "Bổ sung vốn", by="van-phong", at=NOON)
    assert fresh(story).returned_note == "Bổ sung kiến nghị"


def test_a_draft_cannot_be_signed(story):
    with pytest.raises(NotWaiting):
        issue(story.report.paper, signer="A", issued_on=TODAY, by="lanh-dao", at=SIGNED)


def test_an_issued_paper_has_the_next_number_and_an_intact_signature(story):
    paper = issued(story)
    assert (paper.number, paper.reference, paper.year) == (1, "01/BC-UBND", 2024)
    content = paper.signed.open("rb").read()
    assert sha256(content).hexdigest() == paper.signed_sha256
    [found] = signatures(content)
    assert found.intact
    assert "bản mẫu" in found.signer
    assert Entry.objects.filter(act="reports.paper_issued").count() == 1


def test_an_issued_paper_is_the_same_to_the_byte_whatever_happens_to_the_data(story):
    paper = issued(story)
    before = write_docx(document_of(paper)), write_pdf(document_of(paper)), write_xlsx(document_of(paper))
    Reading.objects.all().delete()
    judge_units([story.place.rich, story.place.slipping], Q3, [NTM])
    again = Paper.objects.get(pk=paper.pk)
    assert (write_docx(document_of(again)), write_pdf(document_of(again)), write_xlsx(document_of(again))) == before
    assert (sha256(before[0]).hexdigest(), sha256(before[1]).hexdigest()) == (paper.docx_sha256, paper.pdf_sha256)


def test_an_issued_report_shows_its_own_figures_and_can_no_longer_be_written(client, story):
    paper = issued(story)
    report = Report.objects.get(paper=paper)
    Reading.objects.all().delete()
    judge_units([story.place.rich, story.place.slipping, story.place.poor], Q3, [NTM])
    assert Contents.from_data(report.contents).figures["so_xa_tut"].value == 1
    client.force_login(story.officer)
    page = client.get(f"/reports/{report.pk}/")
    assert page.context["contents"].figures["so_xa_tut"].value == 1
    with pytest.raises(NotADraft, match="văn bản mới"):
        write_section(report, "kien-nghi", "Khác", by="van-phong", at=NOON)


def test_numbers_follow_each_other_and_days_do_not_go_back(story):
    issued(story)
    for subject in ("một", "hai"):
        paper = draft_paper(story.place.province, PaperKind.DECISION, Draft(subject, "Điều 1. X."), by="v", at=NOON)
        send(paper, by="v", at=NOON)
        issue(Paper.objects.get(pk=paper.pk), signer="A", issued_on=TODAY, by="lanh-dao", at=SIGNED)
    assert list(Paper.objects.issued().filter(kind="QĐ").order_by("number").values_list("number", flat=True)) == [1, 2]
    late = draft_paper(story.place.province, PaperKind.DECISION, Draft("ba", "Điều 1. X."), by="v", at=NOON)
    send(late, by="v", at=NOON)
    with pytest.raises(IssuedBeforeAnother, match="02/QĐ-UBND"):
        issue(Paper.objects.get(pk=late.pk), signer="A", issued_on=date(2024, 9, 1), by="lanh-dao", at=NOON)


def test_the_database_keeps_one_paper_per_number(story):
    paper = issued(story)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(frozen=None)
    paper.pk, paper.code = None, "KHAC"
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save(force_insert=True)


def test_anybody_checks_an_issued_paper_without_signing_in(client, story):
    paper = issued(story)
    address = f"/reports/verify/{paper.code.lower()}/"
    page = client.get(address)
    assert page.status_code == 200
    assert "01/BC-UBND" in page.text
    content = paper.signed.open("rb").read()
    same = client.post(address, {"file": SimpleUploadedFile("a.pdf", content)})
    other = client.post(address, {"file": SimpleUploadedFile("a.pdf", content + b" ")})
    assert (same.context["answer"], other.context["answer"]) == ("same", "other")
    book = client.post(address, {"file": SimpleUploadedFile("a.xlsx", b"PK")})
    assert "không mang chữ ký" in book.text


def test_a_code_is_looked_up_as_people_type_it_and_a_wrong_one_is_told(client, story):
    paper = issued(story)
    typed = f" {paper.code[:4].lower()}-{paper.code[4:8]} {paper.code[8:]}"
    found = client.get("/reports/verify/", {"code": typed})
    assert found.headers["Location"] == f"/reports/verify/{paper.code}/"
    assert "Mã trên văn bản" in client.get("/reports/verify/", {"code": " - "}).text
    wrong = client.get("/reports/verify/khongco/")
    assert wrong.status_code == 404
    assert "mang mã KHONGCO" in wrong.text
    assert 'value="KHONGCO"' in wrong.text


def test_a_draft_has_no_public_page_and_is_hidden_from_readers(client, story):
    commune = make_person("can-bo-xa", Role.COMMUNE_OFFICER, story.place.rich)
    client.force_login(commune)
    assert client.get(f"/reports/{story.report.pk}/").status_code == 404
    assert Paper.objects.get(pk=story.report.paper_id).code is None


def test_the_whole_way_of_a_report_on_its_pages(client, story):
    client.force_login(story.officer)
    report, paper = story.report.pk, story.report.paper_id
    for form in SECTIONS:
        text = form.text.replace("⟦", "").replace("⟧", "")
        assert client.post(f"/reports/{report}/sections/{form.code}/", {"text": text, "act": "keep"}).status_code == 302
    assert client.post(f"/reports/papers/{paper}/send/").status_code == 302
    assert client.post(f"/reports/papers/{paper}/issue/", {"signer": "A", "issued_on": "2024-09-30"}).status_code == 404
    client.force_login(story.leader)
    client.post(f"/reports/papers/{paper}/issue/", {"signer": "Trần Thị B", "issued_on": "2024-09-30"})
    for form in ("pdf", "docx", "xlsx"):
        answer = client.get(f"/reports/papers/{paper}/files/{form}/")
        assert answer.status_code == 200
        assert len(answer.content) > 1000
    assert client.get(f"/reports/papers/{paper}/signed/").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("dong", "text"),
    [(1_743_406_000_000, "1.743.406"), (1_743_406_000_001, "1.743.406,000001"), (500_000, "0,5"), (-1_000_000, "-1")],
)
def test_money_is_printed_in_millions_to_the_dong(dong, text):
    assert millions(dong) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(1, 3, "33,3%"), (2, 3, "66,7%"), (1, 8, "12,5%"), (0, 0, "–"), (5, 4, "125,0%")]
)
def test_a_share_is_rounded_half_up_to_one_decimal(part, whole, text):
    assert percent(part, whole) == text


def test_a_report_is_issued_on_a_day_that_has_come_and_not_before_its_data_end(story):
    write_all(story.report)
    send(story.report.paper, by="van-phong", at=NOON)
    for day in (date(2024, 9, 13), TODAY + timedelta(days=1)):
        with pytest.raises(WrongIssueDay, match="từ 14/09/2024 đến 30/09/2024"):
            issue(fresh(story), signer="A", issued_on=day, by="lanh-dao", at=SIGNED)
    with pytest.raises(WrongIssueDay, match="chờ đến ngày đó"):
        issue(fresh(story), signer="A", issued_on=date(2024, 9, 13), by="x", at=NOON - timedelta(days=7))
    assert fresh(story).state == PaperState.WAITING


def test_the_second_of_two_who_write_a_section_sees_what_the_first_kept_and_loses_nothing(client, story):
    client.force_login(story.officer)
    address = f"/reports/{story.report.pk}/sections/kien-nghi/"
    seen = client.get(address).context["seen"]
    write_section(story.report, "kien-nghi", "Của người kia", by="can-bo-khac", at=NOON)

    answer = client.post(address, {"text": "Của tôi", "seen": seen, "act": "keep"})
    assert answer.status_code == 422
    assert all(words in answer.text for words in ("Của tôi", "Của người kia", "can-bo-khac"))
    assert client.post(address, {"text": "Cả hai", "seen": answer.context["seen"], "act": "keep"}).status_code == 302
    assert [one.text for one in story.report.sections.all()] == ["Của người kia", "Cả hai"]


def test_a_section_with_an_unknown_figure_comes_back_as_it_was_typed(client, story):
    client.force_login(story.officer)
    address = f"/reports/{story.report.pk}/sections/kien-nghi/"
    answer = client.post(address, {"text": "Có [[so_xa_dep]] xã", "seen": "0", "act": "keep"})
    assert (answer.status_code, "Có [[so_xa_dep]] xã" in answer.text) == (422, True)


def test_a_report_that_is_there_already_is_named_beside_what_was_typed(client, story):
    client.force_login(story.officer)
    said = {"unit": story.place.province.pk, "kind": "quarter", "ends_on": "2024-09-14", "due_on": "2024-12-24"}
    answer = client.post("/reports/new/", said)
    assert (answer.status_code, "2024-12-24" in answer.text, "Mở báo cáo" in answer.text) == (422, True, True)


def test_a_new_report_is_offered_for_the_highest_unit_first(client, story):
    client.force_login(story.officer)
    assert client.get("/reports/new/").context["form"].fields["unit"].queryset.first() == story.place.province


def amount(cell):
    return Decimal(cell.text.replace(".", "").replace(",", ".")) if cell.text else Decimal(0)


def test_tables_of_money_end_with_a_row_that_sums_the_others():
    made = small_works()
    accept(
        made.work,
        AcceptanceKind.COMPLETION,
        date(2024, 8, 1),
        document="BB",
        accepted_dong=800 * 10**6,
        by="x",
        at=NOON,
    )
    tables = {table.code: table for table in contents_of(made.place.province, WINDOW).tables}
    for code, column in (("07", 3), ("08", 3)):
        *rows, last = tables[code].rows
        assert len(tables[code].rows) - 1 in tables[code].totals
        assert sum(amount(row[column]) for row in rows) == amount(last[column]) > 0
        assert {len(row) for row in tables[code].rows} == {len(tables[code].columns)}
    *rows, last = tables["06"].rows
    below = [row for row in rows if not row[1].text]
    for column in (2, 3):
        assert sum(amount(row[column]) for row in below) == amount(last[column])
    assert [last[2].text, last[3].text] == [cell.text for cell in (tables["05"].rows[0][3], tables["05"].rows[0][4])]
