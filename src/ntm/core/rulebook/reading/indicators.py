"""Reads the indicators of one set, with their parts, and its preconditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ntm.core.problems import Text
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.dated import Dated, Interval
from ntm.core.rulebook.indicators import Amendment, Indicator, Multiple
from ntm.core.rulebook.levels import Demand, Grouping, Kind, Level, Levels, PassesWhen
from ntm.core.rulebook.places import RegionRule
from ntm.core.rulebook.preconditions import Precondition
from ntm.core.rulebook.reading.entries import BLANK, Entry
from ntm.core.rulebook.reading.levels import LevelReader
from ntm.core.rulebook.reading.offices import offices
from ntm.core.rulebook.reading.overrides import Override, provincial
from ntm.core.rulebook.reading.register import Register, cited
from ntm.core.rulebook.register import Office

Offices = Dated[tuple[Office, ...]]

_REQUIRED = ["name", "name_confidence", "kind", "passes_when"]
_OPTIONAL = ["unit", "renamed", "same_measure_as", "applies_when", "amendments", "note", "known_from", "appraised_by"]
_LEVEL_KEYS = ["asked_of", "asked_from", "parts"]
_JOINING = {PassesWhen.ALL_OF, PassesWhen.ANY_OF}
_PERCENT = Text("%", "%")
NOBODY: Offices = Dated("appraised_by", ((date.min, ()),))


@dataclass(frozen=True, slots=True)
class IndicatorReader:
    """What the indicators of one set share, and what they may refer to.

    ``measures`` maps ``<set id>/<code>`` to the measure it is stored under; ``built`` holds the
    indicators of the sets read before, whose levels one of these may be a multiple of.
    """

    set_id: str
    in_force: Interval
    grouping: Grouping
    region_rule: RegionRule | None
    confirmed: bool
    register: Register
    measures: Mapping[str, str]
    overrides: Mapping[str, list[Override]]
    built: Mapping[str, Indicator]

    def indicator(self, entry: Entry, code: str, criterion: str, criterion_offices: Offices) -> Indicator:
        """Read one indicator or part; ``criterion_offices`` hold where it names none of its own."""
        entry.expects(_REQUIRED, [*_OPTIONAL, *_LEVEL_KEYS])
        kind = entry.choice("kind", Kind, Kind.YES_NO)
        passes_when = entry.choice("passes_when", PassesWhen, PassesWhen.YES)
        unit = self._unit(entry, kind)
        self._check_kind(entry, kind, passes_when)
        self._check_level_keys(entry, passes_when)
        name = f"{self.set_id}/{code}"
        own = offices(entry, self.register.offices, self.in_force) if entry.has("appraised_by") else criterion_offices
        demand = Demand(passes_when, unit, self.register.place_names)
        levels = self._levels(entry, name, kind, demand) if entry.has("asked_of") else None
        return Indicator(
            code=code,
            set_id=self.set_id,
            criterion=criterion,
            in_force=self.in_force,
            names=Dated(name, ((self.in_force.begins, entry.text("name")), *self._renamed(entry))),
            confidence_of_wording=entry.choice("name_confidence", Confidence, Confidence.LOW),
            kind=kind,
            passes_when=passes_when,
            unit=unit,
            measure=self.measures.get(name, name),
            demand=demand,
            levels=levels,
            multiple=self._multiple(entry) if entry.has("asked_from") else None,
            parts=tuple(self._parts(entry, code, criterion, own)) if entry.has("parts") else (),
            offices=own,
            amendments=tuple(self._amendment(source, below) for source, below in entry.entries("amendments")),
            applies_when=entry.text_or_none("applies_when"),
            note=entry.text_or_none("note"),
            known_from=entry.text_or_none("known_from"),
            provincial=self._provincial(name, levels, passes_when, kind),
        )

    def precondition(self, entry: Entry, name: str) -> Precondition:
        """Read one precondition: the same keys as an indicator."""
        indicator = self.indicator(entry, name, "", NOBODY)
        return Precondition(name, indicator.name_on(self.in_force.begins), indicator)

    def _level_reader(self, kind: Kind) -> LevelReader:
        places = self.register.places(self.grouping)
        return LevelReader(kind, places, self.register.sources, self.confirmed)

    def _levels(self, entry: Entry, name: str, kind: Kind, demand: Demand) -> Levels:
        by_key = self._level_reader(kind).by_key(entry, "asked_of", name, self.in_force)
        return Levels(by_key, self.grouping, self.region_rule, demand)

    def _provincial(
        self, name: str, levels: Levels | None, passes_when: PassesWhen, kind: Kind
    ) -> Mapping[str, Mapping[str, Dated[Level]]]:
        several = self.overrides.get(name, [])
        if levels is None:
            for override in several:
                override.levels.fault(
                    None,
                    Text(f"{name} không có mức riêng để tỉnh quy định.", f"{name} has no level of its own to decide."),
                    Text("Hãy quy định cho từng phần của chỉ tiêu.", "Decide on the parts of the indicator instead."),
                )
            return {}
        return provincial(several, levels.by_key, passes_when, self._level_reader(kind))

    def _renamed(self, entry: Entry) -> tuple[tuple[date, Text], ...]:
        def name(steps: Entry, found: Any, key: str) -> Text:
            both = steps.under(key, found)
            both.expects(["vi", "en"])
            return Text(both.words("vi"), both.words("en"))

        return tuple(entry.dated("renamed", name)) if entry.has("renamed") else ()

    def _parts(self, entry: Entry, code: str, criterion: str, own: Offices) -> list[Indicator]:
        parts = []
        for part, below in entry.entries("parts"):
            if not part.startswith(code) or part == code:
                below.fault(
                    None,
                    Text(f"Mã phần “{part}” không thuộc chỉ tiêu {code}.", f"The part “{part}” is not of {code}."),
                    Text(f'Hãy đặt mã như "{code}a", "{code}b".', f'Call the parts "{code}a", "{code}b" and so on.'),
                )
            parts.append(self.indicator(below, part, criterion, own))
        if not parts:
            entry.fault(
                "parts",
                Text("Chỉ tiêu gồm nhiều phần nhưng không có phần nào.", "An indicator made of parts has none."),
                Text("Hãy thêm các phần.", "Add its parts."),
            )
        return parts

    def _multiple(self, entry: Entry) -> Multiple | None:
        below = entry.entry("asked_from")
        below.expects(["set", "indicator", "times", "confidence", "source"])
        base = self.built.get(f"{below.words('set')}/{below.words('indicator')}")
        if base is None:
            below.fault(
                "indicator",
                Text("Không tìm thấy chỉ tiêu gốc.", "The indicator that the level is taken from is not found."),
                Text(
                    "Hãy xem lại set và indicator; chỉ tiêu gốc phải có mức riêng.",
                    "Look at set and indicator again; that indicator must have levels of its own.",
                ),
            )
            return None
        confidence = below.choice("confidence", Confidence, Confidence.LOW)
        source = cited(below, "source", self.register.sources)
        return Multiple(base, below.number("times"), confidence, source, self.confirmed)

    def _amendment(self, source: str, below: Entry) -> Amendment:
        below.expects(["since", "change", "confidence"])
        if source not in self.register.sources:
            below.fault(
                None,
                Text(f"Văn bản “{source}” chưa có trong sổ văn bản.", f"“{source}” is not in the register of sources."),
                Text("Hãy thêm văn bản vào sources.yaml.", "Add the decision to sources.yaml."),
            )
        change, confidence = below.text("change"), below.choice("confidence", Confidence, Confidence.LOW)
        return Amendment(source, below.day("since"), change, confidence)

    def _unit(self, entry: Entry, kind: Kind) -> Text | None:
        if kind is Kind.PERCENT:
            return _PERCENT
        if kind is Kind.YES_NO:
            return None
        if not entry.has("unit"):
            entry.fault(
                "unit",
                Text("Thiếu đơn vị tính.", "The unit is missing."),
                Text("Hãy thêm unit bằng hai ngôn ngữ.", "Add the unit in both languages."),
            )
            return BLANK
        return entry.text("unit")

    def _check_kind(self, entry: Entry, kind: Kind, passes_when: PassesWhen) -> None:
        yes_no = kind is Kind.YES_NO
        if passes_when in _JOINING or (passes_when is PassesWhen.YES) == yes_no:
            return
        entry.fault(
            "passes_when",
            Text(f"“{passes_when}” không hợp với loại “{kind}”.", f"“{passes_when}” does not fit the kind “{kind}”."),
            Text(
                "Chỉ tiêu yes-no dùng yes; chỉ tiêu số dùng at least, at most hoặc exactly.",
                "A yes-no indicator uses yes; a figure uses at least, at most or exactly.",
            ),
        )

    def _check_level_keys(self, entry: Entry, passes_when: PassesWhen) -> None:
        """Levels come from one place only: asked_of, asked_from, or the parts."""
        given = [key for key in _LEVEL_KEYS if entry.has(key)]
        wanted = ["parts"] if passes_when in _JOINING else ["asked_of", "asked_from"]
        if len(given) == 1 and given[0] in wanted:
            return
        entry.fault(
            wanted[0],
            Text(
                f"Chỉ tiêu “{passes_when}” cần đúng một khóa trong: {' | '.join(wanted)}.",
                f"An indicator that passes when “{passes_when}” needs exactly one of: {' | '.join(wanted)}.",
            ),
            Text(f"Hãy thêm {wanted[0]} và bỏ khóa thừa.", f"Add {wanted[0]} and take any other away."),
        )
