"""Entering, sending and checking figures in a real browser, by keyboard, on a phone and on a bad line."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OFFICE, PHONE, assert_says
from tests.browser.test_shell import assert_no_sideways_scroll, choose_language

INCOME = 'tr[data-measure="commune-ntm-2021-2025/10"]'
PLACES = {
    "inbox": ("commune", "/inbox/"),
    "sheet": ("commune", None),
    "upload": ("commune", "/rounds/1/upload/"),
    "rounds": ("district", "/rounds/"),
    "check": ("district", "/rounds/1/review/"),
    "one unit's check": ("district", "/rounds/1/review/?criterion=10"),
    "round": ("coordination", "/rounds/1/"),
    "new round": ("coordination", "/rounds/new/"),
    "nothing to check": ("leader", "/rounds/1/review/"),
}


def open_sheet(page):
    """Open the commune's own sheet from its inbox."""
    page.goto("/inbox/")
    page.locator(".work-item .btn[href*='/rounds/']").first.click()
    page.wait_for_selector("[data-sheet]")


def saved(page):
    page.locator("[data-status]", has_text="Đã lưu").wait_for()


@pytest.mark.looks
@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])
def test_every_page_of_the_round_is_accessible_and_fits(sign_in, assert_accessible, name, viewport):
    who, address = PLACES[name]
    page = sign_in(who, viewport)
    if address:
        page.goto(address)
    else:
        open_sheet(page)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.looks
def test_the_english_sheet_and_inbox_are_accessible(sign_in, assert_accessible):
    page = sign_in("commune")
    choose_language(page, "en")
    page.goto("/inbox/")
    assert_accessible(page)
    page.locator(".work-item .btn[href*='/rounds/']").first.click()
    page.wait_for_selector("[data-sheet]")
    assert_accessible(page)


def test_a_sheet_is_filled_by_keyboard_alone(sign_in):
    page = sign_in("commune")
    open_sheet(page)
    fields = page.locator('input[data-field="value"]')
    fields.first.focus()
    first = page.evaluate("document.activeElement.closest('tr').id")
    page.keyboard.press("Control+A")
    page.keyboard.type("81,5")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('tr').id") != first
    saved(page)
    page.reload()
    expect(page.locator(f"#{first} [data-field=value]".replace(".", "\\."))).to_have_value("81,5")


def test_a_doubtful_figure_is_asked_about_and_kept(sign_in):
    page = sign_in("commune")
    open_sheet(page)
    field = page.locator('input[data-field="value"]').nth(1)
    before = field.input_value()
    field.fill("1.234")
    row = field.locator("xpath=ancestor::tr")
    row.get_by_text("1 phẩy 234").wait_for()
    page.reload()
    expect(field).to_have_value("1.234")
    field.fill(before)
    saved(page)


def test_the_second_writer_sees_the_first_and_chooses(sign_in):
    one, two = sign_in("commune"), sign_in("commune")
    open_sheet(one)
    open_sheet(two)
    for page, value in ((one, "82"), (two, "83")):
        page.locator('input[data-field="value"]').nth(2).fill(value)
        saved(page)
    question = two.locator(".conflict")
    expect(question).to_contain_text("82")
    expect(two.locator('input[data-field="value"]').nth(2)).to_have_value("83")
    question.get_by_role("button", name="Giữ số của tôi").click()
    question.wait_for(state="detached")
    one.reload()
    expect(one.locator('input[data-field="value"]').nth(2)).to_have_value("83")


def test_what_is_typed_without_a_line_is_sent_when_it_is_back(sign_in):
    page = sign_in("commune", PHONE)
    open_sheet(page)
    page.route("**/save/", lambda route: route.fulfill(body="a page of the telephone company"))
    field = page.locator('textarea, input[data-field="note"]').first
    page.locator("details.entry-more summary").first.click()
    field.fill("ghi lúc mất mạng")
    page.get_by_text("Mất mạng").wait_for()
    page.unroute("**/save/")
    page.reload()
    saved(page)
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    expect(field).to_have_value("ghi lúc mất mạng")


def test_a_save_is_small_enough_for_a_bad_line(sign_in):
    """On a line of 100 kB/s a save of at most 10 kB there and back stays far below a second."""
    page = sign_in("commune")
    open_sheet(page)
    with page.expect_response(re.compile("/save/")) as answered:
        page.locator('input[data-field="value"]').nth(3).fill("84")
    sizes = answered.value.request.sizes()
    assert sum(sizes.values()) < 10_000


def test_a_report_is_sent_checked_in_bulk_and_partly_returned(sign_in):
    commune = sign_in("commune")
    open_sheet(commune)
    ready = int(commune.locator("[data-count=ready]").inner_text())
    commune.locator("[data-send] button").click()
    commune.get_by_text(f"Đã gửi {ready} chỉ tiêu").wait_for()

    district = sign_in("district")
    district.goto("/rounds/1/review/?criterion=2")
    district.locator("[data-agree-all]").click()
    decision = district.locator('select[name^="decision-"]').first
    decision.select_option("return")
    district.locator('input[name^="note-"]').first.fill("Thiếu biên bản kiểm tra")
    district.get_by_role("button", name="Ghi các quyết định này").click()
    district.get_by_text("Đã trả lại 1 chỉ tiêu").wait_for()

    commune.goto("/inbox/")
    assert_says(commune, "Thiếu biên bản kiểm tra")
    commune.locator(".news-open").first.click()
    assert_says(commune, "Thiếu biên bản kiểm tra", ".entry-returned")
