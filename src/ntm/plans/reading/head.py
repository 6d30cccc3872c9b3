"""The head and foot of a plan: number, day, title, issuer, the acts it rests on, recipients, signer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Text
from ntm.plans.reading.acts import ReadAct, is_basis, read_acts
from ntm.plans.reading.days import DAY, ReadDay, day_of
from ntm.plans.reading.doubts import Doubt, Option
from ntm.plans.reading.lines import Line

_NUMBER = re.compile(r"^Số:?\s*(\d+\s*[/-]\s*KH\s*[-/]\s*[\wĐ&-]+)", re.IGNORECASE)
_PLACE_AND_DAY = re.compile(rf"^[^,\d]{{2,40}},\s*{DAY}\s*$", re.IGNORECASE)
_NOTE = re.compile(r", (\d{1,2})/(\d{1,2})/(\d{4}),")
_ISSUER = re.compile(r"^(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|BAN CHỈ ĐẠO)\b(?!.*\bTM\b).{0,80}$")
_ISSUES = re.compile(
    r"((?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Ban Chỉ đạo) [^,;.]{2,60}?) (?:ban hành|xây dựng) [Kk]ế hoạch"
)
_RECIPIENTS = re.compile(r"^N[ơo]i nhận\s*:?\s*(.*)$", re.IGNORECASE)
_NATION = re.compile(r"cộng h[òo][àa]? ?xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do|^[-–_=* ]+$", re.IGNORECASE)
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][\wà-ỹ]*(?:\s[A-ZĐÀ-Ỹ][\wà-ỹ]*){1,4}")
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class ReadHead:
    """What a plan says of itself. ``inferred`` names what was taken from a place that is not meant to say it.

    ``lines`` says on which lines each of these stands: number, issued_on, title, issuer, signer; ``recipient_lines``
    goes with ``recipients``. ``doubts`` have the names of these as their fields.
    """

    number: str
    issued_on: date | None
    title: str
    acts: tuple[ReadAct, ...]
    recipients: tuple[str, ...]
    signer: str
    inferred: tuple[str, ...]
    issuer: str = ""
    lines: Mapping[str, tuple[int, ...]] | None = None
    recipient_lines: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def read_head(lines: Sequence[Line], issuers: Mapping[str, Text] | None = None) -> ReadHead:
    """Read head and foot; what is not there stays empty and is never guessed."""
    pieces = list(_pieces(lines))
    where: dict[str, tuple[int, ...]] = {}
    number = _number(pieces, where)
    days = list(_stated(pieces))
    noted = [] if days else list(_noted(lines))
    day = next(iter((*days, *noted)), None)
    if day is not None:
        where["issued_on"] = (day[0],)
    recipients = list(_recipients(lines))
    title = _title(lines, where)
    issuer = _issuer(pieces, where)
    return ReadHead(
        number,
        day[1].on if day else None,
        title,
        read_acts(lines, issuers),
        tuple(text for _, text in recipients),
        _signer(lines, where),
        ("issued_on",) if noted else (),
        issuer,
        where,
        tuple(number for number, _ in recipients),
        (*_doubts_in_day(days, noted), *_doubts_in_words(number, title, issuer)),
    )


def is_of_the_nation(text: str) -> bool:
    """Say whether a line is part of the letterhead that every paper has."""
    return _NATION.search(text) is not None


def is_recipients(line: Line) -> bool:
    return _RECIPIENTS.match(line.text) is not None


def _pieces(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Yield the texts above the first clause, each cell of a row on its own."""
    for line in lines[:40]:
        yield from ((line.number, cell.strip()) for cell in (line.cells or (line.text,)))


def _number(pieces: Sequence[tuple[int, str]], where: dict[str, tuple[int, ...]]) -> str:
    for line, text in pieces:
        if found := _NUMBER.match(text):
            where["number"] = (line,)
            return re.sub(r"\s", "", found[1])
    return ""


def _stated(pieces: Sequence[tuple[int, str]]) -> Iterator[tuple[int, ReadDay]]:
    for line, text in pieces:
        if found := _PLACE_AND_DAY.match(text):
            yield line, day_of(text, found.groups())


def _noted(lines: Sequence[Line]) -> Iterator[tuple[int, ReadDay]]:
    """Yield the day of the clerk's note under the recipients, where the head shows none."""
    for line in lines:
        if len(line.text) < 60 and "KH" in line.text and (found := _NOTE.search(line.text)):
            yield line.number, day_of(found[0].strip(", "), (*found.groups(), None, None))


