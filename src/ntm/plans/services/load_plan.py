from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from ntm.accounts.services import keep_offices
from ntm.areas.models import Tier, Unit
from ntm.audit.services import record
from ntm.core.problems import Problem, Text
from ntm.plans.models import Clause, Duty, LegalBasis, Plan, PlannedCapital, Target
from ntm.plans.plan_file import PlanFile, read_plan
from ntm.plans.reading import parent_in


class ProvinceNotLoaded(Problem):
    """The plan names a province that the list of units does not hold in its year."""

    code = "plans/province-not-loaded"

    def __init__(self, code: str, year: int) -> None:
        super().__init__(
            Text(f"Không có tỉnh mã {code} trong năm {year}.", f"There is no province with the code {code} in {year}."),
            Text(
                "Nạp danh mục đơn vị hành chính trước, hoặc sửa plan.province.",
                "Load the administrative units first, or correct plan.province.",
            ),
        )


def load_plan(path: Path, *, offices: Mapping[str, Text], by: str, at: datetime) -> Plan:
    """Read a plan's file and keep it; the same file again changes nothing.

    ``offices`` are the bodies that a duty may name, by code. A changed file replaces what the plan
    said; registrations stay. Raises PlanFaults or ProvinceNotLoaded, and then keeps nothing.
    """
    return keep_plan(read_plan(path, offices=offices), offices=offices, document=path.name, by=by, at=at)


@transaction.atomic
def keep_plan(read: PlanFile, *, offices: Mapping[str, Text], document: str, by: str, at: datetime) -> Plan:
    """Keep a plan that was read from ``document``; one with the same fingerprint changes nothing.

    Raises ProvinceNotLoaded, and then keeps nothing.
    """
    province = _province(read)
    known = Plan.objects.filter(unit=province, year=read.year).first()
    if known and known.fingerprint == read.fingerprint:
        return known
    plan = save_plan(read, province, offices=offices)
    record(
        "plans.plan_changed" if known else "plans.plan_loaded",
        subject=f"{province.name} {read.year}",
        by=by,
        at=at,
        detail={"file": document, "fingerprint": read.fingerprint, "clauses": len(read.clauses)},
    )
    return plan


def save_plan(read: PlanFile, unit: Unit, *, offices: Mapping[str, Text]) -> Plan:
    """Write what was read as the plan of a unit, in place of what stood there; inside the caller's transaction."""
    plan = _save_head(read, unit)
    _forget_contents(plan)
    clauses = _save_clauses(plan, read)
    _save_duties(read, clauses, offices)
    _save_capital(plan, read, clauses)
    return plan


def _province(read: PlanFile) -> Unit:
    day = read.issued_on or date(read.year, 1, 1)
    province = Unit.objects.on(day).filter(tier=Tier.PROVINCE, code=read.province).first()
    if province is None:
        raise ProvinceNotLoaded(read.province, read.year)
    return province


def _save_head(read: PlanFile, province: Unit) -> Plan:
    head = {
        "number": read.number,
        "issued_on": read.issued_on,
        "issuer": read.issuer.vi,
        "issuer_en": read.issuer.en,
        "title": read.title.vi,
        "title_en": read.title.en,
        "signed_by": read.signed_by,
        "source": read.source,
        "recipients": [{"vi": one.vi, "en": one.en} for one in read.recipients],
        "fingerprint": read.fingerprint,
    }
    return Plan.objects.update_or_create(unit=province, year=read.year, defaults=head)[0]


def _forget_contents(plan: Plan) -> None:
    """Delete what an earlier file said, leaves before the branches that protect them."""
    Target.objects.filter(clause__plan=plan).delete()
    Duty.objects.filter(clause__plan=plan).delete()
    for line in PlannedCapital.objects.filter(plan=plan).order_by("-position"):
        line.delete()
    Clause.objects.filter(plan=plan).delete()
    LegalBasis.objects.filter(plan=plan).delete()


def _save_clauses(plan: Plan, read: PlanFile) -> dict[str, Clause]:
    """Keep legal bases, clauses and targets; return the clauses by reference."""
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
    clauses = Clause.objects.bulk_create(
        Clause(
            plan=plan,
            reference=clause.reference,
            position=position,
            kind=clause.kind,
            summary=clause.summary.vi,
            summary_en=clause.summary.en,
            rhythm=clause.rhythm,
            due_on=clause.due_on,
            output=clause.output.vi,
            output_en=clause.output.en,
            line=clause.line,
        )
        for position, clause in enumerate(read.clauses, 1)
    )
    by_reference = {clause.reference: clause for clause in clauses}
    Target.objects.bulk_create(
        Target(
            clause=by_reference[target.clause],
            position=position,
            tier=target.tier,
            level=target.level,
            at_least=target.at_least,
            is_minimum=target.is_minimum,
            name=target.name.vi,
            name_en=target.name.en,
            line=target.line,
        )
        for position, target in enumerate(read.targets, 1)
    )
    return by_reference


def _save_duties(read: PlanFile, clauses: dict[str, Clause], offices: Mapping[str, Text]) -> None:
    rows = keep_offices({code: offices[code] for code in read.offices})
    Duty.objects.bulk_create(
        Duty(clause=clauses[clause.reference], office=rows[code], part=part)
        for clause in read.clauses
        for part, codes in ((Duty.Part.LEAD, clause.lead), (Duty.Part.SUPPORT, clause.support))
        for code in codes
    )


def _save_capital(plan: Plan, read: PlanFile, clauses: dict[str, Clause]) -> None:
    saved: dict[str, PlannedCapital] = {}
    lines = [line for root in read.capital for line in root.walk()]
    for position, line in enumerate(lines, 1):
        saved[line.code] = PlannedCapital.objects.create(
            plan=plan,
            clause=clauses[line.clause],
            parent=saved.get(parent_in(line.code, saved)),
            position=position,
            code=line.code,
            name=line.name.vi,
            name_en=line.name.en,
            amount_dong=line.amount_dong,
            footnote=line.footnote,
            line=line.line,
        )
