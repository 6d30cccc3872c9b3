"""A plan document is read, corrected item by item, and accepted as a plan or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.core.problems import Fault, Text
from ntm.evidence.names import clean_name
from ntm.evidence.services import store_checked
from ntm.plans.document_file import checked_document
from ntm.plans.draft_problems import (
    CorrectedMeanwhile,
    DraftClosed,
    NoSuchAnswer,
    NothingUnderstood,
    PlanInUse,
    PlanNotReady,
)
from ntm.plans.drafting.differences import differences_between
from ntm.plans.drafting.faults import faults_of
from ntm.plans.drafting.items import items_of
from ntm.plans.drafting.names import body_names, code_of, plan_day, words_for
from ntm.plans.drafting.plan import plan_of
from ntm.plans.models import Correction, DraftItem, DraftPart, Plan, PlanDraft
from ntm.plans.reading import Line, ReadPlan, read_plan_text
from ntm.plans.selectors.drafts import written_since
from ntm.plans.services.load_plan import save_plan


def read_document(content: bytes, name: str, unit: Unit, year: int) -> tuple[ReadPlan, tuple[Line, ...]]:
    """Read a document without keeping anything. Raises FileRefused, NotReadable or NothingUnderstood."""
    _, lines = checked_document(content, name)
    read = read_plan_text(lines, words_for(unit, plan_day(year)), year=year)
    if not (read.clauses or read.amounts or read.targets):
        raise NothingUnderstood(name)
    return read, lines


def begin_draft(content: bytes, name: str, unit: Unit, year: int, *, by: str, at: datetime) -> PlanDraft:
    """Keep a document and what was understood of it; the same document again returns the draft that is open.

    Raises FileRefused, NotReadable or NothingUnderstood, and then keeps nothing.
    """
    shown = clean_name(name)
    what, _ = checked_document(content, shown)
    read, lines = read_document(content, shown, unit, year)
    file = store_checked(content, what).file(at)
    with transaction.atomic():
        draft, made = PlanDraft.objects.get_or_create(
            unit=unit,
            year=year,
            file=file,
            state=PlanDraft.State.OPEN,
            defaults={
                "name": shown,
                "lines": [[one.number, one.text, list(one.joined)] for one in lines],
                "structure": sorted(read.structure | _further_lines(read)),
                "added_by": by,
                "added_at": at,
            },
        )
        if not made:
            return draft
        items = items_of(read, unit, year)
        for item in items:
            item.draft = draft
        DraftItem.objects.bulk_create(items)
        detail = {"file": shown, "sha256": file.sha256, "items": len(items)}
        record("plans.draft_begun", subject=_subject(draft), by=by, at=at, detail=detail)
    return draft


@transaction.atomic
def correct_item(
    item: DraftItem, said: dict[str, Any], *, seen: int, by: str, at: datetime, new_body: str = ""
) -> DraftItem:
    """Put what a person typed in place of what was read; the reading stays beside it. Answers the item's questions.

    ``seen`` is the item's version when they began. ``new_body`` names a body that stands in no list and whose code
    ``said`` already uses. Raises DraftClosed, or CorrectedMeanwhile where somebody else wrote something else.
    """
    draft, item = _locked(item)
    if item.version > seen and item.now != {**item.now, **said}:
        last, wrote = written_since(item, seen)
        raise CorrectedMeanwhile(last.by, last.at, wrote)
    before = dict(item.now)
    if new_body:
        _add_body(draft, new_body)
    item.now = {**item.now, **said}
    item.answered = list(range(len(item.questions)))
    item.save(update_fields=["now", "answered"])
    _note(item, "corrected", before, by, at)
    _tell(draft, item, "plans.draft_corrected", before, by=by, at=at)
    return item


@transaction.atomic
def answer_question(item: DraftItem, place: int, choice: int | None, *, by: str, at: datetime) -> DraftItem:
    """Answer a question of an item by one of its choices, or by None: as it was read.

    Raises DraftClosed, or NoSuchAnswer when that was not offered.
    """
    draft, item = _locked(item)
    if place not in dict(item.open_questions):
        raise NoSuchAnswer
    question = item.questions[place]
    if choice is None and not question["as_read"]:
        raise NoSuchAnswer
    if choice is not None and not 0 <= choice < len(question["options"]):
        raise NoSuchAnswer
    before = dict(item.now)
    value = question["options"][choice]["value"] if choice is not None else None
    if value is not None:
        item.now = {**item.now, **_answered(draft, item, question["field"], value)}
    item.answered = [*item.answered, place]
    item.save(update_fields=["now", "answered"])
    _note(item, "answered", before, by, at)
    if item.part == DraftPart.ASK and value is not None:
        _spread(draft, item, value, by, at)
    _tell(draft, item, "plans.draft_answered", before, by=by, at=at)
    return item


@transaction.atomic
def add_item(
    draft: PlanDraft, part: str, line: int | None, said: dict[str, Any], *, by: str, at: datetime, new_body: str = ""
) -> DraftItem:
    """Add something that the machine did not understand, with the line on which it stands. Raises DraftClosed."""
    draft = _open(draft)
    if new_body:
        _add_body(draft, new_body)
    position = _position(draft, part, line)
    item = DraftItem.objects.create(draft=draft, part=part, position=position, line=line, now=said)
    _note(item, "added", {}, by, at)
    _tell(draft, item, "plans.draft_item_added", {}, by=by, at=at)
    return item


@transaction.atomic
def take_item_out(item: DraftItem, *, by: str, at: datetime) -> DraftItem:
    """Leave an item out of the plan; it stays in the draft and can be put back. Raises DraftClosed."""
    return _turn(item, True, "plans.draft_item_taken_out", by, at)


@transaction.atomic
def put_back(item: DraftItem, *, by: str, at: datetime) -> DraftItem:
    """Put an item back that was taken out. Raises DraftClosed."""
    return _turn(item, False, "plans.draft_item_put_back", by, at)


@transaction.atomic
def drop_draft(draft: PlanDraft, *, by: str, at: datetime) -> PlanDraft:
    """Close a draft without making a plan of it. Raises DraftClosed."""
    draft = _open(draft)
    _close(draft, PlanDraft.State.DROPPED, by, at)
    record("plans.draft_dropped", subject=_subject(draft), by=by, at=at, detail={"file": draft.name})
    return draft


@transaction.atomic
def accept_draft(draft: PlanDraft, *, by: str, at: datetime) -> Plan:
    """Make the plan that a draft says, with the line of each thing; all of it or nothing.

    Raises DraftClosed, PlanNotReady with every question and fault, or PlanInUse with every difference.
    """
    draft = _open(draft)
    items = list(draft.items.all())
    names = body_names(draft, codes_used(items))
    faults = [*_unanswered(items), *(one.as_fault for one in faults_of(items, names))]
    if faults:
        raise PlanNotReady(draft.name, faults)
    read = plan_of(draft, items)
    known = Plan.objects.of_units().filter(unit=draft.unit, year=draft.year).first()
    if known is not None:
        told = differences_between(known, read, names)
        raise PlanInUse(draft.unit.name, draft.year, [_difference(one) for one in told])
    plan = save_plan(read, draft.unit, offices=names)
    draft.plan = plan
    _close(draft, PlanDraft.State.ACCEPTED, by, at)
    detail = {"file": draft.name, "fingerprint": read.fingerprint, "clauses": len(read.clauses), "draft": draft.pk}
    record("plans.draft_accepted", subject=_subject(draft), by=by, at=at, detail=detail)
    return plan


def _further_lines(read: ReadPlan) -> set[int]:
    """Return the lines on which something of the head goes on, such as the second line of a title."""
    return {number for lines in (read.head.lines or {}).values() for number in lines[1:]}


def codes_used(items: Sequence[DraftItem]) -> set[str]:
    """Return the codes of all bodies that the items name."""
    clauses = [item.now for item in items if item.part == DraftPart.CLAUSE]
    return {code for said in clauses for code in (*said["leads"], *said["supports"])}


def _answered(draft: PlanDraft, item: DraftItem, field: str, value: Any) -> dict[str, Any]:
    """Return what an answer changes: a field gets its value, a duty gains a new body, or passes over a name."""
    if field not in {"leads", "supports"}:
        return {field: value}
    if not isinstance(value, dict):
        return {}
    code = _add_body(draft, value["add"])
    return {field: list(dict.fromkeys((*item.now[field], code)))}


def _spread(draft: PlanDraft, item: DraftItem, value: Any, by: str, at: datetime) -> None:
    """Let the answer to a question about the whole document count for each item that waits for it."""
    about = item.now["about"]
    if about == "mark":
        place = 0 if value == "thousands" else 1
        for one in draft.items.filter(part=DraftPart.CAPITAL):
            waits = [number for number, asked in one.open_questions if asked["field"] == "amount_dong"]
            if one.read.get("by_mark") and waits:
                before = dict(one.now)
                one.now = {**one.now, "amount_dong": one.read["by_mark"][place]}
                one.answered = [*one.answered, *waits]
                one.save(update_fields=["now", "answered"])
                _note(one, "answered", before, by, at)
    elif about == "section":
        for one in draft.items.filter(part=DraftPart.CLAUSE):
            if one.read.get("section") == item.now["label"] and not one.now["kind"]:
                before = dict(one.now)
                one.taken_out = value == "leave-out"
                one.now = one.now if one.taken_out else {**one.now, "kind": value}
                one.save(update_fields=["now", "taken_out"])
                _note(one, "taken-out" if one.taken_out else "answered", before, by, at)


def _turn(item: DraftItem, taken_out: bool, act: str, by: str, at: datetime) -> DraftItem:
    draft, item = _locked(item)
    if item.taken_out != taken_out:
        item.taken_out = taken_out
        item.save(update_fields=["taken_out"])
        _note(item, "taken-out" if taken_out else "put-back", dict(item.now), by, at)
        _tell(draft, item, act, dict(item.now), by=by, at=at)
    return item


def _open(draft: PlanDraft) -> PlanDraft:
    """Lock a draft and look at its state again."""
    draft = PlanDraft.objects.select_for_update(of=("self",)).select_related("unit", "file").get(pk=draft.pk)
    if not draft.is_open:
        raise DraftClosed(draft.name, PlanDraft.State(draft.state).words)
    return draft


def _locked(item: DraftItem) -> tuple[PlanDraft, DraftItem]:
    draft = _open(item.draft)
    return draft, DraftItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


def _close(draft: PlanDraft, state: PlanDraft.State, by: str, at: datetime) -> None:
    draft.state, draft.closed_by, draft.closed_at = state, by, at
    draft.save(update_fields=["state", "closed_by", "closed_at", "plan"])


def _add_body(draft: PlanDraft, name: str) -> str:
    code = code_of(name)
    if draft.new_bodies.get(code) != name:
        draft.new_bodies = {**draft.new_bodies, code: name[:200]}
        draft.save(update_fields=["new_bodies"])
    return code


def _position(draft: PlanDraft, part: str, line: int | None) -> int:
    """Return the place of a new item: behind the last one of its part that stands on an earlier line."""
    before = draft.items.filter(part=part)
    if line is not None:
        before = before.filter(line__lte=line)
    last = before.order_by("-position").first() or draft.items.order_by("-position").first()
    return last.position + 1 if last else 1


def _note(item: DraftItem, act: str, before: dict[str, Any], by: str, at: datetime) -> None:
    Correction.objects.create(item=item, act=act, before=before, after=item.now, by=by, at=at)


def _tell(draft: PlanDraft, item: DraftItem, act: str, before: dict[str, Any], *, by: str, at: datetime) -> None:
    changed = {field: value for field, value in item.now.items() if before.get(field) != value}
    detail = {"file": draft.name, "part": item.part, "line": item.line, "item": item.pk, "now": changed}
    record(act, subject=_subject(draft), by=by, at=at, detail=detail)


def _unanswered(items: Sequence[DraftItem]) -> list[Fault]:
    do = Text("Trả lời câu hỏi này trên trang của bản đọc.", "Answer the question on the page of the draft.")
    return [
        Fault(f"dòng {item.line}" if item.line else "văn bản", Text(one["vi"], one["en"]), do)
        for item in items
        for _, one in item.open_questions
    ]


def _difference(one: Any) -> Fault:
    place = f"dòng {one.line}" if one.line else one.what
    words = Text(
        f"{one.part.vi} {one.what}: đang dùng “{one.in_plan or '–'}”, văn bản “{one.in_document or '–'}”.",
        f"{one.part.en} {one.what}: in use “{one.in_plan or '–'}”, the document “{one.in_document or '–'}”.",
    )
    return Fault(place, words, Text("", ""))


def _subject(draft: PlanDraft) -> str:
    return f"{draft.unit.name} {draft.year}"
