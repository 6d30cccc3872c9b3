"""Amounts of money as plans write them, with every way in which one may be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_NUMBER = r"(?:\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
_UNIT = (
    r"(?:nghìn|ngàn) (?:tỷ|tỉ) ?(?:đồng)?|(?:tỷ|tỉ)(?: ?đồng)?|triệu(?: ?đồng)?|tr\.? ?đ(?:ồng)?|"
    r"(?:nghìn|ngàn) ?đồng|đồng"
)
# A figure behind a stroke is a rate, such as 50 triệu đồng/người: no amount of the plan.
AMOUNT = re.compile(rf"(?<![\d.,/])(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})(?!\w)(?!\s*/)", re.IGNORECASE)
BARE = re.compile(_NUMBER)
_BILLION, _MILLION, _THOUSAND = 1_000_000_000, 1_000_000, 1_000


class Mark(StrEnum):
    """What the point between digits means in a document."""

    THOUSANDS = "thousands"
    DECIMALS = "decimals"


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount and where it stands in its text; ``ways`` are whole đồng, more than one where it is in doubt.

    Empty ``ways``: the figure cannot be read, or is no whole number of đồng.
    """

    written: str
    begins: int
    ends: int
    ways: tuple[int, ...]

    @property
    def dong(self) -> int | None:
        return self.ways[0] if len(self.ways) == 1 else None


def mark_of(texts: Iterable[str]) -> Mark | None:
    """Say what the point means in a whole document by figures that read in one way only; None where these differ
    or are missing."""
    whole = "\n".join(texts)
    vietnamese = re.search(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.]\d)|(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d", whole)
    vietnamese = vietnamese or _with_unit(r"\d+,(?:\d{1,2}|\d{4,})", whole)
    english = re.search(r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?![\d,]\d)|(?<![\d.,])\d{1,3}(?:,\d{3})+\.\d", whole)
    english = english or _with_unit(r"\d+\.(?:\d{1,2}|\d{4,})", whole)
    if bool(vietnamese) == bool(english):
        return None
    return Mark.THOUSANDS if vietnamese else Mark.DECIMALS


def _with_unit(number: str, whole: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\d.,/]){number}\s*(?:%|tỷ|tỉ|triệu|nghìn|ha\b|km)", whole)


def numbers(text: str, mark: Mark | None) -> tuple[Decimal, ...]:
    """Return every way in which a number may be read: one, two, or none."""
    plain = text.strip().replace("\u00a0", " ")
    if " " in plain:
        head, _, tail = plain.partition(" ")
        joined = numbers(plain.replace(" ", ""), mark)
        # “quý 1 500 triệu”: a single group of three behind a space may be a figure of its own.
        return joined if " " in tail or len(head) > 3 else (*joined, *numbers(tail, mark))
    used = {sign for sign in plain if sign in ".,"}
    if len(used) == 2:
        return _with_both(plain)
    return _with_one(plain, used.pop(), mark) if used else (Decimal(plain),)


def _with_one(plain: str, sign: str, mark: Mark | None) -> tuple[Decimal, ...]:
    """Read a number in which only points, or only commas, stand."""
    parts = plain.split(sign)
    grouped = len(parts[0]) <= 3 and parts[0] != "0" and all(len(part) == 3 for part in parts[1:])
    if len(parts) > 2:
        return (Decimal("".join(parts)),) if grouped else ()
    whole, decimals = Decimal("".join(parts)), Decimal(".".join(parts))
    if not grouped:
        return (decimals,)
    if mark is None:
        return whole, decimals
    return (whole,) if (sign == ".") == (mark is Mark.THOUSANDS) else (decimals,)


def _with_both(plain: str) -> tuple[Decimal, ...]:
    last = "," if plain.rindex(",") > plain.rindex(".") else "."
    groups, decimals = plain.rsplit(last, 1)
    other = "." if last == "," else ","
    parts = groups.split(other)
    if last in groups or not decimals or len(parts[0]) > 3 or not all(len(part) == 3 for part in parts[1:]):
        return ()
    return (Decimal("".join(parts) + "." + decimals),)


def amounts_of(text: str, mark: Mark | None) -> list[Amount]:
    """Return the amounts of a text in their order; “1 tỷ 500 triệu đồng” is one."""
    found: list[Amount] = []
    before: re.Match[str] | None = None
    for hit in AMOUNT.finditer(text):
        ways = dong(numbers(hit["number"], mark), times(hit["unit"]))
        follows = before is not None and not text[before.end() : hit.start()].strip()
        if before is not None and follows and "đồng" not in before["unit"].lower():
            whole = found.pop()
            ways = tuple(one + other for one in whole.ways for other in ways)
            found.append(Amount(f"{whole.written} {hit[0]}", whole.begins, hit.end(), ways))
        else:
            found.append(Amount(hit[0], hit.start(), hit.end(), ways))
        before = hit
    return found


def dong(ways: Iterable[Decimal], unit: int) -> tuple[int, ...]:
    """Return whole đồng for each way to read a number of a unit; a part of a đồng is no amount."""
    counted = (way * unit for way in ways)
    return tuple(dict.fromkeys(int(one) for one in counted if one == one.to_integral_value() and one < 10**18))


def times(unit: str) -> int:
    """Return how many đồng a unit stands for."""
    low = unit.lower()
    factor = 1
    if "tỷ" in low or "tỉ" in low:
        factor = _BILLION
    elif "triệu" in low or low.startswith("tr"):
        factor = _MILLION
    return factor * (_THOUSAND if "nghìn" in low or "ngàn" in low else 1)


def units_named(text: str) -> Iterator[int]:
    """Yield the unit of a table by its note, such as “Đơn vị tính: triệu đồng”."""
    for hit in re.finditer(rf"(?:đơn vị(?: tính)?|đvt)\s*:?\s*\(?({_UNIT})", text, re.IGNORECASE):
        yield times(hit[1])
