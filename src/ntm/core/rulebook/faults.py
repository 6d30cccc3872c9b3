"""Every way in which a law file can be wrong, with the remedy for each.

A fault names the file and the key in its place; ``LawFaults`` carries all faults of one reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ntm.core.problems import Fault, Faults, Text


class LawFaults(Faults):
    """The law folder was refused whole."""

    code = "law/faults"

    def __init__(self, faults: Sequence[Fault]) -> None:
        count = len(faults)
        super().__init__(
            Text(
                f"Không nạp được các tệp pháp luật: có {count} lỗi.", f"The law files were refused: {count} fault(s)."
            ),
            faults,
        )


@dataclass(slots=True)
class FaultList:
    """Collects faults while reading goes on, so that an official sees all of them at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, place: str, what: Text, do: Text) -> None:
        fault = Fault(place, what, do)
        if fault not in self.found:
            self.found.append(fault)

    def raise_if_any(self) -> None:
        if self.found:
            raise LawFaults(sorted(self.found, key=lambda fault: fault.place))


def place_in(file: str, keys: Iterable[str] = ()) -> str:
    """Name a key of a file: ``criteria/set/10-income.yaml › indicators › 10 › unit``."""
    return " › ".join([file, *keys])


def listed(words: Iterable[object]) -> str:
    return ", ".join(map(str, words))
