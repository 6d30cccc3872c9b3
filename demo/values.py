"""One sample value for one measure: where it may lie, and where in there it lies this quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

WHOLE, CENT, TENTH = Decimal(1), Decimal("0.01"), Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Demand:
    """A level of the law, and whether the unit's part in the sample is to meet it."""

    passes_when: str  # "at least", "at most", "exactly"
    asked: Decimal
    meets: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """What values of a measure look like: the step between two of them and the top, where there is one."""

    step: Decimal
    top: Decimal | None

    @classmethod
    def of(cls, kind: str) -> Self:
        """Return the scale for a kind of indicator: percent, count, money (triệu đồng) or number."""
        if kind == "percent":
            return cls(CENT, Decimal(100))
        return cls({"count": WHOLE, "money": TENTH}.get(kind, CENT), None)


@dataclass(frozen=True, slots=True)
class Range:
    """The values allowed by the demands so far, both ends included; None where there is no end."""

    least: Decimal | None = None
    most: Decimal | None = None

    def narrowed(self, demand: Demand, step: Decimal) -> Range:
        """Return the range with one more demand; the range as it was where both cannot hold."""
        least, most = _bounds(demand, step)
        lower = max((bound for bound in (self.least, least) if bound is not None), default=None)
        upper = min((bound for bound in (self.most, most) if bound is not None), default=None)
        if lower is not None and upper is not None and lower > upper:
            return self
        return Range(lower, upper)


def _bounds(demand: Demand, step: Decimal) -> tuple[Decimal | None, Decimal | None]:
    if demand.passes_when == "at least":
        return (demand.asked, None) if demand.meets else (None, demand.asked - step)
    if demand.passes_when == "at most":
        return (None, demand.asked) if demand.meets else (demand.asked + step, None)
    return (demand.asked, demand.asked) if demand.meets else (demand.asked + step, None)


def value(scale: Scale, demands: Sequence[Demand], progress: float) -> Decimal:
    """Return a value that satisfies the demands, the earlier ones first where they contradict.

    ``progress`` runs from 0 (just enough, or far behind) to 1; more of it is always better.
    """
    allowed = Range()
    for demand in demands:
        allowed = allowed.narrowed(demand, scale.step)
    least, most = _plausible(allowed, scale, demands)
    fewer_is_better = any(demand.passes_when != "at least" for demand in demands)
    part = Decimal(str(round(1 - progress if fewer_is_better else progress, 4)))
    found = (least + (most - least) * part).quantize(scale.step)
    return min(max(found, least), most)


def _plausible(allowed: Range, scale: Scale, demands: Sequence[Demand]) -> tuple[Decimal, Decimal]:
    """Close an open range where values of the region would still lie."""
    least, most = allowed.least, allowed.most
    if least is not None:
        return least, (most if most is not None else least + _room_above(least, scale)).quantize(scale.step)
    if most is None:
        return _unasked(scale)
    missed = any(demand.passes_when == "at least" for demand in demands)
    floor = Decimal(0) if scale.step == WHOLE else most * (Decimal("0.8") if missed else Decimal("0.3"))
    return floor.quantize(scale.step), most


def _room_above(least: Decimal, scale: Scale) -> Decimal:
    if scale.top is not None:
        return min((scale.top - least) * Decimal("0.7"), least * Decimal("0.8"))
    return Decimal(3) if scale.step == WHOLE else max(least * Decimal("0.4"), Decimal(1))


def _unasked(scale: Scale) -> tuple[Decimal, Decimal]:
    """Where values lie of which the law asks nothing that we know."""
    if scale.top is not None:
        return Decimal(60), Decimal(96)
    return (Decimal(0), Decimal(4)) if scale.step == WHOLE else (Decimal(40), Decimal(90))
