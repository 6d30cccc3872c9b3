"""The fields by which lists of the ledger are narrowed, as ``components/filters.html`` shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ntm.core.problems import Text
from ntm.finance.models import Act
from ntm.finance.selectors.accounts import PlacedUnit
from ntm.finance.sources import sources_in

Field = dict[str, Any]


def choice(name: str, label: Text, choices: Iterable[tuple[str, Text | str]], chosen: str) -> Field:
    return {"name": name, "label": label, "choices": list(choices), "chosen": chosen}


def source_choice(year: int, chosen: str) -> Field:
    """Offer the year's whole tree of sources; a branch stands for everything below it."""
    every = [(one.code, _indented(one.name, one.depth)) for one in sources_in(year)]
    return choice("source", Text("Nguồn vốn", "Source"), [("", Text("Mọi nguồn", "All sources")), *every], chosen)


def unit_choice(units: Iterable[PlacedUnit], chosen: str, every: Text | None = None) -> Field:
    """Offer units, each with all below it; ``every`` are the words for no unit, where that may be asked for."""
    first = [("", every)] if every else []
    offered = [(one.unit.code, _indented(Text(one.unit.name, one.unit.name), one.depth)) for one in units]
    return choice("unit", Text("Đơn vị và cấp dưới", "Unit and all below"), [*first, *offered], chosen)


def act_choice(chosen: str) -> Field:
    acts = [("", Text("Mọi nghiệp vụ", "All acts")), *((one.value, one.words) for one in Act)]
    return choice("act", Text("Nghiệp vụ", "What was done"), acts, chosen)


def _indented(words: Text, depth: int) -> Text:
    dashes = "– " * depth
    return Text(f"{dashes}{words.vi}", f"{dashes}{words.en}")
