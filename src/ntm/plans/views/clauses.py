"""One clause: what it asks, how far it has come, whose plans serve it; and the acts on it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors import visible_units
from ntm.areas.selectors import tree
from ntm.core.periods import Quarter
from ntm.evidence.models import Attachment
from ntm.evidence.problems import TooLarge
from ntm.plans.access import clause_to_read, clause_to_write, day_for, doers_of_person, may_write
from ntm.plans.bodies import Doer, Roll
from ntm.plans.forms import ClauseForm, LinkForm, RecordForm
from ntm.plans.forms.fields import accepted
from ntm.plans.models import Clause, Plan, TaskRecord
from ntm.plans.selectors import ClauseOn, clause_coverage, clauses_above, clauses_on, progress_of, task_of
from ntm.plans.selectors.amended import LAST
from ntm.plans.selectors.changes import changes_of_clause
from ntm.plans.selectors.progress import doer_key, doers_of, quarters_asked
from ntm.plans.services import (
    EvidenceFile,
    amend_clause,
    delete_clause,
    drop_by_amendment,
    link_clause,
    record_task,
    rewrite_clause,
)
from ntm.ui.clock import now, today


@require_safe
def clause(request: SignedIn, clause_id: int) -> HttpResponse:
    """Everything about one clause on the day."""
    return _page(request, clause_to_read(request.user, clause_id, request.day))


def _page(request: SignedIn, found: Clause, record_form: RecordForm | None = None) -> HttpResponse:
    """Show a clause; a form that was not right comes back as it was typed."""
    plan, day = found.plan, request.day
    one = _as_it_stands(found, day)
    below = list(tree(plan.unit, day_for(plan.unit, day)).values())
    roll = Roll(below, day)
    progress = progress_of([one], roll, day)[found.pk]
    writes = may_write(request.user, plan, day)
    doers = [] if plan.is_draft or _not_in_force(found) else _may_tell(request, one, roll, writes)
    context = {
        "plan": plan,
        "title": plan.title_words,
        "clause": one.clause,
        "task": task_of(one),
        "progress": progress,
        "records": _records(request, found),
        "coverage": clause_coverage(one, below, day),
        "changes": changes_of_clause(found, day),
        "above": found.serves,
        "may_link": writes and clauses_above(plan, day_for(plan.unit, day)).exists(),
        "writes": writes,
        "open_amendment": plan.amendments.open().first(),
        "record_form": record_form or (_record_form(request, one, doers) if doers else None),
        "most_mb": settings.EVIDENCE_MAX_MB,
    }
    return render(request, "plans/clause.html", context, status=422 if record_form else 200)


@require_POST
def record(request: SignedIn, clause_id: int) -> HttpResponse:
    """Record how far a clause has come, in the name of a body that has it."""
    found = clause_to_read(request.user, clause_id, request.day)
    one = _as_it_stands(found, request.day)
    plan = found.plan
    roll = Roll(tree(plan.unit, day_for(plan.unit, request.day)).values(), request.day)
    doers = _may_tell(request, one, roll, may_write(request.user, plan, request.day))
    if not doers:
        raise Http404
    form = _record_form(request, one, doers)
    if form.is_valid():
        kept = accepted(
            form,
            lambda: record_task(found, form.chosen, form.said(), _files(request), by=request.user.username, at=now()),
        )
        if kept:
            messages.success(request, gettext("The record was kept. It counts from its day; earlier ones stay."))
            return redirect("plans:clause", found.pk)
    return _page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedIn, clause_id: int) -> HttpResponse:
    """Rewrite a clause of a draft, or note in the open amendment what is to change of it."""
    found = clause_to_write(request.user, clause_id, request.day)
    one = _as_it_stands(found, LAST)
    form = ClauseForm(request.POST or None, plan=found.plan, clause=one)
    if request.method == "POST" and form.is_valid():
        write = rewrite_clause if found.plan.is_draft else amend_clause
        if accepted(form, lambda: write(found, form.words(), by=request.user.username, at=now())) is not None:
            return _after_change(request, found.plan, found)
    context = {"plan": found.plan, "clause": one.clause, "form": form, "amends": not found.plan.is_draft}
    return render(request, "plans/clause_form.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: SignedIn, clause_id: int) -> HttpResponse:
    """Delete a clause of a draft, or note in the open amendment that it is dropped."""
    found = clause_to_write(request.user, clause_id, request.day)
    plan = found.plan
    if plan.is_draft:
        delete_clause(found, by=request.user.username, at=now())
        messages.success(request, gettext("The clause was deleted from the draft."))
        return redirect("plans:shown", plan.pk)
    drop_by_amendment(found, by=request.user.username, at=now())
    return _after_change(request, plan, found)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: SignedIn, clause_id: int) -> HttpResponse:
    """Say which clause of the plan above a clause serves."""
    found = clause_to_write(request.user, clause_id, request.day)
    above = list(clauses_above(found.plan, day_for(found.plan.unit, request.day)))
    form = LinkForm(request.POST or None, above=above, clause=found)
    if request.method == "POST" and form.is_valid():
        chosen = next((one for one in above if str(one.pk) == form.cleaned_data["serves"]), None)
        if accepted(form, lambda: link_clause(found, chosen, by=request.user.username, at=now())):
            messages.success(request, gettext("The link to the plan above was kept."))
            return redirect("plans:clause", found.pk)
    context = {"plan": found.plan, "clause": found, "form": form}
    return render(request, "plans/link.html", context, status=422 if form.errors else 200)


def _after_change(request: SignedIn, plan: Plan, found: Clause) -> HttpResponse:
    if plan.is_draft:
        messages.success(request, gettext("The clause was kept."))
        return redirect("plans:clause", found.pk)
    messages.success(request, gettext("The change was noted. It holds from the day on which the amendment is issued."))
    open_one = plan.amendments.open().first()
    return redirect("plans:amendment", open_one.pk) if open_one else redirect("plans:clause", found.pk)


def _as_it_stands(found: Clause, day: date) -> ClauseOn:
    """Return the clause on a day; one that is not in the plan that day is shown as it was written."""
    rows = clauses_on(Clause.objects.filter(pk=found.pk), day)
    if rows:
        rows[0].clause.plan = found.plan
        return rows[0]
    return ClauseOn(found, (), (), amended=False)


def _not_in_force(found: Clause) -> bool:
    return found.added_by is not None and found.added_by.is_open


def _may_tell(request: SignedIn, one: ClauseOn, roll: Roll, writes: bool) -> list[Doer]:
    """Return in whose name the person may record: bodies of their own that have the clause.

    Whoever keeps the plan also records for its offices, as what they send on paper is entered there.
    """
    mine = {doer.key for doer in doers_of_person(request.user, day_for(one.clause.plan.unit, today()))}
    owner_is_theirs = writes and not one.lead and not one.support
    return [
        doer
        for doer, _ in doers_of(one, roll)
        if doer.key in mine or owner_is_theirs or (writes and doer.office is not None)
    ]


def _record_form(request: SignedIn, one: ClauseOn, doers: list[Doer]) -> RecordForm:
    quarters = quarters_asked(one.clause, today())
    initial = {"on": today(), **_first_missing(one, doers, quarters)}
    data = request.POST if request.method == "POST" else None
    return RecordForm(data, doers=doers, quarters=quarters, initial=initial)


def _first_missing(one: ClauseOn, doers: list[Doer], quarters: tuple[Quarter, ...]) -> dict[str, str]:
    """Return the oldest quarter of which somebody has not told, and who: what the form most likely is for."""
    rows = TaskRecord.objects.filter(clause=one.clause.pk) if quarters else ()
    told = {(doer_key(row), row.period) for row in rows}
    missing = ((quarter, doer) for quarter in quarters for doer in doers if (doer.key, quarter.code) not in told)
    return next(({"period": quarter.code, "doer": doer.key} for quarter, doer in missing), {})


def _files(request: SignedIn) -> list[EvidenceFile]:
    """Return the files sent with a record; raise TooLarge before one is read whole."""
    found = []
    for file in request.FILES.getlist("file"):
        if file.size is None or file.size > settings.EVIDENCE_MAX_MB * 1024 * 1024:
            raise TooLarge(file.name or "", settings.EVIDENCE_MAX_MB)
        found.append(EvidenceFile(file.name or "", file.read()))
    return found


def _records(request: SignedIn, found: Clause) -> list[dict[str, object]]:
    """Return every record of a clause up to the day, the newest first, with what may be opened of its evidence."""
    rows = list(
        TaskRecord.objects.filter(clause=found, on__lte=request.day)
        .select_related("office", "unit")
        .order_by("-on", "-pk")
    )
    files: dict[str, list[Attachment]] = {}
    for file in Attachment.objects.current().filter(measure__in=[row.measure for row in rows]).order_by("pk"):
        files.setdefault(file.measure, []).append(file)
    read = set(visible_units(request.user, request.day).values_list("pk", flat=True)) if files else set()
    return [
        {
            "row": row,
            "period": Quarter.parse(row.period).name if row.period else None,
            "doer": Doer(office=row.office, unit=row.unit),
            "files": [(file, file.unit_id in read) for file in files.get(row.measure, [])],
        }
        for row in rows
    ]
