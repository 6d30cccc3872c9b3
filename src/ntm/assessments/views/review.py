"""Checking what came up: agree with many at once, change some, return others with a reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ntm.accounts.requests import SignedIn
from ntm.areas.models import Unit
from ntm.assessments.access import round_for
from ntm.assessments.forms import said_from
from ntm.assessments.models import Item, Reached, Round
from ntm.assessments.powers import Powers
from ntm.assessments.problems import ReasonNeeded
from ntm.assessments.selectors.queue import Waiting, waiting_for
from ntm.assessments.selectors.sheet import SheetRow, sheets_of
from ntm.assessments.services import Finding, confirm, send_back, take_back
from ntm.core.procedure import Step
from ntm.core.rulebook import Criterion
from ntm.ui.clock import now, today

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One item that waits for the person, with the sheet's row about it."""

    waiting: Waiting
    row: SheetRow

    @property
    def item(self) -> Item:
        return self.waiting.item

    @property
    def needs_a_look(self) -> bool:
        """Whether something about it is unlikely, or a named document is owed."""
        return bool(self.row.doubts or self.row.missing_named)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedIn, round_id: int) -> HttpResponse:
    """What waits for the person in a round, by unit and criterion; decisions come back in one form."""
    round_ = round_for(request.user, round_id)
    powers = Powers(request.user, today(), round_.quarter.ends_on)
    waiting = waiting_for(powers, round_)
    if request.method == "POST":
        return _decide(request, round_, waiting)
    chosen = {name: request.GET.get(name, "") for name in ("unit", "criterion")}
    page = Paginator([one for one in waiting if _is_chosen(one, **chosen)], ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": round_,
        "rows": _rows(round_, list(page)),
        "page": page,
        "total": len(waiting),
        "units": _units(waiting),
        "criteria": _criteria(waiting),
        "done": _done_by(request.user.username, round_),
        **chosen,
    }
    return render(request, "assessments/review.html", context)


@require_POST
def undo(request: SignedIn, round_id: int) -> HttpResponse:
    """Take back one's own last check or return of one unit."""
    round_ = round_for(request.user, round_id)
    items = [item for item in _done_by(request.user.username, round_) if str(item.unit_id) == request.POST.get("unit")]
    if not items:
        raise Http404
    taken = take_back(items, by=request.user.username, at=now())
    done = ngettext("%(number)d decision was taken back.", "%(number)d decisions were taken back.", len(taken))
    messages.success(request, done % {"number": len(taken)})
    return redirect("assessments:review", round_.pk)


def _decide(request: SignedIn, round_: Round, waiting: Sequence[Waiting]) -> HttpResponse:
    """Do what the form says for each item that still waits; nothing is done when one decision is refused."""
    named = [one for one in waiting if f"decision-{one.item.pk}" in request.POST]
    agreed: defaultdict[Step, list[Finding]] = defaultdict(list)
    returned: defaultdict[tuple[Step, str], list[Item]] = defaultdict(list)
    for one in named:
        decision = request.POST[f"decision-{one.item.pk}"]
        note = request.POST.get(f"note-{one.item.pk}", "").strip()
        if decision == "agree":
            agreed[one.step].append(Finding(one.item))
        elif decision == "change":
            typed = {"value": request.POST.get(f"value-{one.item.pk}", ""), "note": note}
            agreed[one.step].append(Finding(one.item, said_from(one.question.indicator, typed)))
        elif decision == "return":
            returned[one.step, note or request.POST.get("reason", "").strip()].append(one.item)
    with transaction.atomic():
        for step, findings in agreed.items():
            confirm(step, findings, by=request.user.username, at=now())
        for (step, because), items in returned.items():
            if not because:
                raise ReasonNeeded
            send_back(step, items, because=because, by=request.user.username, at=now())
    _say_what_was_done(request, sum(map(len, agreed.values())), sum(map(len, returned.values())))
    return redirect(request.get_full_path())


def _say_what_was_done(request: SignedIn, agreed: int, returned: int) -> None:
    said = []
    if agreed:
        said.append(ngettext("%(n)d indicator confirmed.", "%(n)d indicators confirmed.", agreed) % {"n": agreed})
    if returned:
        said.append(ngettext("%(n)d indicator returned.", "%(n)d indicators returned.", returned) % {"n": returned})
    if said:
        messages.success(request, " ".join(said))
    else:
        messages.info(request, gettext("Nothing was decided: choose agree, change or return for a row."))


def _rows(round_: Round, waiting: Sequence[Waiting]) -> list[ReviewRow]:
    units = list({one.item.unit.pk: one.item.unit for one in waiting}.values())
    sheets = sheets_of(round_, units, {one.item.measure for one in waiting})
    rows = {(unit_id, row.measure): row for unit_id, sheet in sheets.items() for row in sheet.rows}
    return [ReviewRow(one, rows[one.item.unit_id, one.item.measure]) for one in waiting]


def _is_chosen(one: Waiting, unit: str, criterion: str) -> bool:
    return unit in {"", str(one.item.unit_id)} and criterion in {"", one.question.criterion.code}


def _units(waiting: Sequence[Waiting]) -> list[tuple[Unit, int]]:
    counts = Counter(one.item.unit_id for one in waiting)
    by_id = {one.item.unit_id: one.item.unit for one in waiting}
    return [(by_id[pk], count) for pk, count in counts.items()]


def _criteria(waiting: Sequence[Waiting]) -> list[tuple[Criterion, int]]:
    counts = Counter(one.question.criterion.code for one in waiting)
    by_code = {one.question.criterion.code: one.question.criterion for one in waiting}
    return [(by_code[code], count) for code, count in counts.items()]


def _done_by(username: str, round_: Round) -> list[Item]:
    """Return the person's own checks and returns that nobody has acted on since."""
    rows = Item.objects.filter(round=round_).select_related("unit", "round").order_by("unit__sort_name", "pk")
    verified = rows.filter(reached=Reached.VERIFIED, verified_by=username)
    appraised = rows.filter(reached=Reached.APPRAISED, appraised_by=username)
    returned = rows.filter(reached=Reached.DRAFT, returned_by=username).exclude(returned_because="")
    untouched = returned.filter(written_at__lte=F("returned_at"))
    return [*verified, *appraised, *untouched]
