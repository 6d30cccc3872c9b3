"""One unit's sheet: entry by the unit itself, the same page to read for everybody above."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.models import Unit
from ntm.assessments.access import round_for, unit_in
from ntm.assessments.forms import said_from
from ntm.assessments.models import Item, Reached, Round, Said
from ntm.assessments.powers import Powers, handling_of, next_handling
from ntm.assessments.problems import NotAsked
from ntm.assessments.selectors.asked import questions_for
from ntm.assessments.selectors.sheet import sheet_of
from ntm.assessments.services import Change, send_report, take_back, write
from ntm.assessments.templatetags.sheet import typed
from ntm.core.problems import Problem, Text
from ntm.core.procedure import Handling, Step
from ntm.ui.clock import now, today

_MOST_CHANGES = 500


class UnreadableChanges(Problem):
    """The page sent something that is no list of changes."""

    code = "assessments/unreadable-changes"

    def __init__(self) -> None:
        super().__init__(
            Text("Trình duyệt gửi dữ liệu không đọc được.", "The browser sent something that cannot be read."),
            Text("Hãy tải lại trang; số đã gõ vẫn còn trên máy này.", "Load the page again; what was typed is kept."),
        )


@require_safe
def sheet(request: SignedIn, round_id: int, unit_id: int) -> HttpResponse:
    """What is asked, what was said last time, what is being said, and the verdict on it."""
    round_ = round_for(request.user, round_id)
    unit = unit_in(request.user, round_, unit_id)
    found = sheet_of(round_, unit)
    may_write = may_report(request, round_, unit)
    context = {
        "sheet": found,
        "unit": unit,
        "round": round_,
        "may_write": may_write,
        "may_take_back": may_write and any(row.reached == Reached.REPORTED for row in found.sent),
        "next": next_handling(unit, Step.REPORT, today()),
        "today": today(),
        "set_id": round_.sets[0],
    }
    return render(request, "assessments/sheet.html", context)


@require_POST
def save(request: SignedIn, round_id: int, unit_id: int) -> JsonResponse:
    """Keep what was typed. Takes ``{"changes": [{measure, version, value, because, note, part, whole}]}``.

    Answers with each row's new version and state; for a row that somebody else wrote in between, with theirs.
    """
    round_, unit = own_sheet(request, round_id, unit_id)
    asked = _changes(_body(request))
    before = sheet_of(round_, unit, [one["measure"] for one in asked])
    rows = {row.measure: row for row in before.rows}
    changes = []
    for one in asked:
        if one["measure"] not in rows:
            raise NotAsked(str(one["measure"]), unit.name)
        said = said_from(rows[one["measure"]].question.indicator, one)
        changes.append(Change(unit, one["measure"], said, int(one.get("version", 0))))
    written = write(round_, changes, by=request.user.username, at=now())
    states = {
        row.measure: {"version": row.version, "state": render_to_string("assessments/parts/state.html", {"row": row})}
        for row in sheet_of(round_, unit, rows).rows
    }
    theirs = {change.measure: _theirs(item) for change, item in written.conflicts}
    return JsonResponse({"rows": states, "conflicts": theirs, "counts": counts_of(round_, unit)})


@require_POST
def send(request: SignedIn, round_id: int, unit_id: int) -> HttpResponse:
    """Send every draft up."""
    round_, unit = own_sheet(request, round_id, unit_id)
    sent = send_report(round_, unit, by=request.user.username, at=now())
    handling = next_handling(unit, Step.REPORT, today())
    done = ngettext("%(number)d indicator was sent.", "%(number)d indicators were sent.", len(sent))
    messages.success(request, done % {"number": len(sent)} + " " + _who_has_it(handling))
    return redirect("assessments:sheet", round_.pk, unit.pk)


@require_POST
def unsend(request: SignedIn, round_id: int, unit_id: int) -> HttpResponse:
    """Take back what was sent and nobody above has looked at yet; all of it, or the measures named."""
    round_, unit = own_sheet(request, round_id, unit_id)
    items = Item.objects.filter(round=round_, unit=unit, reached=Reached.REPORTED)
    if request.POST.get("measure"):
        items = items.filter(measure=request.POST["measure"])
    if items:
        taken = take_back(list(items), by=request.user.username, at=now())
        done = ngettext("%(number)d indicator is open again.", "%(number)d indicators are open again.", len(taken))
        messages.success(request, done % {"number": len(taken)})
    return redirect("assessments:sheet", round_.pk, unit.pk)


def may_report(request: SignedIn, round_: Round, unit: Unit) -> bool:
    """Say whether the sheet is the person's own to fill today, in a round that is open."""
    powers = Powers(request.user, today(), round_.quarter.ends_on)
    is_open = round_.closed_at is None and round_.opens_on <= today()
    return is_open and powers.handles(handling_of(unit, Step.REPORT, today()), unit)


def counts_of(round_: Round, unit: Unit) -> dict[str, int]:
    """Return the figures that the page keeps in view; two short queries, as every saved value asks for them."""
    items = Item.objects.filter(round=round_, unit=unit)
    sent = items.exclude(reached=Reached.DRAFT).count()
    blank = Q(amount=None, passed=None, not_applicable_because="", typed="")
    ready = items.filter(reached=Reached.DRAFT).exclude(blank).count()
    asked = len(questions_for(round_, [unit])[unit.pk])
    return {"ready": ready, "empty": asked - ready - sent, "sent": sent}


def own_sheet(request: SignedIn, round_id: int, unit_id: int) -> tuple[Round, Unit]:
    """Return the round and unit if the person may report there; otherwise answer 404, telling nothing."""
    round_ = round_for(request.user, round_id)
    unit = unit_in(request.user, round_, unit_id)
    if not Powers(request.user, today(), round_.quarter.ends_on).handles(handling_of(unit, Step.REPORT, today()), unit):
        raise Http404
    return round_, unit


def _body(request: SignedIn) -> bytes:
    """Return what was sent; a form has been read by then, and is not what a sheet sends."""
    try:
        return request.body
    except RawPostDataException as error:
        raise UnreadableChanges from error


def _changes(body: bytes) -> list[dict[str, Any]]:
    try:
        changes = json.loads(body)["changes"]
        sound = all(isinstance(one, dict) and isinstance(one["measure"], str) for one in changes)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableChanges from error
    if not sound or len(changes) > _MOST_CHANGES or rb"\u0000" in body.lower():
        raise UnreadableChanges
    return [{name: value if name == "version" else str(value or "") for name, value in one.items()} for one in changes]


def _theirs(item: Item) -> Mapping[str, Any]:
    return {"version": item.version, "by": item.written_by, "value": typed(Said.of(item))}


def _who_has_it(handling: Handling | None) -> str:
    if handling is None:
        return ""
    return gettext("It is with %(office)s now.") % {"office": handling.office.said_in(get_language() or "vi")}
