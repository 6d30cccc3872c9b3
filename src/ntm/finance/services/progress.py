"""Recording how far a work has come, and what was accepted of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from ntm.audit.services import record
from ntm.finance.models import Acceptance, AcceptanceKind, Progress, State, Step, Work
from ntm.finance.problems import BackwardsProgress
from ntm.finance.selectors.works import stages_on
from ntm.finance.services.telling import telling_of_arrears
from ntm.finance.services.work_files import Upload, keep_files
from ntm.finance.work_problems import NoSuchStep

# From which states a person moves a work on by hand; the rest comes from acceptances.
_BY_HAND = {
    State.PREPARING: {State.BUILDING, State.STOPPED},
    State.BUILDING: {State.SUSPENDED, State.STOPPED},
    State.SUSPENDED: {State.BUILDING, State.STOPPED},
    State.STOPPED: {State.BUILDING},
    State.FINISHED: {State.BUILDING},
    State.HANDED_OVER: {State.BUILDING},
}


def states_after(state: State) -> tuple[State, ...]:
    """Return the states into which a person may move a work by hand."""
    return tuple(one for one in State if one in _BY_HAND[state])


@transaction.atomic
def record_progress(  # noqa: PLR0913 - one record is a day, a volume, a value, its paper and photos
    work: Work,
    on: date,
    *,
    percent: int,
    accepted_dong: int | None = None,
    finished: bool = False,
    document: str = "",
    note: str = "",
    files: Sequence[Upload] = (),
    by: str,
    at: datetime,
) -> Progress:
    """Record how far a work had come on a day, perhaps with photos.

    ``accepted_dong`` counts from its beginning; None keeps what was accepted before. Raises BackwardsProgress.
    """
    work = _locked(work)
    with telling_of_arrears(work, on, at):
        kept = _keep(
            work,
            on,
            percent=percent,
            accepted_dong=accepted_dong,
            finished=finished,
            document=document,
            note=note,
            by=by,
            at=at,
        )
    if finished:
        Step.objects.create(work=work, state=State.FINISHED, on=on, document=document, made_by=by, made_at=at)
    photos = keep_files(work, files, progress=kept, by=by, at=at)
    detail = {"work": work.code, "on": on.isoformat(), "percent": percent, "accepted_dong": kept.accepted_dong}
    detail |= {"finished": finished, "files": [one.name for one in photos]}
    record("finance.progress_recorded", subject=work.unit.name, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def accept(  # noqa: PLR0913 - a record of acceptance has a kind, a day, a paper, a volume and a value
    work: Work,
    kind: AcceptanceKind,
    on: date,
    *,
    document: str,
    accepted_dong: int | None = None,
    percent: int = 100,
    by_whom: str = "",
    note: str = "",
    files: Sequence[Upload] = (),
    by: str,
    at: datetime,
) -> Acceptance:
    """Keep a record of acceptance: of a stage, of the whole, or the handover; the last two move the work on.

    ``percent`` and ``accepted_dong`` are those since the beginning; a handover states neither.
    Raises BackwardsProgress or NoSuchStep.
    """
    work = _locked(work)
    before = state_of(work, on)
    progress = None
    if kind is AcceptanceKind.HANDOVER:
        if before is not State.FINISHED:
            raise NoSuchStep(work, before, State.HANDED_OVER)
    else:
        if before in {State.STOPPED, State.HANDED_OVER}:
            raise NoSuchStep(work, before, State.FINISHED)
        whole = kind is AcceptanceKind.COMPLETION
        with telling_of_arrears(work, on, at):
            progress = _keep(
                work,
                on,
                percent=100 if whole else percent,
                accepted_dong=accepted_dong,
                finished=whole,
                document=document,
                note=note,
                by=by,
                at=at,
            )
    kept = Acceptance.objects.create(
        work=work,
        kind=kind,
        on=on,
        document=document,
        by_whom=by_whom,
        progress=progress,
        note=note,
        made_by=by,
        made_at=at,
    )
    if kind is not AcceptanceKind.STAGE:
        state = State.FINISHED if kind is AcceptanceKind.COMPLETION else State.HANDED_OVER
        Step.objects.create(work=work, state=state, on=on, document=document, made_by=by, made_at=at)
    papers = keep_files(work, files, acceptance=kept, by=by, at=at)
    detail = {
        "work": work.code,
        "kind": kind.value,
        "on": on.isoformat(),
        "document": document,
        "accepted_dong": progress.accepted_dong if progress else None,
        "files": [one.name for one in papers],
    }
    record("finance.work_accepted", subject=work.unit.name, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def move_on(work: Work, state: State, on: date, *, reason: str, document: str = "", by: str, at: datetime) -> Step:
    """Let a work enter a state by hand: begin, suspend, resume, stop for good. Raises NoSuchStep."""
    work = _locked(work)
    before = state_of(work, on)
    if state not in _BY_HAND[before]:
        raise NoSuchStep(work, before, state)
    kept = Step.objects.create(work=work, state=state, on=on, reason=reason, document=document, made_by=by, made_at=at)
    detail = {"work": work.code, "before": before.value, "after": state.value, "on": on.isoformat(), "reason": reason}
    record("finance.work_moved_on", subject=work.unit.name, by=by, at=at, detail=detail)
    return kept


def state_of(work: Work, day: date) -> State:
    """Return the state of one work on a day."""
    newest = Progress.objects.filter(work=work, on__lte=day).order_by("-on", "-pk").first()
    return stages_on([work], {work.pk: newest} if newest else {}, day)[work.pk]


def _locked(work: Work) -> Work:
    return Work.objects.select_for_update(of=("self",)).select_related("unit").get(pk=work.pk)


def _keep(work: Work, on: date, *, accepted_dong: int | None, **facts: object) -> Progress:
    before = Progress.objects.filter(work=work, on__lte=on).order_by("-on", "-pk").first()
    already = before.accepted_dong if before else 0
    accepted = already if accepted_dong is None else accepted_dong
    if accepted < already:
        raise BackwardsProgress(work, already)
    made = {"made_by": facts.pop("by"), "made_at": facts.pop("at")}
    return Progress.objects.create(work=work, on=on, accepted_dong=accepted, **facts, **made)
