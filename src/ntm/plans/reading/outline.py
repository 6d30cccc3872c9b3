"""How a plan is divided: parts, letters, Roman figures, numbers and dashes, in whatever order a province uses them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ntm.plans.reading.lines import Line
from ntm.plans.reading.words import Words, folded

_IN_WORDS = {"nhất": "I", "hai": "II", "ba": "III", "bốn": "IV", "tư": "IV", "năm": "V", "sáu": "VI", "bảy": "VII"}
_PART = re.compile(
    r"^(?:phần|mục|chương)\s+(?:thứ\s+)?([ivx]+|\d{1,2}|nhất|hai|ba|bốn|tư|năm|sáu|bảy)\b[\s.:–-]*(.*)$", re.I
)
_ROMAN = re.compile(r"^([IVX]{1,5})\s*[.)/:–-]\s*(?!\d)(\S.*)$")
_ROMAN_DOTTED = re.compile(r"^([IVX]{1,5})\.(\d{1,2}(?:\.\d{1,2})*)\s*[.)]?\s+(\S.*)$")
_LETTER = re.compile(r"^([A-Z])\s*[.)/]\s+(\S.*)$")
_NUMBER = re.compile(r"^(\d{1,2})\s*([.)])\s*(?!\d)(\S.*)$")
_DOTTED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+)\s*[.)]?\s+(?!(?:tỷ|tỉ|triệu|nghìn|đồng|%))(\S.*)$")
_SMALL = re.compile(r"^([a-zđ])\s*[.)]\s+(\S.*)$")
_DASH = re.compile(r"^[-–—•●]\s*(\S.*)$")
_PLUS = re.compile(r"^\+\s*(\S.*)$")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ANNEX = re.compile(
    r"^(?:phụ lục|biểu(?:\s+số)?(?=\s*\d))\b\s*(?:số\s*)?([ivx]+|\d{1,2})?(?!\w)[\s.:–-]*(.*)$", re.IGNORECASE
)
_SENTENCE_ENDS = (".", ";", ":", "!", ",")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line begins with: its style, its label and the words behind it."""

    style: str  # part, letter, roman, number-1, number-2, …, small, dash, plus
    label: str
    rest: str


@dataclass(slots=True)
class Node:
    """A heading, a numbered passage or a plain one, with what stands below it."""

    style: str  # as Mark.style; "text" for a passage without a mark, "row" for a row of a table
    label: str
    text: str
    line: Line
    kind: str = ""
    kinds: tuple[str, ...] = ()
    above: Node | None = None
    below: list[Node] = field(default_factory=list)

    @property
    def path(self) -> list[Node]:
        """Return this node and those above it, the highest first."""
        found = [self]
        while found[0].above is not None:
            found.insert(0, found[0].above)
        return found

    @property
    def is_heading(self) -> bool:
        return self.style not in {"dash", "plus", "text", "row"}


