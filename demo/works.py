"""Works of the sample: what they are, how they came along, how they look, how they are kept up.

Made from the seed and flagged as sample; each photo is drawn here and says so in its middle.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings
from django.db.models import QuerySet
from PIL import Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

from demo.rounds import demo_commune
from demo.sample import SEED
from ntm.areas.models import Unit
from ntm.areas.selectors import children
from ntm.assessments.models import Standing
from ntm.core.quantities import written_day
from ntm.core.rulebook import Indicator
from ntm.criteria.selectors import rulebook
from ntm.evidence.models import File
from ntm.finance.models import (
    AcceptanceKind,
    Approval,
    ApprovalLine,
    Contract,
    Field,
    MaintenanceCost,
    State,
    Work,
    WorkFile,
)
from ntm.finance.selectors.works import WorkRow, work_rows
from ntm.finance.services import (
    accept,
    add_contract,
    add_files,
    add_work,
    approve,
    log_maintenance,
    move_on,
    plan_clearing,
    plan_maintenance,
    record_progress,
    upload,
)

DAY = date(2024, 9, 30)
MILLION = 1_000_000
SET = "commune-ntm-2021-2025"
WORKS = 48
SHOWN = ("2.2", "6.1", "3.1")  # what is built in the demo's commune besides
INVESTMENT = "programme/local/district/investment"
BESIDE = ("programme/local/commune/investment", "programme/integrated")
BY_HAND = "Chứng từ mẫu"
FINISHED_EARLY = 8  # works that were accepted and handed over by the middle of the year, and are kept up since
PHOTOGRAPHED = 16
# Criterion → what is built for it, and between which amounts, in million đồng.
BUILT = {
    "2": (Field.ROADS, "Đường liên thôn", 900, 4_500),
    "3": (Field.IRRIGATION, "Kiên cố hóa kênh mương", 500, 2_200),
    "4": (Field.POWER, "Cải tạo lưới điện nông thôn", 400, 1_800),
    "5": (Field.SCHOOLS, "Nhà lớp học trường tiểu học", 1_500, 6_000),
    "6": (Field.CULTURE, "Nhà văn hóa xóm", 300, 1_200),
    "7": (Field.TRADE, "Cải tạo chợ", 600, 2_500),
    "8": (Field.INFORMATION, "Đài truyền thanh thông minh", 150, 500),
    "15": (Field.HEALTH, "Nâng cấp trạm y tế", 700, 2_800),
    "17": (Field.WATER, "Công trình cấp nước sinh hoạt tập trung", 800, 3_500),
}
# What keeps them in use: what, how often in months, between which amounts in million đồng.
KEPT_UP = {
    Field.ROADS: ("Dặm vá mặt đường, khơi thông rãnh dọc", 6, 8, 30),
    Field.IRRIGATION: ("Nạo vét kênh, sửa cửa lấy nước", 6, 5, 20),
    Field.WATER: ("Súc rửa bể lọc, thay vật liệu lọc", 3, 3, 12),
}
KEPT_UP_ELSE = ("Kiểm tra, sửa chữa nhỏ, sơn lại", 12, 3, 15)
_SKY, _GROUND, _INK = ("#cfe3ef", "#c9b58f", "#1d2723")


def make_works(districts: Sequence[Unit], random: Random, *, by: str, at: datetime) -> list[tuple[Work, Unit]]:
    """Make works, each with its district, for communes that miss an indicator for which something is built."""
    of_district = {unit.pk: district for district in districts for unit in children(district, DAY)}
    standings = Standing.objects.filter(criteria_set=SET, period="2024-Q2", unit__in=of_district)
    wanted = [
        (standing.unit, code)
        for standing in standings.select_related("unit").order_by("unit__code")
        for code in standing.unmet
        if code.split(".")[0] in BUILT
    ]
    random.shuffle(wanted)
    if shown := demo_commune():  # the demo's commune officer has something to build and to keep up
        wanted = [(shown, code) for code in SHOWN if (shown, code) not in wanted] + wanted
    made = [_work(number, unit, code, random, by=by, at=at) for number, (unit, code) in enumerate(wanted[:WORKS], 1)]
    return [(work, of_district[work.unit_id]) for work in made]


def share_of(work: Work) -> int:
    """Return how much of what was approved from each source is assigned to a work, in percent."""
    if work.code.endswith("-002"):
        return 100
    return Random(f"{SEED} share {work.code}").choice((60, 80, 100))  # noqa: S311 - as above


def live_through(works: Sequence[Work], random: Random, *, by: str, at: datetime) -> None:
    """Let the works be built: contracts, steps, records, acceptances, photos, arrears with their plans, maintenance."""
    aside = Random(f"{SEED} works")  # noqa: S311 - a sample, not a secret
    rows = work_rows(works, DAY)
    funded = [row for row in rows if row.funded >= row.approved_dong][:FINISHED_EARLY]
    for number, row in enumerate(rows):
        begun = row.work.begins_on or date(2024, 4, 1)
        _contract(row, aside, by=by, at=at)
        move_on(row.work, State.BUILDING, begun, reason="Khởi công theo kế hoạch (mẫu)", by=by, at=at)
        if number < PHOTOGRAPHED:
            _photo(row.work, begun, "trước khi thi công", aside, by=by, at=at)
        if row in funded:
            _finish(row, funded.index(row), aside, by=by, at=at)
        else:
            _build(row, random, by=by, at=at)
        if number < PHOTOGRAPHED:
            _photo(row.work, date(2024, 9, 12), "hiện trạng", aside, by=by, at=at)
    for row in [row for row in work_rows(works, DAY) if row.stage is State.BUILDING][:2]:
        _adjust(row, aside, by=by, at=at)
    for row in [row for row in work_rows(works, DAY) if row.stage is State.BUILDING and not row.arrears][-2:]:
        reason = "Chờ giải phóng mặt bằng (mẫu)"
        move_on(row.work, State.SUSPENDED, date(2024, 9, 20), reason=reason, by=by, at=at)


def wipe_works() -> None:
    """Delete everything that hangs on sample works; the works themselves go after their transfers."""
    sample = Work.objects.filter(is_sample=True)
    files = File.objects.filter(works__work__in=sample)
    kept = set(files.values_list("pk", flat=True))
    WorkFile.objects.filter(work__in=sample).delete()
    _forget(File.objects.filter(pk__in=kept, attachments=None, works=None))
    for work in sample:
        work.maintained.all().delete()
        MaintenanceCost.objects.filter(job__work=work).delete()
        for rows in (work.maintenance, work.acceptances, work.steps, work.corrections, work.contracts):
            rows.all().delete()
        work.clearings.all().delete()
        work.records.all().delete()
    ApprovalLine.objects.filter(approval__work__in=sample).delete()
    Approval.objects.filter(work__in=sample).delete()
    Contract.objects.filter(work__in=sample).delete()


def _forget(files: QuerySet[File]) -> None:
    for file in files:
        file.stored.delete(save=False)
        file.delete()


def _work(number: int, unit: Unit, code: str, random: Random, *, by: str, at: datetime) -> Work:
    field, what, low, high = BUILT[code.split(".", maxsplit=1)[0]]
    measures = [one.measure for one in _leaves(code)]
    aside = Random(f"{SEED} work {number}")  # noqa: S311 - as above
    decided_on = date(2024, 3, random.randint(1, 28))
    approved = random.randint(low, high) * MILLION
    facts = {
        "code": f"CT24-{number:03d}",
        "name": f"{what} {unit.name[0].lower()}{unit.name[1:]}",
        "field": field,
        "unit": unit,
        "decision": f"{100 + number}/QĐ-UBND (mẫu)",
        "decided_on": decided_on,
        "approved_dong": approved,
        "begins_on": date(2024, random.randint(4, 6), 1),
        "ends_on": date(2024, random.choice((8, 10, 11, 12)), 28),
        "latitude": round(unit.latitude + aside.uniform(-0.015, 0.015), 5) if unit.latitude else None,
        "longitude": round(unit.longitude + aside.uniform(-0.015, 0.015), 5) if unit.longitude else None,
        "is_sample": True,
    }
    return add_work(facts, measures, [], lines=_lines(approved, aside), by=by, at=at)


def _lines(total: int, aside: Random) -> dict[str, int]:
    """Split a total: most from the district, a little from the commune and from other programmes."""
    parts = {source: total * aside.choice((5, 8, 10)) // 100 // MILLION * MILLION for source in BESIDE}
    return {INVESTMENT: total - sum(parts.values())} | parts


def _leaves(code: str) -> Sequence[Indicator]:
    indicator = rulebook().set(SET).indicator(code)
    return indicator.parts or (indicator,)


def _contract(row: WorkRow, aside: Random, *, by: str, at: datetime) -> None:
    facts = {
        "contractor": "Nhà thầu mẫu",
        "number": f"{aside.randint(1, 90)}/2024/HĐXD (mẫu)",
        "signed_on": (row.work.begins_on or DAY) - timedelta(days=10),
        "amount_dong": row.approved_dong * 95 // 100,
    }
    add_contract(row.work, facts, by=by, at=at)


def _build(row: WorkRow, random: Random, *, by: str, at: datetime) -> None:
    """Record how far a work came; a few have more accepted than they have capital: arrears."""
    late = random.random() < 0.3
    percent = 100 if late else random.choice((35, 50, 60, 75, 90))
    accepted = row.approved_dong if late else min(row.approved_dong * percent // 100, row.funded)
    record_progress(
        row.work,
        date(2024, 6, 30),
        percent=percent * 40 // 100,
        accepted_dong=accepted * 40 // 100,
        document=BY_HAND,
        by=by,
        at=at,
    )
    kind = AcceptanceKind.COMPLETION if late else AcceptanceKind.STAGE
    accept(
        row.work,
        kind,
        date(2024, 9, 10),
        document=f"Biên bản nghiệm thu {row.work.code} (mẫu)",
        percent=percent,
        accepted_dong=accepted,
        by_whom="Chủ đầu tư, giám sát, nhà thầu (mẫu)",
        by=by,
        at=at,
    )
    if accepted > row.funded and random.random() < 0.7:
        planned = (accepted - row.funded) * random.choice((60, 100, 100)) // 100
        plan_clearing(row.work, DAY.year + 1, INVESTMENT, planned, on=DAY, by=by, at=at)


def _finish(row: WorkRow, number: int, aside: Random, *, by: str, at: datetime) -> None:
    """Let a funded work be accepted and handed over by the middle of the year; the commune keeps it up since."""
    work = row.work
    record_progress(work, date(2024, 6, 10), percent=80, accepted_dong=row.approved_dong * 8 // 10, by=by, at=at)
    paper = f"Biên bản nghiệm thu {work.code} (mẫu)"
    accept(
        work,
        AcceptanceKind.COMPLETION,
        date(2024, 6, 28),
        document=paper,
        accepted_dong=row.approved_dong,
        by_whom="Chủ đầu tư, giám sát, nhà thầu (mẫu)",
        by=by,
        at=at,
    )
    handed = f"Biên bản bàn giao {work.code} (mẫu)"
    accept(
        work, AcceptanceKind.HANDOVER, date(2024, 7, 8), document=handed, by_whom=f"UBND {row.unit.name}", by=by, at=at
    )
    if number == FINISHED_EARLY - 1:
        return  # one finished work shows what it is to have no plan
    what, months, low, high = KEPT_UP.get(Field(work.field), KEPT_UP_ELSE)
    job = plan_maintenance(
        work,
        what,
        first_due_on=date(2024, 7, 15) + timedelta(days=18 * number),
        every_months=months,
        responsible=f"UBND {row.unit.name}, ban quản lý xóm (mẫu)",
        costs={BESIDE[0]: aside.randint(low, high) * MILLION, BESIDE[1]: aside.randint(1, 3) * MILLION},
        by=by,
        at=at,
    )
    if number % 2:
        log_maintenance(
            work,
            what,
            job.first_due_on if job.first_due_on <= DAY else DAY - timedelta(days=5),
            job=job,
            done_by="Nhân dân trong xóm (mẫu)",
            cost_dong=aside.randint(2, 8) * MILLION,
            note="Làm đúng kế hoạch (mẫu)",
            by=by,
            at=at,
        )


def _adjust(row: WorkRow, aside: Random, *, by: str, at: datetime) -> None:
    total = row.approved_dong * 108 // 100 // MILLION * MILLION
    approve(
        row.work,
        on=date(2024, 8, 15),
        decision=f"{aside.randint(300, 400)}/QĐ-UBND (mẫu)",
        total_dong=total,
        lines=_lines(total, aside),
        reason="Bổ sung khối lượng do mưa lũ (mẫu)",
        by=by,
        at=at,
    )


def _photo(work: Work, day: date, what: str, aside: Random, *, by: str, at: datetime) -> None:
    far = aside.random() < 0.1
    place = None
    if work.latitude is not None and work.longitude is not None:
        place = (float(work.latitude) + (0.05 if far else 0.001), float(work.longitude))
    content = sample_photo(f"{work.code} · {what}", day, place, aside.randint(20, 90))
    add_files(work, [upload(content, f"{work.code}-{day.isoformat()}.jpg")], note="Ảnh mẫu", by=by, at=at)


def sample_photo(words: str, day: date, place: tuple[float, float] | None, height: int) -> bytes:
    """Draw a small photo that says “ảnh mẫu”, with the moment and the place that a camera would write into it."""
    picture = Image.new("RGB", (480, 360), _SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 250, 480, 360), fill=_GROUND)
    pen.rectangle((150, 250 - height, 330, 250), fill="#8b9690", outline=_INK, width=2)
    pen.polygon(((140, 250 - height), (240, 215 - height), (340, 250 - height)), fill="#0b5a3c")
    fonts = settings.ROOT / "src" / "ntm" / "core" / "documents" / "fonts"
    large, small = (ImageFont.truetype(str(fonts / "Tinos-Bold.ttf"), size) for size in (44, 20))
    pen.text((240, 300), "ẢNH MẪU", fill=_INK, font=large, anchor="mm")
    pen.text((240, 338), f"{words}, {written_day(day)}", fill=_INK, font=small, anchor="mm")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"{day:%Y:%m:%d} 09:00:00"
    if place:
        latitude, longitude = place
        exif.get_ifd(0x8825).update({1: "N", 2: _sexagesimal(latitude), 3: "E", 4: _sexagesimal(longitude)})
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=70, exif=exif)
    return kept.getvalue()


def _sexagesimal(degrees: float) -> tuple[IFDRational, ...]:
    whole, minutes = int(degrees), (degrees % 1) * 60
    return (IFDRational(whole), IFDRational(int(minutes)), IFDRational(round(minutes % 1 * 60 * 1000), 1000))
