"""A whole plan, read from its lines: clauses with bodies in charge, targets, capital, head and foot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ntm.core.problems import Fault, Text
from ntm.plans.reading.acts import is_basis
from ntm.plans.reading.bodies import Duties, Named, bodies_in, closing_duties, duties_in, leads_of
from ntm.plans.reading.capital import (
    CapitalLine,
    ReadAmount,
    as_footnotes,
    capital_faults,
    footnote_faults,
    is_footnote,
    read_capital,
)
from ntm.plans.reading.days import days_in
from ntm.plans.reading.doubts import Doubt, Option
from ntm.plans.reading.figures import AMOUNT, Mark, mark_of
from ntm.plans.reading.head import ReadHead, is_of_the_nation, is_recipients, read_head
from ntm.plans.reading.lines import Line
from ntm.plans.reading.outline import Node, is_annex, joined, outline, reference
from ntm.plans.reading.targets import ReadTarget, is_unread, targets_in
from ntm.plans.reading.tasks import TaskTable
from ntm.plans.reading.words import Words, folded, known_words

WITH_DUTIES = frozenset({"task", "organisation"})
EXPECTED = ("target", "task", "capital", "organisation")
_CLOSING = re.compile(r"^Trên đây là\b", re.IGNORECASE)
_TO_THE_CLAUSE_BEFORE = re.compile(
    r"^(?:cơ quan|đơn vị) (?:chủ trì|phối hợp)|^thời gian (?:thực hiện|hoàn thành)", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"^(?:Trang )?\d{1,3}(?:\s*/\s*\d{1,3})?$")
_DUE = re.compile(r"(?:trước|chậm nhất|hoàn thành|xong)[^.;\d]{0,30}?ngày \d", re.IGNORECASE)
_LONG = 40  # letters behind a colon from which a heading says more than a heading does


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A passage with the reference to find it: ``III.2.1.2-b``; who leads and supports, as far as the text says.

    ``leads_line`` is the line of the heading that says who leads, when it is not the passage itself. ``kind`` is empty
    in a section whose heading says nothing that is known; ``section`` is the label of that section.
    """

    reference: str
    kind: str
    text: str
    line: int
    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    rhythm: str = ""
    due_on: date | None = None
    output: str = ""
    leads_line: int = 0
    section: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section of which the heading does not say what stands under it."""

    label: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What was understood of a plan, and what was not.

    ``mark`` is what the point between digits means, None where no figure of the document tells. ``new_bodies`` are
    names by code that stand in no list. ``structure`` are lines that only divide or dress the text.
    """

    head: ReadHead
    clauses: tuple[ReadClause, ...]
    targets: tuple[ReadTarget, ...]
    amounts: tuple[ReadAmount, ...]
    faults: tuple[Fault, ...]
    missing: tuple[str, ...]  # kinds of section that the text does not have
    not_understood: tuple[Line, ...]
    unplaced: tuple[ReadAmount, ...] = ()
    sections: tuple[ReadSection, ...] = ()
    mark: Mark | None = None
    footnote_faults: tuple[Fault, ...] = ()
    structure: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Reading:
    words: Words
    clauses: list[ReadClause] = field(default_factory=list)
    targets: list[ReadTarget] = field(default_factory=list)
    capital: list[CapitalLine] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    structure: set[int] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    table: TaskTable | None = None


def read_plan_text(lines: Sequence[Line], words: Words | None = None, *, year: int | None = None) -> ReadPlan:
    """Read a plan; every item keeps its line, and what is not there is named as missing.

    ``words`` are the known bodies, sections and sources, by default those of ``reference/plan-words`` and of the law.
    """
    words = words or known_words()
    lines = as_footnotes(lines)
    footnotes = [line for line in lines if is_footnote(line)]
    body = joined([line for line in lines if not is_footnote(line)])
    mark = mark_of(text for line in lines for text in (line.cells or (line.text,)))
    head = read_head(body, words.issuers)
    reading = _Reading(words)
    roots = outline(list(_inside(body)), words)
    for root in roots:
        _walk(root, reading)
    year = year or (head.issued_on.year if head.issued_on else None)
    amounts, unplaced = read_capital(reading.capital, footnotes, words, mark, year)
    lonely = footnote_faults([one.line for one in reading.capital], footnotes)
    return ReadPlan(
        head,
        tuple(reading.clauses),
        tuple(reading.targets),
        amounts,
        (*capital_faults(amounts, words), *lonely),
        tuple(kind for kind in EXPECTED if kind not in reading.kinds),
        (*_lines_of(unplaced, lines), *reading.unread),
        unplaced,
        tuple(_unknown_sections(roots)),
        mark,
        tuple(lonely),
        frozenset(reading.structure | _dress(body)),
    )


