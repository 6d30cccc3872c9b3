"""A draft held against the plan of the same unit and year, item by item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from ntm.core.problems import Text
from ntm.core.quantities import written, written_day
from ntm.plans.drafting.names import target_name
from ntm.plans.models import Clause, LegalBasis, Plan, PlannedCapital, Target
from ntm.plans.plan_file import PlanFile

_HEAD = (
    ("number", Text("Số văn bản", "Number")),
    ("issued_on", Text("Ngày ban hành", "Day")),
    ("title", Text("Tên kế hoạch", "Title")),
    ("issuer", Text("Cơ quan ban hành", "Issuer")),
    ("signed_by", Text("Người ký", "Signed by")),
)


_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


class Weight(IntEnum):
    """How soon a reader must see a difference: another figure before other contents, mere wording last."""

    FIGURES = 1
    CONTENTS = 2
    WORDING = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the plan in use and the document say differently; empty words: it stands on one side only."""

    part: Text
    what: str
    in_plan: str
    in_document: str
    line: int | None = None
    weight: Weight = Weight.CONTENTS


def differences_between(plan: Plan, read: PlanFile, names: Mapping[str, Text]) -> list[Difference]:
    """Return every difference: figures first, then head, bases, clauses and duties, and last mere wording.

    A clause whose wording holds another figure counts among the figures. ``names`` are those of the bodies that the
    document names. The plan counts as it was issued: what amendments made of it stands beside it.
    """
    told = [
        *_targets(plan, read),
        *_capital(plan, read),
        *_head(plan, read),
        *_bases(plan, read),
        *_clauses(plan, read, names),
    ]
    return sorted(told, key=lambda one: one.weight)


def _head(plan: Plan, read: PlanFile) -> Iterator[Difference]:
    said = {
        "number": read.number,
        "issued_on": written_day(read.issued_on) if read.issued_on else "",
        "title": read.title.vi,
        "issuer": read.issuer.vi,
        "signed_by": read.signed_by,
    }
    for field, words in _HEAD:
        stands = getattr(plan, field)
        shown = (written_day(stands) if stands else "") if field == "issued_on" else stands
        if shown != said[field]:
            yield Difference(Text("Phần đầu", "Head"), words.vi, shown, said[field])


def _bases(plan: Plan, read: PlanFile) -> Iterator[Difference]:
    here = {_basis_key(one.number, one.issued_on, one.subject.vi): one.line for one in read.legal_bases}
    there = {_basis_key(one.number, one.issued_on, one.subject) for one in LegalBasis.objects.filter(plan=plan)}
    part = Text("Căn cứ", "Legal basis")
    yield from (Difference(part, key, key, "") for key in sorted(there - here.keys()))
    yield from (Difference(part, key, "", key, here[key]) for key in here if key not in there)


def _basis_key(number: str, issued_on: date | None, subject: str) -> str:
    day = f"{issued_on:%d/%m/%Y}" if issued_on else ""
    return f"{number or subject}, {day}".strip(", ")


def _targets(plan: Plan, read: PlanFile) -> Iterator[Difference]:
    here = {(one.tier, one.level, one.at_least is None): one for one in read.targets}
    rows = Target.objects.filter(clause__plan=plan, added_by=None)
    there = {(one.tier, one.level, one.at_least is None): one for one in rows}
    part = Text("Mục tiêu", "Target")
    for key in dict.fromkeys((*there, *here)):
        stands, said = there.get(key), here.get(key)
        before = "" if stands is None else _count(stands.at_least, stands.is_minimum)
        after = "" if said is None else _count(said.at_least, said.is_minimum)
        if before != after:
            name = target_name(key[0], key[1], None if key[2] else 0).vi
            yield Difference(part, name, before, after, said.line if said else None, Weight.FIGURES)


def _count(at_least: int | None, is_minimum: bool) -> str:
    if at_least is None:
        return "giữ vững"
    return f"{'ít nhất ' if is_minimum else ''}{at_least}"


def _capital(plan: Plan, read: PlanFile) -> Iterator[Difference]:
    here = {line.code: line for root in read.capital for line in root.walk()}
    rows = PlannedCapital.objects.filter(plan=plan, added_by=None)
    there: Mapping[str, PlannedCapital] = {one.code: one for one in rows}
    for code in dict.fromkeys((*there, *here)):
        stands, said = there.get(code), here.get(code)
        if (stands.amount_dong if stands else None) != (said.amount_dong if said else None):
            yield Difference(
                Text("Nguồn vốn, đồng", "Capital, đồng"),
                stands.name if stands else said.name.vi if said else code,
                written(stands.amount_dong) if stands else "",
                written(said.amount_dong) if said else "",
                said.line if said else None,
                Weight.FIGURES,
            )


def _clauses(plan: Plan, read: PlanFile, names: Mapping[str, Text]) -> Iterator[Difference]:
    here = {one.reference: one for one in read.clauses}
    rows = Clause.objects.filter(plan=plan, added_by=None).prefetch_related("duties__office")
    there = {one.reference: one for one in rows}
    for reference in dict.fromkeys((*there, *here)):
        stands, said = there.get(reference), here.get(reference)
        if stands is None or said is None:
            yield Difference(
                Text("Nội dung, nhiệm vụ", "Clause"),
                reference,
                stands.summary if stands else "",
                said.summary.vi if said else "",
                said.line if said else None,
            )
            continue
        before = {(duty.office.code, duty.part) for duty in stands.duties.all()}
        after = {(code, "lead") for code in said.lead} | {(code, "support") for code in said.support}
        if before != after:
            sides = (_duties(before, names), _duties(after, names))
            yield Difference(Text("Phân công", "Duties"), reference, *sides, said.line)
        if stands.summary != said.summary.vi:
            yield _wording(plan.year, reference, (stands.summary, said.summary.vi), said.line)


def _wording(year: int, reference: str, sides: tuple[str, str], line: int | None) -> Difference:
    """Tell mere wording from another figure, which is named: nobody finds one digit in two paragraphs."""
    before, after = sides
    here, there = _figures(before, year), _figures(after, year)
    if here == there:
        return Difference(Text("Lời văn", "Wording"), reference, before, after, line, Weight.WORDING)
    gone, come = ("; ".join(one - other) or "–" for one, other in ((here, there), (there, here)))
    return Difference(
        Text("Số trong lời văn", "Figures in the wording"),
        f"{reference}: {gone} → {come}",
        before,
        after,
        line,
        Weight.FIGURES,
    )


def _figures(words: str, year: int) -> Counter[str]:
    """Count the figures of a text; 02 and 2 are the same one, and the plan's own year may be named or left out."""
    found = Counter(figure.lstrip("0") or "0" for figure in _FIGURE.findall(words))
    del found[str(year)]
    return found


def _duties(duties: set[tuple[str, str]], names: Mapping[str, Text]) -> str:
    return "; ".join(
        f"{names[code].vi if code in names else code} ({'chủ trì' if part == 'lead' else 'phối hợp'})"
        for code, part in sorted(duties)
    )
