"""The numbers that Word counts by itself: they stand in no text, and a plan cannot be cited without them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    shape: str  # decimal, upperRoman, …, bullet
    text: str  # "%1.%2."
    start: int


@dataclass(slots=True)
class Numbering:
    """The counters of one document; ``label`` has to be asked for each paragraph in order."""

    levels: dict[str, dict[int, _Level]]  # number of the list → its levels
    counted_with: dict[str, str]  # lists of one kind count on together
    of_style: dict[str, tuple[str, int]]
    counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, paragraph: Any) -> str:
        """Return what Word prints before a paragraph, such as ``1.2.``; a dash or plus for a bullet."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        list_id, depth = found
        level = self.levels.get(list_id, {}).get(depth)
        if level is None:
            return ""
        if level.shape == "bullet":
            return "+" if depth or level.text == "+" else "-"
        counter = self.counters[self.counted_with.get(list_id, list_id)]
        counter[depth] = counter.get(depth, level.start - 1) + 1
        for deeper in [one for one in counter if one > depth]:
            del counter[deeper]
        return re.sub(r"%(\d)", lambda hit: self._number(list_id, int(hit[1]) - 1), level.text).strip()

    def _number(self, list_id: str, depth: int) -> str:
        level = self.levels[list_id].get(depth)
        if level is None:
            return ""
        count = self.counters[self.counted_with.get(list_id, list_id)].setdefault(depth, level.start)
        return _written(count, level.shape)

    def _list_of(self, paragraph: Any) -> tuple[str, int] | None:
        own = _of_properties(paragraph.find(qn("w:pPr")))
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        inherited = self.of_style.get(style.get(qn("w:val"), "")) if style is not None else None
        if own is None:
            return inherited
        list_id, depth = own
        if list_id == "0":
            return None  # numbering was switched off for this paragraph
        return (list_id or (inherited[0] if inherited else ""), depth)


def numbering_of(document: Document) -> Numbering:
    """Read the lists of a Word file and which styles use them."""
    levels: dict[str, dict[int, _Level]] = {}
    together: dict[str, str] = {}
    try:
        root = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[attr-defined]
    except KeyError:
        return Numbering({}, {}, {})
    abstract = {one.get(qn("w:abstractNumId")): one for one in root.findall(qn("w:abstractNum"))}
    for one in root.findall(qn("w:num")):
        list_id = one.get(qn("w:numId"), "")
        reference = one.find(qn("w:abstractNumId"))
        kind = reference.get(qn("w:val")) if reference is not None else None
        if kind not in abstract:
            continue
        levels[list_id] = {
            int(level.get(qn("w:ilvl"), "0")): _level(level) for level in abstract[kind].findall(qn("w:lvl"))
        }
        begins_anew = one.find(f".//{qn('w:startOverride')}") is not None
        together[list_id] = f"own-{list_id}" if begins_anew else f"kind-{kind}"
    return Numbering(levels, together, _styles(document))


def _level(level: Any) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(qn(name))
        return found.get(qn("w:val"), otherwise) if found is not None else otherwise

    start = value("w:start", "1")
    return _Level(value("w:numFmt", "decimal"), value("w:lvlText", ""), int(start) if start.isdigit() else 1)


def _styles(document: Document) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in document.styles.element.findall(qn("w:style")):
        name = style.get(qn("w:styleId"), "")
        base = style.find(qn("w:basedOn"))
        if base is not None:
            based[name] = base.get(qn("w:val"), "")
        own = _of_properties(style.find(qn("w:pPr")))
        if own is not None and own[0]:
            found[name] = own
    for name in list(based):
        above, seen = name, set()
        while above in based and above not in found and above not in seen:
            seen.add(above)
            above = based[above]
        if above in found:
            found.setdefault(name, found[above])
    return found


def _of_properties(properties: Any) -> tuple[str, int] | None:
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    if numbered is None:
        return None
    list_id, depth = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
    deep = depth.get(qn("w:val"), "0") if depth is not None else "0"
    return (list_id.get(qn("w:val"), "") if list_id is not None else ""), int(deep) if deep.isdigit() else 0


def _written(count: int, shape: str) -> str:
    if shape in {"upperRoman", "lowerRoman"}:
        roman = ""
        for value, letters in _ROMAN:
            times, count = divmod(count, value)
            roman += letters * min(times, 10)
        return roman if shape == "upperRoman" else roman.lower()
    if shape in {"upperLetter", "lowerLetter"} and count > 0:
        letter = chr(ord("A") + (count - 1) % 26)
        return letter if shape == "upperLetter" else letter.lower()
    return f"{count:02d}" if shape == "decimalZero" else str(count)
