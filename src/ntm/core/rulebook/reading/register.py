"""Reads what every law file may cite: decisions, offices, regions and commune groups."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from ntm.core.problems import Text
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.dated import Interval
from ntm.core.rulebook.faults import FaultList, listed
from ntm.core.rulebook.levels import EVERYWHERE, OTHERS, Grouping
from ntm.core.rulebook.reading.entries import NO_DAY, Entry
from ntm.core.rulebook.reading.pages import page
from ntm.core.rulebook.register import Office, Source


@dataclass(frozen=True, slots=True)
class Register:
    """What law files may name: sources by number, offices by code, place keys by grouping."""

    sources: Mapping[str, Source]
    offices: Mapping[str, Office]
    regions: Mapping[str, Text]
    groups: Mapping[str, Text]

    @property
    def place_names(self) -> dict[str, Text]:
        return {EVERYWHERE: _EVERYWHERE, OTHERS: _OTHERS, **self.regions, **self.groups}

    def places(self, grouping: Grouping) -> Mapping[str, Text]:
        """Return the place keys that a set with this grouping tells apart."""
        return {Grouping.REGION: self.regions, Grouping.COMMUNE_GROUP: self.groups, Grouping.NONE: {}}[grouping]


_EVERYWHERE = Text("mọi nơi", "everywhere")
_OTHERS = Text("vùng, nhóm chưa xác định hoặc chưa rõ mức", "region or group not known, or without a known level")


def register(folder: Path, faults: FaultList) -> tuple[Register, list[Entry]]:
    """Read sources.yaml, offices.yaml and places.yaml; return the register and the pages read."""
    sources = page(folder, folder / "sources.yaml", faults)
    offices = page(folder, folder / "offices.yaml", faults)
    places = page(folder, folder / "places.yaml", faults)
    places.expects(["regions", "commune_groups"])
    read = Register(
        sources={str(number): _source(str(number), sources.entry(number)) for number in sources.content},
        offices={str(code): _office(str(code), offices.entry(code)) for code in offices.content},
        regions={code: _name(entry) for code, entry in places.entries("regions")},
        groups={code: _name(entry) for code, entry in places.entries("commune_groups")},
    )
    return read, [sources, offices, places]


def cited(entry: Entry, key: str, sources: Container[str]) -> str:
    """Return a citation such as ``318/QĐ-TTg, Phụ lục I, 10``; its first words must be a known decision."""
    written = entry.words(key)
    number = written.split(",", maxsplit=1)[0].strip()
    if written and number not in sources:
        entry.fault(
            key,
            Text(f"Văn bản “{number}” chưa có trong sổ văn bản.", f"The decision “{number}” is not in the register."),
            Text(
                "Hãy mở đầu bằng số văn bản rồi dấu phẩy, và thêm văn bản vào sources.yaml nếu còn thiếu.",
                "Begin with the decision's number and a comma; add the decision to sources.yaml if it is missing.",
            ),
        )
    return written


def interval(entry: Entry, key: str) -> Interval:
    """Read ``{begins: day, ends: day or open}``."""
    both = entry.entry(key)
    if entry.has(key):
        both.expects(["begins", "ends"])
    begins, ends = both.day("begins"), both.day_or_word("ends", "open")
    if ends is None or ends is NO_DAY:
        return Interval(begins)
    if ends < begins:
        both.fault(
            "ends",
            Text("Ngày hết hiệu lực đứng trước ngày có hiệu lực.", "It ends before it begins."),
            Text("Hãy đổi lại hai ngày.", "Put the two days right."),
        )
    return Interval(begins, ends)


def _source(number: str, entry: Entry) -> Source:
    entry.expects(["issued_on", "issuer", "subject", "confidence"], ["in_force", "note"])
    return Source(
        number=number,
        issued_on=entry.day_or_word("issued_on", "unknown"),
        issuer=entry.text("issuer"),
        subject=entry.text("subject"),
        in_force=interval(entry, "in_force") if entry.has("in_force") else None,
        confidence=entry.choice("confidence", Confidence, Confidence.LOW),
        note=entry.text_or_none("note"),
    )


def _office(code: str, entry: Entry) -> Office:
    entry.expects(["name"], ["begins", "ends"])
    begins = entry.day("begins") if entry.has("begins") else None
    ends = entry.day("ends") if entry.has("ends") else None
    if begins and ends and ends < begins:
        entry.fault(
            "ends",
            Text("Cơ quan kết thúc trước khi bắt đầu.", "The office ends before it begins."),
            Text("Hãy đổi lại hai ngày.", "Put the two days right."),
        )
    return Office(code, entry.text("name"), begins, ends)


def _name(entry: Entry) -> Text:
    entry.expects(["vi", "en"])
    return Text(entry.words("vi"), entry.words("en"))


def known_office(entry: Entry, key: str, code: object, offices: Mapping[str, Office]) -> bool:
    """Say whether the register has the office; list a fault otherwise."""
    if isinstance(code, str) and code in offices:
        return True
    entry.fault(
        key,
        Text(f"Không có cơ quan “{code}” trong offices.yaml.", f"There is no office “{code}” in offices.yaml."),
        Text(f"Hãy dùng một trong: {listed(offices)}.", f"Use one of: {listed(offices)}."),
    )
    return False
