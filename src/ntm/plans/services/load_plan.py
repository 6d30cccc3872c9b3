from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from ntm.areas.models import Tier, Unit
from ntm.audit.services import record
from ntm.core.problems import Problem, Text
from ntm.plans.models import Plan, PlanState
from ntm.plans.plan_file import PlanFile, read_plan
from ntm.plans.problems import PlanExists
from ntm.plans.services.contents import save_contents


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
    said when it was issued; what rests on it stays: registrations, records, plans below, amendments.
    Raises PlanFaults, PlanWouldLose or ProvinceNotLoaded, and then keeps nothing.
    """
    return keep_plan(read_plan(path, offices=offices), offices=offices, document=path.name, by=by, at=at)


@transaction.atomic
def keep_plan(read: PlanFile, *, offices: Mapping[str, Text], document: str, by: str, at: datetime) -> Plan:
    """Keep a plan that was read from ``document``; one with the same fingerprint changes nothing.

    Raises ProvinceNotLoaded, PlanWouldLose where others rest on what it leaves out, or PlanExists where the
    year's plan was written on a page; then keeps nothing.
    """
    province = _province(read)
    known = Plan.objects.of_units().filter(unit=province, year=read.year).first()
    if known and known.fingerprint == read.fingerprint:
        return known
    if known and not known.fingerprint and known.clauses.exists():
        raise PlanExists(Text(province.name, province.name), read.year)  # somebody wrote it on a page
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
    """Write what was read as the issued plan of a unit; inside the caller's transaction. Raises PlanWouldLose."""
    plan = _save_head(read, unit)
    save_contents(plan, read, offices)
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
        "state": PlanState.ISSUED,
    }
    return Plan.objects.update_or_create(unit=province, office=None, year=read.year, defaults=head)[0]
