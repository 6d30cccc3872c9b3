"""The ledger: the tree of sources, the transfers and what they say of a figure, and moving money of an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors import visible_units
from ntm.areas.selectors import children
from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day
from ntm.finance.access import account_to_book, may_book, unit_shown, units_to_book
from ntm.finance.forms import TransferForm
from ntm.finance.models import Account, Act, Stage, Transfer
from ntm.finance.selectors import PlaceRow, Scope, capital_rows, rests_on_sample, source_rows, unit_rows
from ntm.finance.selectors.accounts import units_keeping
from ntm.finance.services import Place, Slip, allocate, assign, carry_over, disburse, give_back, settle
from ntm.finance.sources import leaf_paths, sources_in
from ntm.finance.views.asked import Asked, asked_of
from ntm.finance.views.disbursement import COLUMNS, cells_of
from ntm.finance.views.files import workbook_answer
from ntm.finance.views.filters import Field, act_choice, source_choice, unit_choice
from ntm.finance.workbook import Column, Sheet, office_workbook
from ntm.finance.workbook.office import Cell
from ntm.ui.clock import now

_A_PAGE = 50


@require_safe
def capital(request: SignedIn) -> HttpResponse:
    """Where the year's money stands on the day, by source and by unit below."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    scope = Scope(unit, request.day, request.day.year)
    rows = source_rows(scope)
    context = {
        "unit": unit,
        "rows": rows,
        "programme": rows[0] if rows else None,
        "share": f"{rows[0].rate}% {gettext('of what was assigned')}" if rows and rows[0].rate is not None else "",
        "by_unit": _by_unit(scope),
        "year": request.day.year,
        "sample": rests_on_sample(scope),
        "may_book": may_book(request.user, unit, request.day),
        "units": children(unit, request.day),
    }
    return render(request, "finance/capital.html", context)


def _by_unit(scope: Scope) -> tuple[PlaceRow, ...]:
    """Return what each unit below holds of the programme, and the unit itself; nothing where no unit is below.

    Together they are the programme's line of the tree. What the unit itself holds is left out before any is assigned.
    """
    rows = unit_rows(replace(scope, source="programme", below=scope.units))
    if not any(row.unit for row in rows):
        return ()
    return tuple(row for row in rows if row.unit or row.assigned)


@require_safe
def journal(request: SignedIn) -> HttpResponse:
    """Every transfer up to the day that concerns units the person reads; with a figure, those that it is the sum of."""
    asked = asked_of(request)
    names = {one.code: one.name for one in sources_in(request.day.year)}
    page = Paginator(asked.transfers, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "sample": any(one.is_sample for one in page),
        "names": names,
        "fields": [] if asked.figure else _narrowing(asked, request),
        "asked": asked,
        "source_name": names.get(asked.source),
        "act_words": Act(asked.act).words if asked.act else None,
        "total": asked.sum_dong,
        "may_book": units_to_book(request.user, request.day).exists(),
    }
    return render(request, "finance/journal.html", context)


def _narrowing(asked: Asked, request: SignedIn) -> list[Field]:
    """Offer what may narrow the journal: of the units those that keep an account, of those that one may read."""
    named = (asked.unit,) if asked.unit else ()
    units = units_keeping(Account.objects.all(), visible_units(request.user, request.day), request.day, named)
    return [
        unit_choice(units, asked.unit.code if asked.unit else "", Text("Mọi đơn vị", "All units")),
        source_choice(request.day.year, asked.source),
        act_choice(asked.act),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedIn, account_id: int) -> HttpResponse:
    """Move money of one account on, or back."""
    account = account_to_book(request.user, account_id, request.day)
    units = units_to_book(request.user, request.day).in_vietnamese_order()
    form = TransferForm(request.POST or None, account=account, units=units, initial={"on": request.day})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        exceeds_by = said.get("exceeds_by", "")
        slip = Slip(said["amount"], said["on"], said["document"], said["note"], exceeds_by=exceeds_by)
        act = Act(said["act"])
        to = said.get("to") or (said["work"].unit if said.get("work") else account.unit)
        try:
            transfer = _ACTS[act](account, to, said.get("work"), slip, request.user.username)
        except Problem as refused:
            form.add_error(None, refused.said_in(get_language() or "vi"))
        else:
            messages.success(request, gettext("The transfer is booked; the log keeps who and when."))
            return redirect("finance:move", transfer.before_id or account.pk)
    context = {
        "account": account,
        "form": form,
        "name": next((one.name for one in sources_in(account.year) if one.code == account.source), account.source),
        "transfers": Transfer.objects.filter(Q(before=account) | Q(after=account)).select_related(
            "before__unit", "after__unit"
        ),
    }
    return render(request, "finance/move.html", context, status=422 if form.errors else 200)


