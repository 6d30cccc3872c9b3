"""Amounts of a plan with their lines: the tree they form, and where its sums do not agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ntm.core.problems import Fault, Text
from ntm.core.quantities import written
from ntm.plans.reading.doubts import Doubt, Option
from ntm.plans.reading.figures import Amount, Mark, amounts_of, units_named
from ntm.plans.reading.lines import Line
from ntm.plans.reading.tables import Table, TableAmount
from ntm.plans.reading.words import Words, folded

ROOT, CREDIT = "programme", "credit"
KINDS = ("investment", "recurrent")
_MARK = re.compile(r"\[\^(\d+|\*+)\]")
_FOOTNOTE = re.compile(r"^\[\^(\d+|\*+)\]:?\s*(.+)$")
_LEADS_IN = re.compile(r"^.*(?:trong đó|bao gồm|gồm|cụ thể)(?: có)?\s*:?\s*", re.IGNORECASE)


_LEVELS = {
    "tỉnh": 1, "huyện": 2, "thị xã": 2, "thành phố": 2, "xã": 3, "phường": 3, "thị trấn": 3,
}  # fmt: skip
_LEVEL = re.compile("|".join(sorted(_LEVELS, key=len, reverse=True)))
_BUDGETS = re.compile(
    rf"ngân sách (?:cấp )?((?:{_LEVEL.pattern})"
    rf"(?:\s*(?:,|;|và|\+|/|-)\s*(?:ngân sách )?(?:cấp )?(?:{_LEVEL.pattern}))+)"
)


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """One amount of the capital section: where in the tree, how many whole đồng, and on which line.

    ``amount_dong`` is None while the figure may be read in several ways, which are the ``options``. ``code`` is empty
    where the source is not known. ``clause`` is the reference of the passage in which it stands.
    """

    code: str
    name: str
    amount_dong: int | None
    line: int
    footnote: str = ""
    clause: str = ""
    written: str = ""
    options: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class CapitalLine:
    """A line of the capital section without what it begins with, and the passage in which it stands."""

    line: Line
    text: str
    clause: str


@dataclass(slots=True)
class _Reading:
    words: Words
    year: int | None
    mark: Mark | None
    found: list[ReadAmount] = field(default_factory=list)
    marked: dict[str, str] = field(default_factory=dict)  # footnote mark → code of the line that carries it
    unplaced: list[ReadAmount] = field(default_factory=list)
    above: str = ""
    unit: int | None = None  # of a table, as a note above it says
    table: Table | None = None

    @property
    def has_root(self) -> bool:
        return any(one.code == ROOT for one in self.found)


def read_capital(
    lines: Sequence[CapitalLine], footnotes: Sequence[Line], words: Words, mark: Mark | None, year: int | None = None
) -> tuple[tuple[ReadAmount, ...], tuple[ReadAmount, ...]]:
    """Return the amounts of the capital section and its footnotes, and amounts of which no source is known."""
    reading = _Reading(words, year, mark)
    for line in lines:
        _read_line(line, reading)
    for note in footnotes:
        _read_footnote(note, reading)
    return tuple(_apart(reading.found)), tuple(reading.unplaced)


def capital_faults(amounts: Sequence[ReadAmount], words: Words | None = None) -> list[Fault]:
    """Name every line whose parts, in the text or in its footnote, do not sum to it; lines in doubt are left aside."""
    by_code = {one.code: one for one in amounts if one.code}
    joins = {one.code: one.sums for one in words.sources if one.sums} if words else {}
    faults = []
    for code, whole in by_code.items():
        if code in joins:
            groups = [[by_code[part] for part in _standing(joins[code], by_code)]]
        else:
            groups = _groups(code, by_code, joins)
        for parts in groups:
            counted = [one.amount_dong for one in (whole, *parts)]
            summed = sum(one for one in counted[1:] if one is not None)
            if parts and None not in counted and summed != whole.amount_dong:
                faults.append(_fault(whole, parts, summed))
    return [*faults, *_twice(amounts)]


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
        if one.amount_dong is not None and one.code in known and known[one.code] != one.amount_dong
    ]


def parent_in(code: str, codes: Iterable[str]) -> str:
    """Return the nearest code above that is among ``codes``; empty for a root."""
    known = set(codes)
    above = code.rpartition("/")[0]
    while above and above not in known:
        above = above.rpartition("/")[0]
    return above


def is_footnote(line: Line) -> bool:
    return bool(_FOOTNOTE.match(line.text))


def as_footnotes(lines: Sequence[Line]) -> list[Line]:
    """Write notes that begin with (1), [1], (*) or a bare 1 as footnotes, where a line above carries their mark."""
    found: list[Line] = []
    marks: set[str] = set()
    for line in lines:
        note = re.match(r"^(?:[(\[](\d{1,2}|\*{1,3})[)\]]:?|(\d{1,2}|\*{1,3}))\s+(?=[A-ZĐÀ-Ỹ])(.+)$", line.text)
        mark = (note[1] or note[2]) if note else ""
        bare = note is not None and note[1] is None
        if note and mark in marks and not line.cells and not (bare and "đồng" not in note[3]):
            found.append(replace(line, text=f"[^{mark}] {note[3]}"))
            continue
        if not is_footnote(line):
            marks |= {hit[1] for hit in _MARK.finditer(line.text)}
        found.append(line)
    return found


def _read_line(one: CapitalLine, reading: _Reading) -> None:
    if not one.line.cells:
        reading.table = None
        reading.unit = next(units_named(one.text), reading.unit)
        _read_text(one, one.text, reading)
        return
    if reading.table is None:
        reading.table = Table(unit=reading.unit)
    rows = reading.table.read(one.line, reading.mark)
    if rows is None:
        _read_text(one, " ".join(one.line.cells), reading)
        reading.unit = next(units_named(one.line.text), reading.unit)
        return
    for row in rows:
        _keep_row(row, one, reading)


def _read_text(one: CapitalLine, text: str, reading: _Reading) -> None:
    """Read each amount of a line; what stands before it says whose it is."""
    marks = _MARK.findall(text)
    plain = _MARK.sub("", text)
    begin = 0
    first_code = ""
    for amount in amounts_of(plain, reading.mark):
        name = _name(plain[begin : amount.begins])
        begin = amount.ends
        code = _place(name, reading)
        if code is None:
            reading.unplaced.append(_unplaced(name, amount, one))
            continue
        reading.found.append(_amount(code, name, amount, one, marks[0] if marks and not first_code else ""))
        first_code = first_code or code
        if code.rpartition("/")[2] not in KINDS:
            reading.above = code
    if marks and first_code:
        reading.marked.setdefault(marks[0], first_code)


def _read_footnote(note: Line, reading: _Reading) -> None:
    mark, text = _parts_of(note)
    if mark not in reading.marked:
        return
    begin = 0
    clause = next((one.clause for one in reading.found if one.code == reading.marked[mark]), "")
    one = CapitalLine(note, text, clause)
    for amount in amounts_of(text, reading.mark):
        name = _name(text[begin : amount.begins])
        begin = amount.ends
        step = _step(name, reading)
        if step in KINDS:
            reading.found.append(_amount(f"{reading.marked[mark]}/{step}", name, amount, one, mark))
        else:
            reading.unplaced.append(_unplaced(name, amount, one))


def _keep_row(row: TableAmount, one: CapitalLine, reading: _Reading) -> None:
    name = _name(row.name)
    code = _place(name, reading)
    marks = _MARK.findall(one.line.text)
    kind = row.kind or next(
        (
            one.code
            for one in reading.words.sources
            if one.code in KINDS and any(word in folded(name) for word in one.words)
        ),
        "",
    )
    if code is not None and kind and code.rpartition("/")[2] not in KINDS:
        code = f"{code}/{kind}"
    amount = Amount(row.written, 0, 0, row.ways)
    if code is None:
        reading.unplaced.append(_unplaced(name, amount, one))
        return
    reading.found.append(_amount(code, name, amount, one, marks[0] if marks else ""))
    if row.unit_unknown:
        options = tuple(way * factor for way in row.ways for factor in (1, 1_000_000, 1_000_000_000))
        reading.found[-1] = replace(
            reading.found[-1], amount_dong=None, options=options, doubts=(amount_doubt(options, row.written),)
        )
    if marks:
        reading.marked.setdefault(marks[0], code)
    if code.rpartition("/")[2] not in KINDS:
        reading.above = code


def _name(text: str) -> str:
    """Return what a line calls an amount, without the words that only lead to it."""
    shown = _MARK.sub("", text)
    lead = _LEADS_IN.match(shown)
    if lead and shown[lead.end() :].strip(" -+;:.,("):
        shown = shown[lead.end() :]
    shown = re.sub(r"\s*(?:là|khoảng|dự kiến|đạt)\s*:?\s*$", "", shown.strip(" -–+;:.,()|"))
    shown = re.sub(r"^(?:và|;|,)\s+", "", shown)
    return re.sub(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]+\.|[a-zđ]\))\s+", "", shown).strip(" -–+;:.,()|")


def _place(name: str, reading: _Reading) -> str | None:
    """Return the place in the tree of what a line calls an amount; None where its source is not known."""
    low = folded(name)
    step = _step(name, reading)
    named = _sources_named(low, reading)
    is_whole = len(named) > 1 or (not named and step is None and any(word in low for word in reading.words.whole))
    if is_whole and not (reading.has_root and len(named) > 1 and step):
        return ROOT
    if step in KINDS:
        return f"{reading.above}/{step}" if reading.above else None
    return None if step and _joins_levels(low) else step


def _joins_levels(low: str) -> bool:
    """Say whether one amount stands for budgets of several levels: “ngân sách huyện, xã” is neither of them."""
    hit = _BUDGETS.search(low)
    return hit is not None and len({_LEVELS[word] for word in _LEVEL.findall(hit[1])}) > 1


def _step(name: str, reading: _Reading) -> str | None:
    low = folded(name)
    return next(
        (one.code for one in reading.words.sources_of(reading.year) if any(word in low for word in one.words)), None
    )


def _sources_named(low: str, reading: _Reading) -> set[str]:
    """Return the branches of the tree that words name, without steps and credit."""
    codes = {
        one.code
        for one in reading.words.sources_of(reading.year)
        if one.code.startswith(f"{ROOT}/") and any(word in low for word in one.words)
    }
    return {"/".join(code.split("/")[:2]) for code in codes}


def _amount(code: str, name: str, amount: Amount, one: CapitalLine, mark: str) -> ReadAmount:
    doubts = () if amount.dong is not None else (amount_doubt(amount.ways, amount.written),)
    options = amount.ways if len(amount.ways) > 1 else ()
    return ReadAmount(code, name[:200], amount.dong, one.line.number, mark, one.clause, amount.written, options, doubts)


def _unplaced(name: str, amount: Amount, one: CapitalLine) -> ReadAmount:
    what = Text(
        f"“{name or amount.written}”: chưa biết đây là nguồn vốn nào. Chọn nguồn, hoặc bỏ dòng này.",
        f"“{name or amount.written}”: which source of capital is this? Choose one, or take the line out.",
    )
    found = _amount("", name or amount.written, amount, one, "")
    return replace(found, doubts=(Doubt("code", what, as_read=False), *found.doubts))


def amount_doubt(ways: Sequence[int], figure: str) -> Doubt:
    """Ask how a figure is meant."""
    options = tuple(
        Option(way, Text(f"{written(way)} đồng", f"{written(way, 'en')} đồng")) for way in dict.fromkeys(ways)
    )
    what = Text(
        f"“{figure}” đọc được nhiều cách. Số tiền là bao nhiêu?"
        if options
        else f"Không đọc được “{figure}”. Hãy nhập số tiền.",
        f"“{figure}” reads in several ways. Which amount is it?"
        if options
        else f"“{figure}” cannot be read. Enter the amount.",
    )
    return Doubt("amount_dong", what, options, as_read=False)


def _apart(found: Sequence[ReadAmount]) -> list[ReadAmount]:
    """Leave out what says the same again, such as a total repeated under a table."""
    kept: list[ReadAmount] = []
    for one in found:
        again = any(other.code == one.code and other.amount_dong == one.amount_dong is not None for other in kept)
        if not again:
            kept.append(one)
    return kept


def _standing(codes: Sequence[str], by_code: Mapping[str, ReadAmount]) -> list[str]:
    """Return those of ``codes`` that stand in the document; the parts of one that does not."""
    found: list[str] = []
    for code in codes:
        if code in by_code:
            found.append(code)
        else:
            found += [one for one in by_code if one.startswith(f"{code}/") and parent_in(one, by_code) in {ROOT, ""}]
    return found


def _groups(
    code: str, by_code: Mapping[str, ReadAmount], joins: Mapping[str, tuple[str, ...]]
) -> list[list[ReadAmount]]:
    """Return the ways in which the parts of a line divide it: by source, and by investment and recurrent."""
    below = [one for one in by_code if parent_in(one, by_code) == code]
    joined = {part for one in below if one in joins for part in _standing(joins[one], by_code)}
    divides = [one for one in below if one.rpartition("/")[0] == code and one.rpartition("/")[2] in KINDS]
    sources = [by_code[one] for one in below if one not in divides]
    sources = [one for one in sources if one.code not in joins or not (joined & {other.code for other in sources})]
    kinds = [by_code[one] for one in divides]
    return [group for group in (sources, kinds) if group]


def is_check(code: str, codes: Iterable[str], words: Words) -> bool:
    """Say whether a line only sums up others that stand apart: the budget as a whole, all investment together."""
    known = dict.fromkeys(codes)
    parent, _, step = code.rpartition("/")
    if step in KINDS:
        kinds = {f"{parent}/{kind}" for kind in KINDS}
        return parent in known and any(parent_in(one, known) == parent and one not in kinds for one in known)
    joins = next((one.sums for one in words.sources if one.code == code and one.sums), ())
    return any(one == part or one.startswith(f"{part}/") for part in joins for one in known)


def _twice(amounts: Sequence[ReadAmount]) -> list[Fault]:
    """Name a source that two lines tell differently."""
    first: dict[str, ReadAmount] = {}
    faults = []
    for one in amounts:
        before = first.setdefault(one.code, one) if one.code else one
        if before is not one:
            faults.append(
                Fault(
                    f"dòng {one.line}",
                    Text(
                        f"“{one.name}” cùng nguồn với “{before.name}” ở dòng {before.line} nhưng khác số tiền.",
                        f"“{one.name}” is of the same source as “{before.name}” on line {before.line}, "
                        "with another amount.",
                    ),
                    Text(
                        "Chọn nguồn khác cho một dòng, hoặc bỏ một dòng.",
                        "Choose another source for one, or take one out.",
                    ),
                )
            )
    return faults


def _parts_of(line: Line) -> tuple[str, str]:
    found = _FOOTNOTE.match(line.text)
    return (found[1], found[2]) if found else ("", line.text)


def _fault(whole: ReadAmount, parts: Sequence[ReadAmount], summed: int) -> Fault:
    lines = ", ".join(str(line) for line in dict.fromkeys(one.line for one in parts))
    stated = whole.amount_dong or 0
    apart = abs(stated - summed)
    return Fault(
        f"dòng {whole.line}",
        Text(
            f"“{whole.name}” ghi {written(stated)} đồng, các phần ở dòng {lines} cộng lại là "
            f"{written(summed)} đồng, lệch {written(apart)} đồng.",
            f"“{whole.name}” says {written(stated, 'en')} đồng; its parts on lines {lines} sum to "
            f"{written(summed, 'en')}, a difference of {written(apart, 'en')}.",
        ),
        Text("Đối chiếu các dòng này với bản gốc.", "Compare these lines with the original."),
    )
