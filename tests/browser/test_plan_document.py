"""The coordination office reads a plan document: uploads it, corrects an item, answers what is asked, accepts it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acts.test_plan_reading import REAL
from tests.browser.conftest import OFFICE, PHONE, assert_says
from tests.browser.test_shell import assert_no_sideways_scroll, choose_language
from tests.plan_documents import DISTRICT, DOUBTFUL

ROLE = "coordination"
# Where the province's own document lies beside the project it is read; else one of our own.
OURS = DISTRICT.replace("HUYỆN LA HIÊN", "TỈNH THÁI NGUYÊN").replace("huyện La Hiên", "tỉnh Thái Nguyên")


def upload(page, text, year, name="ke-hoach.md"):
    page.goto("/plans/documents/new/")
    page.set_input_files("#id_file", {"name": name, "mimeType": "text/plain", "buffer": text.encode()})
    page.select_option("#id_unit", "19")
    page.fill("#id_year", str(year))
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_selector("#state")


def test_a_document_is_uploaded_corrected_answered_and_accepted(sign_in, assert_accessible):
    page = sign_in(ROLE)
    upload(page, REAL.read_text(encoding="utf-8") if REAL.exists() else OURS, 2023)
    assert_accessible(page)

    head = page.locator("#part-head .draft-item").first
    head.get_by_role("link", name="Sửa").click()
    page.fill("#part-head .is-open input[name=value]", "35/KH-UBND")
    page.click("#part-head .is-open .btn-primary")
    page.wait_for_selector("#part-head .draft-item:not(.is-open) >> text=35/KH-UBND")
    expect(page.locator("#part-head .draft-item").first).to_contain_text("máy đọc")

    while questions := page.locator("#state .draft-answers").count():
        page.locator("#state .draft-answers button").first.click()
        page.wait_for_function(
            "before => document.querySelectorAll('#state .draft-answers').length !== before", arg=questions
        )
    assert_says(page, "Không còn điều gì phải hỏi", "#state")
    page.get_by_role("button", name="Nhận thành kế hoạch").click()
    page.wait_for_url("**/plans/?day=2023-12-31")
    assert_says(page, "35/KH-UBND")
    assert_says(page, "dòng", "#capital")


@pytest.mark.looks
@pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])
def test_the_pages_of_a_document_are_accessible_and_fit_the_screen(sign_in, assert_accessible, viewport):
    page = sign_in(ROLE, viewport)
    page.goto("/plans/documents/new/")
    assert_accessible(page)
    upload(page, DOUBTFUL, 2022, "nghi-ngo.txt")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.locator("#part-capital .draft-item").first.get_by_role("link", name="Sửa").click()
    page.wait_for_selector("#part-capital .is-open")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.locator(".line-unread .line-add, .line-understood .line-add").first.click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.goto("/plans/documents/")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.looks
def test_the_page_reads_in_english(sign_in, assert_accessible):
    page = sign_in(ROLE)
    upload(page, DOUBTFUL, 2022, "nghi-ngo.txt")
    choose_language(page, "en")
    assert_says(page, "things to answer or correct", "#state")
    assert_accessible(page)


def test_everything_works_without_script(sign_in):
    page = sign_in(ROLE, scripts=False)
    page.goto("/plans/documents/new/")
    page.set_input_files("#id_file", {"name": "a.txt", "mimeType": "text/plain", "buffer": OURS.encode()})
    page.select_option("#id_unit", "19")
    page.fill("#id_year", "2021")
    page.get_by_role("button", name="Đọc văn bản").click()
    page.locator("#part-target .draft-item").first.get_by_role("button", name="Bỏ mục").click()
    expect(page.locator("#part-target .is-out")).to_have_count(1)
