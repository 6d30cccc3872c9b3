"""Facts that preconditions ask for and that other apps hold: recognitions, surveys, arrears.

Those apps stand above this one, so they bring their facts here: each registers a provider.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ntm.areas.models import Unit
from ntm.core.rulebook import CriteriaSet, Measured

Facts = Mapping[str, Measured]
Provider = Callable[[Sequence[Unit], CriteriaSet, date], Mapping[int, Facts]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a source of facts; called once, when its app is ready."""
    if provider not in _providers:
        _providers.append(provider)


def facts_about(units: Sequence[Unit], criteria_set: CriteriaSet, day: date) -> dict[int, dict[str, Measured]]:
    """Return, for each unit's id, what is known on ``day`` of the set's preconditions."""
    known: dict[int, dict[str, Measured]] = {unit.pk: {} for unit in units}
    if criteria_set.preconditions:
        for provider in _providers:
            for unit_id, facts in provider(units, criteria_set, day).items():
                known[unit_id] |= facts
    return known
