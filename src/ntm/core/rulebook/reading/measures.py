"""Finds under which key a value is stored, so that what means the same is entered once."""

from __future__ import annotations

from collections.abc import Mapping

from ntm.core.problems import Text
from ntm.core.rulebook.reading.entries import Entry

_KEY = "same_measure_as"


def measures(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Follow ``same_measure_as`` from each indicator to the one that names the measure.

    ``entries`` are indicators and parts by ``<set id>/<code>``. A pointer to nowhere, a circle and
    a change of kind or unit are faults.
    """
    return {name: _followed(name, entries) for name in entries}


def _followed(name: str, entries: Mapping[str, Entry]) -> str:
    at, seen = name, [name]
    while entries[at].has(_KEY):
        target = entries[at].words(_KEY)
        if target not in entries:
            entries[at].fault(
                _KEY,
                Text(f"Không có chỉ tiêu “{target}”.", f"There is no indicator “{target}”."),
                Text(
                    "Hãy viết mã bộ, dấu gạch chéo và mã chỉ tiêu.",
                    "Write the set's id, a slash and the indicator's code.",
                ),
            )
            return name
        if target in seen:
            entries[name].fault(
                _KEY,
                Text("Các chỉ tiêu trỏ vòng vào nhau.", "The indicators point at each other in a circle."),
                Text("Hãy để một chỉ tiêu đứng riêng.", "Let one of them stand by itself."),
            )
            return name
        at = target
        seen.append(at)
    if any(entries[at].content.get(key) != entries[name].content.get(key) for key in ("kind", "unit")):
        entries[name].fault(
            _KEY,
            Text(f"{at} có loại giá trị hoặc đơn vị khác.", f"{at} has another kind of value, or another unit."),
            Text(
                "Chỉ dùng chung khi ý nghĩa và loại giống nhau.", "Share a measure only where meaning and kind agree."
            ),
        )
    return at
