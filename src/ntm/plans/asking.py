"""What a person asks of the planner: years, ceilings, pins, shares, and which works count. Kept as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ntm.assessments.models.solution import CapitalSource
from ntm.core.optimiser import under
from ntm.finance.sources import CREDIT, NoSourcesThatYear, Source, sources_in

WHOLE, BY_AREA = "whole", "by-area"
SOLUTIONS, WORKS = "solutions", "works"
INVESTMENT, RECURRENT = "investment", "recurrent"
# Money that one area has of its own stands beside that which any area may use: a part of the same source.
OWN = "own"
# Where the ledger keeps what a solution's source of capital stands for, in whichever tree of the law a year has.
LEDGER: Mapping[str, tuple[str, ...]] = {
    CapitalSource.CENTRAL: ("programme/central",),
    CapitalSource.PROVINCE: ("programme/local/province",),
    CapitalSource.DISTRICT: ("programme/local/district",),
    CapitalSource.COMMUNE: ("programme/local/commune",),
    CapitalSource.INTEGRATED: ("programme/integrated",),
    CapitalSource.PEOPLE: ("programme/contributions", "programme/enterprises", "programme/community"),
}


@dataclass(frozen=True, slots=True)
class Cap:
    """A ceiling as a person states it: whole đồng of a leaf of the sources in a year, for an area or for all."""

    source: str
    area: str
    year: int
    dong: int


@dataclass(frozen=True, slots=True)
class Share:
    """A capital source bears at least and at most so many percent of each work of a group."""

    group: str  # SOLUTIONS or WORKS
    source: str  # a CapitalSource
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Asking:
    """A whole question, as a person fills it in."""

    years: tuple[int, ...]
    level: str = WHOLE
    caps: tuple[Cap, ...] = ()
    carry: bool = False  # whether money that a year leaves may be used in the next
    groups: tuple[str, ...] = (SOLUTIONS, WORKS)
    kinds: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {SOLUTIONS: (INVESTMENT, RECURRENT), WORKS: (INVESTMENT,)}
    )
    shares: tuple[Share, ...] = ()
    pins: Mapping[str, str] = field(default_factory=dict)  # code of a work → must, never

    def as_data(self) -> dict[str, Any]:
        """Return plain data that ``asking_from`` reads back."""
        return {
            "years": list(self.years),
            "level": self.level,
            "caps": [[one.source, one.area, one.year, one.dong] for one in self.caps],
            "carry": self.carry,
            "groups": list(self.groups),
            "kinds": {group: list(kinds) for group, kinds in self.kinds.items()},
            "shares": [[one.group, one.source, one.least, one.most] for one in self.shares],
            "pins": dict(self.pins),
        }


def asking_from(data: Mapping[str, Any]) -> Asking:
    """Read back what ``as_data`` gave."""
    return Asking(
        years=tuple(data["years"]),
        level=data["level"],
        caps=tuple(Cap(*one) for one in data["caps"]),
        carry=data["carry"],
        groups=tuple(data["groups"]),
        kinds={group: tuple(kinds) for group, kinds in data["kinds"].items()},
        shares=tuple(Share(*one) for one in data["shares"]),
        pins=dict(data["pins"]),
    )


def leaves_in(year: int) -> tuple[Source, ...]:
    """Return the leaves of a year's sources that may pay for works: all but credit. None where no tree is known."""
    try:
        return tuple(one for one in sources_in(year) if one.is_leaf and not under(one.code, CREDIT))
    except NoSourcesThatYear:
        return ()


def kind_of(leaf: str) -> str:
    """Return INVESTMENT or RECURRENT of budget capital; empty for money that is neither."""
    last = leaf.rpartition("/")[2]
    return last if last in {INVESTMENT, RECURRENT} else ""


def leaf_of(source: str) -> str:
    """Return the leaf of the ledger behind a source of the planner."""
    return source.removesuffix(f"/{OWN}")


def capital_source_of(leaf: str) -> str:
    """Return the CapitalSource that a leaf belongs to; empty where a tree has a source that solutions do not know."""
    return next((str(source) for source, keys in LEDGER.items() if any(under(leaf, key) for key in keys)), "")


def order_of_paying(years: Iterable[int]) -> tuple[str, ...]:
    """Return the planner's sources as money is spent: as the ledger lists them, an area's own first, people last.

    Which works are best does not tell who pays for them; people and enterprises are asked for what no budget bears.
    """
    leaves = dict.fromkeys(one.code for year in years for one in leaves_in(year))
    told = sorted(leaves, key=lambda leaf: capital_source_of(leaf) == CapitalSource.PEOPLE)
    return tuple(source for leaf in told for source in (f"{leaf}/{OWN}", leaf))
