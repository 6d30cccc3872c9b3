"""Sample plans of departments, districts and communes that serve the province's plan, with records of progress.

None of them exists: they are drawn from the seed so that coverage, overdue records and an amendment have something
to show. Every plan and record is flagged, and its words say “dữ liệu mẫu”.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from random import Random
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from demo.sample import SEED
from demo.store import ENTERED_BY
from ntm.accounts.models import Office
from ntm.areas.models import Tier, Unit
from ntm.areas.selectors import tree
from ntm.core.periods import Quarter
from ntm.plans.bodies import Doer
from ntm.plans.models import (
    Amendment,
    Clause,
    ClauseKind,
    Duty,
    Plan,
    PlanChange,
    PlannedCapital,
    Registration,
    RegistrationState,
    RegistrationStep,
    Rhythm,
    Target,
    TaskRecord,
    TaskState,
)
from ntm.plans.services import (
    ClauseWords,
    PlanHead,
    TaskTold,
    add_clause,
    amend_clause,
    begin_amendment,
    begin_plan,
    issue_amendment,
    issue_plan,
    record_task,
)
from ntm.recognition.models import Level

T = TypeVar("T")
MARK = "(dữ liệu mẫu)"
MAP_ON = date(2024, 3, 31)  # the day on whose map the sample's owners stand
ISSUED_ON = date(2024, 3, 29)
COMMUNES_ISSUED_ON = date(2024, 4, 19)
WITH_PLAN, DRAFT = 6, 1  # districts of the nine that have issued a plan, and that still write it
DEPARTMENTS = 7
COMMUNES = 0.4  # share of the communes that have one, in districts that have one
# What each kind of owner plans: reference of the province's clause → what it does about it, and by when.
_DISTRICT = {
    "III.2.1.2-a": ("Rà soát 9 tiêu chí huyện, lập lộ trình cho từng chỉ tiêu chưa đạt", date(2024, 6, 30)),
    "III.2.1.2-b": ("Đẩy nhanh các công trình giao thông, thủy lợi, trường học còn dở dang", date(2024, 11, 30)),
    "III.2.1.2-c": ("Huy động đóng góp của doanh nghiệp và người dân cho công trình xã", None),
    "V.4-a": ("Ban hành kế hoạch thực hiện Chương trình của huyện", date(2024, 3, 31)),
    "V.4-b": ("Bố trí vốn đối ứng, thanh toán nợ xây dựng cơ bản", date(2024, 12, 15)),
    "V.4-d": ("Kiểm tra tiến độ tại các xã đăng ký đạt chuẩn", date(2024, 10, 31)),
}
_COMMUNE = {
    "III.2.2.1-a": ("Rà soát lại các tiêu chí theo bộ tiêu chí giai đoạn 2021-2025", date(2024, 6, 30)),
    "III.2.2.1-b": ("Duy tu đường xóm, kênh mương, nhà văn hóa; giữ tuyến đường hoa", date(2024, 11, 30)),
    "III.2.2.2-b": ("Vận động người dân hiến đất, góp ngày công làm đường xóm", None),
}
_DEPARTMENT = {
    "V.2-a": ("Thực hiện phần việc được giao trong chương trình công tác năm", None),
    "V.2-b": ("Hướng dẫn, kiểm tra, thẩm định tiêu chí của ngành tại các xã đăng ký", date(2024, 11, 15)),
    "V.2-c": ("Lồng ghép vốn của ngành cho các xã đăng ký đạt chuẩn", date(2024, 9, 15)),
}
Planned = dict[str, tuple[str, date | None]]


@transaction.atomic
def store_sample_cascade(plan: Plan, *, by: str, at: datetime) -> int:
    """Make the plans below, their records, one amendment and open registrations; return how many plans."""
    random = Random(f"{SEED} cascade")  # noqa: S311 - a sample, not a secret
    units = tree(plan.unit, MAP_ON)
    above = {clause.reference: clause for clause in Clause.objects.filter(plan=plan)}
    districts = _some([one for one in units.values() if one.tier == Tier.DISTRICT], WITH_PLAN + DRAFT, random)
    made: list[Plan] = []
    for number, district in enumerate(districts):
        writes = number >= WITH_PLAN
        own = _unit_plan(district, _DISTRICT, above, issued_on=None if writes else ISSUED_ON, by=by, at=at)
        made.append(own)
        if not writes:
            made += _communes_of(district, units.values(), own, above, random, by=by, at=at)
    made += _departments(plan, above, random, by=by, at=at)
    for one in made:
        _tell(one, random, by=by, at=at)
    _tell_of_the_province(plan, random, by=by, at=at)
    if made:
        _amend(made[0], by=by, at=at)
    _leave_open(plan)
    return len(made)


@transaction.atomic
def wipe_sample_cascade() -> None:
    """Delete the sample plans and all that hangs on them; the province's plan and real plans stay.

    What a person wrote on a sample plan, such as an amendment or a record, goes with the plan: it is about nothing that
    exists. A real clause that served one of a sample plan serves none then.
    """
    samples = Plan.objects.filter(is_sample=True)
    of_samples = Q(clause__plan__in=samples)
    TaskRecord.objects.filter(of_samples | Q(is_sample=True)).delete()
    PlanChange.objects.filter(amendment__plan__in=samples).delete()
    for line in PlannedCapital.objects.filter(plan__in=samples).order_by("-position"):  # parts before what holds them
        line.delete()
    Target.objects.filter(of_samples).delete()
    Duty.objects.filter(of_samples).delete()
    Clause.objects.filter(Q(plan__in=samples) | Q(serves__plan__in=samples)).update(serves=None)
    Clause.objects.filter(plan__in=samples).delete()
    Amendment.objects.filter(plan__in=samples).delete()
    samples.delete()


def cascade_is_loaded() -> bool:
    return TaskRecord.objects.filter(is_sample=True).exists()


def _some(every: Sequence[T], number: int, random: Random) -> list[T]:
    return random.sample(every, min(number, len(every)))


def _unit_plan(
    unit: Unit, planned: Planned, above: dict[str, Clause], *, issued_on: date | None, by: str, at: datetime
) -> Plan:
    title = f"Kế hoạch thực hiện Chương trình nông thôn mới năm 2024 của {unit.name} {MARK}"
    head = PlanHead(title=title, issuer=Doer(unit=unit).name.vi, signed_by=f"Chủ tịch UBND {MARK}")
    own = begin_plan(unit, 2024, head, by=by, at=at, is_sample=True)
    return _filled(own, planned, above, issued_on, "mẫu/KH-UBND", by=by, at=at)


def _filled(
    own: Plan,
    planned: Planned,
    above: dict[str, Clause],
    issued_on: date | None,
    number: str,
    *,
    by: str,
    at: datetime,
) -> Plan:
    for place, (reference, (what, due_on)) in enumerate(planned.items(), 1):
        words = ClauseWords(
            summary=f"{what} {MARK}",
            due_on=due_on,
            rhythm=Rhythm.ALL_YEAR if due_on is None else "",
            responsible="Bộ phận nông nghiệp",
        )
        add_clause(own, f"II.{place}", ClauseKind.TASK, words, serves=above[reference], by=by, at=at)
    return issue_plan(own, number, issued_on, by=by, at=at) if issued_on else own


def _communes_of(
    district: Unit,
    units: Iterable[Unit],
    own: Plan,
    above: dict[str, Clause],
    random: Random,
    *,
    by: str,
    at: datetime,
) -> list[Plan]:
    """Plan for a part of the district's xã; each also serves a clause of the district's own plan."""
    served = {**above, "II.6": Clause.objects.get(plan=own, reference="II.6")}
    planned: Planned = {**_COMMUNE, "II.6": ("Tự kiểm tra tiến độ, báo cáo huyện hằng quý", date(2024, 12, 10))}
    here = [unit for unit in units if unit.kind == "xa" and getattr(unit, "parent_pk", 0) == district.pk]
    return [
        _unit_plan(unit, planned, served, issued_on=COMMUNES_ISSUED_ON, by=by, at=at)
        for unit in here
        if random.random() < COMMUNES
    ]


def _departments(plan: Plan, above: dict[str, Clause], random: Random, *, by: str, at: datetime) -> Iterable[Plan]:
    offices = list(Office.objects.filter(code__startswith="so-").exclude(code="so-nong-nghiep-va-moi-truong"))
    agriculture = Office.objects.get(code="so-nong-nghiep-va-phat-trien-nong-thon")  # it leads a clause of the plan
    others = sorted((one for one in offices if one != agriculture), key=lambda one: one.code)
    for office in (agriculture, *_some(others, DEPARTMENTS - 1, random)):
        title = f"Kế hoạch năm 2024 của {office.name} thực hiện Chương trình nông thôn mới {MARK}"
        head = PlanHead(title=title, issuer=office.name, signed_by=f"Giám đốc Sở {MARK}")
        own = begin_plan(plan.unit, 2024, head, office=office, by=by, at=at, is_sample=True)
        planned = dict(_DEPARTMENT)
        if office == agriculture:
            planned["V.1-b"] = ("Tổng hợp báo cáo hằng quý gửi Ban Chỉ đạo tỉnh", date(2024, 12, 20))
        yield _filled(own, planned, above, ISSUED_ON, "mẫu/KH-S", by=by, at=at)


def _tell(own: Plan, random: Random, *, by: str, at: datetime) -> None:
    """Let an owner tell how far two of its clauses have come, and the province's clauses that they serve."""
    if own.is_draft:
        return
    doer = Doer(office=own.office) if own.office else Doer(unit=own.unit)
    clauses = list(Clause.objects.filter(plan=own).select_related("serves__plan__unit", "plan__unit"))
    for clause in random.sample(clauses, 2):
        percent = random.randrange(20, 100, 10)
        told = TaskTold(date(2024, 9, 10), TaskState.UNDER_WAY, f"Đã làm được một phần {MARK}", percent)
        record_task(clause, doer, told, by=by, at=at, is_sample=True)
        if clause.serves and clause.serves.plan.unit.tier == Tier.PROVINCE:
            record_task(clause.serves, doer, told, by=by, at=at, is_sample=True)


