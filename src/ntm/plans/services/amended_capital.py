"""Planned capital that an amendment changes: other amounts and new lines, every sum to the đồng."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from ntm.core.problems import Fault, Text
from ntm.finance.selectors import money_of
from ntm.plans.amendment_problems import (
    REDUCE_FIRST,
    CapitalNeedsClause,
    LineAboveIsOut,
    LineHasMoney,
    LineHoldsParts,
    LineStands,
    NotInThePlan,
    line_has_money,
)
from ntm.plans.capital import CapitalLine, faults_in_sums
from ntm.plans.drafting.names import code_of, source_choices
from ntm.plans.models import Amendment, Changed, Clause, Plan, PlanChange, PlannedCapital
from ntm.plans.problems import NotOneToWrite
from ntm.plans.reading import parent_in
from ntm.plans.selectors.amended import LAST, capital_on, present, written_lines
from ntm.plans.services.noting import being_written, forget_lines, mark, note, open_amendment, tell

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
def amend_capital(
    plan: Plan, amounts: Mapping[int, int], *, by: str, at: datetime, dropped: Collection[int] = ()
) -> list[PlanChange]:
    """Note new amounts in whole đồng of the lowest lines (by id), and which lines leave the plan; sums follow.

    A line that all its parts left has no amount until somebody writes one. Raises NotOneToWrite for the amount of a
    line that is the sum of its parts, LineHoldsParts or LineHasMoney for a line that cannot leave, NotInThePlan for
    one that left already.
    """
    amendment = being_written(open_amendment(plan))
    before = {line.pk: line.amount_dong for line in capital_on(plan, LAST)}
    lines = {line.pk: line for line in capital_on(plan, LAST, amendment)}
    own = written_lines(lines.values(), amendment)
    changes: list[PlanChange | None] = []
    if gone := [pk for pk in (*amounts, *dropped) if pk not in lines]:
        raise NotInThePlan(PlannedCapital.objects.get(pk=gone[0], plan=plan).name)
    for pk, dong in amounts.items():
        if pk in dropped:
            continue
        if pk not in own:
            raise NotOneToWrite(lines[pk].name)
        if pk in before:
            changes.append(note(amendment, {"capital": lines[pk]}, Changed.AMOUNT, before[pk], dong))
        elif lines[pk].amount_dong != dong:  # it comes with this amendment: it is simply rewritten
            PlannedCapital.objects.filter(pk=pk).update(amount_dong=dong)
            changes.append(mark(amendment, {"capital": lines[pk]}, Changed.ADDED, None, dong))
    for line in sorted((lines[pk] for pk in dropped), key=lambda one: one.code.count("/"), reverse=True):
        changes += _drop(amendment, line, lines, before)
    noted = [one for one in changes if one is not None] + sum_up(amendment)
    tell(amendment, _ABOUT, noted, by=by, at=at)
    return noted


def keep_line(amendment: Amendment, change: PlanChange) -> None:
    """Let a line of capital stay that the amendment was to take out. Raises LineAboveIsOut, or LineStands."""
    line = change.capital
    assert line is not None  # noqa: S101 - the caller looked
    lines = {one.pk: one for one in capital_on(amendment.plan, LAST, amendment)}
    if line.parent and line.parent_id not in lines:
        raise LineAboveIsOut(line.name, line.parent.name)
    if any(one.code == line.code for one in lines.values()):
        raise LineStands(line.name)
    amendment.changes.filter(pk=change.pk).delete()


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

    So is every line that the amendment takes out although the ledger has got money of its source meanwhile. Nothing
    where the amendment changes no capital.
    """
    changes = list(amendment.changes.filter(capital__isnull=False).select_related("capital__clause"))
    if not changes:
        return []
    dropped = [one.capital for one in changes if one.field == Changed.DROPPED]
    booked = [(line, dong) for line in dropped if line and (dong := _booked(amendment.plan, line))]
    lines = capital_on(amendment.plan, LAST, amendment)
    clauses = {f"capital {line.code}": line.clause.reference for line in lines}
    return [
        *(replace(fault, place=clauses[fault.place]) for fault in faults_in_sums(_tree(lines, None))),
        *(Fault(line.clause.reference, line_has_money(line.name, dong), REDUCE_FIRST) for line, dong in booked),
    ]


def _drop(
    amendment: Amendment, line: PlannedCapital, lines: dict[int, PlannedCapital], before: Mapping[int, int]
) -> list[PlanChange | None]:
    """Take a line out of ``lines``, those of the plan as amended; what stood above it alone has nothing then."""
    if any(one.parent_id == line.pk for one in lines.values()):
        raise LineHoldsParts(line.name)
    if dong := _booked(amendment.plan, line):
        raise LineHasMoney(line.name, dong)
    del lines[line.pk]
    if line.added_by_id == amendment.pk:  # it was to come with this amendment: now it does not
        forget_lines(amendment, [line])
        return []
    amendment.changes.filter(capital=line).delete()
    changes: list[PlanChange | None] = [mark(amendment, {"capital": line}, Changed.DROPPED, before[line.pk], None)]
    above = lines.get(line.parent_id or 0)
    if above and above.pk in before and not any(one.parent_id == above.pk for one in lines.values()):
        changes.append(note(amendment, {"capital": above}, Changed.AMOUNT, before[above.pk], 0))
    return changes


def _booked(plan: Plan, line: PlannedCapital) -> int:
    """Return how many đồng of a line's source the ledger keeps; the ledger knows plans of units only."""
    return 0 if plan.office_id else money_of(plan.unit, plan.year, line.code)


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