def joined(lines: Sequence[Line]) -> list[Line]:
    """Join a line that goes on in small letters to the one before: a page had ended in the middle of a sentence."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        goes_on = (
            before is not None
            and not line.cells
            and not before.cells
            and line.text[:1].islower()
            and not _SMALL.match(line.text)
            and not before.text.endswith(_SENTENCE_ENDS[:-1])
        )
        if before is not None and goes_on:
            numbers = (*before.joined, line.number)
            found[-1] = replace(before, text=f"{before.text} {line.text}", joined=numbers)
        else:
            found.append(line)
    return found


def mark_of(text: str, letter_before: str = "") -> Mark | None:
    """Say what a line begins with; ``letter_before`` is the letter of the section before, to tell C. from a hundred."""
    follows = letter_before and text[:1] == chr(ord(letter_before) + 1)
    readers = (_as_part, _as_letter, _as_number) if follows else (_as_part, _as_roman, _as_letter, _as_number)
    found = next((mark for reader in readers if (mark := reader(text))), None)
    if found:
        return found
    for style, pattern in (("small", _SMALL), ("dash", _DASH), ("plus", _PLUS)):
        if hit := pattern.match(text):
            return Mark(style, hit[1] if style == "small" else "", hit[hit.lastindex or 0])
    return None


def _as_part(text: str) -> Mark | None:
    hit = _PART.match(text)
    if hit is None or not (text[:4].lower() == "phần" or re.fullmatch(r"[ivx]+", hit[1].lower())):
        return None
    return Mark("part", _IN_WORDS.get(hit[1].lower(), hit[1].upper()), hit[2] or text)


def _as_roman(text: str) -> Mark | None:
    if hit := _ROMAN_DOTTED.match(text):
        return Mark(f"number-{hit[2].count('.') + 1}", hit[2], hit[3])
    hit = _ROMAN.match(text)
    return Mark("roman", hit[1], hit[2]) if hit and _is_roman(hit[1]) else None


def _as_letter(text: str) -> Mark | None:
    hit = _LETTER.match(text)
    return Mark("letter", hit[1], hit[2]) if hit else None


def _as_number(text: str) -> Mark | None:
    if hit := _DOTTED.match(text):
        return Mark(f"number-{hit[1].count('.') + 1}", hit[1], hit[2])
    hit = _NUMBER.match(text)
    return Mark("number-1" if hit[2] == "." else "number-)", hit[1], hit[3]) if hit else None


def _is_roman(label: str) -> bool:
    return re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", label) is not None


def is_annex(line: Line) -> bool:
    return not line.cells and len(line.text) < 200 and _ANNEX.match(line.text) is not None


@dataclass(slots=True)
class _Walk:
    words: Words
    roots: list[Node] = field(default_factory=list)
    at: Node | None = None  # the heading or bullet under which the reader stands
    letter: str = ""

    def enter(self, line: Line) -> None:
        annex = _ANNEX.match(line.text) if is_annex(line) else None
        if annex:
            self._open(Node("part", f"PL{annex[1] or ''}".upper(), annex[2] or line.text, line))
            return
        mark = None if line.cells else mark_of(line.text, self.letter)
        if mark is None:
            self._plain(line)
        else:
            self._open(Node(mark.style, mark.label, mark.rest, line))

    def _open(self, node: Node) -> None:
        above = self._above(node.style)
        if above is None and node.style in {"dash", "plus"}:
            return  # nothing that a plan says stands before its first section
        if node.style == "letter":
            self.letter = node.label
        self._place(node, above)
        self.at = node

    def _above(self, style: str) -> Node | None:
        """Return the node below which a style belongs: as the nearest of the same style, else where we are."""
        path = self.at.path if self.at is not None else []
        if style == "part":
            return None
        same = next((node for node in reversed(path) if node.style == style), None)
        if same is not None:
            return same.above
        deeper = _weaker(style)
        return next((node for node in reversed(path) if node.style not in deeper), None)

    def _plain(self, line: Line) -> None:
        heading = self.at
        while heading is not None and not heading.is_heading:
            heading = heading.above
        if heading is not None:
            self._place(Node("row" if line.cells else "text", "", line.text, line), heading)
            self.at = heading

    def _place(self, node: Node, above: Node | None) -> None:
        node.above = above
        if above is None:
            self.roots.append(node)
        else:
            above.below.append(node)
        _give_kind(node, self.words)


def _weaker(style: str) -> frozenset[str]:
    """Return the styles that never stand above another: dashes under numbers, numbers under Roman figures."""
    order = [
        "part",
        "letter",
        "roman",
        "number-1",
        "number-)",
        "number-2",
        "number-3",
        "number-4",
        "small",
        "dash",
        "plus",
        "text",
        "row",
    ]
    place = order.index(style) if style in order else order.index("small")
    weaker = set(order[place:])
    if style == "letter":
        weaker.discard("roman")  # A. may stand under I. as well as above it
    return frozenset(weaker)


def _give_kind(node: Node, words: Words) -> None:
    """Say what stands under a node: by its own words where it may decide, else as above."""
    above = node.above
    node.kind = above.kind if above is not None else ""
    if not node.is_heading or node.style == "small":
        return
    named = kinds_named(node.text.partition(": ")[0], words)
    top = node.path[0]
    decides = (
        above is None
        or not above.kind
        or (bool(above.kinds) and len(above.kinds) > 1)
        or (above is top and top.style in {"part", "letter"} and node.style in {"roman", "letter"})
    )
    if (
        named
        and decides
        and (above is None or not above.kinds or len(above.kinds) < 2 or set(named) & set(above.kinds))
    ):
        node.kinds, node.kind = named, named[0]
    elif above is not None and node.style.startswith("number"):
        node.kinds = ()


def kinds_named(text: str, words: Words) -> tuple[str, ...]:
    """Return the kinds of section that a heading names, in the order of its words."""
    low = folded(text)
    found: dict[str, int] = {}
    silenced: set[str] = set()
    for section in words.sections:
        places = [low.index(word) for word in section.words if word in low]
        if places:
            found[section.kind] = min(places)
            silenced |= set(section.instead_of)
    return tuple(sorted((kind for kind in found if kind not in silenced), key=found.__getitem__))


def outline(lines: Sequence[Line], words: Words) -> list[Node]:
    """Return the sections of a text, each with all that stands below it."""
    walk = _Walk(words)
    for line in lines:
        walk.enter(line)
    return walk.roots


def reference(node: Node) -> str:
    """Return how a passage is cited: ``III.2.1.2-b``, ``A.II.3-a.1``."""
    heads, dotted, tail = [], "", ""
    for one in node.path:
        if one.style in {"part", "letter", "roman"}:
            heads.append(one.label)
        elif one.style.startswith("number"):
            nested = dotted and not one.label.startswith(f"{dotted}.")
            dotted = f"{dotted}.{one.label}" if nested else one.label
        elif one.style == "small":
            tail += f".{one.label}" if not tail else one.label
        elif one.style == "dash" or (one.style == "plus" and not tail.startswith("-")):
            tail += f"-{_letter(one, {'dash', 'plus'})}"
        elif one.style == "plus":
            tail += f".{_place(one, {'plus'})}"
    return ".".join(filter(None, [*heads, dotted])) + tail


def _letter(node: Node, styles: set[str]) -> str:
    place = _place(node, styles) - 1
    return _LETTERS[place] if place < len(_LETTERS) else f"z{place}"


def _place(node: Node, styles: set[str]) -> int:
    beside = [one for one in node.above.below if one.style in styles] if node.above else [node]
    return next(number for number, one in enumerate(beside, 1) if one is node)
