"""The demo's people: one for each role, all with the same password that everybody may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ntm.accounts.models import Assignment, Office, Role, User
from ntm.areas.models import Parent, Tier, Unit
from ntm.core.problems import Problem, Text

DEMO_PASSWORD = "nong-thon-moi"  # noqa: S105  (a password for everybody who tries the demo)
# The day on which the plan's units are looked up, and the first day of the assignments.
ON = date(2024, 9, 30)
SINCE = date(2024, 1, 1)
PROVINCE, DISTRICT = "19", "168"  # Thái Nguyên, huyện Phú Lương


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A made-up person: how they sign in, what they are called, what they do and how deep they stand."""

    username: str
    full_name: str
    role: Role
    tier: Tier
    what: Text
    office: str = ""  # a code of law/offices.yaml


PEOPLE = (
    DemoPerson(
        "leader",
        "Nguyễn Văn Lãnh",
        Role.LEADER,
        Tier.PROVINCE,
        Text("Lãnh đạo UBND tỉnh, Ban Chỉ đạo", "Provincial leader, steering committee"),
    ),
    DemoPerson(
        "coordination",
        "Trần Thị Phối",
        Role.COORDINATION_OFFICE,
        Tier.PROVINCE,
        Text("Văn phòng Điều phối nông thôn mới tỉnh", "Provincial coordination office"),
        "van-phong-dieu-phoi-ntm-tinh",
    ),
    DemoPerson(
        "department",
        "Lê Văn Ngành",
        Role.DEPARTMENT_OFFICER,
        Tier.PROVINCE,
        Text("Sở Nông nghiệp và PTNT", "Department of Agriculture"),
        "so-nong-nghiep-va-phat-trien-nong-thon",
    ),
    DemoPerson(
        "district",
        "Hoàng Thị Lương",
        Role.DISTRICT_OFFICER,
        Tier.DISTRICT,
        Text("Cán bộ huyện Phú Lương", "Officer of Phú Lương district"),
    ),
    DemoPerson(
        "commune",
        "Ma Văn Xuân",
        Role.COMMUNE_OFFICER,
        Tier.COMMUNE,
        Text("Cán bộ một xã của huyện Phú Lương", "Officer of a commune in Phú Lương"),
    ),
    DemoPerson(
        "front",
        "Phạm Thị Đoàn",
        Role.FRONT,
        Tier.PROVINCE,
        Text("Mặt trận Tổ quốc tỉnh", "Fatherland Front of the province"),
        "uy-ban-mttq-tinh",
    ),
    DemoPerson(
        "auditor",
        "Đỗ Văn Tra",
        Role.AUDITOR,
        Tier.PROVINCE,
        Text("Thanh tra, kiểm toán (chỉ xem)", "Inspector, auditor (reads only)"),
    ),
    DemoPerson(
        "admin",
        "Vũ Quản Trị",
        Role.ADMINISTRATOR,
        Tier.PROVINCE,
        Text("Quản trị hệ thống", "System administrator"),
    ),
)


class DemoUnitMissing(Problem):
    """The units of the demo are not loaded yet."""

    code = "accounts/demo-unit-missing"

    def __init__(self, tier: Tier) -> None:
        super().__init__(
            Text(
                f"Chưa có đơn vị cấp {tier.value} của bản mẫu ngày {ON:%d/%m/%Y}.",
                f"The demo's unit of tier {tier.value} on {ON:%d/%m/%Y} is missing.",
            ),
            Text(
                "Hãy nạp danh mục đơn vị hành chính trước: ntm demo load.",
                "Load the administrative units first: ntm demo load.",
            ),
        )


def demo_sign_ins() -> list[tuple[str, Text]]:
    """Return each demo user name with what the person is."""
    return [(person.username, person.what) for person in PEOPLE]


@transaction.atomic
def create_demo_people() -> list[User]:
    """Make one person for each role with the demo's password; people who exist already stay as they are."""
    units = {tier: _unit(tier) for tier in (Tier.PROVINCE, Tier.DISTRICT, Tier.COMMUNE)}
    return [_person(person, units[person.tier]) for person in PEOPLE]


def _person(person: DemoPerson, unit: Unit) -> User:
    user, made = User.objects.get_or_create(username=person.username, defaults={"full_name": person.full_name})
    if made:
        user.set_password(DEMO_PASSWORD)
        user.save(update_fields=["password"])
    office = Office.objects.filter(code=person.office).first()
    Assignment.objects.get_or_create(
        user=user, role=person.role, unit=unit, valid_from=SINCE, defaults={"office": office}
    )
    return user


def _unit(tier: Tier) -> Unit:
    """Return the province, its district, or the district's first xã in Vietnamese order."""
    units = Unit.objects.on(ON)
    if tier == Tier.COMMUNE:
        of_district = Parent.objects.on(ON).filter(parent__code=DISTRICT, parent__tier=Tier.DISTRICT).values("unit")
        found = units.rural().filter(pk__in=of_district).in_vietnamese_order()
    else:
        found = units.filter(tier=tier, code=PROVINCE if tier == Tier.PROVINCE else DISTRICT)
    unit = found.first()
    if unit is None:
        raise DemoUnitMissing(tier)
    return unit
