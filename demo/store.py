"""Between the database and the sample: which units get values, and the rows that keep them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import islice

from django.db import transaction

from demo.cast import SampleUnit
from demo.rounds import open_sample_round
from demo.sample import SEED, Sample, SampleReading, sample
from ntm.areas.models import Kind, Succession, Tier, Unit
from ntm.areas.selectors import home_province, place_of, tree
from ntm.assessments.models import Item, Reading, Round, Standing
from ntm.assessments.services import judge_period
from ntm.audit.models import Entry
from ntm.audit.services import record
from ntm.core.periods import Quarter
from ntm.core.rulebook import NotApplicable, Rulebook
from ntm.plans.models import Plan, Registration
from ntm.plans.services import UnitToRegister, register_units
from ntm.recognition.models import Recognition

QUARTERS = (*(Quarter(2024, number) for number in (1, 2, 3, 4)), Quarter(2025, 4))
ENTERED_BY = "dữ liệu mẫu"
LOADED = "demo.sample_loaded"
WIPED = "demo.sample_wiped"
AT_ONCE = 20_000  # readings made into rows before they are written, so that memory stays small


def is_loaded() -> bool:
    """Whether the newest act of the demo put the sample in, and not away."""
    newest = Entry.objects.filter(act__startswith="demo.").order_by("-number").first()
    return newest is not None and newest.act == LOADED


def sample_units() -> list[SampleUnit]:
    """Return every xã and rural district of the home province with the quarters in which it stood."""
    alive: dict[int, tuple[Unit, str, list[Quarter]]] = {}
    for quarter in QUARTERS:
        units = tree(home_province(quarter.ends_on), quarter.ends_on)
        for unit in units.values():
            if unit.kind in {Kind.COMMUNE, Kind.RURAL_DISTRICT}:
                above = units.get(getattr(unit, "parent_pk", 0))
                district = above.code if above is not None and above.tier == Tier.DISTRICT else ""
                alive.setdefault(unit.pk, (unit, district, []))[2].append(quarter)
    levels: dict[int, set[str]] = {}
    for unit_id, level in Recognition.objects.filter(unit__in=alive).values_list("unit_id", "level"):
        levels.setdefault(unit_id, set()).add(level)
    origins = _origins({pk: unit.code for pk, (unit, _, quarters) in alive.items() if quarters[0] == QUARTERS[0]})
    places = {}
    for quarter in QUARTERS:
        begun = [unit for unit, _, quarters in alive.values() if quarters[0] == quarter]
        places.update(place_of(begun, quarter.ends_on))
    return [
        SampleUnit(
            key=unit.pk,
            code=unit.code,
            tier=unit.tier,
            district=district,
            place=places[unit.pk],
            periods=tuple(quarters),
            recognised=frozenset(levels.get(unit.pk, ())),
            came_from=origins.get(unit.pk, ()),
        )
        for unit, district, quarters in alive.values()
    ]


def _origins(codes: dict[int, str]) -> dict[int, tuple[str, ...]]:
    """Return, for each later unit, the codes of the units (given by id) that it was made of, over every change.

    A unit that joins none of them is absent: in 2025 those of the old Bắc Kạn.
    """
    steps = Succession.objects.filter(effective_on__gt=QUARTERS[0].ends_on, successor__isnull=False)
    found: dict[int, set[str]] = {}
    for before, after in steps.order_by("effective_on").values_list("predecessor_id", "successor_id"):
        found.setdefault(after, set()).update(found.get(before, ()), [codes[before]] if before in codes else [])
    return {pk: tuple(sorted(made_of)) for pk, made_of in found.items() if made_of}


@transaction.atomic
def store_sample(rulebook: Rulebook, plan: Plan, *, by: str, at: datetime, say: Callable[[str], None]) -> Sample:
    """Make the sample and keep it, flagged as such: readings, registrations of the plan's year, an open round."""
    units = sample_units()
    made = sample(rulebook, units)
    written = 0
    for chunk in in_chunks(map(row_of, made.readings), AT_ONCE):
        Reading.objects.bulk_create(chunk)
        written += len(chunk)
        say(f"{written:,} / {len(made.readings):,}".replace(",", "."))
    by_key = Unit.objects.in_bulk([key for key, _ in made.cast.registrations])
    wishes = [UnitToRegister(by_key[key], level) for key, level in made.cast.registrations]
    register_units(plan, wishes, is_sample=True, by=by, at=at)
    open_sample_round(by=by, at=at)
    detail = {"seed": SEED, "units": len(units), "readings": written, "registrations": len(wishes)}
    record(LOADED, subject=f"{plan.unit.name} {plan.year}", by=by, at=at, detail=detail)
    return made


@transaction.atomic
def wipe_sample(*, by: str, at: datetime) -> tuple[int, int]:
    """Delete sample readings, registrations and rounds, and the standings that rest on them; nothing else.

    A sample reading that a real one has set aside stays: it belongs to the real one's story.
    Returns how many readings and registrations were deleted.
    """
    Standing.objects.filter(rests_on_sample=True).delete()
    Item.objects.filter(round__is_sample=True).delete()
    Round.objects.filter(is_sample=True).delete()
    readings = Reading.objects.filter(is_sample=True).exclude(set_aside_by__is_sample=False)
    deleted = readings.count()
    readings.delete()
    registrations = Registration.objects.filter(is_sample=True).delete()[0]
    detail = {"readings": deleted, "registrations": registrations}
    record(WIPED, subject=ENTERED_BY, by=by, at=at, detail=detail)
    return deleted, registrations


def judge_sample() -> Iterator[tuple[Quarter, int]]:
    """Judge every unit that has readings, quarter by quarter; yield how many standings were written."""
    return ((quarter, judge_period(quarter)) for quarter in QUARTERS)


def standings_are_of(rulebook: Rulebook) -> bool:
    """Whether there are standings, and all were judged by the law as it is loaded now."""
    judged = set(Standing.objects.values_list("criteria_set", "law").distinct())
    return bool(judged) and all(rulebook.set(name).fingerprint == law for name, law in judged)


def in_chunks(rows: Iterable[Reading], size: int) -> Iterator[list[Reading]]:
    """Yield the rows in lists of at most ``size``."""
    rest = iter(rows)
    while chunk := list(islice(rest, size)):
        yield chunk


def row_of(reading: SampleReading) -> Reading:
    """Return the row that keeps a sample reading, flagged as such."""
    found = reading.value
    return Reading(
        unit_id=reading.unit,
        measure=reading.measure,
        period=reading.period.code,
        period_ends_on=reading.period.ends_on,
        stage=reading.stage,
        amount=found if isinstance(found, Decimal) else None,
        passed=found if isinstance(found, bool) else None,
        not_applicable_because=found.because if isinstance(found, NotApplicable) else "",
        entered_by=ENTERED_BY,
        entered_at=datetime.combine(reading.period.ends_on, time(2), UTC),
        is_sample=True,
    )
