"""A round over the small province: one commune asked for the NTM set, and the people along its path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ntm.accounts.models import Assignment, Office, Role, User
from ntm.areas.models import Kind, Unit
from ntm.assessments.models import Item, Round, RoundKind, Said
from ntm.assessments.services import Change, Due, open_round, send_report, write
from ntm.core.periods import Quarter, Window
from tests.factories import NOON, make_person, make_province, make_unit

NTM = "commune-ntm-2021-2025"
INCOME = f"{NTM}/10"  # appraised by the statistics office
PLAN = f"{NTM}/1.1"  # appraised by the construction department
Q3 = Quarter(2024, 3)


@dataclass(frozen=True, slots=True)
class SmallRound:
    """The round, its units, and a person for each step."""

    round: Round
    province: Unit
    district: Unit
    commune: Unit
    reporter: User
    verifier: User
    appraiser: User  # of the statistics office
    coordinator: User


def small_round(quarter: Quarter = Q3) -> SmallRound:
    """Open a round of the quarter for one commune, on 20/09/2024 at the earliest."""
    province = make_province()
    district = make_unit("Phú Lương", Kind.RURAL_DISTRICT, province, code="168")
    commune = make_unit("Yên Ninh", parent=district)
    reporter = make_person("can-bo-xa", Role.COMMUNE_OFFICER, commune)
    verifier = make_person("can-bo-huyen", Role.DISTRICT_OFFICER, district)
    appraiser = make_officer("can-bo-thong-ke", "cuc-thong-ke-tinh", province)
    coordinator = make_person("dieu-phoi", Role.COORDINATION_OFFICE, province)
    round_ = open_round(
        RoundKind.QUARTER,
        Window.of_quarter(quarter),
        sets=[NTM],
        units=[commune],
        due=Due(date(2024, 9, 15), date(2024, 9, 30), date(2024, 10, 15), date(2024, 10, 31)),
        by="dieu-phoi",
        at=NOON,
    )
    return SmallRound(round_, province, district, commune, reporter, verifier, appraiser, coordinator)


def make_officer(username: str, office: str, province: Unit) -> User:
    """Make a person of a department, which owns criteria in the whole province."""
    user = make_person(username, Role.DEPARTMENT_OFFICER, province)
    row = Office.objects.get_or_create(code=office, defaults={"name": office, "name_en": office})[0]
    Assignment.objects.filter(user=user).update(office=row)
    return user


def enter(small: SmallRound, measure: str, value: int | str | bool) -> Item:
    """Write a draft as the commune's officer, on top of whatever version stands there."""
    said = Said(passed=value) if isinstance(value, bool) else Said(amount=Decimal(value))
    change = Change(small.commune, measure, said, version=None)
    return write(small.round, [change], by=small.reporter.username, at=NOON).saved[0]


def report(small: SmallRound, measure: str = INCOME, value: int | str | bool = 46) -> Item:
    """Write and send one value."""
    enter(small, measure, value)
    return send_report(small.round, small.commune, by=small.reporter.username, at=NOON, measures=[measure])[0]
