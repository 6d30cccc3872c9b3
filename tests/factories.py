"""Small makers of rows: each asks only for what matters in the test that calls it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from ntm.accounts.models import Assignment, Role, User
from ntm.areas.models import Kind, Parent, Tier, Trait, TraitName, Unit
from ntm.assessments.models import Reading, Stage
from ntm.core.periods import Quarter

BEGINNING = date(2021, 1, 1)
NOON = datetime(2024, 9, 20, 5, tzinfo=UTC)
_numbers = count(90_000)

_TIERS = {
    Kind.PROVINCE: Tier.PROVINCE,
    Kind.CENTRAL_CITY: Tier.PROVINCE,
    Kind.RURAL_DISTRICT: Tier.DISTRICT,
    Kind.PROVINCIAL_CITY: Tier.DISTRICT,
    Kind.TOWN: Tier.DISTRICT,
}


def make_unit(name: str = "Tân Phú", kind: Kind = Kind.COMMUNE, parent: Unit | None = None, **more: Any) -> Unit:
    """Make a unit, under a parent for as long as it exists."""
    begins = more.pop("valid_from", BEGINNING)
    ends = more.pop("valid_until", None)
    unit = Unit.objects.create(
        code=more.pop("code", str(next(_numbers))),
        tier=_TIERS.get(kind, Tier.COMMUNE),
        kind=kind,
        name=f"{kind.label} {name}",
        short_name=name,
        sort_name=more.pop("sort_name", name),
        search_name=name.lower(),
        valid_from=begins,
        valid_until=ends,
        **more,
    )
    if parent:
        Parent.objects.create(unit=unit, parent=parent, valid_from=begins, valid_until=ends)
    return unit


def make_province(name: str = "Thái Nguyên", code: str = "19", region: str = "TDMNPB", **more: Any) -> Unit:
    """Make a province that lies in a region."""
    province = make_unit(name, Kind.PROVINCE, code=code, **more)
    Trait.objects.create(
        unit=province,
        name=TraitName.REGION,
        value=region,
        valid_from=province.valid_from,
        source="test",
        confidence="high",
    )
    return province


def make_reading(unit: Unit, measure: str, value: Decimal | int | str | bool, **more: Any) -> Reading:
    """Record what a unit reported; a bool is đạt or chưa đạt, anything else an amount.

    ``replaces`` is a reading that the new one sets aside.
    """
    period = Quarter.parse(more.pop("period", "2024-Q3"))
    said = {"passed": value} if isinstance(value, bool) else {"amount": Decimal(value)}
    replaced = more.pop("replaces", None)
    older = Reading.objects.filter(pk=replaced and replaced.pk)
    older.update(set_aside_at=NOON)
    reading = Reading.objects.create(
        unit=unit,
        measure=measure,
        period=period.code,
        period_ends_on=period.ends_on,
        stage=more.pop("stage", Stage.REPORTED),
        entered_by=more.pop("entered_by", "can-bo-xa"),
        entered_at=more.pop("entered_at", NOON),
        **said,
        **more,
    )
    older.update(set_aside_by=reading)
    return reading


def make_person(username: str, role: Role, unit: Unit) -> User:
    """Make a person who holds a role in a unit."""
    user = User.objects.create_user(username=username, password="mot mat khau dai")  # noqa: S106
    Assignment.objects.create(user=user, role=role, unit=unit, valid_from=BEGINNING)
    return user
