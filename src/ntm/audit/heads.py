"""The end of the log as somebody else remembers it: a backup, or a slip of paper with a number and a seal.

The chain alone can't tell that its newest lines were cut off; a head that was kept elsewhere can.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ntm.core.problems import Problem, Text


@dataclass(frozen=True, slots=True)
class Head:
    """The number of lines that a log had, and the seal of the last one; an empty log has none."""

    lines: int
    seal: str


class NotAHead(Problem):
    """What was given is neither a backup nor a number and a seal."""

    code = "audit/not-a-head"

    def __init__(self, given: str) -> None:
        super().__init__(
            Text(
                f"“{given}” không phải là bản sao lưu, cũng không phải số dòng và dấu niêm.",
                f"“{given}” is neither a backup nor a number of lines with a seal.",
            ),
            Text(
                "Hãy chỉ ra tệp do `ntm backup` tạo, hoặc viết SỐ-DÒNG:DẤU-NIÊM như `ntm audit verify` đã in.",
                "Name a file made by `ntm backup`, or write LINES:SEAL as `ntm audit verify` printed them.",
            ),
        )


_readers: list[Callable[[Path], Head]] = []


def register(reader: Callable[[Path], Head]) -> None:
    """Let an app above this one read a head from a file of its own kind."""
    _readers.append(reader)


def head_in(given: str) -> Head:
    """Return the head that a file holds, or that is written out as ``2407:de09…``; raise NotAHead."""
    path = Path(given)
    if path.is_file():
        for reader in _readers:
            return reader(path)
    lines, _, seal = given.partition(":")
    if not lines.isdigit() or len(seal) != 64:
        raise NotAHead(given)
    return Head(int(lines), seal)
