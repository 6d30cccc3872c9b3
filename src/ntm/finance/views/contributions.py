"""The register of contributions: what people and enterprises gave, what it counts for, and the rates behind that."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.selectors import children, descendants
from ntm.core.problems import Problem
from ntm.finance.access import contribution_to_keep, unit_shown, units_to_book, units_to_register
from ntm.finance.ledger_forms import GiftForm, RateForm, ValueForm, WithdrawForm
from ntm.finance.models import GivenAs, Giver
from ntm.finance.selectors import contributions_in, given_by_form, rates_for
from ntm.finance.services import register_contribution, set_rate, value_contribution, withdraw_contribution
from ntm.finance.sources import sources_in
from ntm.ui.clock import now

_A_PAGE = 50


@require_safe
def contributions(request: SignedIn) -> HttpResponse:
    """What was given in the year by the day, with sums by form."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    chosen = {name: request.GET.get(name, "") for name in ("form", "giver", "valued")}
    found = contributions_in(unit, request.day, request.day.year, **chosen)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "units": children(unit, request.day),
        "year": request.day.year,
        "page": page,
        "by_form": given_by_form(found),
        "names": {one.code: one.name for one in sources_in(request.day.year)},
        "forms": list(GivenAs),
        "givers": list(Giver),
        **{f"chosen_{name}": value for name, value in chosen.items()},
        "sample": any(one.is_sample for one in page),
        "may_register": units_to_register(request.user, request.day).exists(),
    }
    return render(request, "finance/contributions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Enter what somebody gave."""
    units = units_to_register(request.user, request.day).in_vietnamese_order()
    if not units.exists():
        raise Http404
    only = units.first() if units.count() == 1 else None  # whoever keeps many chooses, so that none is taken by chance
    form = GiftForm(request.POST or None, units=units, initial={"on": request.day, "unit": only})
    problem = None
    if request.method == "POST" and form.is_valid():
        try:
            kept = register_contribution(form.gift(), by=request.user.username, at=now())
        except Problem as refused:
            problem = refused
        else:
            told = gettext("The contribution is registered, and its money booked.")
            if kept.value_dong is None:
                told = gettext("The quantity is registered. It has no value yet: no decision says what it counts for.")
            messages.success(request, told)
            return redirect("finance:contribution", kept.pk)
    context = {"form": form, "problem": problem}
    return render(request, "finance/new_contribution.html", context, status=422 if problem or form.errors else 200)


@require_safe
def contribution(request: SignedIn, contribution_id: int) -> HttpResponse:
    """One contribution: what it counts for and why, and where its money stands."""
    gift, may_keep = contribution_to_keep(request.user, contribution_id, request.day, only_read=True)
    context = {
        "gift": gift,
        "giver": Giver(gift.giver_kind).words,
        "form": GivenAs(gift.form).words,
        "transfers": gift.transfers.select_related("before", "after").order_by("pk"),
        "names": {one.code: one.name for one in sources_in(gift.year)},
        "may_keep": may_keep and gift.withdrawn_on is None,
        "value_form": ValueForm(by_hand=gift.form == GivenAs.KIND),
        "withdraw_form": WithdrawForm(initial={"on": request.day}),
    }
    return render(request, "finance/contribution.html", context)


@require_POST
def value(request: SignedIn, contribution_id: int) -> HttpResponse:
    """Give a contribution the value that a rate or a record sets."""
    gift, _ = contribution_to_keep(request.user, contribution_id, request.day)
    form = ValueForm(request.POST, by_hand=gift.form == GivenAs.KIND)
    if not form.is_valid():
        messages.error(request, gettext("Nothing was changed: fill every field in, and write amounts as 12,5."))
        return redirect("finance:contribution", gift.pk)
    said = form.cleaned_data
    value_contribution(
        gift, value_dong=said.get("value"), basis=said.get("basis", ""), by=request.user.username, at=now()
    )
    messages.success(request, gettext("The contribution has its value, and its money is booked."))
    return redirect("finance:contribution", gift.pk)


@require_POST
def withdraw(request: SignedIn, contribution_id: int) -> HttpResponse:
    """Take a contribution that was entered wrongly out again."""
    gift, _ = contribution_to_keep(request.user, contribution_id, request.day)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Nothing was changed: fill every field in, and write amounts as 12,5."))
        return redirect("finance:contribution", gift.pk)
    said = form.cleaned_data
    withdraw_contribution(gift, said["on"], said["because"], by=request.user.username, at=now())
    messages.success(request, gettext("The contribution is withdrawn; the register keeps it, struck out."))
    return redirect("finance:contribution", gift.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: SignedIn) -> HttpResponse:
    """What labour and land count for, by decision and day; whoever keeps the ledger adds one."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    units = units_to_book(request.user, request.day).in_vietnamese_order()
    may_book = units.exists()
    if request.method == "POST" and not may_book:
        raise Http404
    form = RateForm(request.POST or None, units=units, initial={"valid_from": request.day, "unit": unit})
    problem = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            set_rate(
                said["unit"],
                GivenAs(said["form"]),
                said["valid_from"],
                dong_each=said["each"],
                decision=said["decision"],
                by=request.user.username,
                at=now(),
            )
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, gettext("The rate is kept; contributions from its day on are converted by it."))
            return redirect("finance:rates")
    shown = [unit, *descendants(unit, request.day)]
    context = {
        "unit": unit,
        "rows": rates_for(unit, shown, request.day),
        "form": form if may_book else None,
        "problem": problem,
    }
    return render(request, "finance/rates.html", context, status=422 if problem or form.errors else 200)
