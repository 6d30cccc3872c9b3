"""Amounts of a plan with their lines: the tree they form, and where its sums do not agree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ntm.core.problems import Fault, Text
from ntm.core.quantities import written
from ntm.plans.reading.lines import Line

_AMOUNT = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+)(?:,(\d+))?\s*(triệu đồng|tỷ đồng|đồng)")
_UNITS = {"triệu đồng": 1_000_000, "tỷ đồng": 1_000_000_000, "đồng": 1}
_MARK = re.compile(r"\[\^(\d+)\]")
_FOOTNOTE = re.compile(r"^\[\^(\d+)\]\s*(.+)$")
# Words of a source → its step in the tree; the first that fits counts.
_STEPS = (
    ("tín dụng", "credit"),
    ("ngân sách trung ương", "central"),
    ("ngân sách địa phương", "local"),
    ("ngân sách tỉnh", "province"),
    ("ngân sách huyện", "district"),
    ("ngân sách xã", "commune"),
    ("lồng ghép các chương trình", "integrated"),
    ("đóng góp", "contributions"),
    ("đầu tư phát triển", "investment"),
    ("đầu tư công", "investment"),
    ("sự nghiệp", "recurrent"),
    ("kinh phí thường xuyên", "recurrent"),
)
_PLACES = {
    "central": "programme/central",
    "local": "programme/local",
    "province": "programme/local/province",
    "district": "programme/local/district",
    "commune": "programme/local/commune",
    "integrated": "programme/integrated",
    "contributions": "programme/contributions",
}


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """One amount of the capital section: where in the tree, how many whole đồng, and on which line."""

    code: str
    name: str
    amount_dong: int
    line: int
    footnote: str = ""


@dataclass(slots=True)
class _Reading:
    found: list[ReadAmount] = field(default_factory=list)
    marked: dict[str, str] = field(default_factory=dict)  # footnote mark → code of the line that carries it
    not_understood: list[Line] = field(default_factory=list)


def read_capital(lines: Sequence[Line], footnotes: Sequence[Line]) -> tuple[tuple[ReadAmount, ...], tuple[Line, ...]]:
    """Return the amounts of the capital section and its footnotes, and lines with an amount of an unknown source."""
    reading = _Reading()
    above = ""
    for line in lines:
        above = _read_line(line, above, reading)
    for line in footnotes:
        mark, text = _parts_of(line)
        if mark in reading.marked:
            for name, dong in _amounts(text):
                step = _step(name)
                if step:
                    code = f"{reading.marked[mark]}/{step}"
                    reading.found.append(ReadAmount(code, name, dong, line.number, mark))
    return tuple(reading.found), tuple(reading.not_understood)


def capital_faults(amounts: Sequence[ReadAmount]) -> list[Fault]:
    """Name every line whose parts, in the text or in its footnote, do not sum to it."""
    by_code = {one.code: one for one in amounts}
    faults = []
    for code, whole in by_code.items():
        parts = [one for one in by_code.values() if one.code.rpartition("/")[0] == code]
        summed = sum(one.amount_dong for one in parts)
        if parts and summed != whole.amount_dong:
            faults.append(_fault(whole, parts, summed))
    return faults


def footnote_faults(lines: Sequence[Line], footnotes: Sequence[Line]) -> list[Fault]:
    """Name marks without a footnote, and footnotes that no line of the section carries."""
    marked = {hit[1]: line.number for line in lines for hit in _MARK.finditer(line.text)}
    told = {_parts_of(line)[0]: line.number for line in footnotes}
    lonely = [(mark, number) for mark, number in marked.items() if mark not in told]
    lonely += [(mark, number) for mark, number in told.items() if mark not in marked]
    return [
        Fault(
            f"dòng {number}",
            Text(
                f"Chú thích {mark} chỉ có một đầu: dấu và lời chú thích không khớp nhau.",
                f"Footnote {mark} has only one end: mark and note do not meet.",
            ),
            Text("Tìm dấu hoặc lời chú thích còn thiếu trong bản gốc.", "Look for the other end in the original."),
        )
        for mark, number in lonely
    ]


def differences(amounts: Sequence[ReadAmount], known: Mapping[str, int]) -> list[Fault]:
    """Name every amount that is not as the plan that is loaded already says; ``known`` goes by code."""
    return [
        Fault(
            f"dòng {one.line}",
            Text(
                f"“{one.name}” ghi {written(one.amount_dong)} đồng; kế hoạch đang dùng ghi {written(known[one.code])}.",
                f"“{one.name}” says {written(one.amount_dong, 'en')} đồng; the plan in use says "
                f"{written(known[one.code], 'en')}.",
            ),
            Text("Xem lại dòng này, hoặc ghi nhận điều chỉnh kế hoạch.", "Look at the line again, or amend the plan."),
        )
        for one in amounts
        if one.code in known and known[one.code] != one.amount_dong
    ]


def amounts_in(text: str) -> list[int]:
    """Return every amount of money in a text, in whole đồng."""
    return [_dong(hit) for hit in _AMOUNT.finditer(text)]


def is_footnote(line: Line) -> bool:
    return bool(_FOOTNOTE.match(line.text))


def _read_line(line: Line, above: str, reading: _Reading) -> str:
    """Read one line; return the place under which lines that only say investment or recurrent stand."""
    amounts = _amounts(_MARK.sub("", line.text))
    if not amounts:
        return above
    name, dong = amounts[0]
    code = _code(name, above, has_root=any(one.code == "programme" for one in reading.found))
    if code is None:
        reading.not_understood.append(line)
        return above
    mark = _MARK.search(line.text)
    reading.found.append(ReadAmount(code, name, dong, line.number, mark[1] if mark else ""))
    if mark:
        reading.marked[mark[1]] = code
    return code if code in _PLACES.values() else above


def _code(name: str, above: str, *, has_root: bool) -> str | None:
    step = _step(name)
    if not has_root and step != "credit":
        return "programme"  # the first amount is the whole, whatever sources its line lists
    if step in {"investment", "recurrent"}:
        return f"{above}/{step}" if above else None
    return "credit" if step == "credit" else _PLACES.get(step or "")


def _step(name: str) -> str | None:
    low = name.lower()
    return next((step for words, step in _STEPS if words in low), None)


def _amounts(text: str) -> list[tuple[str, int]]:
    """Return (words before it, whole đồng) for each amount of a line."""
    found, begin = [], 0
    for hit in _AMOUNT.finditer(text):
        found.append((text[begin : hit.start()].strip(" -+;:."), _dong(hit)))
        begin = hit.end()
    return found


def _dong(hit: re.Match[str]) -> int:
    whole = Decimal(re.sub(r"[.,]", "", hit[1]) + (f".{hit[2]}" if hit[2] else ""))
    return int(whole * _UNITS[hit[3]])


def _parts_of(line: Line) -> tuple[str, str]:
    found = _FOOTNOTE.match(line.text)
    return (found[1], found[2]) if found else ("", line.text)


def _fault(whole: ReadAmount, parts: Sequence[ReadAmount], summed: int) -> Fault:
    lines = ", ".join(str(line) for line in dict.fromkeys(one.line for one in parts))
    apart = abs(whole.amount_dong - summed)
    return Fault(
        f"dòng {whole.line}",
        Text(
            f"“{whole.name}” ghi {written(whole.amount_dong)} đồng, các phần ở dòng {lines} cộng lại là "
            f"{written(summed)} đồng, lệch {written(apart)} đồng.",
            f"“{whole.name}” says {written(whole.amount_dong, 'en')} đồng; its parts on lines {lines} sum to "
            f"{written(summed, 'en')}, a difference of {written(apart, 'en')}.",
        ),
        Text("Đối chiếu các dòng này với bản gốc.", "Compare these lines with the original."),
    )
