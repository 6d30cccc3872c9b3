"""The head and foot of a plan: number, day, title, the acts it rests on, recipients, signer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Problem, Text
from ntm.plans.reading.lines import Line

_DAY = r"ngày (\d{1,2})(?:/(\d{1,2})/(\d{4})| tháng (\d{1,2}) năm (\d{4}))"
_ACT = re.compile(rf"[Ss]ố:? ([\w/.-]*/[\wĐ-]+(?:-[\wĐ]+)*) {_DAY}")
_LAW = re.compile(rf"(Luật [^;]+?) {_DAY}")
_NUMBER = re.compile(r"^Số:? *(\d+/KH-\w+)")
_PLACE_AND_DAY = re.compile(rf"^[^,]+, {_DAY}$")
_LONGEST_NAME = 60  # letters
_NOTE = re.compile(r", (\d{2})/(\d{2})/(\d{4}),")


class NoSuchDay(Problem):
    """A plan names a day that no calendar has."""

    code = "plans/no-such-day"

    def __init__(self, line: int, quoted: str) -> None:
        super().__init__(
            Text(
                f"Dòng {line}: “{quoted}” nêu một ngày không có.", f"Line {line}: “{quoted}” names no day that exists."
            ),
            Text("Hãy sửa ngày trong tệp rồi đọc lại.", "Put the day right in the file and read it again."),
        )


@dataclass(frozen=True, slots=True)
class ReadAct:
    """An act that the plan rests on; ``number`` is empty for a law cited by name and day alone."""

    number: str
    issued_on: date
    line: int
    quoted: str


@dataclass(frozen=True, slots=True)
class ReadHead:
    """What a plan says of itself. ``inferred`` names what was taken from a place that is not meant to say it."""

    number: str
    issued_on: date | None
    title: str
    acts: tuple[ReadAct, ...]
    recipients: tuple[str, ...]
    signer: str
    inferred: tuple[str, ...]


def read_head(lines: Sequence[Line]) -> ReadHead:
    """Read head and foot; what is not there stays empty and is never guessed."""
    number = next((found[1] for line in lines if (found := _NUMBER.match(line.text))), "")
    stated = next((_day(found.groups(), line) for line in lines if (found := _PLACE_AND_DAY.match(line.text))), None)
    noted = None if stated else _noted(lines)
    return ReadHead(
        number,
        stated or noted,
        _title(lines),
        read_acts(lines),
        _recipients(lines),
        _signer(lines),
        ("issued_on",) if noted else (),
    )


def read_acts(lines: Sequence[Line]) -> tuple[ReadAct, ...]:
    """Return the acts of the “Căn cứ” lines and of the proposal that the plan follows, each once."""
    found: dict[tuple[str, date], ReadAct] = {}
    for line in lines:
        if not line.text.startswith(("Căn cứ", "Sau khi xem xét", "Theo đề nghị", "Xét đề nghị")):
            continue
        for hit in _ACT.finditer(line.text):
            act = ReadAct(hit[1], _day(hit.groups()[1:], line), line.number, hit[0])
            found.setdefault((act.number, act.issued_on), act)
        if not _ACT.search(line.text):
            for hit in _LAW.finditer(line.text):
                act = ReadAct("", _day(hit.groups()[1:], line), line.number, hit[0])
                found.setdefault((hit[1], act.issued_on), act)
    return tuple(found.values())


def _day(parts: Sequence[str | None], line: Line) -> date:
    day, month, year, month_in_words, year_in_words = parts
    try:
        return date(int(year or year_in_words or 0), int(month or month_in_words or 0), int(day or 0))
    except ValueError as error:
        raise NoSuchDay(line.number, line.text[:80]) from error


def _noted(lines: Sequence[Line]) -> date | None:
    """Return the day of the clerk's note under the recipients, where the head shows none."""
    hits = (found for line in lines if (found := _NOTE.search(line.text)) and "KH" in line.text and len(line.text) < 60)
    hit = next(hits, None)
    try:
        return date(int(hit[3]), int(hit[2]), int(hit[1])) if hit else None
    except ValueError:  # a clerk's note is taken only where it says something
        return None


def _title(lines: Sequence[Line]) -> str:
    for place, line in enumerate(lines):
        if line.text.upper() == "KẾ HOẠCH" and place + 1 < len(lines):
            return lines[place + 1].text
    return ""


def _recipients(lines: Sequence[Line]) -> tuple[str, ...]:
    start = next((place for place, line in enumerate(lines) if re.match(r"N[ơo]i nhận:?$", line.text)), None)
    if start is None:
        return ()
    found = []
    for line in lines[start + 1 :]:
        if not line.text.startswith("-"):
            break
        found.append(line.text.lstrip("- ").rstrip(" ;."))
    return tuple(found)


def _signer(lines: Sequence[Line]) -> str:
    """Return the last line after the signer's position, when it looks like a name."""
    start = max((place for place, line in enumerate(lines) if "CHỦ TỊCH" in line.text), default=None)
    after = [line.text for line in lines[start + 1 :]] if start is not None else []
    return (
        after[-1]
        if after and len(after[-1]) < _LONGEST_NAME and re.fullmatch(r"(?:[A-ZĐÀ-Ỹ][\wà-ỹ]*\s?){2,5}", after[-1])
        else ""
    )
