"""Names sort as in a Vietnamese dictionary and are found as people type them."""

from __future__ import annotations

import unicodedata

import pytest

from ntm.areas.names import search_key, sort_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["An", "Ăn", "Ân", "Bá"],
        ["Dân", "Đại Từ", "Đồng Hỷ", "Em"],
        ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"],  # ngang, huyền, hỏi, ngã, sắc, nặng
        ["On", "Ôn", "Ơn", "Phú"],
        ["Phường 2", "Phường A"],
        ["Tân", "Tân Phú", "Tấn Phú", "Thanh"],
    ],
)
def test_names_sort_as_in_a_dictionary(in_order):
    keys = [sort_key(name) for name in in_order]
    assert keys == sorted(set(keys))


def test_letters_decide_before_tones():
    assert sorted(["Bản Bb", "Ban Bc"], key=sort_key) == ["Bản Bb", "Ban Bc"]


@pytest.mark.parametrize("name", ["Đồng Hỷ", "Quyết Thắng", "Ngọc Đường"])
def test_both_ways_of_writing_a_mark_are_one_name(name):
    composed, apart = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    assert sort_key(composed) == sort_key(apart)
    assert search_key(composed) == search_key(apart)


def test_a_name_is_searched_without_marks_capitals_or_needless_blanks():
    assert search_key("  Xã  ĐỒNG   Hỷ ") == "xa dong hy"
