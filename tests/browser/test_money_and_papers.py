"""Capital, works, the planner and papers in a real browser, on the office screen and on the phone."""

from __future__ import annotations

import io
import re

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OFFICE, PHONE, assert_says
from tests.browser.test_shell import assert_no_sideways_scroll, choose_language

PAGES = {
    "capital": "/capital/",
    "capital before the plan": "/capital/?day=2024-01-31",
    "journal": "/capital/journal/",
    "accounts": "/capital/accounts/",
    "why a figure": "/capital/journal/?figure=disbursed&source=programme/central&unit=19",
    "disbursement": "/capital/disbursement/",
    "disbursement by unit": "/capital/disbursement/?by=unit",
    "budgets": "/capital/budgets/?day=2024-10-31",
    "a new budget": "/capital/budgets/new/?year=2024&unit=19&from=plan",
    "contributions": "/capital/contributions/",
    "a new contribution": "/capital/contributions/new/",
    "rates": "/capital/rates/",
    "transfers from Excel": "/capital/import/",
    "works": "/capital/works/",
    "a new work": "/capital/works/new/",
    "arrears": "/capital/arrears/",
    "planner": "/plans/planner/",
    "a new scenario": "/plans/planner/new/",
    "reports": "/reports/",
    "a new report": "/reports/new/",
    "register": "/reports/papers/",
    "a new paper": "/reports/papers/new/",
}
ROLE = "coordination"


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])
def test_every_page_is_accessible_and_fits_the_screen(sign_in, assert_accessible, name, viewport):
    page = sign_in(ROLE, viewport)
    page.goto(PAGES[name])
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.looks
@pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])
def test_a_work_an_account_and_a_report_are_accessible_and_fit_the_screen(sign_in, assert_accessible, viewport):
    page = sign_in(ROLE, viewport)
    for first, link in (
        ("/capital/works/", "tbody th a"),
        ("/capital/accounts/", "tbody td a"),
        ("/reports/", "tbody th a"),
    ):
        page.goto(first)
        page.locator(link).first.click()
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Viết mục này").first.click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.go_back()
    page.get_by_role("link", name="Đối chiếu với báo cáo cấp dưới").click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.looks
def test_the_new_pages_read_in_english(sign_in, assert_accessible):
    page = sign_in(ROLE)
    choose_language(page, "en")
    page.goto("/capital/")
    assert_says(page, "1,743,406")
    page.goto("/plans/planner/")
    expect(page.locator("main")).to_contain_text(re.compile("No scenario yet|Scenarios of the plan"))
    assert_accessible(page)


def test_a_figure_of_the_report_leads_to_its_page_and_a_paper_goes_to_the_leader(sign_in, open_page, site):
    page = sign_in(ROLE)
    page.goto("/reports/")
    page.locator("tbody th a").first.click()
    page.locator("a.paper-figure", has_text="126").first.click()
    page.wait_for_url("**/matrix/**")
    page.goto("/reports/papers/new/")
    page.select_option("#id_kind", "BB")
    page.click("main form button")
    expect(page.get_by_role("button", name="Trình ký")).to_be_disabled()  # what only a person knows is to be written
    page.get_by_role("link", name="Sửa phần đầu, căn cứ, nơi nhận").click()
    page.fill("#id_subject", "Họp giao ban quý III năm 2024")
    page.fill("#id_body", "I. NỘI DUNG\n- Đánh giá tiến độ quý III.\nCuộc họp kết thúc cùng ngày.")
    page.click("main form button")
    page.get_by_role("button", name="Trình ký").click()
    expect(page.get_by_role("button", name="Trình ký")).to_have_count(0)
    address = page.url
    leader = sign_in("leader")
    leader.goto(address)
    leader.get_by_role("button", name="Ký, ban hành").click()
    assert_says(leader, "01/BB-UBND")
    code = leader.locator(".paper-steps a[href*='/verify/']").inner_text()
    with leader.expect_download() as download:
        leader.locator("a[href$='/signed/']").click()
    printed = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(download.value.path())]
    unbroken = "".join("".join(printed).split())  # a long port breaks the line elsewhere
    assert f"{site}/reports/verify/{code}" in unbroken
    stranger = open_page(PHONE)
    stranger.goto("/reports/verify/")
    stranger.fill("#code", f"{code[:4].lower()}-{code[4:8]} {code[8:]}")
    stranger.locator("main form button").click()
    assert_says(stranger, "01/BB-UBND", "dl.facts")
    assert_no_sideways_scroll(stranger)
    stranger.set_input_files("#file", download.value.path())
    stranger.locator("main form button").click()
    assert_says(stranger, "không khác một byte")


