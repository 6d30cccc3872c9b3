"""Reads the levels of one indicator: by region or group, dated, each with confidence and source."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ntm.core.problems import Text
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.dated import Dated, Interval
from ntm.core.rulebook.faults import listed
from ntm.core.rulebook.levels import EVERYWHERE, OTHERS, Kind, Level
from ntm.core.rulebook.reading.entries import NO_DAY, Entry
from ntm.core.rulebook.reading.register import cited
from ntm.core.rulebook.silences import Silence

_NOTHING = Level(None, Silence.UNKNOWN, Confidence.LOW, "")


@dataclass(frozen=True, slots=True)
class LevelReader:
    """How the levels of one indicator are to be read.

    ``confirmed`` is False when nobody may be judged by any level of the set. ``places`` are the region
    or group codes that the set tells apart; ``sources`` the decisions that may be cited.
    """

    kind: Kind
    places: Mapping[str, Text]
    sources: Container[str]
    confirmed: bool

    def by_key(self, entry: Entry, key: str, name: str, in_force: Interval) -> dict[str, Dated[Level]]:
        """Read ``asked_of``: every place of the grouping must find a level or a named silence."""
        below = entry.entry(key)
        found = {str(place): self.dated(below, str(place), name) for place in below.content}
        self._check_places(below, found)
        for place, dated in found.items():
            if dated.steps and in_force.begins is not NO_DAY and dated.steps[0][0] > in_force.begins:
                below.fault(
                    place,
                    Text(
                        "Mốc đầu tiên bắt đầu sau ngày bộ tiêu chí có hiệu lực.",
                        "The first step begins after the set comes into force.",
                    ),
                    Text(
                        f"Hãy thêm mốc {in_force.begins}, ghi unknown nếu chưa rõ mức.",
                        f"Add a step for {in_force.begins}; write unknown where the level is not known.",
                    ),
                )
        return {place: dated for place, dated in found.items() if dated.steps}

    def dated(self, below: Entry, place: str, name: str) -> Dated[Level]:
        return Dated(f"{name} ({place})", below.dated(place, self._level))

    def _check_places(self, below: Entry, found: Mapping[str, Dated[Level]]) -> None:
        if EVERYWHERE in found and len(found) > 1:
            below.fault(
                EVERYWHERE,
                Text("“all” đứng chung với vùng hoặc nhóm.", "“all” stands beside regions or groups."),
                Text("Chỉ giữ “all”, hoặc bỏ “all”.", "Keep “all” alone, or take it away."),
            )
        allowed = [EVERYWHERE, OTHERS, *self.places]
        for place, dated in found.items():
            if place not in allowed:
                below.fault(
                    place,
                    Text(f"Không có vùng hay nhóm “{place}”.", f"There is no region or group “{place}”."),
                    Text(f"Hãy dùng một trong: {listed(allowed)}.", f"Use one of: {listed(allowed)}."),
                )
            if place == OTHERS and any(level.silence is None for _, level in dated.steps):
                below.fault(
                    OTHERS,
                    Text("“others” không được mang con số.", "“others” may not carry a figure."),
                    Text(
                        "Hãy ghi tên từng vùng có mức; others chỉ ghi unknown, left_to_province hoặc repealed.",
                        "Name each region that has a level; others takes unknown, left_to_province or repealed.",
                    ),
                )
        missing = [place for place in self.places or [EVERYWHERE] if place not in found]
        if missing and EVERYWHERE not in found and OTHERS not in found:
            below.fault(
                None,
                Text(f"Thiếu mức cho {listed(missing)}.", f"Nothing is said of {listed(missing)}."),
                Text("Hãy thêm khóa others với giá trị unknown.", "Add the key others with the value unknown."),
            )

    def _level(self, steps: Entry, found: Any, key: str) -> Level:
        entry = steps.under(key, found)
        if not isinstance(found, dict):
            return _NOTHING
        entry.expects(["value", "confidence", "source"], ["label", "confirmed"])
        value = self._value(entry) if entry.has("value") else Silence.UNKNOWN
        silent = isinstance(value, Silence)
        return Level(
            value=None if isinstance(value, Silence) else value,
            silence=value if isinstance(value, Silence) else None,
            confidence=entry.choice("confidence", Confidence, Confidence.LOW),
            source=cited(entry, "source", self.sources),
            label=entry.text_or_none("label"),
            confirmed=silent or (self.confirmed and entry.flag("confirmed", default=True)),
        )

    def _value(self, entry: Entry) -> Decimal | bool | Silence:
        found = entry.content["value"]
        if isinstance(found, str) and found in list(Silence):
            return Silence(found)
        if found is None:
            entry.fault(
                "value",
                Text("Giá trị để trống.", "The value is left blank."),
                Text(f"Hãy ghi rõ lý do: {listed(Silence)}.", f"Say why: {listed(Silence)}."),
            )
            return Silence.UNKNOWN
        return self._yes(entry, found) if self.kind is Kind.YES_NO else self._figure(entry, found)

    def _yes(self, entry: Entry, found: object) -> bool:
        if found is not True:
            entry.fault(
                "value",
                Text(f"Chỉ tiêu có/không lại có giá trị “{found}”.", f"A yes-no indicator has the value “{found}”."),
                Text("Hãy ghi yes, hoặc đổi kind của chỉ tiêu.", "Write yes, or change the indicator's kind."),
            )
        return True

    def _figure(self, entry: Entry, found: object) -> Decimal:
        if isinstance(found, bool) or not isinstance(found, int | Decimal):
            entry.fault(
                "value",
                Text(f"“{found}” không phải là số.", f"“{found}” is not a number."),
                Text(
                    f"Hãy viết số không có ngoặc kép, hoặc một trong: {listed(Silence)}.",
                    f"Write a number without quotes, or one of: {listed(Silence)}.",
                ),
            )
            return Decimal(0)
        figure = Decimal(found)
        top = Decimal(100) if self.kind is Kind.PERCENT else None
        if figure < 0 or (top is not None and figure > top):
            entry.fault(
                "value",
                Text(f"Mức {figure} nằm ngoài khoảng có thể.", f"The level {figure} is out of range."),
                Text("Tỷ lệ từ 0 đến 100; số khác từ 0 trở lên.", "A percentage is 0 to 100; any other 0 or more."),
            )
        return figure
