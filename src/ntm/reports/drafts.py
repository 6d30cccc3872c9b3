"""The words with which plans, submissions, decisions and minutes begin, drafted from what the product knows.

Each follows the skeleton of its kind (procedures, section 7). What nobody but a person can say is asked for
between ⟦ and ⟧, and the paper cannot be sent to be signed before it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ntm.areas.models import Tier, Unit
from ntm.assessments.models import Standing
from ntm.core.periods import Quarter
from ntm.core.quantities import written_day
from ntm.criteria.selectors import rulebook
from ntm.plans.models import ClauseKind, LegalBasis, Plan, Registration
from ntm.plans.selectors import ClauseOn, capital_tree, clauses_on
from ntm.recognition.models import Level
from ntm.reports.contents.cells import millions
from ntm.reports.models import Paper, PaperKind
from ntm.reports.services import Draft

_PARTS = (
    ("I. MỤC ĐÍCH, YÊU CẦU", (ClauseKind.PURPOSE, ClauseKind.REQUIREMENT)),
    ("II. MỤC TIÊU", (ClauseKind.TARGET,)),
    ("III. NHIỆM VỤ, GIẢI PHÁP", (ClauseKind.TASK,)),
)


def draft_for(kind: PaperKind, unit: Unit, about: Unit | None, day: date) -> Draft:
    """Return the first words of a paper of ``unit``; ``about`` is the commune or district that it concerns."""
    return _DRAFTS[kind](unit, about or unit, day)


def changing(draft: Draft, earlier: Paper, effect: str) -> Draft:
    """Return a draft that changes an issued paper, with that paper among its grounds."""
    issued = f" ngày {written_day(earlier.issued_on)}" if earlier.issued_on else ""
    kind = earlier.kind_words.vi
    ground = f"Căn cứ {kind} số {earlier.reference}{issued} của {earlier.issuing_body}: {_lower(earlier.subject)}"
    return replace(draft, changes=earlier, effect=effect, bases=(*draft.bases, ground))


def _plan(unit: Unit, _: Unit, day: date) -> Draft:
    plan = Plan.objects.issued().of_units().filter(unit__code=unit.code, unit__tier=unit.tier, year=day.year).first()
    if plan is None:
        subject = f"Thực hiện Chương trình MTQG xây dựng nông thôn mới năm {day.year} trên địa bàn {_lower(unit.name)}"
        parts = "\n".join(f"{heading}\n⟦Nêu nội dung⟧" for heading, _kinds in _PARTS)
        return Draft(subject, f"{parts}\nIV. DỰ KIẾN NGUỒN LỰC\n⟦Nêu nguồn vốn⟧\nV. TỔ CHỨC THỰC HIỆN\n⟦Phân công⟧")
    clauses = clauses_on(plan.clauses.all(), day)
    body = [line for heading, kinds in _PARTS for line in (heading, *_bullets(clauses, kinds))]
    body += ["IV. DỰ KIẾN NGUỒN LỰC", "Đơn vị tính: triệu đồng.", *_capital(plan, day)]
    body += ["V. TỔ CHỨC THỰC HIỆN", *_duties(clauses)]
    subject = plan.title.removeprefix("Kế hoạch ")
    return Draft(
        subject[0].upper() + subject[1:],
        "\n".join(body),
        bases=tuple(_basis(one) for one in plan.legal_bases.all()),
        recipients=tuple(one["vi"] for one in plan.recipients),
    )


def _bullets(clauses: list[ClauseOn], kinds: tuple[ClauseKind, ...]) -> list[str]:
    return [f"- {one.clause.summary}" for one in clauses if one.clause.kind in kinds]


def _capital(plan: Plan, day: date) -> list[str]:
    rows = [row for root in capital_tree(plan, day) for row in root.rows]
    return [f"- {'– ' * row.depth}{row.line.name}: {millions(row.line.amount_dong)}" for row in rows]


def _duties(clauses: list[ClauseOn]) -> list[str]:
    lines = []
    for one in (one for one in clauses if one.clause.kind == ClauseKind.ORGANISATION):
        leads = ", ".join(office.name for office in one.lead)
        lines.append(f"- {leads}: {_lower(one.clause.summary)}" if leads else f"- {one.clause.summary}")
    return lines


def _basis(basis: LegalBasis) -> str:
    number = f" số {basis.number}" if basis.number else ""
    day = f" ngày {written_day(basis.issued_on)}" if basis.issued_on else ""
    return f"Căn cứ văn bản{number}{day} của {basis.issuer}: {_lower(basis.subject)}"


def _submission(unit: Unit, about: Unit, day: date) -> Draft:
    level = _level_of(about, day)
    return Draft(
        f"Về việc đề nghị xét, công nhận {_lower(about.name)} {_lower(level)} năm {day.year}",
        "\n".join(
            (
                "I. SỰ CẦN THIẾT",
                f"{about.name} đã đăng ký phấn đấu {_lower(level)} trong năm {day.year}. {_standing(about, day)}",
                "II. NỘI DUNG ĐỀ NGHỊ",
                f"Đề nghị xét, công nhận {about.name} {_lower(level)} năm {day.year}.",
                "III. HỒ SƠ KÈM THEO",
                "- Báo cáo kết quả xây dựng nông thôn mới và biểu chi tiết từng tiêu chí, chỉ tiêu.",
                "- Báo cáo tổng hợp ý kiến tham gia.",
                "- Biên bản cuộc họp đề nghị xét, công nhận.",
                "- Báo cáo tình hình nợ đọng xây dựng cơ bản.",
                "- Báo cáo kết quả lấy ý kiến về sự hài lòng của người dân.",
            )
        ),
        addressees=("⟦Cơ quan nhận tờ trình⟧",),
        bases=_RECOGNITION_BASES,
    )


def _decision(unit: Unit, about: Unit, day: date) -> Draft:
    level = _level_of(about, day)
    return Draft(
        f"Về việc công nhận {_lower(about.name)} {_lower(level)} năm {day.year}",
        "\n".join(
            (
                f"Điều 1. Công nhận {about.name} {_lower(level)} năm {day.year}.",
                f"Điều 2. {about.name} có trách nhiệm giữ vững và nâng cao chất lượng các tiêu chí đã đạt. "
                "⟦Nêu mức khen thưởng, nếu có⟧",
                "Điều 3. Chánh Văn phòng Ủy ban nhân dân, thủ trưởng các cơ quan liên quan và Chủ tịch "
                f"Ủy ban nhân dân {_lower(about.name)} chịu trách nhiệm thi hành Quyết định này.",
            )
        ),
        bases=(*_RECOGNITION_BASES, "Theo đề nghị của ⟦cơ quan trình⟧ tại Tờ trình số ⟦số, ngày⟧"),
        recipients=("Như Điều 3", f"UBND {_lower(about.name)}", "Lưu: VT"),
    )


def _minutes(unit: Unit, about: Unit, day: date) -> Draft:
    level = _level_of(about, day)
    return Draft(
        f"Họp xét đề nghị công nhận {_lower(about.name)} {_lower(level)} năm {day.year}",
        "\n".join(
            (
                "I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN",
                "- Thời gian: ⟦giờ, ngày họp⟧",
                "- Địa điểm: ⟦nơi họp⟧",
                "- Chủ trì: ⟦họ tên, chức vụ⟧; thư ký: ⟦họ tên, chức vụ⟧",
                "- Có mặt: ⟦số người⟧ trên tổng số ⟦số người được mời⟧",
                "II. NỘI DUNG",
                _standing(about, day),
                "⟦Tóm tắt ý kiến thảo luận⟧",
                "III. KẾT QUẢ BIỂU QUYẾT",
                "Số người đồng ý: ⟦số⟧; không đồng ý: ⟦số⟧; tỷ lệ đồng ý: ⟦tỷ lệ⟧.",
                "Cuộc họp kết thúc lúc ⟦giờ⟧ cùng ngày; biên bản đã được thông qua.",
            )
        ),
    )


_RECOGNITION_BASES = (
    "Căn cứ Quyết định số 18/2022/QĐ-TTg ngày 02/8/2022 của Thủ tướng Chính phủ về điều kiện, trình tự, thủ tục, hồ sơ "
    "xét, công nhận, công bố và thu hồi quyết định công nhận đạt chuẩn nông thôn mới",
)
_DRAFTS: dict[PaperKind, Callable[[Unit, Unit, date], Draft]] = {
    PaperKind.PLAN: _plan,
    PaperKind.SUBMISSION: _submission,
    PaperKind.DECISION: _decision,
    PaperKind.MINUTES: _minutes,
}


def _level_of(unit: Unit, day: date) -> str:
    """Return the level that a unit registered for in the year; asked for where it did not."""
    row = (
        Registration.objects.standing().filter(unit__code=unit.code, unit__tier=unit.tier, plan__year=day.year).first()
    )
    return Level(row.level).words.vi if row else "⟦mức đề nghị công nhận⟧"


def _standing(unit: Unit, day: date) -> str:
    """Say how many criteria a unit meets in the newest closed quarter, or that nothing was judged."""
    period = Quarter.last_closed_on(day)
    tier = "district" if unit.tier == Tier.DISTRICT else "commune"
    criteria_set = rulebook().in_force(tier, "ntm", period.ends_on)
    found = Standing.objects.filter(
        unit=unit, period=period.code, criteria_set=criteria_set.id if criteria_set else ""
    ).first()
    if found is None:
        return f"⟦Nêu kết quả đánh giá {unit.name}: hệ thống chưa có kết quả kỳ {period.name.vi}⟧"
    sample = " (dữ liệu mẫu)" if found.rests_on_sample else ""
    silent = f"; {found.criteria_without_level} tiêu chí chưa có mức quy định" if found.criteria_without_level else ""
    return (
        f"Theo kết quả kỳ {period.name.vi}, {unit.name} đạt {found.criteria_met}/{found.criteria_total} "
        f"tiêu chí{silent}{sample}."
    )


def _lower(words: str) -> str:
    """Begin in small letters, inside a sentence: “Xã Phú Đình” → “xã Phú Đình”."""
    return words[:1].lower() + words[1:]