def _tell_of_the_province(plan: Plan, random: Random, *, by: str, at: datetime) -> None:
    """Tell of the quarterly clause: both who lead it told two quarters, one of them owes the third."""
    clause = Clause.objects.select_related("plan__unit").get(plan=plan, reference="V.1-b")
    leads = [duty.office for duty in clause.duties.filter(part=Duty.Part.LEAD).select_related("office")]
    for office in sorted(leads, key=lambda one: one.code):
        for quarter in _told_quarters(office, leads):
            told = TaskTold(
                quarter.ends_on,
                TaskState.UNDER_WAY,
                f"Đã gửi báo cáo {quarter.name.vi} tới Ban Chỉ đạo {MARK}",
                random.choice((25, 50, 75)),
                quarter.code,
            )
            record_task(clause, Doer(office=office), told, by=by, at=at, is_sample=True)


def _told_quarters(office: Office, leads: Sequence[Office]) -> list[Quarter]:
    last = max(one.code for one in leads)
    return [Quarter(2024, number) for number in ((1, 2) if office.code == last else (1, 2, 3))]


def _amend(own: Plan, *, by: str, at: datetime) -> None:
    """Put a deadline of one sample plan off, so that a page of what changed has something to show."""
    clause = Clause.objects.get(plan=own, reference="II.1")
    amendment = begin_amendment(
        own, reason=f"Chờ hướng dẫn của sở, ngành {MARK}", decision="", by=by, at=at, is_sample=True
    )
    words = ClauseWords(summary=clause.summary, due_on=date(2024, 9, 30), responsible=clause.responsible)
    amend_clause(clause, words, by=by, at=at)
    issue_amendment(amendment, "mẫu/KH-ĐC", date(2024, 7, 1), by=by, at=at)


def _leave_open(plan: Plan) -> None:
    """Leave two sample registrations to be confirmed, so that there is something to decide."""
    for row in Registration.objects.filter(plan=plan, is_sample=True, level=Level.ADVANCED).order_by("-pk")[:2]:
        row.state = RegistrationState.PROPOSED
        row.save(update_fields=["state"])
        RegistrationStep.objects.filter(registration=row).update(state=RegistrationState.PROPOSED, made_by=ENTERED_BY)
