"""The real province in a real browser: what people do, on the office screen and on the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OFFICE, PHONE, assert_says
from tests.browser.test_shell import assert_no_sideways_scroll, choose_language

PAGES = {
    "overview": "/",
    "overview after the merger": "/?day=2025-12-31",
    "overview before any figures": "/?day=2024-01-31",
    "matrix": "/matrix/?district=170",
    "slips": "/matrix/?show=slipped",
    "plan": "/plans/",
    "no plan": "/plans/?day=2025-12-31",
    "criteria sets": "/criteria/",
    "gap between two sets": "/criteria/?day=2026-01-15",
    "a criteria set": "/criteria/commune-ntm-2021-2025/",
    "the partial set": "/criteria/commune-ntm-2026-2030/?day=2026-03-01",
    "an indicator": "/criteria/commune-ntm-2021-2025/10/",
    "two days compared": "/criteria/compare/?set=commune-ntm-2021-2025&from=2023-12-31&to=2024-12-31",
    "legal acts": "/criteria/sources/",
    "changes of units": "/areas/?day=2025-12-31",
    "figures on another map": "/areas/compare/",
}


def open_first(page, text):
    """Follow the first link of the main part whose words are the text."""
    page.locator("main").get_by_role("link", name=text, exact=True).first.click()


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])
def test_every_page_is_accessible_and_fits_the_screen(sign_in, assert_accessible, name, viewport):
    page = sign_in("leader", viewport)
    page.goto(PAGES[name])
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.looks
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])
def test_the_audit_log_is_accessible_and_fits_the_screen(sign_in, assert_accessible, viewport, language):
    page = sign_in("auditor", viewport)
    choose_language(page, language)
    page.goto("/audit/")
    expect(page.locator("tbody tr")).not_to_have_count(0)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.goto("/audit/?by=nobody-at-all")
    assert_accessible(page)


@pytest.mark.looks
@pytest.mark.parametrize("name", ["overview", "plan", "a criteria set", "changes of units"])
def test_the_english_pages_are_accessible_too(sign_in, assert_accessible, name):
    page = sign_in("leader")
    choose_language(page, "en")
    page.goto(PAGES[name])
    assert_accessible(page)


def test_a_leader_asks_why_and_reads_the_article(sign_in, assert_accessible):
    page = sign_in("leader")
    assert_says(page, "Mục tiêu năm 2024 và kết quả")

    open_first(page, "Huyện Võ Nhai")
    expect(page.locator("h1")).to_have_text("Huyện Võ Nhai")
    assert_accessible(page)

    open_first(page, "Xã Dân Tiến")
    assert_says(page, "dữ liệu mẫu")
    page.click("#indicator-10 summary")
    assert_says(page, "318/QĐ-TTg", "#indicator-10 details")
    assert_says(page, "45 triệu đồng/người/năm", "#indicator-10 details")
    assert_accessible(page)

    page.click("#indicator-10 details a")
    assert_says(page, "Quý III/2024")
    assert_accessible(page)


def test_a_new_commune_tells_what_it_came_from(sign_in, assert_accessible):
    page = sign_in("leader")
    page.goto("/areas/?day=2025-12-31")
    open_first(page, "Xã Phú Bình")
    assert_says(page, "Xã Thượng Đình")
    assert_says(page, "1683/NQ-UBTVQH15")
    assert_accessible(page)

    page.goto("/?day=2025-12-31")
    page.locator("table.matrix").get_by_role("link", name="Phú Bình", exact=True).click()
    page.wait_for_url(re.compile("day=2025-12-31"))
    assert_says(page, "Đạt chuẩn nông thôn mới nâng cao", "#predecessors")
    assert_accessible(page)


def test_a_cell_of_the_matrix_opens_its_criterion(sign_in):
    page = sign_in("leader")
    page.goto("/matrix/?criterion=10&district=170")
    page.locator("td.cell-not_met a").first.click()
    page.wait_for_url(re.compile("#criterion-"))
    page.wait_for_selector(".criterion:target")


def test_time_moves_the_whole_screen(sign_in):
    page = sign_in("leader")
    assert_says(page, "126 xã")
    page.goto("/?day=2024-12-31")
    assert_says(page, "121 xã")
    page.goto("/?day=2025-12-31")
    assert_says(page, "77 xã")
    expect(page.locator("main")).not_to_contain_text("Huyện Võ Nhai")


def test_the_plan_shows_its_capital_to_the_million(sign_in):
    page = sign_in("leader")
    page.goto("/plans/")
    text = page.inner_text("main")
    parts = ["231.656", "184.155", "47.501", "681.750", "216.750", "450.000", "380.000"]
    for figure in ["1.743.406", *parts, "12.000.000"]:
        assert figure in text, figure


def test_a_level_left_to_the_province_is_never_a_number(sign_in):
    page = sign_in("leader")
    page.goto("/criteria/commune-ntm-2021-2025/2.1/")
    text = page.inner_text("main")
    assert "tỉnh quy định" in text.lower()
    page.goto("/")
    assert_says(page, "2. Giao thông", "#gaps")


def test_the_matrix_works_without_scripts(sign_in):
    page = sign_in("leader", scripts=False)
    page.goto("/matrix/")
    page.select_option("#show", "slipped")
    page.click("main form button")
    page.wait_for_url(re.compile("show=slipped"))
    expect(page.locator("table.matrix tbody tr")).to_have_count(2)
