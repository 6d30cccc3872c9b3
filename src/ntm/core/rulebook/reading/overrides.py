"""Reads what provinces decided themselves: levels that the law leaves to them, or that they raise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ntm.core.problems import Text
from ntm.core.rulebook.dated import Dated
from ntm.core.rulebook.faults import FaultList, listed
from ntm.core.rulebook.levels import EVERYWHERE, Level, PassesWhen
from ntm.core.rulebook.reading.entries import Entry
from ntm.core.rulebook.reading.levels import LevelReader
from ntm.core.rulebook.reading.pages import page

ByKey = dict[str, Dated[Level]]


@dataclass(frozen=True, slots=True)
class Override:
    """What one provincial decision says of one indicator: ``levels`` maps place keys to dated steps."""

    province: str
    decision: str
    levels: Entry


def overrides(folder: Path, faults: FaultList) -> tuple[dict[str, list[Override]], list[Entry]]:
    """Read every decision under ``overrides/``, by ``<set id>/<indicator code>``; return the pages too."""
    found: dict[str, list[Override]] = {}
    pages = [page(folder, file, faults) for file in sorted((folder / "overrides").glob("*/*.yaml"))]
    for decision in pages:
        decision.expects(["province", "decision", "approval", "set", "levels"])
        number = _number(decision)
        decision.text("approval")
        set_id, province = decision.words("set"), decision.words("province")
        for code, levels in decision.entries("levels"):
            found.setdefault(f"{set_id}/{code}", []).append(Override(province, number, levels))
    return found, pages


def _number(decision: Entry) -> str:
    """Read the decision itself: its number, day, issuer and subject must all be there."""
    entry = decision.entry("decision")
    entry.expects(["number", "issued_on", "issuer", "subject"])
    entry.day("issued_on")
    entry.text("issuer")
    entry.text("subject")
    return entry.words("number")


def check_known(found: Mapping[str, list[Override]], names: list[str]) -> None:
    """List overrides of indicators that no set has."""
    for name, several in found.items():
        if name not in names:
            for override in several:
                override.levels.fault(
                    None,
                    Text(f"Không có chỉ tiêu {name}.", f"There is no indicator {name}."),
                    Text(
                        "Hãy xem lại khóa set và mã chỉ tiêu.", "Look at the key set and at the indicator's code again."
                    ),
                )


def provincial(
    several: list[Override], national: Mapping[str, Dated[Level]], passes_when: PassesWhen, reader: LevelReader
) -> dict[str, ByKey]:
    """Join the decisions on one indicator by province and place key, checked against the national levels."""
    joined: dict[str, dict[str, list[tuple[date, Level]]]] = {}
    for override in several:
        own = LevelReader(reader.kind, reader.places, {override.decision}, confirmed=True)
        for place in override.levels.content:
            key = str(place)
            steps = own.dated(override.levels, key, override.decision).steps
            if _same_places(override.levels, key, national, reader):
                _never_lower(override.levels, key, steps, national.get(key), passes_when)
            joined.setdefault(override.province, {}).setdefault(key, []).extend(steps)
    return {
        province: {key: _in_order(several, key, steps) for key, steps in by_key.items()}
        for province, by_key in joined.items()
    }


def _in_order(several: list[Override], key: str, steps: list[tuple[date, Level]]) -> Dated[Level]:
    ordered = sorted(steps, key=lambda step: step[0])
    days = [day for day, _ in ordered]
    if len(set(days)) < len(days):
        several[-1].levels.fault(
            key,
            Text("Hai quyết định cùng đặt mức từ một ngày.", "Two decisions set a level from the same day."),
            Text("Chỉ giữ quyết định có hiệu lực sau cùng.", "Keep the decision that holds."),
        )
    return Dated(key, tuple(ordered))


def _same_places(levels: Entry, key: str, national: Mapping[str, Dated[Level]], reader: LevelReader) -> bool:
    """Say whether the override speaks of the same places as the law; list a fault otherwise."""
    allowed = [EVERYWHERE] if EVERYWHERE in national else list(reader.places)
    if key in allowed:
        return True
    levels.fault(
        key,
        Text(
            f"Mức của tỉnh không thể ghi cho “{key}”: quy định chung ghi cho {listed(allowed)}.",
            f"The province cannot set a level for “{key}”: the law speaks of {listed(allowed)}.",
        ),
        Text(f"Hãy dùng một trong: {listed(allowed)}.", f"Use one of: {listed(allowed)}."),
    )
    return False


def _never_lower(
    levels: Entry,
    key: str,
    steps: tuple[tuple[date, Level], ...],
    national: Dated[Level] | None,
    passes_when: PassesWhen,
) -> None:
    """List steps that ask less than the law does on some day: a province may raise a level, not lower it."""
    if national is None:
        return
    for begins, until, own in _spans(steps):
        for law_begins, law_until, law in _spans(national.steps):
            overlap = (until is None or law_begins < until) and (law_until is None or begins < law_until)
            if overlap and _asks_less(own, law, passes_when):
                levels.fault(
                    key,
                    Text(
                        f"Mức {own.value} từ {begins} thấp hơn mức chung {law.value} ({law.source}).",
                        f"The level {own.value} from {begins} asks less than the law's {law.value} ({law.source}).",
                    ),
                    Text(
                        "Tỉnh chỉ được quy định bằng hoặc cao hơn; hãy xem lại quyết định.",
                        "A province may ask the same or more; look at the decision again.",
                    ),
                )


def _spans(steps: tuple[tuple[date, Level], ...]) -> list[tuple[date, date | None, Level]]:
    """Return each level with the day it begins and the day the next one does."""
    ends = [*(begins for begins, _ in steps[1:]), None]
    return [(begins, end, level) for (begins, level), end in zip(steps, ends, strict=True)]


def _asks_less(own: Level, law: Level, passes_when: PassesWhen) -> bool:
    """Compare two levels; a level that nobody may be judged by asks nothing."""
    here = own.value if own.confirmed else None
    there = law.value if law.confirmed else None
    if here is None or there is None:
        return here is None and there is not None
    if passes_when is PassesWhen.AT_LEAST:
        return here < there
    if passes_when is PassesWhen.AT_MOST:
        return here > there
    return here != there
