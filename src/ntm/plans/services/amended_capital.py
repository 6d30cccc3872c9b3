"""Planned capital that an amendment changes: other amounts and new lines, every sum to the đồng."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from ntm.core.problems import Fault, Text
from ntm.plans.amendment_problems import CapitalNeedsClause, LineStands, NotInThePlan
from ntm.plans.capital import CapitalLine, faults_in_sums
from ntm.plans.drafting.names import code_of, source_choices
from ntm.plans.models import Amendment, Changed, Clause, Plan, PlanChange, PlannedCapital
from ntm.plans.problems import NotOneToWrite
from ntm.plans.reading import parent_in
from ntm.plans.selectors.amended import LAST, capital_on, present, written_lines
from ntm.plans.services.noting import being_written, mark, note, open_amendment, tell

_ABOUT = "kế hoạch vốn"


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of capital to be brought in: a source of the year's tree by its ``code``, or a line of its own.

    ``above`` is the code of the line that one of its own stands below. ``clause`` None: that of the line above.
    Without a ``name`` a source bears that of the tree.
    """

    name: str
    amount_dong: int
    code: str = ""
    above: str = ""
    clause: Clause | None = None

    @property
    def path(self) -> str:
        return self.code or f"{self.above}/{code_of(self.name)[:50].strip('-')}"


@transaction.atomic
def amend_capital(plan: Plan, amounts: Mapping[int, int], *, by: str, at: datetime) -> list[PlanChange]:
    """Note new amounts in whole đồng of the lowest lines (by id) in the open amendment; sums follow by themselves.

    Raises NotOneToWrite for a line that is the sum of its parts.
    """
    amendment = being_written(open_amendment(plan))
    before = {line.pk: line.amount_dong for line in capital_on(plan, LAST)}
    lines = {line.pk: line for line in capital_on(plan, LAST, amendment)}
    own = written_lines(lines.values(), amendment)
    changes: list[PlanChange | None] = []
    for pk, dong in amounts.items():
        if pk in lines and pk not in own:
            raise NotOneToWrite(lines[pk].name)
        if pk in before:
            changes.append(note(amendment, {"capital": lines[pk]}, Changed.AMOUNT, before[pk], dong))
        elif pk in lines and lines[pk].amount_dong != dong:  # it comes with this amendment: it is simply rewritten
            PlannedCapital.objects.filter(pk=pk).update(amount_dong=dong)
            changes.append(mark(amendment, {"capital": lines[pk]}, Changed.ADDED, None, dong))
    noted = [one for one in changes if one is not None] + sum_up(amendment)
    tell(amendment, _ABOUT, noted, by=by, at=at)
    return noted


@transaction.atomic
def add_capital(plan: Plan, new: NewLine, *, by: str, at: datetime) -> PlannedCapital:
    """Bring a new line of capital in with the open amendment; the sums above it follow.

    Where the line above had no parts, its amount stays and the new lines divide it: they have to sum to it when the
    amendment is issued. Raises LineStands, CapitalNeedsClause, or NotInThePlan for a line or clause that is not there.
    """
    amendment = being_written(open_amendment(plan))
    lines = {line.code: line for line in capital_on(plan, LAST, amendment)}
    name = _name(new, plan.year)
    if (new.above and new.above not in lines) or name is None:
        raise NotInThePlan(new.above or new.code)
    if any(code == new.path or code.startswith(f"{new.path}/") for code in lines):
        raise LineStands(name.vi)
    parent = lines.get(parent_in(new.path, lines))
    clause = new.clause or (parent.clause if parent else None)
    if clause is None:
        raise CapitalNeedsClause
    if not present(Clause.objects.filter(pk=clause.pk, plan=plan), LAST, also=amendment).exists():
        raise NotInThePlan(clause.reference)
    last = PlannedCapital.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    line = PlannedCapital.objects.create(
        plan=plan,
        clause=clause,
        parent=parent,
        position=last + 1,
        code=new.path,
        name=name.vi,
        name_en=name.en,
        amount_dong=new.amount_dong,
        added_by=amendment,
    )
    added = mark(amendment, {"capital": line}, Changed.ADDED, None, new.amount_dong)
    tell(amendment, f"{_ABOUT}: {name.vi}", [added, *sum_up(amendment)], by=by, at=at)
    return line


def sum_up(amendment: Amendment) -> list[PlanChange]:
    """Note for every line above what its parts sum to once the amendment holds; return what changes by that."""
    before = {line.pk: line.amount_dong for line in capital_on(amendment.plan, LAST)}
    lines = capital_on(amendment.plan, LAST, amendment)
    own = written_lines(lines, amendment)
    amounts = {line.pk: line.amount_dong for line in lines if line.pk in own}
    changes = []
    for line in sorted(lines, key=lambda one: one.code.count("/"), reverse=True):  # parts before what they sum to
        if line.pk not in own:
            amounts[line.pk] = sum(amounts[part.pk] for part in lines if part.parent_id == line.pk)
            changes.append(note(amendment, {"capital": line}, Changed.AMOUNT, before[line.pk], amounts[line.pk]))
    return [one for one in changes if one is not None]


def faults_in_capital(amendment: Amendment) -> list[Fault]:
    """Name every line whose parts would not sum to it, to the đồng, with its clause as the place.

    Nothing where the amendment changes no capital.
    """
    if not amendment.changes.filter(capital__isnull=False).exists():
        return []
    lines = capital_on(amendment.plan, LAST, amendment)
    clauses = {f"capital {line.code}": line.clause.reference for line in lines}
    return [replace(fault, place=clauses[fault.place]) for fault in faults_in_sums(_tree(lines, None))]


def _name(new: NewLine, year: int) -> Text | None:
    """Return what a new line is called; None for a source that the year's tree does not have."""
    if not new.code:
        return Text(new.name, new.name)
    path = dict(source_choices(year)).get(new.code)
    if path is None:
        return None
    known = Text(path.vi.rpartition(" › ")[2], path.en.rpartition(" › ")[2])
    return known if new.name in {"", known.vi} else Text(new.name, new.name)


def _tree(lines: list[PlannedCapital], above: int | None) -> tuple[CapitalLine, ...]:
    return tuple(
        CapitalLine(
            line.code,
            line.clause.reference,
            Text(line.name, line.name_en),
            line.amount_dong,
            line.footnote,
            _tree(lines, line.pk),
        )
        for line in lines
        if line.parent_id == above
    )
