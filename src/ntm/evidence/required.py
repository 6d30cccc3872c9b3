"""Which kinds of evidence an indicator needs, from ``law/evidence/<set>.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ntm.core.problems import Text
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.faults import FaultList
from ntm.core.rulebook.reading.entries import Entry
from ntm.core.rulebook.reading.pages import page

GENERAL = ("", "general")
_KEYS = ("kind", "name", "confidence", "source")


@dataclass(frozen=True, slots=True)
class RequiredKind:
    """One kind of document that proves an indicator; an empty ``kind`` is met by any file."""

    kind: str
    name: Text
    confidence: Confidence
    source: str


def required_for(measure: str) -> tuple[RequiredKind, ...]:
    """Return the kinds that prove a measure (“<set>/<code>”); the general rule where the law names none.

    Raises LawFaults when a file of law/evidence cannot be read.
    """
    set_id, _, code = measure.rpartition("/")
    kinds = all_kinds(Path(settings.LAW_FOLDER))
    return kinds.get((set_id, code)) or kinds.get(GENERAL, ())


def kind_named(measure: str, kind: str) -> Text | str:
    """Return the name of a kind of evidence; a code that the law no longer names is shown as it is."""
    names = (one.name for one in required_for(measure) if kind and one.kind == kind)
    return next(names, kind)


@lru_cache(maxsize=2)
def all_kinds(law: Path) -> dict[tuple[str, str], tuple[RequiredKind, ...]]:
    """Read every file once in a process: {(set, code): kinds}; the general rule is ``GENERAL``.

    Raises LawFaults with every fault of every file.
    """
    faults = FaultList()
    found: dict[tuple[str, str], tuple[RequiredKind, ...]] = {}
    for file in sorted((law / "evidence").glob("*.yaml")):
        whole = page(law, file, faults)
        set_id = "" if file.stem == "general" else file.stem
        for code in map(str, whole.content):
            found[set_id, code] = _kinds(whole, code, any_file=(set_id, code) == GENERAL)
    faults.raise_if_any()
    return found


def _kinds(whole: Entry, code: str, *, any_file: bool) -> tuple[RequiredKind, ...]:
    entries = whole.content[code]
    if not isinstance(entries, list) or not entries:
        whole.fault(
            code,
            Text("Ở đây cần một danh sách các loại minh chứng.", "A list of kinds of evidence is expected here."),
            Text("Hãy viết mỗi loại một dòng bắt đầu bằng dấu -.", "Write each kind on a line that begins with -."),
        )
        return ()
    below = Entry(whole.file, (*whole.keys, code), {}, whole.faults)
    read = tuple(_kind(below.under(str(n), one), any_file=any_file) for n, one in enumerate(entries, start=1))
    if len({one.kind for one in read}) < len(read):
        whole.fault(
            code,
            Text("Một loại minh chứng có hai lần.", "A kind of evidence stands twice."),
            Text("Hãy bỏ một trong hai.", "Take one of the two away."),
        )
    return read


def _kind(entry: Entry, *, any_file: bool) -> RequiredKind:
    entry.expects(_KEYS)
    kind = "" if any_file and entry.content.get("kind") == "" else entry.words("kind")
    confidence = entry.choice("confidence", Confidence, Confidence.LOW)
    return RequiredKind(kind, entry.text("name"), confidence, entry.words("source"))
