from datetime import date

import pytest

from ntm.core.periods import Quarter, UnknownPeriod


@pytest.mark.parametrize(
    ("number", "starts_on", "ends_on"),
    [
        (1, date(2023, 12, 15), date(2024, 3, 14)),
        (2, date(2024, 3, 15), date(2024, 6, 14)),
        (3, date(2024, 6, 15), date(2024, 9, 14)),
        (4, date(2024, 9, 15), date(2024, 12, 14)),
    ],
)
def test_a_quarter_has_the_data_window_of_decree_09_2019(number, starts_on, ends_on):
    quarter = Quarter(2024, number)

    assert (quarter.starts_on, quarter.ends_on) == (starts_on, ends_on)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2024, 9, 14), "2024-Q3"),
        (date(2024, 9, 13), "2024-Q2"),
        (date(2024, 3, 13), "2023-Q4"),
        (date(2024, 12, 31), "2024-Q4"),
    ],
)
def test_a_quarter_counts_from_the_day_its_window_closes(day, code):
    assert Quarter.last_closed_on(day).code == code


def test_a_quarter_is_read_back_from_its_code():
    assert Quarter.parse(Quarter(2024, 3).code) == Quarter(2024, 3)


@pytest.mark.parametrize("code", ["2024", "2024-Q5", "Q1-2024", "", "2024-q1"])
def test_an_unreadable_period_says_how_to_write_one(code):
    with pytest.raises(UnknownPeriod, match="2024-Q1"):
        Quarter.parse(code)
