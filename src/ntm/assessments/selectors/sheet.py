"""One unit's sheet in a round: what is asked, what was said last time, what is being said, and the verdict on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from ntm.areas.models import Unit
from ntm.assessments.checks import doubts_about, faults_in
from ntm.assessments.models import Item, Reached, Reading, Round, Said
from ntm.assessments.selectors.asked import Question, places_in, questions_for
from ntm.core.problems import Text
from ntm.core.rulebook import Criterion, Outcome, Place, Verdict, judge
from ntm.evidence.models import Attachment
from ntm.evidence.required import RequiredKind, required_for
from ntm.evidence.selectors import attachments_in, missing_kinds


@dataclass(frozen=True)
class SheetRow:
    """One measure of the sheet.

    ``said`` is the draft, or what went up; ``before`` what counted in the quarter before; ``readings`` what
    each body left in this quarter, the earliest stage first.
    """

    question: Question
    item: Item | None
    said: Said
    before: Said | None
    readings: tuple[Reading, ...]
    attachments: tuple[Attachment, ...]
    place: Place
    day: date

    @property
    def measure(self) -> str:
        return self.question.measure

    @property
    def name(self) -> Text:
        return self.question.name(self.day)

    @property
    def version(self) -> int:
        return self.item.version if self.item else 0

    @property
    def reached(self) -> Reached:
        return Reached(self.item.reached) if self.item else Reached.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether the unit may write it: nothing went up, or it was returned."""
        return self.reached == Reached.DRAFT

    @property
    def was_returned(self) -> bool:
        return self.item is not None and self.item.was_returned

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What each indicator that takes the value would say of it; a value that cannot be right counts as none."""
        value = None if self.faults else self.said.value
        return tuple(judge(one, value, place=self.place, on=self.day) for one in self.question.indicators)

    @property
    def verdict(self) -> Verdict:
        return self.verdicts[0]

    @cached_property
    def faults(self) -> tuple[Text, ...]:
        return faults_in(self.question.indicator, self.said)

    @cached_property
    def doubts(self) -> tuple[Text, ...]:
        return doubts_about(self.question.indicator, self.before.value if self.before else None, self.said)

    @property
    def required(self) -> tuple[RequiredKind, ...]:
        return required_for(self.measure)

    @property
    def missing(self) -> tuple[RequiredKind, ...]:
        """Kinds of evidence still owed; none where nothing is said or where it is said to be not met."""
        owed = self.verdict.outcome is Outcome.MET
        return missing_kinds(self.measure, list(self.attachments)) if owed else ()

    @property
    def missing_named(self) -> bool:
        """Whether a document that the law names by kind is owed, rather than just any file."""
        return any(kind.kind for kind in self.missing)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit in a round, its rows in the order of the law."""

    round: Round
    unit: Unit
    rows: tuple[SheetRow, ...]

    @property
    def blocks(self) -> list[tuple[Criterion, list[SheetRow]]]:
        """The rows by criterion, in the order of the law."""
        return [(criterion, list(rows)) for criterion, rows in groupby(self.rows, lambda row: row.question.criterion)]

    @property
    def ready(self) -> tuple[SheetRow, ...]:
        """Drafts in which something is said."""
        return tuple(row for row in self.rows if row.is_open and (row.said.typed or row.said.value is not None))

    @property
    def empty(self) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.rows if row.is_open and not row.said.typed and row.said.value is None)

    @property
    def returned(self) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.rows if row.was_returned)

    @property
    def sent(self) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.rows if not row.is_open)

    @property
    def rests_on_sample(self) -> bool:
        return self.round.is_sample or any(reading.is_sample for row in self.rows for reading in row.readings)


def sheet_of(round_: Round, unit: Unit, measures: Iterable[str] | None = None) -> Sheet:
    """Return a unit's sheet, whole or only some measures."""
    return sheets_of(round_, [unit], measures)[unit.pk]


def sheets_of(round_: Round, units: Sequence[Unit], measures: Iterable[str] | None = None) -> dict[int, Sheet]:
    """Return the sheets of units by their ids; a fixed number of queries, whatever the number of units."""
    quarter, wanted = round_.quarter, None if measures is None else set(measures)
    kept = _Kept(
        items={(item.unit_id, item.measure): item for item in _items(round_, units, wanted)},
        readings=_readings(units, [quarter.code, quarter.before.code], wanted),
        attachments=attachments_in(units, quarter.code),
    )
    questions, places = questions_for(round_, units), places_in(round_, units)
    return {
        unit.pk: Sheet(
            round_,
            unit,
            tuple(
                _row(round_, unit, question, places[unit.pk], kept)
                for question in questions[unit.pk]
                if wanted is None or question.measure in wanted
            ),
        )
        for unit in units
    }


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database holds for some sheets, by unit and measure."""

    items: Mapping[tuple[int, str], Item]
    readings: Mapping[tuple[int, str, str], tuple[Reading, ...]]  # the period stands last
    attachments: Mapping[tuple[int, str], Sequence[Attachment]]


def _row(round_: Round, unit: Unit, question: Question, place: Place, kept: _Kept) -> SheetRow:
    key, quarter = (unit.pk, question.measure), round_.quarter
    item = kept.items.get(key)
    here = kept.readings.get((*key, quarter.code), ())
    earlier = kept.readings.get((*key, quarter.before.code), ())
    return SheetRow(
        question=question,
        item=item,
        said=_said(item, here),
        before=Said.of(earlier[-1]) if earlier else None,
        readings=here,
        attachments=tuple(kept.attachments.get(key, ())),
        place=place,
        day=quarter.ends_on,
    )


def _said(item: Item | None, readings: tuple[Reading, ...]) -> Said:
    """What stands in the row: the draft, or the newest reading once it went up."""
    if item is None:
        return Said()
    if item.reached == Reached.DRAFT or not readings:
        return Said.of(item)
    return Said.of(readings[-1])


def _items(round_: Round, units: Sequence[Unit], wanted: set[str] | None) -> Iterable[Item]:
    by_id = {unit.pk: unit for unit in units}
    rows = Item.objects.filter(round=round_, unit__in=by_id)
    for item in rows if wanted is None else rows.filter(measure__in=wanted):
        item.round, item.unit = round_, by_id[item.unit_id]
        yield item


def _readings(
    units: Sequence[Unit], periods: list[str], wanted: set[str] | None
) -> dict[tuple[int, str, str], tuple[Reading, ...]]:
    rows = Reading.objects.current().filter(unit__in=[unit.pk for unit in units], period__in=periods)
    if wanted is not None:
        rows = rows.filter(measure__in=wanted)
    ordered = rows.order_by("unit_id", "measure", "period", "stage")
    return {key: tuple(found) for key, found in groupby(ordered, lambda row: (row.unit_id, row.measure, row.period))}
