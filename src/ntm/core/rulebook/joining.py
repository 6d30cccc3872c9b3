"""How several outcomes become one."""

from __future__ import annotations

from collections.abc import Iterable

from ntm.core.rulebook.outcomes import Outcome

_WEAKEST_FIRST = (Outcome.NOT_MET, Outcome.NO_DATA, Outcome.NO_LEVEL, Outcome.MET)
_STRONGEST_FIRST = (Outcome.MET, Outcome.NO_DATA, Outcome.NO_LEVEL, Outcome.NOT_MET)


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Join outcomes that must all hold.

    One failure fails the whole; else missing data, else a missing level, keeps it open. What does
    not apply counts as met; when nothing applies, neither does the whole. Nothing at all has no level.
    """
    return _first(_WEAKEST_FIRST, outcomes)


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Join outcomes of which one is enough: it has failed only when nothing is left open."""
    return _first(_STRONGEST_FIRST, outcomes)


def _first(order: tuple[Outcome, ...], outcomes: Iterable[Outcome]) -> Outcome:
    present = set(outcomes)
    if not present:
        return Outcome.NO_LEVEL
    return next((outcome for outcome in order if outcome in present), Outcome.NOT_APPLICABLE)