def _inside(body: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines from the first section on to the recipients, and the annexes behind the signature."""
    outside = False
    for line in body:
        if is_recipients(line):
            outside = True
        elif outside and is_annex(line):
            outside = False
        if not outside and not is_basis(line) and not _PAGE_NUMBER.match(line.text):
            yield line


def _walk(node: Node, reading: _Reading) -> None:
    if node.kind:
        reading.kinds |= set(node.kinds) or {node.kind}
    if node.is_heading:
        _heading(node, reading)
    elif node.style == "row":
        _row(node, reading)
    else:
        _passage(node, reading)
    for below in node.below:
        _walk(below, reading)


def _heading(node: Node, reading: _Reading) -> None:
    reading.table = None
    divides = node.style in {"part", "letter", "roman"}
    _, colon, rest = node.text.partition(": ")
    says_more = bool(colon) and len(rest) > _LONG and node.kind != "capital"
    if node.kind == "capital":
        own = "" if divides else reference(node)
        if own or AMOUNT.search(node.text):
            _keep(node, own or reference(node), reading)
            reading.capital.append(CapitalLine(node.line, node.text, own or reference(node)))
            return
    elif (not divides and (_says_target(node) or not node.below)) or says_more:
        _keep(node, reference(node), reading)
        return
    reading.structure.add(node.line.number)


def _says_target(node: Node) -> bool:
    return node.kind == "target" and (not node.below or re.search(r"\d", node.text) is not None)


def _passage(node: Node, reading: _Reading) -> None:
    """Keep a dashed or plain passage."""
    if _CLOSING.match(node.text):
        section = node.path[0].label
        duties = closing_duties(node.text, reading.words)
        _add(ReadClause(f"{section}-kết", node.path[0].kind, node.text, node.line.number, duties.leads, duties.supports,
                        *_when(node.text)[:2], section=section), reading)  # fmt: skip
        return
    if node.kind == "capital":
        above = _clause_above(node, reading)
        reading.capital.append(CapitalLine(node.line, node.text, above))
        return
    if node.text.endswith(":") and node.below and len(node.text) < 2 * _LONG:
        reading.structure.add(node.line.number)
        return
    before = reading.clauses[-1] if reading.clauses else None
    if before and before.kind in WITH_DUTIES and _TO_THE_CLAUSE_BEFORE.match(node.text):
        _extend(before, node, reading)
        return
    heading = _heading_above(node)
    own = reference(heading) if node.style == "text" else reference(node)
    if node.style == "text" and own in reading.used:
        own = next(name for place in range(2, 10_000) if (name := f"{own}-đ{place}") not in reading.used)
    _keep(node, own, reading)


def _row(node: Node, reading: _Reading) -> None:
    """Read a row of a table: of capital, of tasks with their bodies, or of anything else, which is kept as it is."""
    if node.kind == "capital":
        reading.capital.append(CapitalLine(node.line, node.text, _clause_above(node, reading)))
        return
    if reading.table is None:
        reading.table = TaskTable()
    task = reading.table.read(node.line)
    if task is None:
        if reading.table.is_of_tasks:
            reading.structure.add(node.line.number)
        elif node.kind == "target":
            _keep(node, _row_reference(node), reading)
        return
    leads, supports = bodies_in(task.lead, reading.words), bodies_in(task.support, reading.words)
    duties = Duties(
        leads.codes, tuple(one for one in supports.codes if one not in leads.codes), leads.unknown, supports.unknown
    )
    rhythm, due, doubts = _when(task.when)
    if not due and (days := days_in(task.when)):
        due, doubts = days[0].on, _due_doubt(task.when)
    clause = ReadClause(_row_reference(node), node.kind, task.text, node.line.number, duties.leads, duties.supports,
                        rhythm, due, task.output[:300], section=node.path[0].label)  # fmt: skip
    _add(replace(clause, doubts=(*doubts, *_unknown_bodies(duties))), reading)


def _row_reference(node: Node) -> str:
    heading = _heading_above(node)
    rows = [one for one in heading.below if one.style == "row"]
    return f"{reference(heading)}-h{next(place for place, one in enumerate(rows, 1) if one is node)}"


def _keep(node: Node, own: str, reading: _Reading) -> None:
    kind = node.kind
    section = node.path[0].label
    clause = ReadClause(own, kind, node.text, node.line.number, section=section)
    if kind in WITH_DUTIES:
        clause = _with_duties(clause, node, reading.words)
    if kind == "target":
        found = targets_in(node.text, own, node.line)
        reading.targets += found
        if (is_unread(node.text) and len(re.findall(r"\d+ (?:xã|huyện)\b", node.text)) > len(found)) or (
            not found and is_unread(node.text)
        ):
            reading.unread.append(node.line)
    _add(clause, reading)


def _add(clause: ReadClause, reading: _Reading) -> None:
    """Keep a clause under a reference of its own: two passages that number themselves alike are both kept."""
    own = clause.reference
    if own in reading.used:
        own = next(name for place in range(2, 10_000) if (name := f"{own}-đ{place}") not in reading.used)
    reading.used.add(own)
    reading.clauses.append(replace(clause, reference=own))


def _with_duties(clause: ReadClause, node: Node, words: Words) -> ReadClause:
    headings = [one for one in node.path[1:] if _may_lead(one, node)]
    named, place = leads_of([one.text.partition(": ")[0] if ": " in one.text else one.text for one in headings], words)
    if node.kind == "organisation" and place < 0 and headings and headings[0].is_heading:
        named = _nobody(headings[0])
    duties = duties_in(clause.text, named, words)
    rhythm, due, doubts = _when(clause.text)
    line = headings[place].line.number if place >= 0 else 0
    return replace(
        clause,
        leads=duties.leads,
        supports=duties.supports,
        rhythm=rhythm,
        due_on=due,
        leads_line=0 if line == clause.line else line,
        doubts=(*doubts, *_unknown_bodies(duties)),
    )


def _may_lead(one: Node, node: Node) -> bool:
    """Say whether words above a passage may name who leads it: headings, and “- Sở Y tế:” over further dashes.

    What the passage says itself counts only in front of its colon; the rest is read as a sentence.
    """
    if one is node:
        return one.is_heading and ": " in one.text
    return (one.is_heading and not one.kinds) or one.text.endswith(":")


def _nobody(heading: Node) -> Named:
    """Ask who is meant by a heading of the last section that names nobody known, when it is short enough for a name."""
    name = heading.text.partition(": ")[0].strip(" .:;")
    return Named(unknown=(name,)) if len(name) <= 80 and heading.below else Named()


def _unknown_bodies(duties: Duties) -> tuple[Doubt, ...]:
    return tuple(
        _body_doubt(field_, name, known)
        for field_, names, known in (
            ("leads", duties.unknown_leads, duties.leads),
            ("supports", duties.unknown_supports, duties.supports),
        )
        for name in names
    )


def _body_doubt(field_: str, name: str, known: Sequence[str]) -> Doubt:
    what = Text(
        f"“{name}” chưa có trong danh mục cơ quan. Thêm cơ quan này, chọn cơ quan khác khi sửa, hoặc bỏ qua?",
        f"“{name}” stands in no list of bodies. Add it, choose another by correcting, or pass over it?",
    )
    return Doubt(
        field_,
        what,
        (
            Option({"add": name}, Text(f"Thêm “{name}”", f"Add “{name}”")),
            Option(list(known), Text("Bỏ qua tên này", "Pass over this name")),
        ),
        as_read=False,
    )


def _extend(before: ReadClause, node: Node, reading: _Reading) -> None:
    """Add “Cơ quan chủ trì: …” to the passage that it speaks of."""
    text = f"{before.text} {node.text}"
    duties = duties_in(node.text, Named(before.leads), reading.words)
    rhythm, due, doubts = _when(node.text)
    supports = dict.fromkeys((*before.supports, *duties.supports))
    reading.clauses[-1] = replace(
        before,
        text=text,
        leads=duties.leads,
        supports=tuple(one for one in supports if one not in duties.leads),
        rhythm=before.rhythm or rhythm,
        due_on=before.due_on or due,
        doubts=(*before.doubts, *doubts, *_unknown_bodies(duties)),
    )
    reading.structure.add(node.line.number)


def _when(text: str) -> tuple[str, date | None, tuple[Doubt, ...]]:
    """Return rhythm and last day that a passage names, and what is in doubt about that day."""
    low = folded(text)
    rhythm = ""
    if re.search(r"(?:báo cáo|định kỳ|tổng hợp)[^.;]{0,60}h[àằ]ng quý|h[àằ]ng quý[^.;]{0,40}báo cáo", low):
        rhythm = "quarterly"
    elif re.search(r"(?:có |khi )phát sinh", low):
        rhythm = "on-demand"
    elif "chế độ báo cáo theo quy định" in low:
        rhythm = "as-regulated"
    due = _DUE.search(text)
    if due is None:
        return rhythm, None, ()
    days = days_in(text[due.start() :])
    return (rhythm, days[0].on, _due_doubt(text[due.start() :])) if days else (rhythm, None, ())


def _due_doubt(text: str) -> tuple[Doubt, ...]:
    day = days_in(text)[0]
    if day.on is not None:
        return ()
    options = tuple(Option(way.isoformat(), Text(f"{way:%d/%m/%Y}", f"{way:%d/%m/%Y}")) for way in day.ways)
    what = Text(
        f"Hạn “{day.written}” không đọc được chắc chắn.", f"The last day “{day.written}” cannot be read for certain."
    )
    return (Doubt("due_on", what, options, as_read=False),)


def _heading_above(node: Node) -> Node:
    above = node.above
    while above is not None and not above.is_heading:
        above = above.above
    return above or node.path[0]


def _clause_above(node: Node, reading: _Reading) -> str:
    """Return the clause in which a line of capital stands; a section without numbers is one clause, by its heading."""
    heading = _heading_above(node)
    own = reference(heading)
    if own not in reading.used:
        _add(ReadClause(own, "capital", heading.text, heading.line.number, section=heading.path[0].label), reading)
        reading.structure.discard(heading.line.number)
    return own


def _unknown_sections(roots: Sequence[Node]) -> Iterator[ReadSection]:
    """Yield the sections of which neither heading nor any heading below says what they hold."""
    for root in roots:
        if root.is_heading and not any(node.kind for node in _all(root)) and root.below:
            yield ReadSection(root.label, root.text, root.line.number)


def _all(node: Node) -> Iterator[Node]:
    yield node
    for below in node.below:
        yield from _all(below)


def _lines_of(amounts: Sequence[ReadAmount], lines: Sequence[Line]) -> list[Line]:
    numbers = {one.line for one in amounts}
    return [line for line in lines if line.number in numbers]


def _dress(body: Sequence[Line]) -> set[int]:
    """Return the lines of letterhead and signature, which say nothing of the plan."""
    found = {line.number for line in body if is_of_the_nation(line.text) or is_recipients(line)}
    found |= {line.number for line in body if _PAGE_NUMBER.match(line.text)}
    found |= {
        line.number for line in body if re.match(r"^(?:KẾ HOẠCH|TM\.|KT\.|TL\.|(?:PHÓ )?CHỦ TỊCH\b.*)$", line.text)
    }
    return found | {line.number for line in body if re.match(r"^(?:TM|KT|TL)\. ", line.text)}
