"""The ledger: the tree of sources, the transfers, one account, and moving its money."""

from __future__ import annotations

import io
from collections.abc import Callable

import xlsxwriter
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors import visible_units
from ntm.areas.selectors import children, descendants
from ntm.core.quantities import written_day
from ntm.finance.access import account_to_book, may_book, unit_shown, units_to_book
from ntm.finance.forms import TransferForm
from ntm.finance.models import Account, Act, Transfer
from ntm.finance.selectors import capital_rows, disbursement_by_unit
from ntm.finance.services import Place, Slip, allocate, assign, carry_over, disburse, give_back, settle
from ntm.finance.sources import sources_in
from ntm.ui.cells import harmless
from ntm.ui.clock import now

_A_PAGE = 50


@require_safe
def capital(request: SignedIn) -> HttpResponse:
    """Where the year's money stands on the day, by source and by unit below."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    rows = capital_rows(unit, request.day, request.day.year)
    below = [one.pk for one in descendants(unit, request.day)]
    held = Account.objects.filter(unit__in=[unit.pk, *below], year=request.day.year)
    context = {
        "unit": unit,
        "rows": rows,
        "programme": rows[0] if rows else None,
        "share": f"{rows[0].rate}% {gettext('of what was assigned')}" if rows and rows[0].rate is not None else "",
        "by_unit": disbursement_by_unit(unit, request.day, request.day.year),
        "year": request.day.year,
        "sample": Transfer.objects.filter(after__in=held.values("pk"), is_sample=True).exists(),
        "may_book": may_book(request.user, unit, request.day),
        "units": children(unit, request.day),
    }
    return render(request, "finance/capital.html", context)


@require_safe
def journal(request: SignedIn) -> HttpResponse:
    """Every transfer up to the day that concerns units the person reads, newest first."""
    unit_shown(request.user, "", request.day)  # whoever reads no unit has no journal
    visible = visible_units(request.user, request.day).values("pk")
    found = Transfer.objects.filter(on__lte=request.day).filter(
        Q(after__unit__in=visible) | Q(before__unit__in=visible)
    )
    source, act, unit = (request.GET.get(name, "") for name in ("source", "act", "unit"))
    if source:
        found = found.filter(Q(after__source=source) | Q(after__source__startswith=f"{source}/"))
    if act in Act.values:
        found = found.filter(act=act)
    if unit:
        found = found.filter(Q(after__unit__code=unit) | Q(before__unit__code=unit))
    rows = found.select_related("before__unit", "after__unit", "after__work").order_by("-on", "-pk")
    context = {
        "page": Paginator(rows, _A_PAGE).get_page(request.GET.get("page")),
        "names": {one.code: one.name for one in sources_in(request.day.year)},
        "sources": sources_in(request.day.year),
        "acts": list(Act),
        "source": source,
        "act": act,
        "chosen_unit": unit,
    }
    return render(request, "finance/journal.html", context)


@require_safe
def accounts(request: SignedIn) -> HttpResponse:
    """Accounts with money in them that the person keeps, to move it on."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    below = [one.pk for one in descendants(unit, request.day)]
    found = Account.objects.filter(unit__in=[unit.pk, *below], year=request.day.year, balance_dong__gt=0)
    kept = set(units_to_book(request.user, request.day).values_list("pk", flat=True))
    rows = found.select_related("unit", "work").order_by("source", "stage", "unit__sort_name", "pk")
    context = {
        "unit": unit,
        "page": Paginator(rows, _A_PAGE).get_page(request.GET.get("page")),
        "names": {one.code: one.name for one in sources_in(request.day.year)},
        "kept": kept,
    }
    return render(request, "finance/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedIn, account_id: int) -> HttpResponse:
    """Move money of one account on, or back."""
    account = account_to_book(request.user, account_id, request.day)
    units = units_to_book(request.user, request.day).in_vietnamese_order()
    form = TransferForm(request.POST or None, account=account, units=units, initial={"on": request.day})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        slip = Slip(said["amount"], said["on"], said["document"], said["note"])
        act = Act(said["act"])
        to = said.get("to") or (said["work"].unit if said.get("work") else account.unit)
        transfer = _ACTS[act](account, to, said.get("work"), slip, request.user.username)
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
    """The tree of sources as a workbook, in whole đồng."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Nguồn vốn")
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    sheet.write_string(0, 0, f"Vốn thực hiện Chương trình năm {request.day.year} – {unit.name}", bold)
    sheet.write_string(1, 0, f"Đến ngày {written_day(request.day)}. Đơn vị tính: đồng.")
    heads = ("Nguồn vốn", "Kế hoạch", "Đã phân bổ", "Đã giao", "Đã giải ngân", "Đã quyết toán", "Trong đó kéo dài")
    for place, head in enumerate(heads):
        sheet.write_string(3, place, head, bold)
    for line, row in enumerate(capital_rows(unit, request.day, request.day.year), 4):
        sheet.write_string(line, 0, "   " * row.depth + harmless(row.name.vi))
        amounts = (row.planned, row.allocated, row.assigned, row.disbursed, row.settled, row.carried)
        for place, dong in enumerate(amounts, 1):
            sheet.write_number(line, place, dong, money)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 6, 22)
    sheet.freeze_panes(4, 1)
    book.close()
    response = HttpResponse(
        kept.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="von-{unit.code}-{request.day.year}.xlsx"'
    return response
