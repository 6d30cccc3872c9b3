"""Registrations of the year: the list, one with its roadmap, registering, deciding."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.access import province_around
from ntm.accounts.requests import SignedIn
from ntm.accounts.rights import Right
from ntm.accounts.selectors import units_with, visible_units
from ntm.areas.models import Tier, Unit
from ntm.areas.selectors import tree
from ntm.core.problems import Text
from ntm.plans.access import (
    day_for,
    may_write,
    registration_to_decide,
    registration_to_read,
    units_to_plan,
)
from ntm.plans.drafting.names import tier_words
from ntm.plans.forms import ReasonForm, RegistrationForm
from ntm.plans.forms.fields import accepted
from ntm.plans.models import Registration, RegistrationState
from ntm.plans.selectors import doubts_about, plan_for, registrations_on, roadmap_of
from ntm.plans.selectors.registrations import RegistrationOn
from ntm.plans.services import UnitToRegister, confirm, register, send_back, take_out
from ntm.plans.views.plan import no_plan
from ntm.recognition.models import Level
from ntm.ui.clock import now, today

_STANDING = "standing"
_STATES = [
    (_STANDING, Text("Đang tính: chờ hoặc đã xác nhận", "Counts: waiting or confirmed")),
    *((one.value, one.words) for one in RegistrationState),
]
_MAY_SOLVE = (Right.REPORT, Right.VERIFY, Right.MANAGE_ROUNDS)  # as in assessments: who writes solutions


@require_safe
def registrations(request: SignedIn) -> HttpResponse:
    """Who registered for which level in the day's year, of the units that the person reads, perhaps below one."""
    province = province_around(request.user, request.day)
    plan = plan_for(province, request.day.year)
    if plan is None:
        return no_plan(request, province)
    read = set(visible_units(request.user, request.day).values_list("pk", flat=True))
    every = [one for one in registrations_on(plan, request.day) if one.unit.pk in read]
    level, state, unit, tier = (request.GET.get(name, "") for name in ("level", "state", "unit", "tier"))
    areas = _areas(province, request.day, {one.unit.pk for one in every}, unit)
    area = next((one for one in areas if one.unit.code == unit), None)
    if unit and area is None:
        raise Http404
    here = area.units if area else read
    rows = [
        one
        for one in every
        if level in {"", one.level}
        and tier in {"", one.unit.tier}
        and (one.state.stands if state == _STANDING else state in {"", one.state})
        and one.unit.pk in here
    ]
    context = {
        "plan": plan,
        "rows": rows,
        "standing": sum(one.state.stands for one in every),
        "waiting": sum(one.state == RegistrationState.PROPOSED for one in every),
        "sample": any(one.registration.is_sample for one in rows),
        "fields": [
            _filter(
                "unit",
                Text("Địa bàn", "Area"),
                [(one.unit.code, Text(one.unit.name, one.unit.name)) for one in areas],
                unit,
            ),
            _filter("tier", Text("Cấp", "Tier"), [(one, tier_words(one)) for one in _tiers(every)], tier),
            _filter("level", Text("Mức", "Level"), [(one.value, one.words) for one in Level], level),
            _filter("state", Text("Trạng thái", "State"), _STATES, state),
        ],
        "may_register": units_to_plan(request.user, request.day).exists(),
    }
    return render(request, "plans/registrations.html", context)


@dataclass(frozen=True, slots=True)
class _Area:
    """A part of the province by which the list is narrowed, with the ids of its unit and of all below it."""

    unit: Unit
    units: frozenset[int]


def _areas(province: Unit, day: date, registered: set[int], named: str) -> list[_Area]:
    """Return the units directly below the province of which some are registered, and the one that is ``named``."""
    below = tree(province, day)
    ways: dict[int, list[int]] = {}  # each unit, with those above it up to the province
    for pk, one in below.items():  # those above come first
        ways[pk] = [pk, *ways.get(getattr(one, "parent_pk", province.pk), [])]
    inside: dict[int, set[int]] = {}
    for pk, way in ways.items():
        for above in way:
            inside.setdefault(above, set()).add(pk)
    return [
        _Area(one, frozenset(inside[pk]))
        for pk, one in below.items()
        if one.code == named or (len(ways[pk]) == 1 and inside[pk] & registered)
    ]


