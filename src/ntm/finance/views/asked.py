"""Which transfers the address of the journal asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors import visible_units
from ntm.areas.models import Unit
from ntm.core.problems import Text
from ntm.finance.access import unit_shown, work_for
from ntm.finance.models import Act, Transfer, Work
from ntm.finance.selectors import Scope, transfers_behind
from ntm.finance.selectors.capital import FIGURES

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

    @property
    def words(self) -> Text | None:
        return WORDS.get(self.figure)


def asked_of(request: SignedIn) -> Asked:
    """Read the address. A figure narrows to a unit with all below it; without one, every transfer one may read."""
    unit_shown(request.user, "", request.day)  # whoever reads no unit has no journal
    said = {name: request.GET.get(name, "") for name in ("figure", "source", "act", "unit", "work", "carried", "alone")}
    if said["figure"] in FIGURES:
        return _behind(request, said)
    visible = visible_units(request.user, request.day).values("pk")
    found = Transfer.objects.filter(on__lte=request.day)
    found = found.filter(Q(after__unit__in=visible) | Q(before__unit__in=visible))
    if said["source"]:
        found = found.filter(_of("after", said["source"]) | _of("before", said["source"]))
    if said["act"] in Act.values:
        found = found.filter(act=said["act"])
    if said["unit"]:
        found = found.filter(Q(after__unit__code=said["unit"]) | Q(before__unit__code=said["unit"]))
    return Asked(_joined(found.order_by("-on", "-pk")), "", said["source"], said["act"], None, None, "", False)


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
