"""A plan document beside what was understood of it: corrected in place, answered, accepted or dropped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from ntm.accounts.requests import SignedIn
from ntm.areas.models import Tier
from ntm.core.problems import Problem
from ntm.evidence.problems import FileGone, TooLarge
from ntm.plans.access import day_for
from ntm.plans.draft_access import draft_for, draft_to_change, drafts_for, item_to_change, may_change, units_to_plan
from ntm.plans.draft_forms import EMPTY, FIRST_YEAR, FORMS, LAST_YEAR, ItemForm, UploadForm, form_for
from ntm.plans.draft_problems import CorrectedMeanwhile, NoSuchAnswer
from ntm.plans.models import DraftItem, DraftPart, Plan
from ntm.plans.selectors import DraftPage, draft_page
from ntm.plans.services import (
    accept_draft,
    add_item,
    answer_question,
    begin_draft,
    correct_item,
    drop_draft,
    put_back,
    take_item_out,
)
from ntm.ui.clock import now

A_PAGE = 50
LARGEST_MB = 10


@require_safe
def documents(request: SignedIn) -> HttpResponse:
    """The plan documents that the person keeps, and those that became plans."""
    page = Paginator(drafts_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    may_add = units_to_plan(request.user, request.day.year).exists()
    if not may_add and not page.object_list:
        raise Http404
    return render(request, "plans/documents.html", {"page": page, "may_add": may_add})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Take a document, read it, and show what was understood; nothing is a plan before it is accepted."""
    typed = request.POST.get("year", "")
    year = int(typed) if typed.isdigit() and FIRST_YEAR <= int(typed) <= LAST_YEAR else request.day.year
    units = units_to_plan(request.user, year)
    if not units.exists():
        raise Http404
    initial = {"year": year}
    form = UploadForm(request.POST or None, request.FILES or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST_MB * 1024 * 1024:
                raise TooLarge(file.name, LARGEST_MB)
            draft = begin_draft(
                file.read(), file.name, form.chosen, form.cleaned_data["year"], by=request.user.username, at=now()
            )
        except Problem as problem:
            form.add_error("file", problem.said_in(request.LANGUAGE_CODE))
        else:
            return redirect("plans:document", draft.pk)
    return render(request, "plans/new_document.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def document(request: SignedIn, draft_id: int) -> HttpResponse:
    """The text by numbered lines beside what was understood, questions and faults on top."""
    draft = draft_for(request.user, draft_id)
    context = {
        "draft": draft,
        "page": draft_page(draft, request.LANGUAGE_CODE),
        "may_change": draft.is_open and may_change(request.user, draft),
        "parts": [part for part in DraftPart if part.value in EMPTY],
        "plan_url": _address_of(draft.plan) if draft.plan else "",
    }
    return render(request, "plans/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: SignedIn, draft_id: int, item_id: int) -> HttpResponse:
    """One item with its form; saving answers its questions. Alone on a page without script, in its place with it."""
    found = item_to_change(request.user, draft_id, item_id)
    if found.part not in FORMS or not found.draft.is_open:
        raise Http404
    if request.method != "POST":
        if "shown" in request.GET:
            return _shown(request, found)
        return _form(request, found, form_for(found), found.version)
    form = form_for(found, request.POST)
    typed = request.POST.get("seen", "")
    seen = int(typed) if typed.isdecimal() and len(typed) < 19 else 0
    if not form.is_valid():
        return _form(request, found, form, seen)
    try:
        correct_item(found, form.said(), seen=seen, by=request.user.username, at=now(), new_body=form.new_body)
    except CorrectedMeanwhile as problem:
        form.add_error(None, problem.said_in(request.LANGUAGE_CODE))
        return _form(request, found, form, found.version)  # saved again, it is saved over what they have now seen
    return _after(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn, draft_id: int) -> HttpResponse:
    """Add something that was not understood; ``part`` and ``line`` of the address say what and where."""
    draft = draft_to_change(request.user, draft_id)
    if not draft.is_open:
        raise Http404
    part, line = request.GET.get("part", DraftPart.CLAUSE.value), request.GET.get("line", "")
    quoted = {number: text for number, text, _ in draft.lines}
    number = int(line) if line.isdigit() and int(line) in quoted else None
    if part not in EMPTY:
        raise Http404
    start = dict(EMPTY[part])
    for field in ("text", "name", "subject"):
        if field in start and number:
            start[field] = quoted[number].lstrip("-–+• ")[:200]
    empty = DraftItem(draft=draft, part=part, line=number, now=start)
    form = form_for(empty, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {**EMPTY[part], **form.said()}
        made = add_item(draft, part, number, said, by=request.user.username, at=now(), new_body=form.new_body)
        return redirect(f"{reverse('plans:document', args=[draft.pk])}#i-{made.pk}")
    context = {
        "draft": draft,
        "item": empty,
        "form": form,
        "quoted": quoted.get(number or 0, ""),
        "parts": [(one.words, one.value, one.value == part) for one in DraftPart if one.value in EMPTY],
    }
    return render(request, "plans/add_item.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request: SignedIn, draft_id: int, item_id: int) -> HttpResponse:
    """Answer a question of an item by one of its choices, or agree to what was read."""
    found = item_to_change(request.user, draft_id, item_id)
    place, choice = request.POST.get("place", ""), request.POST.get("choice", "")
    if not place.isdigit():
        raise NoSuchAnswer
    said = int(choice) if choice.isdigit() else None
    answer_question(found, int(place), said, by=request.user.username, at=now())
    return _after(request, found, whole=found.part == DraftPart.ASK)


@require_POST
def leave_out(request: SignedIn, draft_id: int, item_id: int) -> HttpResponse:
    """Take an item out of the plan."""
    return _turned(request, draft_id, item_id, take_item_out)


@require_POST
def bring_back(request: SignedIn, draft_id: int, item_id: int) -> HttpResponse:
    """Put an item back that was taken out."""
    return _turned(request, draft_id, item_id, put_back)


@require_POST
def accept(request: SignedIn, draft_id: int) -> HttpResponse:
    """Make the plan; every question and fault that is left is told."""
    draft = draft_to_change(request.user, draft_id)
    plan = accept_draft(draft, by=request.user.username, at=now())
    messages.success(
        request, gettext("The plan is kept. Each clause, target and amount knows its line of the document.")
    )
    return redirect(_address_of(plan))


@require_POST
def drop(request: SignedIn, draft_id: int) -> HttpResponse:
    """Close a draft without a plan."""
    drop_draft(draft_to_change(request.user, draft_id), by=request.user.username, at=now())
    messages.success(
        request, gettext("The reading was dropped. The document and what was corrected stay in the history.")
    )
    return redirect("plans:documents")


@require_safe
def file(request: SignedIn, draft_id: int) -> HttpResponseBase:
    """The document as it came, to be saved and never shown by the browser."""
    draft = draft_for(request.user, draft_id)
    try:
        stream = draft.file.stored.open("rb")
    except FileNotFoundError as error:
        raise FileGone(draft.name) from error
    response = FileResponse(stream, as_attachment=True, filename=draft.name, content_type=draft.file.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _turned(request: SignedIn, draft_id: int, item_id: int, act: Callable[..., DraftItem]) -> HttpResponse:
    found = item_to_change(request.user, draft_id, item_id)
    act(found, by=request.user.username, at=now())
    return _after(request, found)


def _shown(request: SignedIn, found: DraftItem) -> HttpResponse:
    page = draft_page(found.draft, request.LANGUAGE_CODE)
    return render(request, "plans/parts/draft_item.html", _row_context(page, found))


def _form(request: SignedIn, found: DraftItem, form: ItemForm, seen: int) -> HttpResponse:
    """Show the form of an item, opened at a version of it: in place for htmx, else on a page of its own."""
    quoted = next((text for number, text, _ in found.draft.lines if number == found.line), "")
    context = {"draft": found.draft, "item": found, "form": form, "quoted": quoted, "seen": seen}
    if request.htmx:  # type: ignore[attr-defined]
        # Status 200 although something may be wrong: htmx leaves other answers aside, and what was typed has to stay.
        answer = render(request, "plans/parts/draft_form_item.html", context)
        return reswap(retarget(answer, f"#i-{found.pk}"), "outerHTML")
    return render(request, "plans/draft_item.html", context, status=422 if form.errors else 200)


def _after(request: SignedIn, found: DraftItem, *, whole: bool = False) -> HttpResponse:
    """Answer an act on an item: the questions and faults anew, and the item in its place."""
    address = reverse("plans:document", args=[found.draft_id])
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{address}#i-{found.pk}" if found.part != DraftPart.ASK else f"{address}#state")
    if whole:
        return HttpResponseClientRedirect(address)
    page = draft_page(found.draft, request.LANGUAGE_CODE)
    context: dict[str, Any] = {"draft": found.draft, "page": page, "may_change": True, "swapped": True}
    parts = [("plans/parts/draft_state.html", context)]
    if found.part != DraftPart.ASK:
        parts.append(("plans/parts/draft_item.html", {**_row_context(page, found), "swapped": True}))
    return HttpResponse("".join(render_to_string(name, told, request) for name, told in parts))


def _row_context(page: DraftPage, found: DraftItem) -> dict[str, Any]:
    return {"draft": found.draft, "row": page.row(found.pk), "may_change": True}


def _address_of(plan: Plan) -> str:
    """Return where a plan is seen, on the last day of its year on which its unit exists."""
    home = plan.unit.code == settings.HOME_PROVINCE and plan.unit.tier == Tier.PROVINCE
    address = reverse("plans:plan") if home else reverse("plans:shown", args=[plan.pk])
    return f"{address}?day={day_for(plan.unit, date(plan.year, 12, 31))}"
