"""Who stands behind the bodies that a plan names: “UBND các huyện” is each district’s committee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from ntm.accounts.models import Office
from ntm.areas.models import Kind, Unit
from ntm.core.problems import Fault, Faults, Text
from ntm.criteria.selectors import rulebook
from ntm.plans.section import Section


class BodiesFaults(Faults):
    """``law/bodies.yaml`` cannot be read; every fault is listed with its key."""

    code = "plans/bodies-faults"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            Text(f"Tệp law/bodies.yaml có {len(faults)} lỗi.", f"law/bodies.yaml has {len(faults)} fault(s)."), faults
        )


@dataclass(frozen=True, slots=True)
class Together:
    """A body named together: every unit of some kinds below the plan's, or some offices by code."""

    kinds: frozenset[str]
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doer:
    """Who carries something out: an office, or the People's Committee of a unit; exactly one of the two."""

    office: Office | None = None
    unit: Unit | None = None

    @property
    def key(self) -> str:
        """A short name for forms and look-ups: ``office-4`` or ``unit-171``."""
        return f"office-{self.office.pk}" if self.office else f"unit-{self.unit.pk if self.unit else 0}"

    @property
    def name(self) -> Text:
        if self.office:
            return Text(self.office.name, self.office.name_en)
        name = self.unit.name if self.unit else ""
        return Text(f"UBND {name[:1].lower()}{name[1:]}", f"People's Committee, {name}")


@lru_cache(maxsize=2)
def together(law: Path) -> Mapping[str, Together]:
    """Return the bodies of ``bodies.yaml`` that stand for several, by code; read once in a process.

    Raises BodiesFaults.
    """
    faults: list[Fault] = []
    path = law / "bodies.yaml"
    root = Section("", yaml.safe_load(path.read_text(encoding="utf-8")) or {}, faults)
    found = {}
    for code in map(str, root.content):
        body = root.section(code)
        kinds, offices = body.texts("kinds"), body.texts("offices")
        body.close()
        for kind in set(kinds) - set(Kind.values):
            known = ", ".join(Kind.values)
            body.fault(kind, Text("Không có loại đơn vị này.", "There is no such kind of unit."), Text(known, known))
        found[code] = Together(frozenset(kinds), offices)
    if faults:
        raise BodiesFaults(faults)
    return found


class Roll:
    """Who stands behind the offices that a plan names, on a day; one query for a whole plan.

    ``below`` are the units below the plan's on the day.
    """

    def __init__(self, below: Iterable[Unit], day: date) -> None:
        self._together = together(Path(settings.LAW_FOLDER))
        wanted = {code for one in self._together.values() for code in one.offices if _exists(code, day)}
        offices = {office.code: office for office in Office.objects.filter(code__in=wanted)}
        units = list(below)
        self._behind = {
            code: (
                *(Doer(office=offices[name]) for name in one.offices if name in offices),
                *(Doer(unit=unit) for unit in units if unit.kind in one.kinds),
            )
            for code, one in self._together.items()
        }

    def behind(self, office: Office) -> tuple[Doer, ...]:
        """Return who an office stands for: itself, or everybody whom it names together."""
        if office.code not in self._behind:
            return (Doer(office=office),)
        return self._behind[office.code]

    def all_behind(self, offices: Iterable[Office]) -> tuple[Doer, ...]:
        """Return everybody behind some offices, each once."""
        found = {doer.key: doer for office in offices for doer in self.behind(office)}
        return tuple(found.values())


def names_that_mean(doer: Doer) -> set[str]:
    """Return the codes under which a plan may name somebody: their own, and those that stand for several."""
    known = together(Path(settings.LAW_FOLDER)).items()
    if doer.office:
        return {doer.office.code, *(code for code, one in known if doer.office.code in one.offices)}
    return {code for code, one in known if doer.unit and doer.unit.kind in one.kinds}


def _exists(code: str, day: date) -> bool:
    office = rulebook().offices.get(code)
    return office is None or office.exists_on(day)
