"""The form of a scenario: whatever is typed comes back as it was typed, with its fault beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext

from ntm.areas.models import Unit
from ntm.areas.names import search_key
from ntm.areas.selectors import children
from ntm.assessments.models import CapitalSource, Solution
from ntm.core.problems import Problem, Text
from ntm.core.quantities import read_figure
from ntm.finance.models import Work
from ntm.finance.sources import Source, sources_in
from ntm.plans.asking import (
    BY_AREA,
    INVESTMENT,
    RECURRENT,
    SOLUTIONS,
    WHOLE,
    WORKS,
    Asking,
    Cap,
    Share,
    asking_from,
    capital_source_of,
    leaves_in,
)
from ntm.plans.models import Plan, Scenario
from ntm.plans.question import land_of, ledger_caps

MILLION = 1_000_000
MOST_FOUND = 20
MUST, NEVER = "must", "never"
_ALL = {WHOLE: "whole", BY_AREA: "any"}  # the row of ceilings that names no area
_GROUPS = (
    (SOLUTIONS, Text("Giải pháp của các xã có ghi giá", "Solutions of the communes that have a cost")),
    (WORKS, Text("Công trình trong sổ công trình, phần vốn còn thiếu", "Works of the register, what they still lack")),
)
_KINDS = (
    (INVESTMENT, Text("vốn đầu tư", "investment capital")),
    (RECURRENT, Text("vốn sự nghiệp", "recurrent capital")),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its name, what stands in it, what is wrong with it, and how it is read out."""

    name: str
    typed: str
    fault: str
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of ceilings: column heads, and rows of a name with cells."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Pin:
    """A work that may be pinned: its code, what it is, and how it is pinned."""

    code: str
    what: str
    unit: str
    pinned: str