def test_a_scenario_is_made_searched_compared_and_approved(sign_in, assert_accessible):
    """The whole way: two questions, the worker's answer, side by side, the leader's approval, the mark on a work."""
    page = sign_in(ROLE)
    addresses = []
    for name, level in (("Toàn tỉnh", "whole"), ("Theo huyện", "by-area")):
        page.goto("/plans/planner/new/")
        page.select_option("#level", level)
        page.get_by_role("button", name="Hiện các ô").click()
        assert_accessible(page)
        page.fill("#name", name)
        page.get_by_role("button", name="Tính phương án", exact=True).click()
        page.wait_for_url(re.compile(r"/plans/planner/\d+/"))
        addresses.append(page.url.split("#")[0])
    page.goto(addresses[0])
    page.get_by_role("button", name="Tính phương án tốt nhất").click()
    page.get_by_text("Đã tính xong trong").wait_for(timeout=200_000)
    assert_says(page, "Tốt nhất, có chứng minh")
    assert_accessible(page)
    page.goto("/inbox/")
    assert_says(page, "Đã tính xong phương án “Toàn tỉnh”")
    page.goto("/plans/planner/")
    assert_accessible(page)
    for box in page.locator("input[name=s]").all()[:2]:
        box.check()
    page.get_by_role("button", name="So sánh các phương án đã đánh dấu").click()
    expect(page.locator("thead").first).to_contain_text("Toàn tỉnh")
    assert_accessible(page)
    page.goto(addresses[0])
    page.get_by_role("button", name="Trình duyệt").click()
    leader = sign_in("leader")
    leader.goto(addresses[0])
    leader.locator("summary", has_text="Duyệt vào kế hoạch").click()
    leader.get_by_role("button", name="Duyệt vào kế hoạch", exact=True).click()
    leader.goto("/plans/")
    assert_says(leader, "Phương án được duyệt")
    leader.goto(f"{addresses[0]}?which=in")
    works = leader.locator("td a[href*='/capital/works/']")
    if works.count():
        works.first.click()
        assert_says(leader, "Được chọn trong phương án “Toàn tỉnh”")
    phone = sign_in(ROLE, PHONE)
    for address in (addresses[0], f"/plans/planner/new/?like={addresses[1].rstrip('/').rpartition('/')[2]}"):
        phone.goto(address)
        assert_accessible(phone)
        assert_no_sideways_scroll(phone)


def test_a_workbook_with_a_fault_is_mended_and_booked_and_the_figure_opens_it(sign_in):
    page = sign_in(ROLE)
    page.goto("/capital/import/")
    with page.expect_download() as download:
        page.click("main a[href*='template']")
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    rows, lists = book["Bút toán"], book["Danh mục"]
    district = next(cell.value for cell in lists["C"] if cell.value and cell.value.startswith("170 "))
    said = ("Phân bổ", "25/09/2024", "Ngân sách tỉnh › Sự nghiệp", None, "19", None, district, None, "1.234", "QĐ mẫu")
    for column, value in enumerate(said, 1):
        rows.cell(7, column, value)

    def send():
        saved = io.BytesIO()
        book.save(saved)
        file = {"name": "but-toan.xlsx", "mimeType": "application/octet-stream", "buffer": saved.getvalue()}
        page.set_input_files("#file", file)
        page.get_by_role("button", name="Xem trước").click()

    send()
    assert_says(page, "Bút toán!I7")
    assert_says(page, "1234")
    rows.cell(7, 9, "12,5")
    send()
    assert_says(page, "12,5")
    page.get_by_role("button", name="Ghi 1 bút toán").click()
    assert_says(page, "Đã ghi 1 bút toán")
    page.goto("/capital/disbursement/?source=programme/local/province/recurrent&by=unit")
    page.locator("tbody tr", has_text="Võ Nhai").locator("a[href*='figure=allocated']").click()
    assert_says(page, "QĐ mẫu")


def test_the_sums_of_a_document_are_worked_out_as_one_types(sign_in):
    page = sign_in(ROLE)
    page.goto("/capital/budgets/new/?year=2024&unit=19&from=plan")
    whole = page.locator("output[data-sum-of='programme']")
    expect(whole).to_have_text("1.743.406")
    page.fill("#id_total", "1743405,999999")
    assert_says(page, "lệch nhau 0,000001", "[data-agrees]")
    page.fill("#id_total", "1.743.406")
    assert_says(page, "đúng bằng tổng", "[data-agrees]")
