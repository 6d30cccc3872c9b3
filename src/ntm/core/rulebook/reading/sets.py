"""Reads one criteria set: its set.yaml and one file per criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from ntm.core.problems import Text
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.criteria import Criterion
from ntm.core.rulebook.faults import FaultList, listed, place_in
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.levels import Grouping
from ntm.core.rulebook.places import RegionRule
from ntm.core.rulebook.reading.entries import Entry
from ntm.core.rulebook.reading.indicators import IndicatorReader
from ntm.core.rulebook.reading.offices import offices
from ntm.core.rulebook.reading.overrides import Override
from ntm.core.rulebook.reading.pages import page
from ntm.core.rulebook.reading.register import Register, cited, interval
from ntm.core.rulebook.sets import CriteriaSet

_SET_KEYS = ["id", "title", "tier", "level", "in_force", "grouping", "completeness", "confirmed", "legal_bases"]
_SET_COUNTS = ["counted_by_law", "counted_from", "preconditions"]
_SET_OPTIONAL = ["warning", "region_rule", "note"]
_CRITERION_KEYS = ["code", "name", "appraised_by", "indicators", "compared_with_gazette"]
_CRITERION_OPTIONAL = ["group", "known_in_full", "note"]


class Tier(StrEnum):
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"


class SetLevel(StrEnum):
    NTM = "ntm"
    ADVANCED = "advanced"
    MODEL = "model"
    COMPLETED = "completed"


class Completeness(StrEnum):
    COMPLETE = "complete"
    PARTIAL = "partial"
    RECONSTRUCTION = "reconstruction"


@dataclass(frozen=True, slots=True)
class SetPages:
    """The files of one set before they are understood; ``id`` is the name of their folder."""

    id: str
    head: Entry
    criteria: tuple[Entry, ...]

    def indicator_entries(self) -> dict[str, Entry]:
        """Return each indicator and part by ``<set id>/<code>``."""
        found: dict[str, Entry] = {}
        for criterion in self.criteria:
            for code, entry in criterion.entries("indicators"):
                found[f"{self.id}/{code}"] = entry
                found |= {f"{self.id}/{part}": below for part, below in entry.entries("parts")}
        return found

    @property
    def takes_levels_from_another_set(self) -> bool:
        return any(entry.has("asked_from") for entry in self.indicator_entries().values())


def set_pages(folder: Path, faults: FaultList) -> list[SetPages]:
    """Read every set's folder under ``criteria/``; a set that builds on another one comes after it."""
    found = [
        SetPages(
            id=place.name,
            head=page(folder, place / "set.yaml", faults),
            criteria=tuple(
                page(folder, file, faults) for file in sorted(place.glob("*.yaml")) if file.name != "set.yaml"
            ),
        )
        for place in sorted((folder / "criteria").glob("*/"))
    ]
    return sorted(found, key=lambda pages: pages.takes_levels_from_another_set)


@dataclass(frozen=True, slots=True)
class SetReader:
    """What every set may refer to: the register, the measures, and what provinces decided."""

    register: Register
    measures: Mapping[str, str]
    overrides: Mapping[str, list[Override]]

    def read(self, pages: SetPages, built: Mapping[str, Indicator], fingerprint: str) -> CriteriaSet:
        """Understand the files of one set; ``built`` holds the indicators of the sets read before it."""
        head = pages.head
        head.expects([*_SET_KEYS, *_SET_COUNTS], _SET_OPTIONAL)
        _check_id(pages)
        reader = IndicatorReader(
            set_id=pages.id,
            in_force=interval(head, "in_force"),
            grouping=head.choice("grouping", Grouping, Grouping.NONE),
            region_rule=_region_rule(head, self.register) if head.has("region_rule") else None,
            confirmed=head.flag("confirmed", default=True),
            register=self.register,
            measures=self.measures,
            overrides=self.overrides,
            built=built,
        )
        criteria = tuple(_criterion(entry, reader) for entry in pages.criteria)
        found = CriteriaSet(
            id=pages.id,
            title=head.text("title"),
            tier=head.choice("tier", Tier, Tier.COMMUNE),
            level=head.choice("level", SetLevel, SetLevel.NTM),
            in_force=reader.in_force,
            grouping=reader.grouping,
            completeness=head.choice("completeness", Completeness, Completeness.PARTIAL),
            confirmed=reader.confirmed,
            warning=head.text_or_none("warning"),
            note=head.text_or_none("note"),
            counted_by_law=_counts(head),
            counted_from=head.text("counted_from"),
            legal_bases=_legal_bases(head, self.register),
            region_rule=reader.region_rule,
            criteria=tuple(sorted(criteria, key=lambda one: _number(one.code))),
            preconditions=tuple(reader.precondition(entry, name) for name, entry in head.entries("preconditions")),
            fingerprint=fingerprint,
        )
        _check_codes(pages, found)
        _check_counts(head, found)
        return found


