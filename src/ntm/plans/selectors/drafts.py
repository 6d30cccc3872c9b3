from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ntm.core.problems import Text
from ntm.core.quantities import written, written_day
from ntm.plans.drafting.differences import Difference, Weight, differences_between
from ntm.plans.drafting.faults import DraftFault, faults_of
from ntm.plans.drafting.names import body_names, source_choices, target_name, tier_words
from ntm.plans.drafting.plan import plan_of
from ntm.plans.models import ClauseKind, Correction, DraftItem, DraftPart, Plan, PlanDraft, Rhythm
from ntm.recognition.models import Level

HEAD_WORDS = {
    "number": Text("Số văn bản", "Number"),
    "issued_on": Text("Ngày ban hành", "Day of issue"),
    "title": Text("Tên kế hoạch", "Title"),
    "issuer": Text("Cơ quan ban hành", "Issuer"),
    "signer": Text("Người ký", "Signed by"),
}
_FIELDS = {
    "number": Text("Số", "Number"),
    "issued_on": Text("Ngày", "Day"),
    "issuer": Text("Cơ quan ban hành", "Issuer"),
    "subject": Text("Nội dung", "About"),
    "reference": Text("Điểm", "Clause"),
    "clause": Text("Điểm", "Clause"),
    "kind": Text("Phần", "Part"),
    "text": Text("Lời văn", "Wording"),
    "leads": Text("Chủ trì", "Leads"),
    "supports": Text("Phối hợp", "Supports"),
    "rhythm": Text("Định kỳ", "How often"),
    "due_on": Text("Hạn", "Last day"),
    "output": Text("Kết quả", "Result"),
    "tier": Text("Cấp", "Units"),
    "level": Text("Mức", "Level"),
    "at_least": Text("Số lượng", "How many"),
    "is_minimum": Text("Ít nhất", "At least"),
    "code": Text("Nguồn", "Source"),
    "name": Text("Tên trong văn bản", "Name in the document"),
    "amount_dong": Text("Số tiền, đồng", "Amount, đồng"),
    "footnote": Text("Chú thích", "Footnote"),
    "value": Text("Nội dung", "Content"),
}
_HIDDEN = {"section", "leads_line", "written", "by_mark", "field", "about", "label", "title"}
NOTHING = "–"
_NOTE_MARK = re.compile(r"\[\^(\d+|\*+)\]")


