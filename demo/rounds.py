"""The open round of the demo: sample readings as items at different steps, so that work waits for everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import islice

from ntm.accounts.services.demo_people import DISTRICT
from ntm.areas.models import Kind, Tier, Unit
from ntm.areas.selectors import children, descendants, home_province
from ntm.assessments.models import Item, Reached, Reading, Round, RoundKind, Said
from ntm.assessments.services import Due, open_round
from ntm.core.periods import Quarter, Window
from ntm.criteria.selectors import rulebook

QUARTER = Quarter(2024, 3)
DUE = Due(date(2024, 9, 15), date(2024, 10, 5), date(2024, 10, 25), date(2024, 11, 15))
SENT_AT = datetime(2024, 9, 24, 2, tzinfo=UTC)
RETURNED_AT = datetime(2024, 9, 27, 3, tzinfo=UTC)
AT_ONCE = 2_000
# Of the demo's commune: every seventh indicator is not reported yet, and the first three sent came back.
EVERY, RETURNED = 7, 3
BECAUSE = "Chưa có minh chứng kèm theo; đề nghị bổ sung biên bản hoặc ảnh chụp (dữ liệu mẫu)"


def open_sample_round(*, by: str, at: datetime) -> Round:
    """Open the round of the third quarter for every xã, with an item for each sample reading."""
    units = [unit for unit in descendants(home_province(QUARTER.ends_on), QUARTER.ends_on) if unit.kind == Kind.COMMUNE]
    sets = [one.id for one in rulebook().sets_on(QUARTER.ends_on, "commune") if one.confirmed]
    window = Window.of_quarter(QUARTER)
    round_ = open_round(RoundKind.QUARTER, window, sets=sets, units=units, due=DUE, by=by, at=at)
    Round.objects.filter(pk=round_.pk).update(is_sample=True)
    _leave_work_for(demo_commune())
    rows = Reading.objects.of_period(QUARTER.code).current().filter(unit__in=units).order_by("unit_id", "pk")
    items = (_item(round_, reading) for reading in rows.iterator(chunk_size=AT_ONCE))
    while chunk := list(islice(items, AT_ONCE)):
        Item.objects.bulk_create(chunk)
    _return_some(round_, demo_commune())
    return round_


def demo_commune() -> Unit | None:
    """Return the commune of the demo's commune officer, the first of its district."""
    district = Unit.objects.on(QUARTER.ends_on).filter(code=DISTRICT, tier=Tier.DISTRICT).first()
    communes = children(district, QUARTER.ends_on) if district else []
    return next((unit for unit in communes if unit.kind == Kind.COMMUNE), None)


def _leave_work_for(commune: Unit | None) -> None:
    """Take some of the commune's sample readings away, and let the rest be reported, not verified."""
    readings = Reading.objects.of_period(QUARTER.code).filter(unit=commune).order_by("pk")
    Reading.objects.filter(pk__in=[reading.pk for reading in readings[::EVERY]]).delete()
    readings.update(stage=Reached.REPORTED.value)


def _return_some(round_: Round, commune: Unit | None) -> None:
    items = list(Item.objects.filter(round=round_, unit=commune, amount__isnull=False).order_by("pk")[:RETURNED])
    for item in items:
        item.reached, item.returned_from, item.returns = Reached.DRAFT, Reached.REPORTED, 1
        item.returned_because, item.returned_by, item.returned_at = BECAUSE, "district", RETURNED_AT
    Item.objects.bulk_update(
        items, ["reached", "returned_from", "returns", "returned_because", "returned_by", "returned_at"]
    )


def _item(round_: Round, reading: Reading) -> Item:
    verified = reading.stage == Reached.VERIFIED
    return Item(
        round=round_,
        unit_id=reading.unit_id,
        measure=reading.measure,
        reached=reading.stage,
        version=1,
        written_by=reading.entered_by,
        written_at=SENT_AT,
        first_reported_at=SENT_AT,
        reported_by=reading.entered_by,
        verified_by=reading.entered_by if verified else "",
        **{name: value for name, value in Said.of(reading).fields.items() if name != "typed"},
    )
