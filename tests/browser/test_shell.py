"""The frame of every page: accessible, alone on its host, at home on a phone, and useful without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OFFICE, PHONE, assert_says

LANGUAGES = ("vi", "en")
VIEWPORTS = pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])


def choose_language(page, language):
    page.click(f'button[name="language"][value="{language}"]')
    page.wait_for_selector(f'html[lang="{language}"]')


def assert_no_sideways_scroll(page):
    page.wait_for_load_state()
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, f"The page is {wide} px wide on a screen of {seen} px."


@pytest.mark.looks
@VIEWPORTS
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_in_page_is_accessible(open_page, assert_accessible, language, viewport):
    page = open_page(viewport)
    page.goto("/accounts/sign-in/")
    choose_language(page, language)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.looks
@VIEWPORTS
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_component_is_accessible(sign_in, assert_accessible, language, viewport):
    page = sign_in("leader", viewport)
    page.goto("/components/")
    choose_language(page, language)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.looks
@VIEWPORTS
def test_the_first_page_is_accessible(sign_in, assert_accessible, viewport):
    page = sign_in("leader", viewport)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_a_wrong_password_is_said_beside_the_form(open_page, assert_accessible):
    page = open_page()
    page.goto("/accounts/sign-in/")
    page.fill("#id_username", "leader")
    page.fill("#id_password", "wrong")
    page.press("#id_password", "Enter")
    assert_says(page, "Tên đăng nhập hoặc mật khẩu không đúng.", "#sign-in-error")
    expect(page.locator("#id_username")).to_have_value("leader")
    assert_accessible(page)


def test_a_day_is_chosen_without_scripts_and_kept_by_links(sign_in):
    page = sign_in("leader", scripts=False)
    page.goto("/components/?kept=1")
    page.fill("#day", "2024-06-30")
    page.click("form:has(#day) button")
    page.wait_for_url(re.compile("day=2024-06-30"))
    page.wait_for_url(re.compile("kept=1"))
    expect(page.locator("#day")).to_have_value("2024-06-30")


def test_signing_out_leads_back_to_the_sign_in_page(sign_in):
    page = sign_in("commune")
    page.click("header summary")
    page.click('header form[action$="sign-out/"] button')
    page.wait_for_url("**/accounts/sign-in/")
    page.goto("/components/")
    page.wait_for_url("**/sign-in/**")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(sign_in):
    page = sign_in("leader")
    page.goto("/components/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_a_heading_sorts_its_table_and_says_so(sign_in):
    page = sign_in("leader")
    page.goto("/components/")
    heading = page.locator("table[data-sortable] thead th").nth(1)
    heading.locator("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    figures = page.locator("table[data-sortable] tbody tr td:nth-of-type(1)").all_inner_texts()
    assert figures == sorted(figures, key=int)
    heading.locator("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")


def test_the_first_visit_weighs_less_than_200_kb_without_fonts(open_page):
    page = open_page()
    weights = []
    page.on("requestfinished", lambda request: weights.append((request.url, request.sizes()["responseBodySize"])))
    page.goto("/accounts/sign-in/", wait_until="networkidle")
    heavy = {url: size for url, size in weights if not url.endswith(".woff2")}
    assert 0 < sum(heavy.values()) < 200_000, heavy