def _tiers(every: Iterable[RegistrationOn]) -> list[str]:
    there = {one.unit.tier for one in every}
    return [tier for tier in Tier.values if tier in there]


def _filter(name: str, label: Text, choices: list[tuple[str, Text]], chosen: str) -> dict[str, object]:
    return {"name": name, "label": label, "choices": [("", Text("Tất cả", "All")), *choices], "chosen": chosen}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Register a unit for a level; doubts are shown before it is done."""
    plan = plan_for(province_around(request.user, request.day), request.day.year)
    units = units_to_plan(request.user, today()).in_vietnamese_order()
    if plan is None or not units.exists():
        raise Http404
    form = RegistrationForm(request.POST or None, units=units, initial={"unit": request.GET.get("unit", "")})
    doubts: tuple[Text, ...] = ()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        doubts = doubts_about(said["unit"], said["level"], today())
        if doubts and not said["even_so"]:
            form.ask_again()
        else:
            wish = UnitToRegister(said["unit"], said["level"])
            made = accepted(form, lambda: register(plan, wish, note=said["note"], by=request.user.username, at=now()))
            if made:
                messages.success(request, gettext("Registered. The coordination office has it now, to confirm it."))
                return redirect("plans:registration", made.pk)
    context = {"plan": plan, "form": form, "doubts": doubts}
    return render(request, "plans/new_registration.html", context, status=422 if form.errors or doubts else 200)


@require_safe
def registration(request: SignedIn, registration_id: int) -> HttpResponse:
    """One registration: how it stands, and the unit's roadmap to the level on the day."""
    return _page(request, registration_to_read(request.user, registration_id, request.day))


def _page(request: SignedIn, found: Registration, form: ReasonForm | None = None) -> HttpResponse:
    day = day_for(found.unit, request.day)
    steps = list(found.steps.filter(on__lte=request.day).order_by("on", "pk"))
    state = RegistrationState(steps[-1].state) if steps else None
    may_solve = any(units_with(request.user, right, day).filter(pk=found.unit_id).exists() for right in _MAY_SOLVE)
    context = {
        "registration": found,
        "plan": found.plan,
        "level": Level(found.level).words,
        "state": state,
        "steps": [(step, RegistrationState(step.state).words) for step in steps],
        "roadmap": roadmap_of(found.unit, found.level, day),
        "doubts": doubts_about(found.unit, found.level, day),
        "may_decide": bool(state and state.stands) and may_write(request.user, found.plan, request.day),
        "may_solve": may_solve,
        "form": form or ReasonForm(),
    }
    return render(request, "plans/registration.html", context, status=422 if form else 200)


@require_POST
def confirm_it(request: SignedIn, registration_id: int) -> HttpResponse:
    """Agree that a unit is registered."""
    found = registration_to_decide(request.user, registration_id, request.day)
    confirm(found, by=request.user.username, at=now())
    messages.success(request, gettext("The registration is confirmed; the unit was told."))
    return redirect("plans:registration", found.pk)


@require_POST
def return_it(request: SignedIn, registration_id: int) -> HttpResponse:
    """Return a registration with what is to be put right first."""
    done = gettext("The registration was returned; the unit was told why.")
    return _refuse(request, registration_id, send_back, done)


@require_POST
def take_it_out(request: SignedIn, registration_id: int) -> HttpResponse:
    """Take a unit out of those registered."""
    return _refuse(request, registration_id, take_out, gettext("The unit was taken out; it was told why."))


def _refuse(request: SignedIn, registration_id: int, act: Callable[..., Registration], done: str) -> HttpResponse:
    found = registration_to_decide(request.user, registration_id, request.day)
    form = ReasonForm(request.POST)
    if form.is_valid():
        note = form.cleaned_data["note"]
        if accepted(form, lambda: act(found, note=note, by=request.user.username, at=now())):
            messages.success(request, done)
            return redirect("plans:registration", found.pk)
    return _page(request, found, form)
