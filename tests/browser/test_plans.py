"""The plan carried out in a real browser: recorded, registered, amended, on the office screen and on the phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OFFICE, PHONE, assert_says
from tests.browser.test_shell import assert_no_sideways_scroll

ADDRESSES = {
    "registrations": "/plans/registrations/",
    "a new registration": "/plans/registrations/new/",
    "one's own plan": "/plans/new/",
}
LINKS = {
    "plans below": "Kế hoạch cấp dưới",
    "amendments": "Các lần điều chỉnh kế hoạch",
    "a clause": "V.1-b",
    "a clause of many": "III.2.2.1-a",
}


@pytest.mark.looks
@pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])
def test_the_pages_around_the_plan_are_accessible_and_fit_the_screen(sign_in, assert_accessible, viewport):
    page = sign_in("coordination", viewport)
    for address in ADDRESSES.values():
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    for words in LINKS.values():
        page.goto("/plans/")
        page.get_by_role("link", name=words, exact=False).first.click()
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    page.goto("/plans/registrations/")
    page.locator("tbody th a").first.click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_a_department_records_and_the_coordination_office_amends_the_target(sign_in, assert_accessible):
    page = sign_in("department")
    page.goto("/plans/")
    page.get_by_role("link", name="V.1-c").first.click()
    page.get_by_text("Ghi kết quả thực hiện").click()
    page.fill("#id_told", "Đã mở hai lớp tập huấn")
    page.fill("#id_percent", "40")
    assert_accessible(page)
    page.get_by_role("button", name="Lưu kết quả").click()
    assert_says(page, "Đã mở hai lớp tập huấn")

    page = sign_in("coordination")
    page.goto("/plans/")
    page.get_by_role("link", name="Các lần điều chỉnh kế hoạch").click()
    page.get_by_role("link", name="Điều chỉnh kế hoạch", exact=True).click()
    page.fill("#id_reason", "Trung ương giao thêm")
    page.get_by_role("button", name="Bắt đầu điều chỉnh").click()
    page.get_by_role("link", name="Điều chỉnh mục tiêu").click()
    page.locator('input[type="number"][value="12"]').fill("13")
    page.get_by_role("button", name="Ghi các thay đổi").click()
    page.get_by_role("link", name="Thêm mục tiêu").click()
    page.select_option("#id_tier", "village")
    page.select_option("#id_level", "model")
    page.fill("#id_at_least", "9")
    assert_accessible(page)
    page.get_by_role("button", name="Ghi các thay đổi").click()
    page.get_by_role("link", name="Thêm dòng vốn").click()
    page.select_option("#id_place", "below:programme/local/province")
    page.fill("#id_name", "Vốn vay lại")
    page.fill("#id_amount", "20000")
    assert_accessible(page)
    page.get_by_role("button", name="Ghi các thay đổi").click()
    page.fill("#id_number", "150/KH-UBND")
    page.fill("#id_on", "2024-08-01")
    assert_accessible(page)
    page.get_by_role("button", name="Ban hành điều chỉnh").click()

    page.goto("/plans/?day=2024-09-30")
    assert_says(page, "ít nhất 13", "#targets")
    assert_says(page, "Vốn vay lại", "#capital")
    page.goto("/plans/?day=2024-07-31")
    assert_says(page, "ít nhất 12", "#targets")
    expect(page.locator("#capital")).not_to_contain_text("Vốn vay lại")