def _place(account: Account) -> Place:
    return Place(account.unit, account.source, account.year, account.work, account.budget_year)


_ACTS: dict[Act, Callable[..., Transfer]] = {
    Act.ALLOCATE: lambda account, to, _, slip, by: allocate(_place(account), to, slip, by=by, at=now()),
    Act.ASSIGN: lambda account, to, work, slip, by: assign(_place(account), to, slip, work=work, by=by, at=now()),
    Act.DISBURSE: lambda account, _, __, slip, by: disburse(_place(account), slip, by=by, at=now()),
    Act.SETTLE: lambda account, _, __, slip, by: settle(_place(account), slip, by=by, at=now()),
    Act.GIVE_BACK: lambda account, to, _, slip, by: give_back(account, to, slip, by=by, at=now()),
    Act.CARRY_OVER: lambda account, _, __, slip, by: carry_over(account, slip, by=by, at=now()),
}


@require_safe
def export(request: SignedIn) -> HttpResponse:
    """The tree of sources as a workbook."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    year = request.day.year
    rows = capital_rows(unit, request.day, year)
    sheet = Sheet(
        name="Nguồn vốn",
        title=f"Vốn thực hiện Chương trình năm {year}",
        place=unit.name,
        period=f"Đến ngày {written_day(request.day)}",
        columns=(Column("Nguồn vốn", 48), *COLUMNS),
        rows=[(f"{'   ' * row.depth}{row.name.vi}", *cells_of(row)) for row in rows],
        bold=frozenset(at for at, row in enumerate(rows) if row.depth == 0),
        note="Tín dụng tính riêng, không nằm trong vốn thực hiện Chương trình.",
    )
    return workbook_answer(office_workbook(sheet), f"von-{unit.code}-{year}.xlsx")


@require_safe
def export_journal(request: SignedIn) -> HttpResponse:
    """The transfers of the journal page as a workbook, with their sum; wrong days are told on that page."""
    asked = asked_of(request)
    if asked.span.faults:
        return redirect(f"{reverse('finance:journal')}?{request.GET.urlencode()}")
    paths = {
        code: path.vi for year in (request.day.year, request.day.year + 1) for code, path in leaf_paths(year).items()
    }
    unit = asked.unit or unit_shown(request.user, "", request.day)
    found = list(asked.transfers.order_by("on", "pk"))
    signed = [getattr(one, "signed", one.amount_dong) for one in found]
    heads = ("Ngày", "Nghiệp vụ", "Nguồn vốn", "Từ đơn vị", "Từ bước", "Đến đơn vị", "Đến bước", "Công trình")
    widths = (12, 20, 40, 24, 16, 24, 16, 34)
    sheet = Sheet(
        name="Sổ bút toán",
        title=f"Sổ bút toán vốn Chương trình năm {request.day.year}",
        place=" – ".join([unit.name, *_told(asked, request.day)]),
        period=_period(asked, request.day),
        columns=(
            *(
                Column(name, width, "day" if name == "Ngày" else "text")
                for name, width in zip(heads, widths, strict=True)
            ),
            Column("Số tiền", 20, "money"),
            Column("Chứng từ", 28),
            Column("Ghi chú", 28),
            Column("Người ghi", 16),
        ),
        rows=[_journal_cells(one, dong, paths) for one, dong in zip(found, signed, strict=True)],
        total=("Cộng", *[None] * 7, sum(signed), None, None, None) if found else (),
    )
    return workbook_answer(office_workbook(sheet), f"so-but-toan-{unit.code}-{request.day.year}.xlsx")


def _told(asked: Asked, day: date) -> list[str]:
    """Say in the heading of the workbook what it was narrowed to."""
    names = {one.code: one.name.vi for one in sources_in(day.year)}
    told = [asked.words.vi] if asked.words else []
    told += [f"nguồn: {names.get(asked.source, asked.source)}"] if asked.source else []
    return told + ([f"nghiệp vụ: {Act(asked.act).words.vi}"] if asked.act else [])


def _period(asked: Asked, day: date) -> str:
    until = min(asked.span.until or day, day)
    since = f"Từ ngày {written_day(asked.span.since)} đến" if asked.span.since else "Đến"
    return f"{since} ngày {written_day(until)}"


def _journal_cells(one: Transfer, dong: int, paths: dict[str, str]) -> tuple[Cell, ...]:
    before, after, place = one.before, one.after, one.place
    work = (after and after.work) or (before and before.work)
    return (
        one.on,
        str(Act(one.act).label),
        paths.get(place.source, place.source),
        before.unit.name if before else None,
        str(Stage(before.stage).label) if before else None,
        after.unit.name if after else None,
        str(Stage(after.stage).label) if after else None,
        work.name if work else None,
        dong,
        one.document,
        one.note,
        one.made_by,
    )
