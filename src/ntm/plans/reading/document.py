"""A whole plan, read from its lines: clauses with bodies in charge, targets, capital, head and foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ntm.core.problems import Fault
from ntm.plans.reading.bodies import closing, leads_of, supports_in
from ntm.plans.reading.capital import ReadAmount, amounts_in, capital_faults, footnote_faults, is_footnote, read_capital
from ntm.plans.reading.head import ReadHead, read_head
from ntm.plans.reading.lines import Line

_SECTION = re.compile(r"^([IVX]+)\. (.+)$")
_NUMBERED = re.compile(r"^(\d+(?:\.\d+)*)\.? (.+)$")
_BULLET = re.compile(r"^[-–•] ?(.+)$")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KINDS = (
    ("MỤC ĐÍCH", "purpose"),
    ("MỤC TIÊU", "target"),
    ("NHIỆM VỤ", "task"),
    ("NGUỒN LỰC", "capital"),
    ("KINH PHÍ", "capital"),
    ("NGUỒN VỐN", "capital"),
    ("TỔ CHỨC THỰC HIỆN", "organisation"),
)
_TARGET = re.compile(
    r"(\d+) (xã|huyện|thị xã|thành phố)(?: được công nhận)? đạt chuẩn (?:nông thôn mới|NTM)( nâng cao| kiểu mẫu)?"
)
_LEVELS = {"": "ntm", " nâng cao": "advanced", " kiểu mẫu": "model"}


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A passage with the reference to find it: ``III.2.1.2-b``; who leads and supports, as far as the text says."""

    reference: str
    kind: str
    text: str
    line: int
    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """``at_least`` is None for the aim to keep what was reached."""

    clause: str
    tier: str
    level: str
    at_least: int | None
    is_minimum: bool
    line: int


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What was understood of a plan, and what was not."""

    head: ReadHead
    clauses: tuple[ReadClause, ...]
    targets: tuple[ReadTarget, ...]
    amounts: tuple[ReadAmount, ...]
    faults: tuple[Fault, ...]
    missing: tuple[str, ...]  # kinds of section that the text does not have
    not_understood: tuple[Line, ...]


@dataclass(slots=True)
class _Walk:
    """Where the reader stands: the section, the headings above, and what was found so far."""

    section: str = ""
    kind: str = ""
    number: str = ""
    headings: dict[int, str] = field(default_factory=dict)  # depth → heading
    bullets: int = 0
    clauses: list[ReadClause] = field(default_factory=list)
    capital: list[Line] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)

    @property
    def place(self) -> str:
        return f"{self.section}.{self.number}" if self.number else self.section


def read_plan_text(lines: Sequence[Line]) -> ReadPlan:
    """Read a plan; every item keeps its line, and what is not there is named as missing."""
    footnotes = [line for line in lines if is_footnote(line)]
    body = _joined([line for line in lines if not is_footnote(line)])
    walk = _Walk()
    for line in body:
        if line.text.startswith(("Nơi nhận", "Noi nhận")):
            break
        _step(walk, line)
    amounts, unknown = read_capital(walk.capital, footnotes)
    return ReadPlan(
        read_head(lines),
        tuple(map(_with_supports, walk.clauses)),
        tuple(target for clause in walk.clauses if clause.kind == "target" for target in _targets(clause)),
        amounts,
        (*capital_faults(amounts), *footnote_faults(walk.capital, footnotes)),
        tuple(kind for kind in ("target", "task", "capital", "organisation") if kind not in walk.kinds),
        unknown,
    )


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Join a line that goes on in small letters to the one before: a page had ended in the middle of a sentence."""
    found: list[Line] = []
    for line in lines:
        goes_on = line.text[:1].islower() and found and not found[-1].text.endswith((".", ";", ":", "!"))
        if goes_on:
            found[-1] = Line(found[-1].number, f"{found[-1].text} {line.text}")
        else:
            found.append(line)
    return found


def _step(walk: _Walk, line: Line) -> None:
    section = _SECTION.match(line.text)
    if section:
        walk.section, walk.number, walk.bullets = section[1], "", 0
        walk.headings = {0: section[2]}
        walk.kind = next((kind for words, kind in _KINDS if words in section[2].upper()), "")
        walk.kinds.add(walk.kind)
        return
    if not walk.section:
        return
    numbered = _NUMBERED.match(line.text)
    if numbered and not line.text.startswith("-"):
        _enter(walk, numbered[1], numbered[2], line)
    if walk.kind == "capital":
        walk.capital.append(line)
        if numbered:
            walk.clauses.append(ReadClause(walk.place, "capital", numbered[2], line.number))
        return
    if not numbered:
        _passage(walk, line)


def _enter(walk: _Walk, number: str, text: str, line: Line) -> None:
    """Begin a numbered part; it is a clause of its own when it says more than a heading does."""
    walk.number, walk.bullets = number, 0
    depth = number.count(".") + 1
    walk.headings = {level: words for level, words in walk.headings.items() if level < depth}
    heading, colon, rest = text.partition(": ")
    walk.headings[depth] = f"{number}. {heading if colon else text}"
    if walk.kind == "target" or (colon and len(rest) > 40 and walk.kind != "capital"):
        _keep(walk, walk.place, text, line.number)


def _passage(walk: _Walk, line: Line) -> None:
    bullet = _BULLET.match(line.text)
    if line.text.startswith("Trên đây là"):
        lead, support = closing(line.text)
        walk.clauses.append(ReadClause(f"{walk.section}-kết", walk.kind, line.text, line.number, lead, support))
        walk.number = ""
    elif bullet:
        letter = _LETTERS[walk.bullets] if walk.bullets < len(_LETTERS) else f"z{walk.bullets}"
        walk.bullets += 1
        _keep(walk, f"{walk.place}-{letter}", bullet[1], line.number)
    elif walk.number:
        _keep(walk, walk.place, line.text, line.number)


def _keep(walk: _Walk, reference: str, text: str, line: int) -> None:
    kind = walk.kind
    if kind == "purpose" and any("yêu cầu" in words.lower() for level, words in walk.headings.items() if level):
        kind = "requirement"
    headings = tuple(walk.headings[level] for level in sorted(walk.headings) if level)
    leads = leads_of(headings) if kind in {"task", "organisation"} else ()
    if any(clause.reference == reference for clause in walk.clauses):
        return
    walk.clauses.append(ReadClause(reference, kind, text, line, leads))


def _with_supports(clause: ReadClause) -> ReadClause:
    if clause.kind not in {"task", "organisation"} or clause.supports:
        return clause
    supports = supports_in(clause.text, clause.leads)
    return ReadClause(clause.reference, clause.kind, clause.text, clause.line, clause.leads, supports)


def _targets(clause: ReadClause) -> list[ReadTarget]:
    """Return the counts that a target asks for; without one, the aim to keep what was reached."""
    least = "ít nhất" in clause.text
    found = [
        ReadTarget(
            clause.reference,
            "commune" if hit[2] == "xã" else "district",
            _LEVELS[hit[3] or ""],
            int(hit[1]),
            least,
            clause.line,
        )
        for hit in _TARGET.finditer(clause.text)
    ]
    if not found and "giữ vững" in clause.text and not amounts_in(clause.text):
        found = [ReadTarget(clause.reference, "commune", "ntm", None, False, clause.line)]
    return found
