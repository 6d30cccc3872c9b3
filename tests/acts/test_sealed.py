"""What a page carries until it comes back is taken only unchanged, for its purpose, and in time."""

import time

import pytest
from django.core.signing import BadSignature, SignatureExpired

from ntm.ui.clock import AHEAD
from ntm.ui.sealed import HALF_A_DAY, seal, unseal

CONTENT = {"name": "xã.xlsx", "rows": [[1, "46,5"], [2, None]]}


@pytest.fixture
def clock(monkeypatch):
    """Stop the clock, and set it so many seconds ahead or back."""
    begun = time.time()

    def shifts(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: begun + seconds)

    shifts(0)
    return shifts


def test_what_was_sealed_comes_back_as_it_was():
    assert unseal(seal(CONTENT, salt="a"), salt="a") == CONTENT


def test_no_letter_of_it_can_be_changed():
    sealed = seal(CONTENT, salt="a")
    for place, letter in enumerate(sealed):
        with pytest.raises(BadSignature):
            unseal(sealed[:place] + ("A" if letter != "A" else "B") + sealed[place + 1 :], salt="a")


def test_it_opens_nothing_of_another_purpose():
    with pytest.raises(BadSignature):
        unseal(seal(CONTENT, salt="a"), salt="b")


@pytest.mark.parametrize(
    ("seconds", "late"),
    [(HALF_A_DAY.total_seconds() - 60, False), (HALF_A_DAY.total_seconds() + 60, True)],
)
def test_it_is_good_for_half_a_day(clock, seconds, late):
    sealed = seal(CONTENT, salt="a")
    clock(seconds)
    if late:
        with pytest.raises(SignatureExpired):
            unseal(sealed, salt="a")
    else:
        assert unseal(sealed, salt="a") == CONTENT


def test_what_was_sealed_while_the_clock_was_ahead_is_not_taken(clock):
    clock(AHEAD.total_seconds() + 60)
    sealed = seal(CONTENT, salt="a")
    clock(0)
    with pytest.raises(SignatureExpired):
        unseal(sealed, salt="a")
