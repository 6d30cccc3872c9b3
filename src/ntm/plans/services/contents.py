"""Saving what a plan's file says, row by row under its reference, so that nothing that rests on the plan is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ntm.accounts.services import keep_offices
from ntm.core.problems import Fault, Text
from ntm.plans.capital import CapitalLine
from ntm.plans.models import Changed, Clause, Duty, LegalBasis, Plan, PlanChange, PlannedCapital, Target
from ntm.plans.plan_file import ClauseEntry, PlanFile, TargetEntry
from ntm.plans.problems import PlanWouldLose
from ntm.plans.reading import parent_in

TargetKey = tuple[str, str, str]  # clause, tier, level


def save_contents(plan: Plan, read: PlanFile, offices: Mapping[str, Text]) -> int:
    """Make the plan say what the file says; return the number of its clauses.

    A clause, target or line of capital is known again by its reference, (clause, tier, level) or code, and keeps
    what rests on it: records, plans below, amendments. Raises PlanWouldLose, listing each thing that would be lost.
    """
    _refuse_losses(plan, read)
    clauses = _save_clauses(plan, read)
    _save_legal_bases(plan, read)
    _save_targets(plan, read, clauses)
    _save_duties(read, clauses, offices)
    _save_capital(plan, read, clauses)
    _issued_clauses(plan).exclude(reference__in=clauses).delete()
    return len(clauses)


def _refuse_losses(plan: Plan, read: PlanFile) -> None:
    faults = [*_lost_clauses(plan, read), *_lost_targets(plan, read), *_lost_capital(plan, read)]
    if faults:
        raise PlanWouldLose(faults)


def _issued_lines(plan: Plan) -> Any:
    return PlannedCapital.objects.filter(plan=plan, added_by=None)


def _issued_clauses(plan: Plan) -> Any:
    """Return the clauses that the plan had when it was issued; those that amendments brought in stay out of this."""
    return Clause.objects.filter(plan=plan, added_by=None)


def _changed(plan: Plan) -> dict[tuple[str, int], set[str]]:
    """Return which fields amendments change, by what and its id: ``("clause", 7) → {"due_on"}``."""
    found: dict[tuple[str, int], set[str]] = {}
    for row in PlanChange.objects.filter(amendment__plan=plan):
        for what in ("clause", "target", "capital"):
            pk = getattr(row, f"{what}_id")
            if pk:
                found.setdefault((what, pk), set()).add(row.field)
    return found


def _lost_clauses(plan: Plan, read: PlanFile) -> Iterable[Fault]:
    entries = {entry.reference: entry for entry in read.clauses}
    changed = _changed(plan)
    for added in Clause.objects.filter(plan=plan, added_by__isnull=False, reference__in=entries):
        yield _fault(f"clauses {added.reference}", _BROUGHT_IN)
    for clause in _issued_clauses(plan).prefetch_related("records", "served_by", "duties__office"):
        place = f"clauses {clause.reference}"
        fields = changed.get(("clause", clause.pk), set())
        entry = entries.get(clause.reference)
        if entry is None:
            why = _resting_on(clause, fields)
            if why:
                yield _fault(place, why)
        elif rewritten := [name for name in fields if _says(entry, name) != _stands(clause, name)]:
            yield _fault(f"{place}.{rewritten[0]}", _AMENDED)


_BROUGHT_IN = Text("một điều chỉnh đã thêm nội dung này vào", "an amendment brought this in")
_AMENDED = Text("một điều chỉnh đã thay đổi nội dung này", "an amendment changes this")


def _resting_on(clause: Clause, fields: set[str]) -> Text | None:
    """Say what would be lost with a clause; None where nothing rests on it."""
    records, plans = len(clause.records.all()), len(clause.served_by.all())
    if records:
        return Text(f"có {records} kết quả thực hiện", f"{records} records of progress rest on it")
    if plans:
        return Text(f"có {plans} nhiệm vụ cấp dưới gắn với điểm này", f"{plans} clauses of plans below serve it")
    added = (*clause.targets.values_list("added_by", flat=True), *clause.capital.values_list("added_by", flat=True))
    if any(added):
        return Text("một điều chỉnh đã thêm mục tiêu hoặc vốn vào điểm này", "an amendment added to this clause")
    return _AMENDED if fields else None


def _lost_targets(plan: Plan, read: PlanFile) -> Iterable[Fault]:
    changed = _changed(plan)
    entries = {(entry.clause, entry.tier, entry.level): entry for entry in read.targets}
    added = Target.objects.filter(clause__plan=plan, added_by__isnull=False).select_related("clause")
    issued = _targets(plan)  # of these, one that an amendment took out may have come back by another
    for key in ({(row.clause.reference, row.tier, row.level) for row in added} & entries.keys()) - issued.keys():
        yield _fault(f"targets {' '.join(key)}", _BROUGHT_IN)
    for key, target in issued.items():
        entry = entries.get(key)
        fields = changed.get(("target", target.pk))
        if fields and (entry is None or entry.at_least != target.at_least or _renamed(entry, target, fields)):
            yield _fault(f"targets {' '.join(key)}", _AMENDED)


def _renamed(entry: TargetEntry, target: Target, fields: set[str]) -> bool:
    return Changed.NAME in fields and entry.name.vi != target.name


def _lost_capital(plan: Plan, read: PlanFile) -> Iterable[Fault]:
    changed = _changed(plan)
    amounts = {line.code: line.amount_dong for line in _lines(read)}
    added = list(PlannedCapital.objects.filter(plan=plan, added_by__isnull=False))
    divided = {line.parent_id for line in added}
    issued = list(_issued_lines(plan))
    fresh = amounts.keys() - {line.code for line in issued}  # a line that was taken out may have come back
    for line in issued:
        rests = ("capital", line.pk) in changed or line.pk in divided
        if rests and amounts.get(line.code) != line.amount_dong:
            yield _fault(f"capital {line.code}", _AMENDED)
    for line in added:
        if any(code == line.code or code.startswith(f"{line.code}/") for code in fresh):
            yield _fault(f"capital {line.code}", _BROUGHT_IN)


def _fault(place: str, why: Text) -> Fault:
    return Fault(
        place,
        Text(f"Không thể bỏ hay ghi đè: {why.vi}.", f"It cannot be left out or rewritten: {why.en}."),
        Text(
            "Giữ nguyên phần này; muốn thay đổi thì lập một điều chỉnh kế hoạch.",
            "Keep it as it was; to change it, write an amendment.",
        ),
    )


def _says(entry: ClauseEntry, field: str) -> Any:
    """Return what the file says of a field that an amendment may change."""
    if field == Changed.LEAD:
        return sorted(entry.lead)
    if field == Changed.SUPPORT:
        return sorted(entry.support)
    told = getattr(entry, field, None)
    return told.vi if isinstance(told, Text) else told


def _stands(clause: Clause, field: str) -> Any:
    """Return what the plan as issued says of the same field."""
    if field in {Changed.LEAD, Changed.SUPPORT}:
        return sorted(duty.office.code for duty in clause.duties.all() if duty.part == field)
    found = getattr(clause, field, None)
    return found if isinstance(found, str | date) else None


def _save_clauses(plan: Plan, read: PlanFile) -> dict[str, Clause]:
    """Save the clauses of the file; return them by reference."""
    known = {clause.reference: clause for clause in _issued_clauses(plan)}
    for position, entry in enumerate(read.clauses, 1):
        clause = known.get(entry.reference) or Clause(plan=plan, reference=entry.reference)
        clause.position, clause.kind = position, entry.kind
        clause.summary, clause.summary_en = entry.summary.vi, entry.summary.en
        clause.rhythm, clause.due_on = entry.rhythm, entry.due_on
        clause.output, clause.output_en = entry.output.vi, entry.output.en
        clause.line = entry.line
        clause.save()
        known[entry.reference] = clause
    return {entry.reference: known[entry.reference] for entry in read.clauses}


def _save_legal_bases(plan: Plan, read: PlanFile) -> None:
    """Nothing rests on a legal basis, so they are written anew."""
    LegalBasis.objects.filter(plan=plan).delete()
    LegalBasis.objects.bulk_create(
        LegalBasis(
            plan=plan,
            position=position,
            number=basis.number,
            issued_on=basis.issued_on,
            issuer=basis.issuer.vi,
            issuer_en=basis.issuer.en,
            subject=basis.subject.vi,
            subject_en=basis.subject.en,
            line=basis.line,
        )
        for position, basis in enumerate(read.legal_bases, 1)
    )


def _targets(plan: Plan) -> dict[TargetKey, Target]:
    rows = Target.objects.filter(clause__plan=plan, added_by=None).select_related("clause")
    return {(row.clause.reference, row.tier, row.level): row for row in rows}


def _save_targets(plan: Plan, read: PlanFile, clauses: Mapping[str, Clause]) -> None:
    known = _targets(plan)
    kept = {_save_target(entry, position, known, clauses) for position, entry in enumerate(read.targets, 1)}
    Target.objects.filter(pk__in=[row.pk for row in known.values()]).exclude(pk__in=kept).delete()


def _save_target(
    entry: TargetEntry, position: int, known: Mapping[TargetKey, Target], clauses: Mapping[str, Clause]
) -> int:
    row = known.get((entry.clause, entry.tier, entry.level)) or Target(
        clause=clauses[entry.clause], tier=entry.tier, level=entry.level
    )
    row.position, row.at_least, row.is_minimum = position, entry.at_least, entry.is_minimum
    row.name, row.name_en, row.line = entry.name.vi, entry.name.en, entry.line
    row.save()
    return row.pk


def _save_duties(read: PlanFile, clauses: Mapping[str, Clause], offices: Mapping[str, Text]) -> None:
    """Duties of the clauses as the file tells them; nothing rests on a duty, so they are written anew."""
    rows = keep_offices({code: offices[code] for code in read.offices})
    Duty.objects.filter(
        clause__plan__in={clause.plan_id for clause in clauses.values()}, clause__added_by=None
    ).delete()
    Duty.objects.bulk_create(
        Duty(clause=clauses[clause.reference], office=rows[code], part=part)
        for clause in read.clauses
        for part, codes in ((Duty.Part.LEAD, clause.lead), (Duty.Part.SUPPORT, clause.support))
        for code in codes
    )


def _lines(read: PlanFile) -> list[CapitalLine]:
    return [line for root in read.capital for line in root.walk()]


def _save_capital(plan: Plan, read: PlanFile, clauses: Mapping[str, Clause]) -> None:
    known = {line.code: line for line in _issued_lines(plan)}
    saved: dict[str, PlannedCapital] = {}
    for position, line in enumerate(_lines(read), 1):
        row = known.get(line.code) or PlannedCapital(plan=plan, code=line.code)
        row.clause, row.parent = clauses[line.clause], saved.get(parent_in(line.code, saved))
        row.position, row.footnote, row.amount_dong = position, line.footnote, line.amount_dong
        row.name, row.name_en, row.line = line.name.vi, line.name.en, line.line
        row.save()
        saved[line.code] = row
    gone = _issued_lines(plan).exclude(code__in=saved)
    for row in gone.order_by("-position"):  # leaves before the branches that they hang on
        row.delete()