def _criterion(entry: Entry, reader: IndicatorReader) -> Criterion:
    entry.expects(_CRITERION_KEYS, _CRITERION_OPTIONAL)
    code = entry.words("code")
    _check_file_name(entry, code)
    own = offices(entry, reader.register.offices, reader.in_force)
    indicators = []
    for name, below in entry.entries("indicators"):
        if code and name != code and not name.startswith(f"{code}."):
            below.fault(
                None,
                Text(
                    f"Mã chỉ tiêu {name} không thuộc tiêu chí {code}.", f"The code {name} is not of criterion {code}."
                ),
                Text(
                    f'Hãy viết mã "{code}" hoặc "{code}.1", "{code}.2" …', f'Write "{code}" or "{code}.1", "{code}.2" …'
                ),
            )
        indicators.append(reader.indicator(below, name, code, own))
    return Criterion(
        code=code,
        set_id=reader.set_id,
        name=entry.text("name"),
        group=entry.text_or_none("group"),
        indicators=tuple(indicators),
        offices=own,
        known_in_full=entry.flag("known_in_full", default=True),
        note=entry.text_or_none("note"),
        compared_with_gazette=entry.day_or_word("compared_with_gazette", "never"),
        file=entry.file,
    )


def _region_rule(head: Entry, register: Register) -> RegionRule:
    entry = head.entry("region_rule")
    entry.expects(["region", "all_of", "any_of", "name", "confidence", "source"])
    region = entry.words("region")
    if region and region not in register.regions:
        entry.fault(
            "region",
            Text(f"Không có vùng “{region}”.", f"There is no region “{region}”."),
            Text(f"Hãy dùng một trong: {listed(register.regions)}.", f"Use one of: {listed(register.regions)}."),
        )
    return RegionRule(
        region=region,
        all_of=frozenset(entry.list_of_words("all_of")),
        any_of=frozenset(entry.list_of_words("any_of")),
        name=entry.text("name"),
        confidence=entry.choice("confidence", Confidence, Confidence.LOW),
        source=cited(entry, "source", register.sources),
    )


def _counts(head: Entry) -> tuple[int, int] | None:
    """Read how many criteria and indicators the law has; None where the file says unknown."""
    if head.content.get("counted_by_law") == "unknown":
        return None
    entry = head.entry("counted_by_law")
    if head.has("counted_by_law"):
        entry.expects(["criteria", "indicators"])
    return entry.count("criteria"), entry.count("indicators")


def _legal_bases(head: Entry, register: Register) -> tuple[str, ...]:
    bases = head.list_of_words("legal_bases")
    for number in bases:
        if number not in register.sources:
            head.fault(
                "legal_bases",
                Text(f"Văn bản “{number}” chưa có trong sổ văn bản.", f"“{number}” is not in the register of sources."),
                Text("Hãy thêm văn bản vào sources.yaml.", "Add the decision to sources.yaml."),
            )
    return bases


def _check_id(pages: SetPages) -> None:
    if pages.head.has("id") and pages.head.words("id") != pages.id:
        pages.head.fault(
            "id",
            Text("Mã bộ tiêu chí khác tên thư mục.", "The set's id is not the name of its folder."),
            Text(f"Hãy ghi id: {pages.id}.", f"Write id: {pages.id}."),
        )


def _check_file_name(entry: Entry, code: str) -> None:
    number = PurePosixPath(entry.file).name.split("-")[0]
    if code and number != code.zfill(2):
        entry.fault(
            "code",
            Text(f"Mã {code} khác số {number} trong tên tệp.", f"The code {code} is not the file's number {number}."),
            Text(f"Hãy đổi tên tệp thành {code.zfill(2)}-….yaml.", f"Call the file {code.zfill(2)}-….yaml."),
        )


def _check_codes(pages: SetPages, found: CriteriaSet) -> None:
    """List codes that stand in two files of the set."""
    seen: dict[tuple[str, str], str] = {}
    for criterion in found.criteria:
        for keys in [("code", criterion.code), *(("indicators", one.code) for one in criterion.indicators)]:
            first = seen.setdefault(keys, criterion.file)
            if first != criterion.file:
                pages.head.faults.add(
                    place_in(criterion.file, keys),
                    Text(f"Mã đã có trong {first}.", f"The code already stands in {first}."),
                    Text("Mỗi mã chỉ đứng ở một tệp.", "Keep each code in one file only."),
                )


def _check_counts(head: Entry, found: CriteriaSet) -> None:
    """A complete set has as many criteria and indicators as the law; no set has more."""
    if found.counted_by_law is None:
        return
    counts = (len(found.criteria), len(found.indicators))
    complete = found.completeness == Completeness.COMPLETE
    more = any(here > there for here, there in zip(counts, found.counted_by_law, strict=True))
    if more or (complete and counts != found.counted_by_law):
        here, there = (f"{criteria}/{indicators}" for criteria, indicators in (counts, found.counted_by_law))
        head.fault(
            "counted_by_law",
            Text(
                f"Các tệp có {here} tiêu chí/chỉ tiêu, luật đếm {there}.",
                f"The files hold {here} criteria/indicators, the law counts {there}.",
            ),
            Text(
                "Hãy thêm hoặc bỏ cho khớp, hoặc ghi completeness: partial.",
                "Add or take away until they agree, or write completeness: partial.",
            ),
        )


def _number(code: str) -> tuple[int, str]:
    return (int(code), code) if code.isdecimal() else (10_000, code)


def indicators_by_name(sets: Sequence[CriteriaSet]) -> dict[str, Indicator]:
    """Return the indicators that have levels of their own, by ``<set id>/<code>``."""
    return {
        f"{one.id}/{indicator.code}": indicator
        for one in sets
        for indicator in one.indicators
        if indicator.levels is not None
    }
