"""The acts that a plan rests on, as its “Căn cứ” lines cite them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Text
from ntm.plans.reading.days import DAY, DAY_PATTERN, day_of
from ntm.plans.reading.doubts import Doubt, Option
from ntm.plans.reading.lines import Line

_BEGINS = ("Căn cứ", "Sau khi xem xét", "Theo đề nghị", "Xét đề nghị", "Thực hiện Nghị quyết", "Thực hiện Quyết định")
_NUMBER = r"(\d+(?:\s?/\d{4})?\s?[/-][\wĐ]+(?:[-–/][\wĐ&]+)*)"
_ACT = re.compile(rf"(?:[Ss]ố:?\s*)?{_NUMBER}(?:\s*(?:{DAY}))?")
_LAW = re.compile(rf"(?:^Căn cứ |[;,] |và )(?:các )?((?:Luật|Bộ luật|Pháp lệnh) [^;]+?)(?: số {_NUMBER})?\s+(?:{DAY})")
_VERBS = r"phê duyệt|ban hành|quy định|sửa đổi|điều chỉnh|giao|hướng dẫn|phân bổ|bổ sung|thực hiện"
_OF = re.compile(rf"^\s*,?\s*của (.+?)(?=$|[;,.:]| (?:về|tại|{_VERBS})\b)")
_ABOUT = re.compile(rf"^\s*,?\s*(?:của [^,;]+?)?\s*((?:về việc|về|{_VERBS})\b.*)$")
_PROPOSED_BY = re.compile(r"đề nghị của (.+?) tại ", re.IGNORECASE)
_KIND = r"(?:Nghị định|Nghị quyết|Quyết định|Thông tư|Kế hoạch|Chỉ thị|Công văn|Kết luận|Chương trình hành động)"


@dataclass(frozen=True, slots=True)
class ReadAct:
    """An act that the plan rests on; ``number`` is empty for a law cited by name and day alone.

    ``issued_on`` is None where the day is missing or in doubt; ``issuer`` and ``subject`` are empty where the text
    does not say them.
    """

    number: str
    issued_on: date | None
    line: int
    quoted: str
    issuer: str = ""
    subject: str = ""
    doubts: tuple[Doubt, ...] = ()


def read_acts(lines: Sequence[Line], issuers: Mapping[str, Text] | None = None) -> tuple[ReadAct, ...]:
    """Return the acts of the “Căn cứ” lines and of the proposal that the plan follows, each once."""
    found: dict[tuple[str, str], ReadAct] = {}
    for line in lines:
        if line.text.startswith(_BEGINS):
            for act in _of_line(line, issuers or {}):
                found.setdefault(
                    (act.number or act.subject, act.quoted if act.issued_on is None else f"{act.issued_on}"), act
                )
    return tuple(found.values())


def is_basis(line: Line) -> bool:
    return line.text.startswith(_BEGINS)


def _of_line(line: Line, issuers: Mapping[str, Text]) -> list[ReadAct]:
    laws = list(_LAW.finditer(line.text))
    spans = [law.span() for law in laws]
    hits = [
        hit
        for hit in _ACT.finditer(line.text)
        if _is_number(hit) and not any(begin <= hit.start() < end for begin, end in spans)
    ]
    hits = [hit for place, hit in enumerate(hits) if not place or _begins_anew(line.text[: hit.start()])]
    found = [_law(law, line.number, issuers) for law in laws]
    for place, hit in enumerate(hits):
        ends = hits[place + 1].start() if place + 1 < len(hits) else len(line.text)
        behind = _without_next(line.text[hit.end() : ends])
        day, doubts = _day(hit.groups()[1:], hit[0])
        found.append(
            ReadAct(
                hit[1].replace(" ", ""),
                day,
                line.number,
                hit[0],
                _issuer(hit, line.text, behind, issuers),
                _about(behind),
                doubts,
            )
        )
    return found


def _begins_anew(before: str) -> bool:
    """Say whether words lead to a further act, and not to one that the act before only speaks of."""
    lead = rf"(?:[;:,]|\bvà)\s*(?:các\s+)?(?:{_KIND}\s*)?(?:[Ss]ố:?\s*)?$"
    return re.search(lead, before) is not None


def _law(hit: re.Match[str], line: int, issuers: Mapping[str, Text]) -> ReadAct:
    name = hit[1].strip(" ,")
    day, doubts = _day(hit.groups()[2:], hit[0])
    issuer = issuers["law"].vi if "law" in issuers else ""
    return ReadAct(hit[2] or "", day, line, hit[0], issuer, name[:1].upper() + name[1:], doubts)


def _is_number(hit: re.Match[str]) -> bool:
    """Tell the number of an act from a span of years: 263/QĐ-TTg, 25/2021/QH15 and 12-NQ/TU hold letters."""
    return re.search(r"[/-][^\W\d_]", hit[1]) is not None


def _day(parts: Sequence[str | None], quoted: str) -> tuple[date | None, tuple[Doubt, ...]]:
    if parts[0] is None:
        what = Text(
            f"“{quoted.strip()}” không nêu ngày ban hành. Nhập ngày, hoặc xác nhận để trống.",
            f"“{quoted.strip()}” states no day. Enter it, or confirm that it stays empty.",
        )
        return None, (Doubt("issued_on", what),)
    written = DAY_PATTERN.search(quoted)
    read = day_of(written[0] if written else quoted, parts)
    if read.on is not None:
        return read.on, ()
    options = tuple(Option(day.isoformat(), Text(f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}")) for day in read.ways)
    what = Text(
        f"“{read.written}” không đọc được chắc chắn thành một ngày.",
        f"“{read.written}” cannot be read as one day for certain.",
    )
    return None, (Doubt("issued_on", what, options, as_read=False),)


def _issuer(hit: re.Match[str], text: str, behind: str, issuers: Mapping[str, Text]) -> str:
    """Return who issued an act: as the text says behind it or before it, else as the letters of its number say."""
    said = _OF.match(behind)
    if said:
        return said[1].strip()
    proposed = _PROPOSED_BY.search(text[: hit.start()])
    if proposed:
        return proposed[1].strip()
    listed = re.search(rf"{_KIND} của ([^:;]+?):", text[: hit.start()]) or re.search(
        rf"các {_KIND} của ([^:;]+?):", text[: hit.start()]
    )
    if listed:
        return listed[1].strip()
    letters = hit[1].rpartition("/")[2]
    return issuers[letters].vi if letters in issuers else ""


def _about(behind: str) -> str:
    found = _ABOUT.match(behind)
    subject = (found[1] if found else "").strip(" ;.,:")
    subject = re.sub(r"^(?:về việc|về)\s+", "", subject, flags=re.IGNORECASE)
    return subject[:1].upper() + subject[1:]


def _without_next(text: str) -> str:
    """Take away the words that already lead to the next act: “… và số”, “; số”, “, Quyết định số”."""
    return re.sub(rf"[;,]?\s*(?:và)?\s*(?:{_KIND})?\s*[Ss]?ố?:?\s*$", "", text)
