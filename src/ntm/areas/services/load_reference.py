from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from ntm.areas.models import Figure, LegalOrder, Parent, Succession, Trait, Unit
from ntm.areas.national_list import national_list
from ntm.areas.reference import legal_orders
from ntm.areas.reference_links import figures, parents, regions, special_traits, successions
from ntm.areas.reference_units import ReferenceUnits
from ntm.areas.services.statistics import count_anew
from ntm.audit.services import record

_BATCH = 2_000


@transaction.atomic
def load_reference(*, at: datetime, by: str, tell: Callable[[str], None] = lambda _: None) -> int:
    """Load the country's units, their parents and changes, regions and figures; return how many units.

    Does nothing, and returns 0, when units are there already: units in use are never replaced.
    """
    if Unit.objects.exists():
        return 0
    folder = settings.REFERENCE_FOLDER
    tell("đơn vị hành chính cả nước · units of the country")
    units = ReferenceUnits(folder, national_list())
    Unit.objects.bulk_create(units.all, batch_size=_BATCH)
    tell("cấp trên, sắp xếp, vùng · parents, changes, regions")
    orders = legal_orders(folder)
    LegalOrder.objects.bulk_create(orders.values())
    Parent.objects.bulk_create(parents(units), batch_size=_BATCH)
    Succession.objects.bulk_create(successions(units, orders), batch_size=_BATCH)
    Trait.objects.bulk_create([*regions(units, folder), *special_traits(units, folder)], batch_size=_BATCH)
    Figure.objects.bulk_create(figures(units, folder), batch_size=_BATCH)
    count_anew()
    record("areas.reference_loaded", subject="reference", by=by, at=at, detail={"units": len(units.all)})
    return len(units.all)
