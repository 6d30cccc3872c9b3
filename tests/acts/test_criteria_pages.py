"""The law as officials read it: on a day, for a place, in words."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from ntm.accounts.models import User
from ntm.criteria.selectors import rulebook
from ntm.criteria.selectors.contents import chapters
from ntm.criteria.selectors.standpoints import standpoint

DAYS = ("2024-06-30", "2025-12-31", "2026-01-15", "2026-03-01")
COMMUNE = "commune-ntm-2021-2025"
PAGES = (
    reverse("criteria:sets"),
    reverse("criteria:set", args=[COMMUNE]),
    reverse("criteria:set", args=["commune-model-2021-2025"]),
    reverse("criteria:set", args=["commune-ntm-2026-2030"]),
    reverse("criteria:set", args=["district-advanced-2021-2025"]),
    reverse("criteria:indicator", args=[COMMUNE, "10"]),
    reverse("criteria:indicator", args=[COMMUNE, "17.1"]),
    reverse("criteria:indicator", args=[COMMUNE, "17.1a"]),
    reverse("criteria:indicator", args=[COMMUNE, "satisfaction"]),
    reverse("criteria:indicator", args=["commune-model-2021-2025", "2"]),
    reverse("criteria:compare"),
    reverse("criteria:sources"),
)


@pytest.fixture
def read(client, db):
    """Return a function that opens a page as a signed-in official and gives its words without tags."""
    client.force_login(User.objects.create_superuser(username="xem", password="mot mat khau dai"))  # noqa: S106

    def opened(page: str, status: int = 200, **query: str) -> str:
        answer = client.get(page, query)
        assert answer.status_code == status
        main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    opened.client = client
    return opened


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_on_every_day(read, page, day):
    assert read(page, day=day)


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", ("Thu nhập bình quân", "Mức trong ngày")), ("en", ("Income per capita", "Level on the day"))],
)
def test_the_law_reads_in_both_languages(read, language, words):
    read.client.cookies["django_language"] = language
    page = read(reverse("criteria:set", args=[COMMUNE]))
    assert all(one in page for one in words)


def test_nobody_reads_without_signing_in(client, db):
    assert client.get(reverse("criteria:sets")).status_code == 302


def test_a_day_without_a_set_is_said_and_leads_to_the_days_around_it(read):
    words = read(reverse("criteria:sets"), day="2026-01-15")
    assert "Không có bộ tiêu chí nào của cấp xã có hiệu lực ngày 15/01/2026" in words
    assert "Xem ngày 31/12/2025" in words
    assert "Xem ngày 15/02/2026" in words


def test_a_set_outside_its_days_says_which_day_is_read(read):
    words = read(reverse("criteria:set", args=[COMMUNE]), day="2026-01-15")
    assert "không có hiệu lực ngày 15/01/2026" in words
    assert "31/12/2025" in words


def test_a_reconstructed_set_says_that_nobody_is_judged_by_it(read):
    assert "dựng lại theo trí nhớ, chưa được dùng để đánh giá" in read(reverse("criteria:sets")).lower()


def test_a_level_left_to_the_province_is_said_in_words(read):
    page = read(reverse("criteria:indicator", args=[COMMUNE, "2.1"]))
    level = page.split("Mức trong ngày", 1)[1].split("Điều khoản", 1)[0]
    assert "Tỉnh quy định" in level
    assert not re.search(r"\d", level)


@pytest.mark.parametrize("criteria_set", rulebook().sets.values(), ids=lambda one: one.id)
def test_no_silence_of_the_law_shows_a_number(read, criteria_set):
    html = read.client.get(reverse("criteria:set", args=[criteria_set.id])).content.decode()
    silences = re.findall(r'<span class="law-silent">([^<]*)</span>', html)
    assert not [words for words in silences if re.search(r"\d", words) and not words.startswith("Chưa xác nhận")]
    assert bool(silences) or all(row.has_level for row in rows_of(criteria_set))


def rows_of(criteria_set):
    at = standpoint(rulebook(), criteria_set, criteria_set.in_force.begins)
    return [row for chapter in chapters(criteria_set, at) for row in chapter.rows]


def test_the_filter_keeps_only_indicators_without_a_level(read):
    words = read(reverse("criteria:set", args=[COMMUNE]), show="without-level")
    assert "2.1." in words
    assert "Thu nhập bình quân" not in words


def test_another_region_has_its_own_level(read):
    page = reverse("criteria:indicator", args=[COMMUNE, "10"])
    assert "Từ 45 triệu đồng/người/năm trở lên" in read(page, day="2024-06-30").split("Điều khoản")[0]
    assert "Từ 59 triệu đồng/người/năm trở lên" in read(page, day="2024-06-30", region="DBSH").split("Điều khoản")[0]


def test_a_multiple_shows_the_level_it_comes_to(read):
    words = read(reverse("criteria:indicator", args=["commune-model-2021-2025", "2"]), day="2024-06-30")
    assert "1,1 lần" in words


@pytest.mark.parametrize("address", ["khong-co/", f"{COMMUNE}/99.9/"])
def test_what_is_not_in_the_law_is_not_found(read, address):
    assert read.client.get(f"/criteria/{address}").status_code == 404


def test_two_days_show_the_step_of_the_income_ladder(read):
    words = read(reverse("criteria:compare"), **{"set": COMMUNE, "from": "31/12/2023", "to": "01/01/2024"})
    assert "Từ 42 triệu đồng/người/năm trở lên Từ 45 triệu đồng/người/năm trở lên" in words


def test_two_days_show_a_new_wording(read):
    words = read(reverse("criteria:compare"), **{"set": COMMUNE, "from": "2024-02-29", "to": "2024-03-01"})
    assert "Xã đạt chuẩn tiếp cận pháp luật theo quy định Tiếp cận pháp luật" in words


def test_two_like_days_say_that_nothing_differs(read):
    words = read(reverse("criteria:compare"), **{"set": COMMUNE, "from": "02/01/2024", "to": "03/01/2024"})
    assert "Không có gì khác nhau giữa 02/01/2024 và 03/01/2024" in words


@pytest.mark.parametrize(
    ("typed", "message"),
    [("31/02/2024", "không phải là một ngày có trong lịch"), ("01/01/2020", "không có hiệu lực ngày 01/01/2020")],
)
def test_a_bad_day_is_said_beside_its_box_and_nothing_is_lost(read, typed, message):
    query = {"set": "commune-advanced-2021-2025", "from": typed, "to": "05/06/2024"}
    assert message in read(reverse("criteria:compare"), 422, **query)
    html = read.client.get(reverse("criteria:compare"), query).content.decode()
    assert f'value="{typed}"' in html
    assert 'value="05/06/2024"' in html
    assert re.search(r'value="commune-advanced-2021-2025"\s+selected', html)


def test_acts_are_found_without_vietnamese_marks(read):
    words = read(reverse("criteria:sources"), q="bo tieu chi quoc gia 318")
    assert "318/QĐ-TTg" in words
    assert "263/QĐ-TTg" not in words
    assert "Không có văn bản nào khớp" in read(reverse("criteria:sources"), q="khongcogi")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2025-12-31", "Mức quy định ngày 31/12/2025 khác ngày 30/09/2024 ở chỉ tiêu 10."),
        ("2026-01-15", "Ngày 15/01/2026 không có bộ tiêu chí cấp xã nào có hiệu lực."),
        ("2026-03-01", "Ngày 01/03/2026 áp dụng: Bộ tiêu chí quốc gia về xã nông thôn mới giai đoạn 2026 - 2030."),
    ],
)
def test_a_quiet_line_says_when_the_law_is_another_one(read, day, told):
    assert told in read.client.get("/criteria/", {"day": day}).text


def test_no_line_is_said_where_the_law_is_the_same(read):
    assert "Mức quy định ngày" not in read.client.get("/criteria/", {"day": "2024-08-31"}).text
