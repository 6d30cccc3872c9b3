"""The province's plan of 2024 over two districts and four communes, and the people who carry it out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ntm.accounts.models import Assignment, Office, Role, User
from ntm.areas.models import Kind, Unit
from ntm.core.problems import Text
from ntm.plans.models import Clause, Plan
from ntm.plans.services import ClauseWords, PlanHead, add_clause, begin_plan, issue_plan, load_plan
from tests.factories import NOON, make_person, make_province, make_unit

REAL = Path(__file__).parents[1] / "demo" / "thai-nguyen-2024" / "plan.yaml"
AGRICULTURE = "so-nong-nghiep-va-phat-trien-nong-thon"
COORDINATION = "van-phong-dieu-phoi-ntm-tinh"


class AnyOffice(dict):
    """Every office there may be, named by its code."""

    def __contains__(self, code):
        return True

    def __missing__(self, code):
        return Text(code, f"Office {code}")


@dataclass(frozen=True, slots=True)
class SmallPlan:
    plan: Plan
    province: Unit
    phu_luong: Unit
    vo_nhai: Unit
    yen_ninh: Unit  # in Phú Lương
    dan_tien: Unit  # in Võ Nhai
    coordinator: User
    agriculture: User  # of the department
    district: User  # of Phú Lương
    commune: User  # of Yên Ninh

    def clause(self, reference: str) -> Clause:
        return Clause.objects.select_related("plan__unit", "plan__office").get(plan=self.plan, reference=reference)


def small_plan() -> SmallPlan:
    """Load the real plan over a small province."""
    province = make_province()
    phu_luong = make_unit("Phú Lương", Kind.RURAL_DISTRICT, province, code="168")
    vo_nhai = make_unit("Võ Nhai", Kind.RURAL_DISTRICT, province, code="170")
    yen_ninh, dan_tien = make_unit("Yên Ninh", parent=phu_luong), make_unit("Dân Tiến", parent=vo_nhai)
    make_unit("Đình Cả", Kind.TOWNSHIP, vo_nhai)
    plan = load_plan(REAL, offices=AnyOffice(), by="admin", at=NOON)
    return SmallPlan(
        plan,
        province,
        phu_luong,
        vo_nhai,
        yen_ninh,
        dan_tien,
        coordinator=officer("dieu-phoi", Role.COORDINATION_OFFICE, province, COORDINATION),
        agriculture=officer("so-nong-nghiep", Role.DEPARTMENT_OFFICER, province, AGRICULTURE),
        district=make_person("can-bo-huyen", Role.DISTRICT_OFFICER, phu_luong),
        commune=make_person("can-bo-xa", Role.COMMUNE_OFFICER, yen_ninh),
    )


def officer(username: str, role: Role, unit: Unit, code: str) -> User:
    """Make a person who stands for an office."""
    user = make_person(username, role, unit)
    office = Office.objects.get_or_create(code=code, defaults={"name": code, "name_en": code})[0]
    Assignment.objects.filter(user=user).update(office=office)
    return user


def own_plan(
    unit: Unit, serves: Clause, *, office: Office | None = None, issued: bool = True, year: int = 2024
) -> Plan:
    """Make the plan of a unit or office with one clause that serves one above; issued on 29/03/2024 unless a draft."""
    head = PlanHead(title=f"Kế hoạch của {office or unit}", issuer="UBND", signed_by="Chủ tịch")
    plan = begin_plan(unit, year, head, office=office, by="x", at=NOON)
    add_clause(plan, "II.1", "task", ClauseWords(summary="Làm đường"), serves=serves, by="x", at=NOON)
    if issued:
        issue_plan(plan, "12/KH-UBND", NOON.date().replace(month=3, day=29), by="x", at=NOON)
    plan.refresh_from_db()
    return plan
