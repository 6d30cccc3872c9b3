"""The counts that a plan sets itself: how many units at which level; what may mean something else is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ntm.core.problems import Text
from ntm.plans.reading.doubts import Doubt, Option
from ntm.plans.reading.figures import AMOUNT
from ntm.plans.reading.lines import Line

_TIERS = {
    "xã": "commune", "phường": "commune", "huyện": "district", "thị xã": "district", "thành phố": "district",
    "đơn vị cấp huyện": "district", "thôn": "village", "xóm": "village", "bản": "village", "ấp": "village",
}  # fmt: skip
_UNITS = "|".join(sorted(_TIERS, key=len, reverse=True))
_NTM = r"(?:nông thôn mới|NTM)"
_LEVEL = (
    r"(?:(?:được (?:công nhận|thẩm định|xét công nhận) )?(?:đạt (?:chuẩn |tiêu chuẩn )?|là )?"
    rf"(?:xã |huyện |thôn |xóm |bản )?{_NTM}"
    r"(?P<grade> nâng cao| kiểu mẫu)?)"
)
_COMPLETED = rf"(?:được công nhận )?(?P<completed>hoàn thành nhiệm vụ xây dựng {_NTM})"
_COUNTED = re.compile(
    rf"(?<![\d.,/])(?P<count>\d{{1,4}})\s+(?P<unit>{_UNITS})\b(?P<between>[^;.\d]{{0,60}}?)\s*(?:{_COMPLETED}|{_LEVEL})",
    re.IGNORECASE,
)
# “Số xã đạt chuẩn nông thôn mới nâng cao: 12 xã”, and the rows of a table that say the same.
_TOLD_BEFORE = re.compile(
    rf"(?P<unit>{_UNITS})\s+(?:{_COMPLETED}|{_LEVEL})[^\d;.]{{0,40}}?(?:[:|]|là)\s*(?:[^\d;.]{{0,12}}\|\s*)?(?P<count>\d{{1,4}})(?![\d.,/%])",
    re.IGNORECASE,
)
_LEVELS = {"": "ntm", "nâng cao": "advanced", "kiểu mẫu": "model"}
_SUMS_UP = re.compile(
    r"lũy kế|luỹ kế|tổng số|nâng số|đến hết năm|đến cuối năm|toàn tỉnh có|\d\s*/\s*\d+\s+(?:xã|huyện)", re.IGNORECASE
)
_IN_WORDS = re.compile(rf"\b(một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+({_UNITS})\b[^;.\d]{{0,30}}đạt", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """``at_least`` is None for the aim to keep what was reached."""

    clause: str
    tier: str
    level: str
    at_least: int | None
    is_minimum: bool
    line: int
    quoted: str = ""
    doubts: tuple[Doubt, ...] = ()


def targets_in(text: str, clause: str, line: Line) -> list[ReadTarget]:
    """Return the counts that a passage asks for; without one, the aim to keep what was reached."""
    least = "ít nhất" in text.lower() or "tối thiểu" in text.lower()
    doubts = _sums_up(text)
    found: dict[tuple[str, str], ReadTarget] = {}
    for hit in _hits(text):
        one = ReadTarget(
            clause,
            _TIERS[hit["unit"].lower()],
            _level(hit),
            int(hit["count"]),
            least,
            line.number,
            hit[0].strip(),
            doubts,
        )
        found.setdefault((one.tier, one.level), one)
    if found:
        return list(found.values())
    if re.search(r"giữ vững|duy trì", text, re.IGNORECASE) and not AMOUNT.search(text) and re.search(_NTM, text):
        return [ReadTarget(clause, "commune", "ntm", None, False, line.number, text[:120], (_KEEPS,))]
    return []


def is_unread(text: str) -> bool:
    """Say whether a passage of the targets speaks of counted units although no count was understood."""
    spoken = re.search(rf"\d+\s*(?:%\s*(?:số\s*)?)?(?:{_UNITS})\b", text, re.IGNORECASE) or _IN_WORDS.search(text)
    return spoken is not None and re.search(rf"đạt|{_NTM}", text) is not None


def _hits(text: str) -> Iterator[re.Match[str]]:
    """Yield what counts units at a level, the first reading of each place only."""
    taken: list[tuple[int, int]] = []
    for pattern in (_COUNTED, _TOLD_BEFORE):
        for hit in pattern.finditer(text):
            if not any(begin < hit.end() and hit.start() < end for begin, end in taken) and _speaks_of_units(hit):
                taken.append(hit.span())
                yield hit


def _speaks_of_units(hit: re.Match[str]) -> bool:
    """Leave aside what only has the words of a level near it: “5 xã xây dựng kế hoạch nông thôn mới”."""
    return "completed" in hit.groupdict() and (hit["completed"] is not None or _reaches(hit))


def _reaches(hit: re.Match[str]) -> bool:
    between = (hit.groupdict().get("between") or "").lower()
    if hit["unit"].lower() in {"thôn", "xóm", "bản", "ấp"}:
        return not between.strip() or "đạt" in between
    reached = not between.strip() or re.search(r"đạt|công nhận|:|\|", hit[0].lower()) is not None
    return reached and re.search(r"xây dựng|đăng ký|chưa|còn|lập", between) is None


def _level(hit: re.Match[str]) -> str:
    if hit["completed"]:
        return "completed"
    return _LEVELS[(hit["grade"] or "").strip().lower()]


def _sums_up(text: str) -> tuple[Doubt, ...]:
    found = _SUMS_UP.search(text)
    if found is None:
        return ()
    what = Text(
        f"Có chữ “{found[0]}”: đây là số thêm trong năm hay số lũy kế? "
        "Giữ nếu là số của năm; nếu là lũy kế thì bỏ mục này.",
        f"It says “{found[0]}”: is this what the year adds, or a running total? "
        "Keep it if it is the year's; else take it out.",
    )
    return (Doubt("at_least", what),)


_KEEPS = Doubt(
    "level",
    Text(
        "Mục tiêu giữ vững không nêu cấp và mức; hiểu là xã, mức nông thôn mới (mức nền của cả ba mức). Đúng không?",
        "The aim to keep what was reached names no tier and level; read as communes at the NTM level. Is that right?",
    ),
    (Option("ntm", Text("Đúng: xã, nông thôn mới", "Yes: communes, NTM level")),),
)
