"""Taking a work in, and correcting what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.core.quantities import written_day
from ntm.finance.models import Contract, Correction, Serves, State, Step, Work
from ntm.finance.services.approvals import keep_approval
from ntm.finance.work_problems import ChangedMeanwhile

FACTS = ("name", "field", "unit", "begins_on", "ends_on", "latitude", "longitude")
_LONGEST = 2000


@transaction.atomic
def add_work(
    facts: Mapping[str, Any],
    measures: Sequence[str],
    units: Sequence[Unit],
    *,
    lines: Mapping[str, int] | None = None,
    by: str,
    at: datetime,
) -> Work:
    """Take a work in with the measures that it lifts; ``units`` besides its own are served as well.

    ``facts`` are the fields of the work, and with ``approved_dong`` (perhaps ``decision``, ``decided_on``) what was
    approved, ``lines`` by source; ``contractor`` is who builds it. Raises SourcesDoNotSum or UnknownSource.
    """
    own = {name: value for name, value in facts.items() if name not in _BESIDE}
    work = Work.objects.create(**own, made_by=by, made_at=at)
    work.units.set({work.unit, *units})
    Serves.objects.bulk_create(Serves(work=work, measure=measure) for measure in dict.fromkeys(measures))
    Step.objects.create(work=work, state=State.PREPARING, on=_first_day(work, facts, at), made_by=by, made_at=at)
    if facts.get("approved_dong") is not None:
        keep_approval(
            work,
            on=facts.get("decided_on") or work.begins_on or timezone.localtime(at).date(),
            decision=facts.get("decision", ""),
            total_dong=facts["approved_dong"],
            lines=lines,
            by=by,
            at=at,
        )
    if facts.get("contractor"):
        Contract.objects.create(work=work, contractor=facts["contractor"], made_by=by, made_at=at)
    detail = {"work": work.code, "name": work.name, "approved_dong": facts.get("approved_dong")}
    record("finance.work_added", subject=work.unit.name, by=by, at=at, detail=detail)
    return work


_BESIDE = {"approved_dong", "decision", "decided_on", "contractor"}


@transaction.atomic
def correct_work(
    work: Work,
    facts: Mapping[str, Any],
    measures: Sequence[str],
    units: Sequence[Unit],
    *,
    because: str,
    seen: int,
    by: str,
    at: datetime,
) -> tuple[Correction, ...]:
    """Correct the facts of a work; each one that changes leaves what stood there before.

    ``seen`` is how many corrections there were when the person began. Raises ChangedMeanwhile.
    """
    work = Work.objects.select_for_update(of=("self",)).select_related("unit").get(pk=work.pk)
    if work.corrections.count() != seen:
        raise ChangedMeanwhile(work)
    before = said_of(work)
    for name in FACTS:
        setattr(work, name, facts[name])
    work.save(update_fields=list(FACTS))
    work.units.set({work.unit, *units})
    work.serves.exclude(measure__in=measures).delete()
    known = set(work.serves.values_list("measure", flat=True))
    Serves.objects.bulk_create(Serves(work=work, measure=one) for one in dict.fromkeys(measures) if one not in known)
    after = said_of(work)
    changed = [name for name in after if after[name] != before[name]]
    kept = Correction.objects.bulk_create(
        Correction(
            work=work,
            fact=name,
            before=before[name],
            after=after[name],
            because=because,
            made_by=by,
            made_at=at,
        )
        for name in changed
    )
    if changed:
        detail = {"work": work.code, "because": because} | {
            name: {"before": before[name], "after": after[name]} for name in changed
        }
        record("finance.work_corrected", subject=work.unit.name, by=by, at=at, detail=detail)
    return tuple(kept)


def said_of(work: Work) -> dict[str, str]:
    """Return the facts of a work as words, so that what stood there can be read later."""
    words = {name: _said(getattr(work, name)) for name in FACTS}
    words["units"] = _listed(work.units.order_by("sort_name", "code").values_list("name", flat=True))
    words["measures"] = _listed(work.serves.order_by("measure").values_list("measure", flat=True))
    return words


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return written_day(value)
    return f"{value.quantize(Decimal('0.00001')):f}" if isinstance(value, Decimal) else str(value)


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words)[:_LONGEST]


def _first_day(work: Work, facts: Mapping[str, Any], at: datetime) -> date:
    """Return the first day on which the work is known to be prepared."""
    known = [facts.get("decided_on"), work.begins_on, timezone.localtime(at).date()]
    return min(day for day in known if day is not None)
