"""The trees of capital sources in ``law/capital/sources.yaml``, one for a stretch of years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from ntm.core.problems import Problem, Text

CREDIT = "credit"


class SourcesUnreadable(Problem):
    """The file of capital sources is missing or not as it should be."""

    code = "finance/sources-unreadable"

    def __init__(self, path: Path, told: str) -> None:
        super().__init__(
            Text(f"Không đọc được {path.name}: {told}", f"{path.name} cannot be read: {told}"),
            Text("Sửa tệp theo các cây nguồn vốn đã có trong đó.", "Correct it after the trees that stand there."),
        )


class NoSourcesThatYear(Problem):
    """No tree of sources covers a year."""

    code = "finance/no-sources-that-year"

    def __init__(self, year: int) -> None:
        super().__init__(
            Text(f"Chưa có cây nguồn vốn cho năm {year}.", f"There is no tree of capital sources for {year}."),
            Text("Thêm cây vào law/capital/sources.yaml.", "Add a tree to law/capital/sources.yaml."),
        )


class UnknownSource(Problem):
    """A source is named that the year's tree does not have, or that is not a leaf."""

    code = "finance/unknown-source"

    def __init__(self, source: str, year: int) -> None:
        super().__init__(
            Text(f"Năm {year} không có nguồn vốn “{source}”.", f"There is no capital source “{source}” in {year}."),
            Text(
                "Chọn một nguồn ở cuối nhánh, như programme/central/investment.",
                "Choose a source at the end of a branch, such as programme/central/investment.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Source:
    """One place of the tree; ``code`` is the path from the root, ``depth`` 0 a root. Only leaves hold money."""

    code: str
    name: Text
    depth: int
    is_leaf: bool
    is_budget: bool
    givers: frozenset[str] = frozenset()  # from whom it comes as a contribution; empty for every other source
    forms: frozenset[str] = frozenset()

    @property
    def is_given(self) -> bool:
        """Say whether its money comes as contributions, through their register, and not by allocation."""
        return bool(self.givers)

    def covers(self, leaf: str) -> bool:
        """Say whether a leaf stands here or below."""
        return leaf == self.code or leaf.startswith(f"{self.code}/")


def sources_in(year: int) -> tuple[Source, ...]:
    """Return the year's whole tree from the top down. Raises NoSourcesThatYear or SourcesUnreadable."""
    for begins, ends, sources in _trees(settings.LAW_FOLDER / "capital" / "sources.yaml"):
        if begins <= year and (ends is None or year <= ends):
            return sources
    raise NoSourcesThatYear(year)


def leaf(code: str, year: int) -> Source:
    """Return the leaf with this code in a year. Raises UnknownSource."""
    found = next((one for one in sources_in(year) if one.code == code and one.is_leaf), None)
    if found is None:
        raise UnknownSource(code, year)
    return found


def leaf_for(giver: str, form: str, year: int) -> Source:
    """Return the leaf that a contribution of this giver in this form belongs to. Raises UnknownSource."""
    for one in sources_in(year):
        if one.is_leaf and giver in one.givers and form in one.forms:
            return one
    raise UnknownSource(f"{giver}/{form}", year)


def leaf_paths(year: int) -> dict[str, Text]:
    """Return each leaf of a year with its name from the branch down: ``Ngân sách tỉnh › Đầu tư phát triển``."""
    tree = {one.code: one for one in sources_in(year)}
    return {code: _path(code, tree) for code, one in tree.items() if one.is_leaf}


def path_of(code: str, year: int) -> Text:
    """Return the name of a leaf from the branch down; its code where the year's tree does not have it."""
    return leaf_paths(year).get(code) or Text(code, code)


def _path(code: str, tree: Mapping[str, Source]) -> Text:
    steps = code.split("/")
    places = [tree["/".join(steps[:length])].name for length in range(1, len(steps) + 1)]
    shown = places[1:] or places  # the root says nothing
    return Text(" › ".join(one.vi for one in shown), " › ".join(one.en for one in shown))


@cache
def _trees(path: Path) -> tuple[tuple[int, int | None, tuple[Source, ...]], ...]:
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple((tree["years"]["from"], tree["years"]["until"], _sources(tree["roots"])) for tree in read["trees"])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise SourcesUnreadable(path, str(error).splitlines()[0]) from error


def _sources(roots: list[Mapping[str, Any]]) -> tuple[Source, ...]:
    return tuple(one for root in roots for one in _below(root, "", 0))


def _below(entry: Mapping[str, Any], above: str, depth: int) -> Iterator[Source]:
    code = f"{above}{entry['code']}"
    parts = entry.get("parts", [])
    name = Text(entry["name"]["vi"], entry["name"]["en"])
    receives = entry.get("receives", {"givers": (), "forms": ()})
    givers, forms = frozenset(receives["givers"]), frozenset(receives["forms"])
    yield Source(code, name, depth, not parts, bool(entry.get("budget", False)), givers, forms)
    for part in parts:
        yield from _below(part, f"{code}/", depth + 1)
