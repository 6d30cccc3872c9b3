"""Filling the names in a section's text with figures, and finding what is not from the data."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ntm.core.problems import Problem, Text
from ntm.reports.contents.cells import Figure
from ntm.reports.sections import ASKED

_NAME = re.compile(r"\[\[([^\[\]]*)\]\]")
_GAP = re.compile(f"{ASKED[0]}([^{ASKED[1]}]*){ASKED[1]}")
# A run of digits that somebody typed; names of tables and kinds of paper are not figures.
_TYPED = re.compile(r"(?<![\w\[/])\d[\d.,]*\d%?|(?<![\w\[/])\d%?")
_PIECES = re.compile(rf"{_NAME.pattern}|{_GAP.pattern}|(?:{_TYPED.pattern})")


class UnknownFigure(Problem):
    """A text names a figure that the report does not have."""

    code = "reports/unknown-figure"

    def __init__(self, names: list[str], known: list[str]) -> None:
        shown = ", ".join(f"[[{name}]]" for name in names)
        super().__init__(
            Text(f"Báo cáo không có số liệu mang tên {shown}.", f"The report has no figure called {shown}."),
            Text(
                f"Chọn một tên trong danh sách bên cạnh, ví dụ [[{known[0]}]], hoặc gõ thẳng số.",
                f"Take a name from the list beside the text, such as [[{known[0]}]], or type the figure itself.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: plain words, a ``figure`` of the data, a ``typed`` number, or a ``gap`` to be written."""

    text: str
    kind: str = "words"
    href: str = ""
    label: str = ""


def check_names(text: str, figures: Mapping[str, Figure]) -> None:
    """Raise UnknownFigure when the text names what the report does not have."""
    unknown = [name for name in _NAME.findall(text) if name not in figures]
    if unknown:
        raise UnknownFigure(unknown, list(figures))


def pieces(line: str, figures: Mapping[str, Figure], drafted: str = "") -> list[Piece]:
    """Split one line into words, figures with their page, typed numbers and gaps.

    Numbers of the ``drafted`` text, such as those of tables, were not typed by anybody.
    """
    ours = frozenset(_TYPED.findall(drafted))
    found, at = [], 0
    for hit in _PIECES.finditer(line):
        if hit.start() > at:
            found.append(Piece(line[at : hit.start()]))
        found.append(_piece(hit, figures, ours))
        at = hit.end()
    return [*found, Piece(line[at:])] if at < len(line) else found


def _piece(hit: re.Match[str], figures: Mapping[str, Figure], ours: Collection[str]) -> Piece:
    name, gap = hit[1], hit[2]
    if name is not None:
        figure = figures.get(name)
        return Piece(figure.text, "figure", figure.href, figure.label) if figure else Piece(hit[0], "gap")
    if gap is not None:
        return Piece(gap, "gap")
    return Piece(hit[0]) if hit[0] in ours else Piece(hit[0], "typed")


def filled(text: str, figures: Mapping[str, Figure]) -> str:
    """Return the text as it is printed; gaps stay between their brackets."""
    return _NAME.sub(lambda hit: figures[hit[1]].text if hit[1] in figures else hit[0], text)


def gaps_in(text: str) -> list[str]:
    """Return what somebody still has to write."""
    return _GAP.findall(text)
