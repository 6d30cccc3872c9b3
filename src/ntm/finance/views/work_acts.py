"""What is done with one work: each act a page with its form; what was typed comes back when it is not right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from ntm.accounts.access import province_around
from ntm.accounts.requests import SignedIn
from ntm.core.problems import Problem
from ntm.finance.access import units_to_book, work_to_book, work_to_report
from ntm.finance.models import AcceptanceKind, State, Work
from ntm.finance.selectors.arrears import arrears_of
from ntm.finance.selectors.on_map import pick_map
from ntm.finance.selectors.works import work_rows
from ntm.finance.services import (
    accept,
    add_contract,
    add_files,
    approve,
    correct_work,
    end_maintenance,
    log_maintenance,
    move_on,
    name_sources,
    plan_clearing,
    plan_maintenance,
    record_progress,
    set_approval_aside,
    set_contract_aside,
)
from ntm.finance.services.progress import state_of, states_after
from ntm.finance.views.choices import language, measure_choices, source_choices
from ntm.finance.work_forms import (
    AcceptForm,
    ActForm,
    ApprovalForm,
    ClearingForm,
    ContractForm,
    CorrectForm,
    EndMaintenanceForm,
    FilesForm,
    MaintainedForm,
    MaintenanceForm,
    ProgressForm,
    SourcesForm,
    StateForm,
)
from ntm.ui.clock import now
from ntm.ui.templatetags.ntm import million

_both = require_http_methods(["GET", "HEAD", "POST"])


@_both
def progress(request: SignedIn, work_id: int) -> HttpResponse:
    """Record how far a work has come, with a photo."""
    work = work_to_report(request.user, work_id, request.day)
    initial = {"on": request.day, "percent": work_rows([work], request.day)[0].progress}
    form = ProgressForm(*_given(request), initial=initial)

    def do(said: dict[str, Any]) -> None:
        record_progress(
            work,
            said["on"],
            percent=said["percent"],
            accepted_dong=said["accepted"],
            document=said["document"],
            note=said["note"],
            files=form.uploads("photos"),
            **_by(request),
        )

    titles = (gettext("Record progress"), gettext("Record"), gettext("The progress was recorded."))
    return _act(request, work, form, titles, do, where="progress")


@_both
def correct(request: SignedIn, work_id: int) -> HttpResponse:
    """Correct what is known of a work; what stood there stays readable."""
    work = work_to_book(request.user, work_id, request.day)
    initial = {name: getattr(work, name) for name in ("name", "field", "unit", "begins_on", "ends_on")} | {
        "latitude": _degrees(work.latitude),
        "longitude": _degrees(work.longitude),
        "units": work.units.exclude(pk=work.unit_id),
        "measures": list(work.serves.values_list("measure", flat=True)),
        "seen": work.corrections.count(),
    }
    form = CorrectForm(
        request.POST or None,
        units=units_to_book(request.user, request.day).in_vietnamese_order(),
        measures=_with_own(work, measure_choices(request.day)),
        initial=initial,
    )

    def do(said: dict[str, Any]) -> None:
        correct_work(
            work,
            form.facts(),
            said["measures"],
            said["units"],
            because=said["because"],
            seen=said["seen"],
            **_by(request),
        )

    titles = (gettext("Correct the work"), gettext("Keep the correction"), gettext("The correction is kept."))
    pick = pick_map(province_around(request.user, request.day), work.unit, request.day)
    return _act(request, work, form, titles, do, pick=pick)


@_both
def approval(request: SignedIn, work_id: int) -> HttpResponse:
    """Enter a decision that approved or adjusted the total."""
    work = work_to_book(request.user, work_id, request.day)
    form = ApprovalForm(request.POST or None, sources=source_choices(request.day.year))

    def do(said: dict[str, Any]) -> None:
        approve(
            work,
            on=said["on"],
            decision=said["decision"],
            total_dong=said["total"],
            lines=form.amounts(),
            reason=said["reason"],
            **_by(request),
        )

    titles = (gettext("Enter a decision"), gettext("Keep the decision"), gettext("The decision is kept."))
    return _act(request, work, form, titles, do)


@_both
def sources(request: SignedIn, work_id: int, approval_id: int) -> HttpResponse:
    """Name the sources of a decision that was taken in without them."""
    work = work_to_book(request.user, work_id, request.day)
    found = get_object_or_404(work.approvals.filter(set_aside_at=None, sealed=False), pk=approval_id)
    form = SourcesForm(request.POST or None, sources=source_choices(found.on.year))
    titles = (
        gettext("Name the sources of the decision"),
        gettext("Keep the sources"),
        gettext("The sources are kept."),
    )
    return _act(
        request,
        work,
        form,
        titles,
        lambda _: name_sources(found, form.amounts(), **_by(request)),
        total=found.total_dong,
    )


@require_POST
def approval_aside(request: SignedIn, work_id: int, approval_id: int) -> HttpResponse:
    """Set a decision aside that was typed wrongly."""
    work = work_to_book(request.user, work_id, request.day)
    set_approval_aside(get_object_or_404(work.approvals, pk=approval_id), **_by(request))
    messages.success(request, gettext("The decision counts no longer; it stays in the history."))
    return redirect("finance:work", work.pk)


@_both
def contract(request: SignedIn, work_id: int) -> HttpResponse:
    """Enter a contract."""
    work = work_to_book(request.user, work_id, request.day)
    form = ContractForm(request.POST or None)

    def do(said: dict[str, Any]) -> None:
        facts = {name: said[name] for name in ("contractor", "number", "signed_on", "part")}
        add_contract(work, facts | {"amount_dong": said["amount"]}, **_by(request))

    titles = (gettext("Enter a contract"), gettext("Keep the contract"), gettext("The contract is kept."))
    return _act(request, work, form, titles, do)


@require_POST
def contract_aside(request: SignedIn, work_id: int, contract_id: int) -> HttpResponse:
    """Set a contract aside."""
    work = work_to_book(request.user, work_id, request.day)
    set_contract_aside(get_object_or_404(work.contracts, pk=contract_id), **_by(request))
    messages.success(request, gettext("The contract counts no longer; it stays in the log."))
    return redirect("finance:work", work.pk)


@_both
def state(request: SignedIn, work_id: int) -> HttpResponse:
    """Move a work on: begin, suspend, resume, stop for good."""
    work = work_to_report(request.user, work_id, request.day)
    states = states_after(state_of(work, request.day))
    form = StateForm(request.POST or None, states=states, initial={"on": request.day})

    def do(said: dict[str, Any]) -> None:
        move_on(
            work, State(said["state"]), said["on"], reason=said["reason"], document=said["document"], **_by(request)
        )

    titles = (gettext("Change the state"), gettext("Keep the state"), gettext("The state is kept."))
    return _act(request, work, form, titles, do)


@_both
def acceptance(request: SignedIn, work_id: int) -> HttpResponse:
    """Enter a record of acceptance, with its scan."""
    work = work_to_report(request.user, work_id, request.day)
    form = AcceptForm(*_given(request), initial={"on": request.day})

    def do(said: dict[str, Any]) -> None:
        accept(
            work,
            AcceptanceKind(said["kind"]),
            said["on"],
            document=said["document"],
            accepted_dong=said["accepted"],
            percent=said["percent"] or 0,
            by_whom=said["by_whom"],
            note=said["note"],
            files=form.uploads(),
            **_by(request),
        )

    titles = (gettext("Enter an acceptance"), gettext("Keep the acceptance"), gettext("The acceptance is kept."))
    return _act(request, work, form, titles, do)


@_both
def files(request: SignedIn, work_id: int) -> HttpResponse:
    """Add photos and documents."""
    work = work_to_report(request.user, work_id, request.day)
    form = FilesForm(*_given(request))
    titles = (gettext("Add photos, documents"), gettext("Add them"), gettext("Photos and documents are kept."))
    return _act(
        request,
        work,
        form,
        titles,
        lambda said: add_files(work, form.uploads(), note=said["note"], **_by(request)),
        where="files",
    )


@_both
def clearing(request: SignedIn, work_id: int) -> HttpResponse:
    """Plan how the arrears of a work are paid."""
    work = work_to_book(request.user, work_id, request.day)
    initial = {"year": request.day.year + 1}
    form = ClearingForm(request.POST or None, sources=source_choices(request.day.year), initial=initial)

    def do(said: dict[str, Any]) -> None:
        plan_clearing(work, said["year"], said["source"], said["amount"], on=request.day, **_by(request))

    titles = (
        gettext("Plan how the arrears are paid"),
        gettext("Plan the payment"),
        gettext("The payment of arrears was planned."),
    )
    return _act(request, work, form, titles, do, about=_owed(work, request.day))


def _owed(work: Work, day: date) -> str:
    """Say what a plan to pay arrears has to cover."""
    rows = arrears_of([work], day)
    if not rows:
        return gettext("no arrears on this day")
    amounts = {"owed": million(rows[0].amount_dong), "left": million(rows[0].gap)}
    return gettext("arrears of %(owed)s million đồng, not planned yet: %(left)s") % amounts


@_both
def maintenance(request: SignedIn, work_id: int) -> HttpResponse:
    """Plan what keeps a finished work in use."""
    work = work_to_report(request.user, work_id, request.day)
    form = MaintenanceForm(request.POST or None, sources=source_choices(request.day.year))

    def do(said: dict[str, Any]) -> None:
        plan_maintenance(
            work,
            said["what"],
            first_due_on=said["first_due_on"],
            every_months=said["every_months"],
            responsible=said["responsible"],
            costs=form.amounts(),
            **_by(request),
        )

    titles = (gettext("Plan maintenance"), gettext("Keep the plan"), gettext("The maintenance is planned."))
    return _act(request, work, form, titles, do)


@_both
def maintained(request: SignedIn, work_id: int) -> HttpResponse:
    """Record maintenance that was done, with photos."""
    work = work_to_report(request.user, work_id, request.day)
    jobs = list(work.maintenance.filter(ended_on=None))
    initial = {"on": request.day, "job": request.GET.get("job", "")}
    form = MaintainedForm(*_given(request), jobs=jobs, initial=initial)

    def do(said: dict[str, Any]) -> None:
        job = form.chosen
        log_maintenance(
            work,
            said["what"] or (job.what if job else ""),
            said["on"],
            job=job,
            done_by=said["done_by"],
            cost_dong=said["cost"] or 0,
            note=said["note"],
            files=form.uploads(),
            **_by(request),
        )

    titles = (gettext("Record maintenance"), gettext("Record"), gettext("The maintenance is recorded."))
    return _act(request, work, form, titles, do)


@_both
def maintenance_end(request: SignedIn, work_id: int, job_id: int) -> HttpResponse:
    """End a maintenance job."""
    work = work_to_report(request.user, work_id, request.day)
    job = get_object_or_404(work.maintenance.filter(ended_on=None), pk=job_id)
    form = EndMaintenanceForm(request.POST or None, initial={"on": request.day})
    titles = (gettext("End this maintenance"), gettext("End it"), gettext("The job is no longer asked for."))
    return _act(
        request,
        work,
        form,
        titles,
        lambda said: end_maintenance(job, said["on"], because=said["because"], **_by(request)),
        about=job.what,
    )


def _act(
    request: SignedIn,
    work: Work,
    form: ActForm,
    titles: tuple[str, str, str],
    do: Callable[[dict[str, Any]], object],
    **more: Any,
) -> HttpResponse:
    """Show the form of an act, or do it and go back to the work; ``titles`` are heading, button and success.

    What the service refuses is told on top of the form: nothing that was typed is lost.
    """
    heading, button, success = titles
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.said_in(language()))
        else:
            messages.success(request, success)
            return redirect("finance:work", work.pk)
    context = {"work": work, "form": form, "heading": heading, "button": button, **more}
    return render(request, "finance/act.html", context, status=422 if form.errors else 200)


def _given(request: SignedIn) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _by(request: SignedIn) -> dict[str, Any]:
    return {"by": request.user.username, "at": now()}


def _degrees(value: Any) -> str:
    return "" if value is None else f"{value:.5f}".replace(".", ",")


def _with_own(work: Work, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Offer also what the work lifts under a law that is no longer in force, so that a correction keeps it."""
    known = {measure for measure, _ in choices}
    own = [one for one in work.serves.values_list("measure", flat=True) if one not in known]
    return [*choices, *((one, one) for one in own)]
