"""Sample values for every other province, so that the whole country can be looked at.

How many xã hold their level follows the counts that the programme published for 2024; which ones is the seed's
choice and says nothing about the real places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from django.db import transaction

from demo.cast import COMMUNE_ADVANCED, COMMUNE_MODEL, COMMUNE_NTM, DISTRICT_NTM, Gaps, Role, SampleUnit, ordered_gaps
from demo.sample import SEED, readings_of
from demo.store import AT_ONCE, WIPED, in_chunks, row_of
from ntm.accounts.models import Assignment, User
from ntm.accounts.models import Role as Office
from ntm.accounts.services.demo_people import DEMO_PASSWORD, SINCE
from ntm.areas.models import Kind, Tier, Unit
from ntm.areas.selectors import home_province, place_of, tree
from ntm.assessments.models import Reading
from ntm.assessments.services import judge_units
from ntm.audit.models import Entry
from ntm.audit.services import record
from ntm.core.periods import Quarter
from ntm.core.rulebook import Rulebook

LOADED = "country.sample_loaded"
CENTRAL = "central"  # user name of the demo's person at the central coordination office
QUARTERS = tuple(Quarter(2024, number) for number in (3, 4, 2, 1))  # the order in which more of them are filled
# Shares of the country's xã in 2024, as the press reported them: 78 % NTM, 1.860 advanced and 340 model of some 8.177.
HOLD_NTM, HOLD_ADVANCED, HOLD_MODEL = 0.78, 0.23, 0.04


@dataclass(frozen=True, slots=True)
class Filled:
    """How much was made for the country."""

    provinces: int
    units: int
    readings: int
    standings: int


def country_is_loaded() -> bool:
    """Whether the country's sample was put in, and not put away since."""
    newest = Entry.objects.filter(act__in=[LOADED, WIPED]).order_by("-number").first()
    return newest is not None and newest.act == LOADED


def store_country(rulebook: Rulebook, *, quarters: int, by: str, at: datetime, say: Callable[[str], None]) -> Filled:
    """Make and judge sample values of every province but the demo's own, each province in a transaction of its own.

    ``quarters`` is how many of 2024 are filled, the third first. A province that has readings already is passed
    over, so that a run that was stopped goes on where it was.
    """
    chosen = tuple(sorted(QUARTERS[:quarters]))
    day = QUARTERS[0].ends_on
    provinces = [one for one in _provinces(day) if one != home_province(day)]
    units = readings = standings = 0
    for place, province in enumerate(provinces, 1):
        made = _store_province(rulebook, province, chosen)
        units, readings, standings = units + made.units, readings + made.readings, standings + made.standings
        say(f"{place}/{len(provinces)} {province.name}: {made.readings}")
    make_central_person()
    filled = Filled(len(provinces), units, readings, standings)
    detail = {"seed": SEED, "quarters": [one.code for one in chosen], "units": units, "readings": readings}
    record(LOADED, subject="country", by=by, at=at, detail=detail)
    return filled


@transaction.atomic
def make_central_person() -> User:
    """Make the demo's person who reads every province; changes nothing when they exist."""
    person, made = User.objects.get_or_create(username=CENTRAL, defaults={"full_name": "Bùi Thị Trung"})
    if made:
        person.set_password(DEMO_PASSWORD)
        person.save(update_fields=["password"])
    held = set(person.assignments.values_list("unit_id", flat=True))
    missing = [province for province in _provinces(SINCE) if province.pk not in held]
    Assignment.objects.bulk_create(
        Assignment(user=person, role=Office.LEADER, unit=province, valid_from=SINCE) for province in missing
    )
    return person


def _provinces(day: date) -> list[Unit]:
    return list(Unit.objects.on(day).filter(tier=Tier.PROVINCE).order_by("code"))


@transaction.atomic
def _store_province(rulebook: Rulebook, province: Unit, quarters: Sequence[Quarter]) -> Filled:
    day = quarters[0].ends_on
    below = tree(province, day)
    chosen = [one for one in below.values() if one.kind in {Kind.COMMUNE, Kind.RURAL_DISTRICT}]
    periods = [quarter.code for quarter in quarters]
    if not chosen or Reading.objects.filter(unit__in=[one.pk for one in chosen], period__in=periods).exists():
        return Filled(1, 0, 0, 0)
    places = place_of(chosen, day)
    units = [SampleUnit(one.pk, one.code, one.tier, "", places[one.pk], tuple(quarters)) for one in chosen]
    written = 0
    for chunk in in_chunks(map(row_of, readings_of(rulebook, units, _role)), AT_ONCE):
        Reading.objects.bulk_create(chunk)
        written += len(chunk)
    standings = sum(
        judge_units(chosen, quarter, [one.id for one in rulebook.sets_on(quarter.ends_on)]) for quarter in quarters
    )
    return Filled(1, len(units), written, standings)


def _role(unit: SampleUnit, criteria: Mapping[str, Sequence[str]], rng: Random) -> Role:
    """Draw what a unit plays: the same gaps in each of its quarters."""
    drawn = rng.random()
    if unit.tier == Tier.DISTRICT:
        return Role(
            {DISTRICT_NTM: _gaps(criteria[DISTRICT_NTM], 0 if drawn < HOLD_NTM else rng.randint(1, 4), unit, rng)}
        )
    ntm = 0 if drawn < HOLD_NTM else rng.randint(1, 9)
    advanced = 0 if drawn < HOLD_ADVANCED else rng.randint(2, 12)
    model = 0 if drawn < HOLD_MODEL else rng.randint(1, 4)
    missed = {COMMUNE_NTM: ntm, COMMUNE_ADVANCED: advanced, COMMUNE_MODEL: model}
    gaps = {name: _gaps(criteria[name], count, unit, rng) for name, count in missed.items()}
    return Role(gaps, leaves_blanks=bool(ntm))


def _gaps(codes: Sequence[str], count: int, unit: SampleUnit, rng: Random) -> Gaps:
    return Gaps(ordered_gaps(codes, rng), (count,) * len(unit.periods))
