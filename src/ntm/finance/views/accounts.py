"""Accounts: where the money is, narrowed by source, stage and unit, with what is shown summed to the đồng."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors import visible_units
from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.finance.access import unit_shown, units_to_book
from ntm.finance.models import Account, Stage
from ntm.finance.selectors import Scope, rests_on_sample
from ntm.finance.selectors.accounts import accounts_in, balances_of, sum_of, units_keeping
from ntm.finance.sources import leaf_paths, sources_in
from ntm.finance.views.files import workbook_answer
from ntm.finance.views.filters import Field, choice, source_choice, unit_choice
from ntm.finance.workbook import Column, Sheet, office_workbook

_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; ``stage`` is empty for every stage."""

    scope: Scope
    stage: str

    @property
    def accounts(self) -> QuerySet[Account]:
        return accounts_in(self.scope, self.stage)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.scope.source or self.stage)


@require_safe
def accounts(request: SignedIn) -> HttpResponse:
    """Accounts with money in them, to move it on where the person keeps them."""
    asked = _asked(request)
    balances = balances_of(asked.accounts)
    context = {
        "unit": asked.scope.unit,
        "asked": asked,
        "fields": _fields(asked, request),
        "page": Paginator(asked.accounts, _A_PAGE).get_page(request.GET.get("page")),
        "balances": balances,
        "total": sum_of(balances),
        "names": {one.code: one.name for one in sources_in(asked.scope.year)},
        "kept": set(units_to_book(request.user, request.day).values_list("pk", flat=True)),
        "sample": rests_on_sample(asked.scope),
    }
    return render(request, "finance/accounts.html", context)


@require_safe
def export(request: SignedIn) -> HttpResponse:
    """What each account of the page holds, as a workbook, with the sums."""
    asked = _asked(request)
    unit, year = asked.scope.unit, asked.scope.year
    paths = {code: path.vi for code, path in leaf_paths(year).items()}
    found = list(asked.accounts)
    sheet = Sheet(
        name="Số dư",
        title=f"Số dư các tài khoản vốn Chương trình năm {year}",
        place=" – ".join([unit.name, *_told(asked)]),
        period=f"Theo mọi bút toán đã ghi; danh mục đơn vị ngày {written_day(request.day)}",
        columns=(
            Column("Nguồn vốn", 44),
            Column("Vốn của năm", 12, "count"),
            Column("Bước", 18),
            Column("Đơn vị", 28),
            Column("Công trình", 40),
            Column("Số dư", 20, "money"),
        ),
        rows=[
            (
                paths.get(one.source, one.source),
                one.budget_year,
                str(Stage(one.stage).label),
                one.unit.name,
                one.work.name if one.work else None,
                one.balance_dong,
            )
            for one in found
        ],
        total=("Cộng, kể cả tín dụng", None, None, None, None, sum(one.balance_dong for one in found)) if found else (),
    )
    return workbook_answer(office_workbook(sheet), f"so-du-{unit.code}-{year}.xlsx")


def _asked(request: SignedIn) -> Asked:
    """Read the address; a source or stage that nobody knows narrows nothing."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    year = request.day.year
    source, stage = request.GET.get("source", ""), request.GET.get("stage", "")
    known = {one.code for one in sources_in(year)}
    scope = Scope(unit, request.day, year, source if source in known else "")
    return Asked(scope, stage if stage in Stage.values else "")


def _fields(asked: Asked, request: SignedIn) -> list[Field]:
    """Offer what may narrow the list: of the units those that hold money this year, of those that one may read."""
    day, unit = request.day, asked.scope.unit
    top = unit_shown(request.user, "", day)
    holding = Account.objects.filter(year=asked.scope.year, balance_dong__gt=0)
    units = units_keeping(holding, visible_units(request.user, day), day, (top, unit))
    stages = [("", Text("Mọi bước", "All stages")), *((one.value, one.words) for one in Stage)]
    return [
        unit_choice(units, unit.code),
        source_choice(asked.scope.year, asked.scope.source),
        choice("stage", Text("Bước", "Stage"), stages, asked.stage),
    ]


def _told(asked: Asked) -> list[str]:
    """Say in the heading of a workbook what it was narrowed to."""
    names = {one.code: one.name.vi for one in sources_in(asked.scope.year)}
    source = [f"nguồn: {names[asked.scope.source]}"] if asked.scope.source else []
    return source + ([f"bước: {Stage(asked.stage).words.vi}"] if asked.stage else [])
