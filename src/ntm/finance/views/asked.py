"""Which transfers the address of the journal asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Sum
from django.http import Http404

from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors import visible_units
from ntm.areas.models import Unit
from ntm.areas.selectors import descendants
from ntm.core.problems import Text
from ntm.finance.access import unit_shown, work_for
from ntm.finance.models import Act, Transfer, Work
from ntm.finance.selectors import Scope, transfers_behind
from ntm.finance.selectors.capital import FIGURES
from ntm.finance.views.span import Span, span_in

WORDS = {
    "planned": Text("Kế hoạch", "Expected"),
    "contributed": Text("Đóng góp đã huy động", "Contributed"),
    "allocated": Text("Đã phân bổ", "Allocated"),
    "assigned": Text("Đã giao", "Assigned"),
    "disbursed": Text("Đã giải ngân", "Disbursed"),
    "settled": Text("Đã quyết toán", "Finally settled"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The transfers with what they were chosen by; ``figure`` names what they are the sum of, or is empty."""

    transfers: QuerySet[Transfer]
    figure: str
    source: str
    act: str
    unit: Unit | None
    work: Work | None
    carried: str
    alone: bool
    span: Span = field(default_factory=Span)

    @property
    def words(self) -> Text | None:
        return WORDS.get(self.figure)

    @property
    def sum_dong(self) -> int | None:
        """Return what the transfers sum to; None where acts are mixed, as one đồng would be counted with each."""
        if not (self.figure or self.act):
            return None
        counted = "signed" if self.figure else "amount_dong"
        return self.transfers.aggregate(sum=Sum(counted, default=0))["sum"]  # type: ignore[no-any-return]


def asked_of(request: SignedIn) -> Asked:
    """Read the address. A figure narrows to what it is the sum of; without one, unit, source, act and days narrow.

    A unit stands for all below it as well. Without one: every transfer that concerns a unit which one may read.
    """
    unit_shown(request.user, "", request.day)  # whoever reads no unit has no journal
    said = {name: request.GET.get(name, "") for name in ("figure", "source", "act", "unit", "work", "carried", "alone")}
    if said["figure"] in FIGURES:
        return _behind(request, said)
    span = span_in(request.GET, request.day)
    unit = unit_shown(request.user, said["unit"], request.day) if said["unit"] else None
    units = _with_below(unit, request) if unit else visible_units(request.user, request.day).values("pk")
    found = Transfer.objects.filter(Q(after__unit__in=units) | Q(before__unit__in=units), on__lte=request.day)
    if said["source"]:
        found = found.filter(_of("after", said["source"]) | _of("before", said["source"]))
    act = said["act"] if said["act"] in Act.values else ""
    if act:
        found = found.filter(act=act)
    if span.since:
        found = found.filter(on__gte=span.since)
    if span.until:
        found = found.filter(on__lte=span.until)
    if span.faults:
        found = found.none()
    return Asked(_joined(found.order_by("-on", "-pk")), "", said["source"], act, unit, None, "", False, span)


def _with_below(unit: Unit, request: SignedIn) -> list[int]:
    return [unit.pk, *(one.pk for one in descendants(unit, request.day))]


def _behind(request: SignedIn, said: dict[str, str]) -> Asked:
    unit = unit_shown(request.user, said["unit"], request.day)
    if said["work"] and not said["work"].isdecimal():
        raise Http404
    work = work_for(request.user, int(said["work"]), request.day) if said["work"] else None
    alone = said["alone"] == "1"
    scope = Scope(unit, request.day, request.day.year, said["source"], said["carried"], work, alone)
    found = transfers_behind(scope, said["figure"])
    if said["act"] in Act.values:
        found = found.filter(act=said["act"])
    return Asked(_joined(found), said["figure"], said["source"], said["act"], unit, work, said["carried"], alone)


def _of(end: str, source: str) -> Q:
    return Q(**{f"{end}__source": source}) | Q(**{f"{end}__source__startswith": f"{source}/"})


def _joined(found: QuerySet[Transfer]) -> QuerySet[Transfer]:
    return found.select_related("before__unit", "before__work", "after__unit", "after__work")