@dataclass(frozen=True, slots=True)
class Change:
    """A field that a person changed: in words, what the machine read and what holds now."""

    field: Text
    read: str
    now: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One item as the page shows it; ``facts`` are pairs (name, value) below its title."""

    item: DraftItem
    title: str
    facts: tuple[tuple[Text, str], ...]
    amount_dong: int | None
    depth: int
    questions: tuple[tuple[int, dict[str, Any]], ...]
    changes: tuple[Change, ...]
    last: Correction | None
    quoted: str  # the line of the document

    @property
    def is_added(self) -> bool:
        return not self.item.read

    @property
    def is_capital(self) -> bool:
        return self.item.part == DraftPart.CAPITAL


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of the document; ``state`` says whether it was understood, only divides the text, or was not."""

    number: int
    text: str
    state: str  # understood, structure, joined, unread
    items: tuple[tuple[int, str], ...]  # (id, short words) of what stands on it


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything that the page of a draft shows."""

    draft: PlanDraft
    groups: tuple[tuple[DraftPart, tuple[DraftRow, ...]], ...]
    lines: tuple[DraftLine, ...]
    asked: tuple[tuple[DraftRow, int, dict[str, Any]], ...]
    waiting: int  # amounts that the answer about the mark will settle as well
    faults: tuple[DraftFault, ...]
    plan_in_use: Plan | None
    differences: tuple[Difference, ...]

    @property
    def open_count(self) -> int:
        return len(self.asked) + len(self.faults)

    @property
    def unread(self) -> int:
        return sum(line.state == "unread" for line in self.lines)

    @property
    def other_figures(self) -> tuple[Difference, ...]:
        return self._differences(Weight.FIGURES)

    @property
    def other_contents(self) -> tuple[Difference, ...]:
        return self._differences(Weight.CONTENTS)

    @property
    def other_wording(self) -> tuple[Difference, ...]:
        return self._differences(Weight.WORDING)

    def _differences(self, weight: Weight) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.weight == weight)

    def row(self, item: int) -> DraftRow:
        return next(row for _, rows in self.groups for row in rows if row.item.pk == item)


def draft_page(draft: PlanDraft, language: str = "vi") -> DraftPage:
    """Read a draft with everything that is asked, wrong, or other than in the plan in use."""
    items = list(draft.items.prefetch_related("corrections"))
    names = body_names(draft, _bodies_of(items))
    words = _Words(names, dict(source_choices(draft.year)), language)
    quoted = {number: text for number, text, _ in draft.lines}
    rows = [_row(item, words, quoted) for item in items]
    asked, waiting = _asked(rows) if draft.is_open else ((), 0)
    plan = Plan.objects.of_units().filter(unit=draft.unit_id, year=draft.year).first() if draft.is_open else None
    return DraftPage(
        draft,
        tuple(
            (part, tuple(row for row in rows if row.item.part == part)) for part in DraftPart if part != DraftPart.ASK
        ),
        tuple(_lines(draft, rows)),
        asked,
        waiting,
        tuple(faults_of(items, names)) if draft.is_open else (),
        plan,
        tuple(differences_between(plan, plan_of(draft, items), names)) if plan else (),
    )


def written_since(item: DraftItem, seen: int) -> tuple[Correction, Text]:
    """Return the newest correction of an item, and in words what changed since an older version of it."""
    later = list(item.corrections.filter(pk__gt=seen).order_by("pk"))
    last, before = later[-1], later[0].before
    names, sources = body_names(item.draft, _bodies_of([item])), dict(source_choices(item.draft.year))
    changed = {field: value for field, value in item.now.items() if field not in _HIDDEN and before.get(field) != value}

    def told(language: str) -> str:
        words = _Words(names, sources, language)
        facts = [
            f"{_FIELDS.get(field, Text(field, field)).said_in(language)}: “{words.say(field, value)}”"
            for field, value in changed.items()
        ]
        return "; ".join(facts) or last.words.said_in(language)

    return last, Text(told("vi"), told("en"))


def _bodies_of(items: Sequence[DraftItem]) -> set[str]:
    """Return the codes of bodies that clauses name, as read or as they stand."""
    sides = (side for item in items if item.part == DraftPart.CLAUSE for side in (item.now, item.read))
    return {code for side in sides for code in (*side.get("leads", ()), *side.get("supports", ()))}


def _asked(rows: Sequence[DraftRow]) -> tuple[tuple[tuple[DraftRow, int, dict[str, Any]], ...], int]:
    """Return the open questions; amounts that wait for the answer about the mark are only counted."""
    mark_is_asked = any(row.item.now.get("about") == "mark" and row.questions for row in rows)
    found, waiting = [], 0
    for row in rows:
        for place, question in row.questions:
            if mark_is_asked and row.item.read.get("by_mark") and question["field"] == "amount_dong":
                waiting += 1
            else:
                found.append((row, place, question))
    return tuple(found), waiting


@dataclass(frozen=True, slots=True)
class _Words:
    bodies: Mapping[str, Text]
    sources: Mapping[str, Text]
    language: str

    def say(self, field: str, value: Any) -> str:
        """Say the value of a field as a person would."""
        if value in (None, "", []):
            return NOTHING
        if field in {"leads", "supports"}:
            return "; ".join(self._name(self.bodies, code) for code in value)
        if field == "code":
            return self._name(self.sources, value)
        if field == "amount_dong":
            return written(value, self.language)
        if field in {"issued_on", "due_on"} or (field == "value" and _is_day(value)):
            return written_day(date.fromisoformat(value))
        choice = _choice(field, value)
        return choice.said_in(self.language) if choice else str(value)

    def _name(self, names: Mapping[str, Text], code: str) -> str:
        return names[code].said_in(self.language) if code in names else code


def _choice(field: str, value: Any) -> Text | None:
    if field == "kind" and value in ClauseKind.values:
        return ClauseKind(value).words
    if field == "rhythm":
        return Rhythm(value).words
    if field == "tier":
        return tier_words(value)
    if field == "level":
        return Level(value).words
    return (Text("có", "yes") if value else Text("không", "no")) if isinstance(value, bool) else None


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-" and value[:4].isdigit()


def _row(item: DraftItem, words: _Words, quoted: Mapping[int, str]) -> DraftRow:
    corrections = list(item.corrections.all())
    changes = tuple(
        Change(_FIELDS.get(field, Text(field, field)), words.say(field, item.read.get(field)), words.say(field, value))
        for field, value in item.now.items()
        if item.read and field not in _HIDDEN and item.read.get(field) != value
    )
    code = item.now.get("code", "") if item.part == DraftPart.CAPITAL else ""
    return DraftRow(
        item,
        _title(item, words.language),
        tuple(_facts(item, words)),
        item.now.get("amount_dong"),
        min(code.count("/"), 4),
        tuple(item.open_questions),
        changes,
        corrections[-1] if corrections else None,
        quoted.get(item.line or 0, ""),
    )


def _title(item: DraftItem, language: str) -> str:
    said = item.now
    if item.part == DraftPart.HEAD:
        value = said["value"]
        return written_day(date.fromisoformat(value)) if said["field"] == "issued_on" and value else value or NOTHING
    if item.part == DraftPart.BASIS:
        day = written_day(date.fromisoformat(said["issued_on"])) if said["issued_on"] else ""
        return ", ".join(filter(None, (said["number"] or said["subject"], day)))
    if item.part == DraftPart.TARGET:
        name = target_name(said["tier"], said["level"], said["at_least"]).said_in(language)
        least = Text("ít nhất ", "at least ").said_in(language) if said["is_minimum"] else ""
        return name if said["at_least"] is None else f"{name}: {least}{said['at_least']}"
    if item.part == DraftPart.CLAUSE:
        return str(said["text"])
    return str(said.get("name") or said.get("text") or "")


def _facts(item: DraftItem, words: _Words) -> Iterable[tuple[Text, str]]:
    said = item.now
    if item.part == DraftPart.HEAD:
        return
    shown = {
        DraftPart.BASIS: ("issuer", "subject"),
        DraftPart.TARGET: (),
        DraftPart.CLAUSE: ("leads", "supports", "rhythm", "due_on", "output"),
        DraftPart.CAPITAL: ("code",),
    }.get(DraftPart(item.part), ())
    for field in shown:
        if said.get(field) and not (field == "subject" and not said["number"]):
            yield _FIELDS[field], words.say(field, said[field])


def short(item: DraftItem) -> str:
    """Say in a word or two what an item is, for the margin of the text."""
    said = item.now
    if item.part == DraftPart.HEAD:
        return HEAD_WORDS[said["field"]].vi
    if item.part == DraftPart.CLAUSE:
        return str(said["reference"])
    return {
        DraftPart.ASK.value: "câu hỏi",
        DraftPart.BASIS.value: f"căn cứ {said.get('number', '')}".strip(),
        DraftPart.TARGET.value: "mục tiêu",
        DraftPart.CAPITAL.value: "vốn",
        DraftPart.RECIPIENT.value: "nơi nhận",
    }[item.part]


def _lines(draft: PlanDraft, rows: Sequence[DraftRow]) -> Iterable[DraftLine]:
    """Yield every line with what stands on it; lines joined to one that was understood are understood as well."""
    standing: dict[int, list[DraftItem]] = {}
    for row in rows:
        if row.item.line and row.item.part != DraftPart.ASK and not row.item.taken_out:
            standing.setdefault(row.item.line, []).append(row.item)
    goes_on = {number for first, _, joined in draft.lines for number in joined if first in standing}
    structure = set(draft.structure)
    for number, text, _ in draft.lines:
        here = standing.get(number, [])
        state = (
            "understood"
            if here
            else "joined"
            if number in goes_on
            else "structure"
            if number in structure
            else "unread"
        )
        labels = dict.fromkeys((item.pk, short(item)) for item in here)
        shown = _NOTE_MARK.sub(r"(\1)", text)
        yield DraftLine(number, shown, state, tuple(labels)[:5])