class ScenarioForm:
    """Reads what was posted, or begins with a scenario that is copied, or with what the ledger holds."""

    def __init__(self, plan: Plan, day: date, language: str, data: QueryDict | None, like: Scenario | None) -> None:
        self.plan, self.day, self._language, self.like = plan, day, language, like
        self.is_bound = data is not None
        self._data = data if data is not None else self._begun(like)
        self.faults: dict[str, str] = {}
        self._asking: Asking | None = None

    # What was chosen

    @property
    def name(self) -> str:
        return self._get("name")

    @property
    def level(self) -> str:
        return BY_AREA if self._get("level") == BY_AREA else WHOLE

    @property
    def years(self) -> tuple[int, ...]:
        return (self.plan.year, self.plan.year + 1) if self._get("years") == "2" else (self.plan.year,)

    @property
    def carry(self) -> bool:
        return bool(self._get("carry"))

    @property
    def find(self) -> str:
        return self._get("find")

    @property
    def groups(self) -> list[tuple[str, Text, bool, list[tuple[str, Text, bool]]]]:
        """Return each group of works: whether it counts, and which kinds of capital pay for it."""
        return [
            (
                group,
                words,
                bool(self._get(f"group-{group}")),
                [(f"kind-{group}-{kind}", name, bool(self._get(f"kind-{group}-{kind}"))) for kind, name in _KINDS],
            )
            for group, words in _GROUPS
        ]

    # The ceilings

    @cached_property
    def areas(self) -> list[Unit]:
        return children(self.plan.unit, self.day)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Return the ceilings to be typed: as a whole, a column a year; by area, a table a year."""
        if self.level == WHOLE:
            leaves = {leaf.code: leaf for year in self.years for leaf in self._leaves(year)}
            rows = tuple(
                (
                    self.source_name(code),
                    tuple(self._cell(code, _ALL[WHOLE], self.plan.unit.name, year) for year in self.years),
                )
                for code in leaves
            )
            return (Table(gettext("Ceilings of the whole province"), tuple(map(str, self.years)), rows),)
        return tuple(
            Table(
                gettext("Ceilings of %(year)s by area") % {"year": year},
                tuple(self.source_name(leaf.code) for leaf in self._leaves(year)),
                tuple(
                    (name, tuple(self._cell(leaf.code, row, name, year) for leaf in self._leaves(year)))
                    for row, name in self._rows
                ),
            )
            for year in self.years
        )

    @property
    def hidden(self) -> Iterator[tuple[str, str]]:
        """Yield ceilings that were typed but stand in no table that is shown now: nothing typed is lost."""
        shown = {cell.name for table in self.tables for _, cells in table.rows for cell in cells}
        for name in self._data:
            if name.startswith("c-") and name not in shown and self._get(name):
                yield name, self._get(name)

    def source_name(self, code: str) -> str:
        return self._names.get(code, code)

    # Shares

    @cached_property
    def shares(self) -> list[tuple[str, list[Cell]]]:
        """Return the rows of the table of shares: a source with its least and greatest share of each group."""
        used = {capital_source_of(leaf.code) for year in self.years for leaf in self._leaves(year)}
        return [
            (
                source.words.said_in(self._language),
                [
                    self._field(
                        f"{edge}-{group}-{source.value}",
                        f"{source.words.said_in(self._language)}, {words.said_in(self._language)}",
                    )
                    for group, words in _GROUPS
                    for edge in ("least", "most")
                ],
            )
            for source in CapitalSource
            if source.value in used
        ]

    @property
    def has_shares(self) -> bool:
        """Say whether some share is typed, so that its fields are open to see."""
        return any(cell.typed for _, cells in self.shares for cell in cells)

    # Pins

    @cached_property
    def pins(self) -> list[Pin]:
        """Return the works that are pinned, in the order of their units."""
        pinned = {name.removeprefix("pin-"): self._get(name) for name in self._data if name.startswith("pin-")}
        return self._known({code: how for code, how in pinned.items() if how in {MUST, NEVER}})

    @cached_property
    def found(self) -> list[Pin]:
        """Return works that the words searched for occur in, and that are not pinned yet."""
        words = search_key(self.find).split()
        if not words:
            return []
        pinned = {pin.code for pin in self.pins}
        matching = [
            pin
            for pin in self._all
            if pin.code not in pinned and all(word in search_key(f"{pin.what} {pin.unit}") for word in words)
        ]
        return matching[:MOST_FOUND]

    # Reading it

    def is_valid(self) -> bool:
        """Read everything; ``faults`` say by field what is not right."""
        if not self.name:
            self.faults["name"] = gettext("Give the scenario a name.")
        elif len(self.name) > 120:
            self.faults["name"] = gettext("Use at most 120 characters.")
        elif Scenario.objects.filter(plan=self.plan, name=self.name).exists():
            self.faults["name"] = gettext("Another scenario of this plan has this name.")
        groups = tuple(group for group, _ in _GROUPS if self._get(f"group-{group}"))
        if not groups:
            self.faults["groups"] = gettext("Choose which works count.")
        kinds = {group: tuple(kind for kind, _ in _KINDS if self._get(f"kind-{group}-{kind}")) for group, _ in _GROUPS}
        caps, shares = tuple(self._caps()), tuple(self._shares())
        pins = {pin.code: pin.pinned for pin in self.pins}
        carry = self.carry and len(self.years) > 1
        self._asking = Asking(self.years, self.level, caps, carry, groups, kinds, shares, pins)
        self._forget_drawn()
        return not self.faults

    @property
    def asking(self) -> Asking:
        assert self._asking is not None, "read it first"  # noqa: S101
        return self._asking

    def _caps(self) -> Iterator[Cap]:
        for table_year in self.years:
            for leaf in self._leaves(table_year):
                for row, _ in self._rows:
                    dong = self._dong(_cap_name(leaf.code, row, table_year))
                    if dong is not None:
                        yield Cap(leaf.code, "" if row == _ALL[self.level] else row, table_year, dong)

    def _shares(self) -> Iterator[Share]:
        for group, _ in _GROUPS:
            least_sum = 0
            for source in CapitalSource:
                least = self._percent(f"least-{group}-{source.value}", 0)
                most = self._percent(f"most-{group}-{source.value}", 100)
                least_sum += least
                if least > most:
                    self.faults[f"least-{group}-{source.value}"] = gettext("The least share is above the greatest.")
                elif least_sum > 100:
                    self.faults[f"least-{group}-{source.value}"] = gettext("The least shares exceed 100 % together.")
                elif least > 0 or most < 100:
                    yield Share(group, source.value, least, most)

    def _dong(self, name: str) -> int | None:
        typed = self._get(name)
        if not typed:
            return None
        try:
            dong = read_figure(typed) * MILLION
        except Problem as problem:
            self.faults[name] = problem.said_in(self._language)
            return None
        if dong < 0 or dong != dong.to_integral_value():
            self.faults[name] = gettext("Write whole đồng, not below 0: at most six decimals of a million.")
            return None
        return int(dong)

    def _percent(self, name: str, otherwise: int) -> int:
        typed = self._get(name).removesuffix("%").strip()
        if not typed:
            return otherwise
        if not typed.isdecimal() or int(typed) > 100:
            self.faults[name] = gettext("Write a whole percentage between 0 and 100.")
            return otherwise
        return int(typed)

    def _forget_drawn(self) -> None:
        """The tables are drawn again, now with the faults."""
        for name in ("tables", "shares"):
            self.__dict__.pop(name, None)

    # Parts

    def _get(self, name: str) -> str:
        return (self._data.get(name) or "").strip()

    def _field(self, name: str, label: str) -> Cell:
        return Cell(name, self._get(name), self.faults.get(name, ""), label)

    def _cell(self, leaf: str, row: str, place: str, year: int) -> Cell:
        return self._field(_cap_name(leaf, row, year), f"{self.source_name(leaf)}, {place}, {year}")

    @property
    def _rows(self) -> list[tuple[str, str]]:
        """Return the rows of ceilings that a year has: one of the whole, or one of each area and what none has yet."""
        if self.level == WHOLE:
            return [(_ALL[WHOLE], self.plan.unit.name)]
        areas = ((unit.code, unit.name) for unit in self.areas)
        return [(_ALL[BY_AREA], gettext("Not divided yet, for any area")), *areas]

    def _leaves(self, year: int) -> list[Source]:
        return [leaf for leaf in leaves_in(year) if capital_source_of(leaf.code)]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {code: words.said_in(self._language) for code, words in source_names(self.years).items()}

    @cached_property
    def _all(self) -> list[Pin]:
        return self._known(None)

    def _known(self, wanted: Mapping[str, str] | None) -> list[Pin]:
        """Return works by code with how each is pinned; None: all of the province."""
        below = list(land_of(self.plan, self.day).below)
        solutions = Solution.objects.filter(dropped_at=None, progress__lt=100, costs__amount_dong__gt=0)
        works = Work.objects.all()
        if wanted is not None:
            solutions = solutions.filter(pk__in=_keys(wanted, "s"))
            works = works.filter(pk__in=_keys(wanted, "w"))
        rows = [
            *((f"s{pk}", what, unit) for pk, what, unit in solutions.filter(unit__in=below).distinct().order_by(
                "unit__sort_name", "pk").values_list("pk", "what", "unit__name")),
            *((f"w{pk}", what, unit) for pk, what, unit in works.filter(unit__in=below).order_by(
                "unit__sort_name", "pk").values_list("pk", "name", "unit__name")),
        ]  # fmt: skip
        return [Pin(code, what, unit, (wanted or {}).get(code, "")) for code, what, unit in rows]

    def _begun(self, like: Scenario | None) -> QueryDict:
        """Return what a form begins with: the scenario that is copied, or the ledger."""
        data = QueryDict(mutable=True)
        if like is None:
            data.update({f"group-{group}": "1" for group, _ in _GROUPS})
            data.update({f"kind-{SOLUTIONS}-{kind}": "1" for kind, _ in _KINDS})
            data[f"kind-{WORKS}-{INVESTMENT}"] = "1"
            data["name"] = gettext("Scenario %(number)s") % {
                "number": Scenario.objects.filter(plan=self.plan).count() + 1
            }
            return self.filled(data)
        asking = asking_from(like.question)
        data["name"] = gettext("%(name)s, changed") % {"name": like.name}
        data["years"], data["level"] = str(len(asking.years)), asking.level
        data["carry"] = "1" if asking.carry else ""
        data.update({f"group-{group}": "1" for group in asking.groups})
        data.update({f"kind-{group}-{kind}": "1" for group, kinds in asking.kinds.items() for kind in kinds})
        rest = _ALL[asking.level]
        data.update({_cap_name(cap.source, cap.area or rest, cap.year): plain(cap.dong) for cap in asking.caps})
        for share in asking.shares:
            data[f"least-{share.group}-{share.source}"] = str(share.least or "")
            data[f"most-{share.group}-{share.source}"] = "" if share.most == 100 else str(share.most)
        data.update({f"pin-{code}": how for code, how in asking.pins.items()})
        return data

    def refill(self) -> None:
        """Fill the ceilings of the years and the level that are chosen from the ledger again."""
        data = self._data.copy()
        for name in [one for one in data if one.startswith("c-")]:
            del data[name]
        self._data = self.filled(data)
        self._forget_drawn()

    def filled(self, data: QueryDict) -> QueryDict:
        """Return the fields with the ledger's ceilings, at either level, for both years."""
        for level in (WHOLE, BY_AREA):
            for cap in ledger_caps(self.plan, self.day, (self.plan.year, self.plan.year + 1), level):
                data.setdefault(_cap_name(cap.source, cap.area or _ALL[level], cap.year), plain(cap.dong))
        return data


def source_names(years: Sequence[int]) -> dict[str, Text]:
    """Return what each leaf is called: “Ngân sách tỉnh, đầu tư phát triển”."""
    found: dict[str, Text] = {}
    for year in years:
        known = {one.code: one.name for one in sources_in(year)} if leaves_in(year) else {}
        for leaf in leaves_in(year):
            above = known.get(leaf.code.rpartition("/")[0])
            name = leaf.name
            if above is not None and leaf.code.count("/") > 1:
                name = Text(f"{above.vi}, {_lower(name.vi)}", f"{above.en}, {_lower(name.en)}")
            found.setdefault(leaf.code, name)
    return found


def plain(dong: int) -> str:
    """Write đồng as millions the way a field takes it back: no grouping, a decimal comma."""
    if dong % MILLION == 0:
        return str(dong // MILLION)
    return f"{Decimal(dong) / MILLION:f}".rstrip("0").replace(".", ",")


def _cap_name(leaf: str, row: str, year: int) -> str:
    return f"c-{year}-{row}-{leaf.replace('/', '.')}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _keys(wanted: Mapping[str, str], letter: str) -> list[int]:
    return [int(code[1:]) for code in wanted if code[:1] == letter and code[1:].isdecimal()]
