from datetime import date
from decimal import Decimal

import pytest

from ntm.core.quantities import written, written_day


@pytest.mark.parametrize(
    ("figure", "vietnamese", "english"),
    [
        (1_743_406, "1.743.406", "1,743,406"),
        (Decimal("12.50"), "12,5", "12.5"),
        (Decimal("100.00"), "100", "100"),
        (Decimal("-1234.5"), "-1.234,5", "-1,234.5"),
        (0, "0", "0"),
    ],
)
def test_figures_are_written_as_each_language_writes_them(figure, vietnamese, english):
    assert written(figure) == vietnamese
    assert written(figure, "en") == english


def test_a_day_is_written_as_offices_write_it():
    assert written_day(date(2024, 2, 23)) == "23/02/2024"