def _doubts_in_day(days: Sequence[tuple[int, ReadDay]], noted: Sequence[tuple[int, ReadDay]]) -> Iterator[Doubt]:
    if noted and noted[0][1].on:
        line, day = noted[0]
        yield Doubt(
            "issued_on",
            Text(
                f"Phần đầu không ghi ngày; {day.written} lấy từ ghi chú lưu tệp ở dòng {line}. Đúng là ngày ban hành?",
                f"The head shows no day; {day.written} comes from a clerk's note on line {line}. "
                "Is it the day of issue?",
            ),
        )
        return
    ways = tuple(dict.fromkeys(way for _, day in days for way in (day.ways or ((day.on,) if day.on else ()))))
    if len(ways) > 1 or (days and days[0][1].on is None):
        written = ", ".join(f"“{day.written}” ({line})" for line, day in days)
        options = tuple(Option(way.isoformat(), Text(f"{way:%d/%m/%Y}", f"{way:%d/%m/%Y}")) for way in ways)
        what = Text(
            f"Ngày ban hành đọc được nhiều cách: {written}.", f"The day of issue reads in several ways: {written}."
        )
        yield Doubt("issued_on", what, options, as_read=False)
    elif not days:
        what = Text(
            "Không thấy ngày ban hành. Nhập ngày, hoặc xác nhận để trống.",
            "No day of issue was found. Enter it, or confirm that it stays empty.",
        )
        yield Doubt("issued_on", what)


def _doubts_in_words(number: str, title: str, issuer: str) -> Iterator[Doubt]:
    if not number:
        what = Text(
            "Không thấy số văn bản. Nhập số, hoặc xác nhận để trống.",
            "No number was found. Enter it, or confirm that it stays empty.",
        )
        yield Doubt("number", what)
    if not title:
        yield Doubt("title", Text("Không thấy tên kế hoạch. Hãy nhập.", "No title was found. Enter it."), as_read=False)
    if not issuer:
        yield Doubt(
            "issuer", Text("Không thấy cơ quan ban hành. Hãy nhập.", "No issuer was found. Enter it."), as_read=False
        )


def _title(lines: Sequence[Line], where: dict[str, tuple[int, ...]]) -> str:
    for place, line in enumerate(lines[:60]):
        if line.text.upper() == "KẾ HOẠCH":
            return _title_below(lines[place + 1 : place + 5], where)
        if line.text.startswith("KẾ HOẠCH ") and len(line.text) < _LONGEST_TITLE:
            where["title"] = (line.number,)
            return line.text[9:].strip()
    return ""


def _title_below(lines: Sequence[Line], where: dict[str, tuple[int, ...]]) -> str:
    """Join the lines of a title until the text begins."""
    found: list[Line] = []
    for line in lines:
        begins = (
            is_basis(line)
            or re.match(r"^(?:(?:[IVX]+|[A-Z]|\d+)\s*[.)]|[Pp](?:hần|HẦN)\b)", line.text)
            or is_of_the_nation(line.text)
        )
        long = sum(len(one.text) for one in (*found, line)) > _LONGEST_TITLE
        if begins or long or (found and line.text.endswith((":", ".", ";"))):
            break
        found.append(line)
    where["title"] = tuple(line.number for line in found)
    title = " ".join(line.text for line in found)
    # The word “KẾ HOẠCH” on the line above is the first of the title.
    return f"Kế hoạch {title[:1].lower() if title[1:2].islower() else title[:1]}{title[1:]}" if title else ""


def _issuer(pieces: Sequence[tuple[int, str]], where: dict[str, tuple[int, ...]]) -> str:
    for place, (line, text) in enumerate(pieces[:12]):
        if _ISSUER.match(text):
            following = pieces[place + 1][1] if place + 1 < len(pieces) else ""
            named = re.match(r"^(?:TỈNH|HUYỆN|THÀNH PHỐ|THỊ XÃ|XÃ)\b[^,:]{2,40}$", following)
            where["issuer"] = (line, pieces[place + 1][0]) if named else (line,)
            return f"{text} {following}" if named else text
    for line, text in pieces:
        if found := _ISSUES.search(text):
            where["issuer"] = (line,)
            return found[1]
    return ""


def _recipients(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    start = next((place for place, line in enumerate(lines) if is_recipients(line)), None)
    if start is None:
        return
    first = _RECIPIENTS.match(lines[start].text)
    rest = [(lines[start].number, part) for part in (first[1] if first else "").split(";")]
    yield from ((number, text.strip("- .;")) for number, text in rest if text.strip("- .;"))
    for line in lines[start + 1 :]:
        text = line.cells[0] if line.cells else line.text
        if not re.match(r"^[-–+•]", text.strip()):
            break
        yield line.number, text.strip().lstrip("-–+• ").rstrip(" ;.")


def _signer(lines: Sequence[Line], where: dict[str, tuple[int, ...]]) -> str:
    """Return the name below the signer's position: the first line there that looks like one."""
    start = max(
        (place for place, line in enumerate(lines) if "CHỦ TỊCH" in line.text or "TRƯỞNG BAN" in line.text),
        default=None,
    )
    for line in lines[start + 1 : start + 8] if start is not None else ():
        if not line.cells and _NAME.fullmatch(line.text) and not line.text.isupper():
            where["signer"] = (line.number,)
            return line.text
    return ""
