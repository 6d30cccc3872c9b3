"""Which kinds of evidence an indicator needs, from ``law/evidence/<set>.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from ntm.core.problems import Fault, Faults, Text

_KEYS = {"kind", "name", "confidence", "source"}


@dataclass(frozen=True, slots=True)
class RequiredKind:
    """One kind of document that proves an indicator; an empty ``kind`` is met by any file."""

    kind: str
    name: Text
    confidence: str
    source: str


class EvidenceFaults(Faults):
    """The files of required evidence were refused whole."""

    code = "evidence/law-faults"


def required_for(measure: str) -> tuple[RequiredKind, ...]:
    """Return the kinds that prove a measure (“<set>/<code>”); the general rule where the law names none."""
    set_id, _, code = measure.rpartition("/")
    kinds = _kinds(Path(settings.LAW_FOLDER) / "evidence")
    return kinds.get((set_id, code)) or kinds.get(("", "general"), ())


@lru_cache(maxsize=2)
def _kinds(folder: Path) -> dict[tuple[str, str], tuple[RequiredKind, ...]]:
    """Read every file once in a process: {(set, code): kinds}; the general rule is ("", "general")."""
    faults: list[Fault] = []
    found: dict[tuple[str, str], tuple[RequiredKind, ...]] = {}
    for file in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        set_id = "" if file.stem == "general" else file.stem
        for code, entries in content.items():
            place = f"evidence/{file.name} › {code}"
            found[set_id, str(code)] = tuple(_kind(place, entry, faults) for entry in entries)
    if faults:
        raise EvidenceFaults(Text("Tệp minh chứng có lỗi.", "The files of required evidence are faulty."), faults)
    return found


def _kind(place: str, entry: Any, faults: list[Fault]) -> RequiredKind:
    if not isinstance(entry, dict) or set(entry) != _KEYS or set(entry["name"]) != {"vi", "en"}:
        faults.append(
            Fault(
                place,
                Text("Mục phải có đúng các khóa kind, name, confidence, source.", "The entry lacks a key or has more."),
                Text("Hãy theo mẫu của mục bên cạnh.", "Follow the shape of the entry beside it."),
            )
        )
        return RequiredKind("", Text("", ""), "low", "")
    return RequiredKind(
        entry["kind"], Text(entry["name"]["vi"], entry["name"]["en"]), entry["confidence"], entry["source"]
    )
