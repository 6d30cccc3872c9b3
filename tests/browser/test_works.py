"""Works in a real browser: progress with a photo on a telephone, a place picked on the map, every page accessible."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import OFFICE, PHONE, assert_says
from tests.browser.test_shell import assert_no_sideways_scroll

PAGES = {
    "map": "/capital/works/map/",
    "map of a district": "/capital/works/map/?unit=168",
    "maintenance": "/capital/maintenance/",
    "works from Excel": "/capital/works/import/",
    "arrears of a district": "/capital/arrears/?unit=170&since=2024-06-30",
}
WORK = re.compile(r"/capital/works/\d+/")
ACTS = ("progress", "correct", "approval", "contract", "state", "acceptance", "files", "clearing")


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(kept, "JPEG")
    return kept.getvalue()


def open_work(page, name: str) -> str:
    """Open a work of the list by its name and return its address."""
    page.goto("/capital/works/")
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(WORK)
    return page.url


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])
def test_every_page_is_accessible_and_fits_the_screen(sign_in, assert_accessible, name, viewport):
    page = sign_in("coordination", viewport)
    page.goto(PAGES[name])
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.looks
@pytest.mark.parametrize("viewport", [OFFICE, PHONE], ids=["office", "phone"])
def test_every_act_and_a_finished_work_are_accessible_and_fit_the_screen(sign_in, assert_accessible, viewport):
    page = sign_in("coordination", viewport)
    address = open_work(page, "Nhà văn hóa xóm xã Cổ Lũng")
    for place in ("", *(f"{act}/" for act in ACTS), "maintenance/", "maintained/"):
        page.goto(f"{address}{place}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_an_officer_records_progress_with_a_photo_at_the_site_on_a_telephone(sign_in):
    page = sign_in("commune", PHONE)
    open_work(page, "Đường liên thôn xã Cổ Lũng")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 21.9, "longitude": 105.75})
    page.reload()
    page.wait_for_function("() => document.getElementById('id_here_latitude').value !== ''")  # agreed before: by itself
    before = page.locator(".work-shot img").count()
    form = page.locator(".work-quick")
    form.locator("#id_photos").set_input_files({"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    form.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator(".notice-success")).to_have_text("Đã ghi tiến độ.")
    expect(page.locator(".work-shot img")).to_have_count(before + 1)
    assert_says(page, "chụp cách công trình", ".work-pair")
    picture = page.locator(".work-pair img").last
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())


def test_a_place_is_picked_on_the_map_and_the_correction_shows_what_stood_there(sign_in):
    page = sign_in("district")
    address = open_work(page, "Đường liên thôn xã Cổ Lũng")
    page.goto(f"{address}correct/")
    before = page.input_value("#id_latitude")
    page.locator("[data-pick]").click(position={"x": 300, "y": 200})
    expect(page.locator("#id_latitude")).not_to_have_value(before)
    expect(page.locator("#id_latitude")).to_have_value(re.compile(r"^21,\d{5}$"))
    page.fill("#id_because", "Vị trí ghi nhầm")
    page.get_by_role("button", name="Lưu sửa đổi").click()
    page.get_by_text("Lịch sử công trình").click()
    assert_says(page, "Vị trí ghi nhầm")
    assert_says(page, "Vĩ độ")


def test_a_mark_of_the_map_opens_its_work_and_the_map_zooms_by_link(sign_in):
    page = sign_in("coordination")
    page.goto("/capital/works/map/")
    whole = page.locator(".works-map").get_attribute("viewBox")
    page.get_by_role("link", name="Huyện Phú Lương").click()
    expect(page.locator(".works-map")).not_to_have_attribute("viewBox", whole)
    page.locator(".works-map a").first.click()
    page.wait_for_url(WORK)
