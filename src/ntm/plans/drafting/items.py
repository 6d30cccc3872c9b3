"""What was read of a document as items that a person can correct one by one, each with its line and its questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ntm.areas.models import Unit
from ntm.areas.names import search_key
from ntm.core.problems import Fault, Text
from ntm.plans.drafting.names import source_choices
from ntm.plans.models import ClauseKind, DraftItem, DraftPart
from ntm.plans.reading import Doubt, Mark, Option, ReadAmount, ReadClause, ReadPlan

_HEAD = ("number", "issued_on", "title", "issuer", "signer")
_LEAVE_OUT = "leave-out"


def items_of(read: ReadPlan, unit: Unit, year: int) -> list[DraftItem]:
    """Return the items of a document in the order of the page, not yet saved."""
    items = [
        *_asked(read, unit, year),
        *_head(read),
        *_bases(read),
        *_targets(read),
        *map(_clause, read.clauses),
        *(_amount(one, year) for one in sorted((*read.amounts, *read.unplaced), key=lambda one: one.line)),
        *_recipients(read),
    ]
    for position, item in enumerate(items, 1):
        item.position = position * 10
    return items


def question(doubt: Doubt) -> dict[str, Any]:
    """Return a doubt as it is kept with its item."""
    return {
        "field": doubt.field,
        "vi": doubt.what.vi,
        "en": doubt.what.en,
        "as_read": doubt.as_read,
        "options": [{"value": one.value, "vi": one.words.vi, "en": one.words.en} for one in doubt.options],
    }


def _item(part: DraftPart, line: int | None, read: dict[str, Any], doubts: Iterable[Doubt] = ()) -> DraftItem:
    return DraftItem(
        part=part, line=line or None, read=read, now=dict(read), questions=[question(one) for one in doubts]
    )


def _asked(read: ReadPlan, unit: Unit, year: int) -> Iterator[DraftItem]:
    """Yield what is asked about the document as a whole."""
    yield from _about_unit_and_year(read, unit, year)
    mixed = [one for one in (*read.amounts, *read.unplaced) if _by_mark(one)]
    if read.mark is None and mixed:
        yield _about_mark(mixed[0])
    for kind in read.missing:
        words = ClauseKind(kind).words
        what = Text(
            f"Không thấy phần “{words.vi}” trong văn bản. Văn bản này đúng là không có phần đó?",
            f"No section “{words.en}” was found. Does the document really have none?",
        )
        yield _item(DraftPart.ASK, None, {"about": "missing", "kind": kind}, [Doubt("kind", what)])
    for section in read.sections:
        yield _item(
            DraftPart.ASK,
            section.line,
            {"about": "section", "label": section.label, "title": section.title, "kind": ""},
            [_about_section(section.label, section.title)],
        )
    for fault in read.footnote_faults:
        line = line_of(fault)
        yield _item(DraftPart.ASK, line, {"about": "footnote"}, [Doubt("footnote", _both(fault))])
    if read.amounts and not any(one.code == "programme" for one in read.amounts):
        what = Text(
            "Không thấy dòng tổng vốn thực hiện Chương trình. Xác nhận là văn bản không ghi tổng, hoặc thêm dòng tổng.",
            "No line for the programme's total was found. Confirm that the document states none, or add it.",
        )
        yield _item(DraftPart.ASK, read.amounts[0].line, {"about": "total"}, [Doubt("total", what)])
    known = {one.line for one in read.unplaced}
    for one in read.not_understood:
        if one.number not in known:
            what = Text(
                f"Dòng {one.number} nói về số đơn vị nhưng chưa hiểu hết. "
                "Thêm mục tiêu từ dòng này, hoặc xác nhận bỏ qua.",
                f"Line {one.number} counts units and was not understood in full. "
                "Add a target from it, or pass over it.",
            )
            yield _item(DraftPart.ASK, one.number, {"about": "unread"}, [Doubt("unread", what)])


def _about_unit_and_year(read: ReadPlan, unit: Unit, year: int) -> Iterator[DraftItem]:
    head, where = read.head, read.head.lines or {}
    years = {int(found) for found in re.findall(r"năm (20\d\d)", head.title)}
    if years and year not in years:
        named = ", ".join(map(str, sorted(years)))
        what = Text(
            f"Tên kế hoạch nói năm {named}, kế hoạch được nhập cho năm {year}. Vẫn nhập cho năm {year}?",
            f"The title speaks of {named}; the plan is entered for {year}. Enter it for {year} all the same?",
        )
        yield _item(DraftPart.ASK, _first(where, "title"), {"about": "year"}, [Doubt("year", what)])
    if search_key(unit.short_name) not in search_key(f"{head.title} {head.issuer}"):
        what = Text(
            f"Tên kế hoạch và cơ quan ban hành không nhắc đến {unit.name}. Đúng là kế hoạch của {unit.name}?",
            f"Neither title nor issuer names {unit.name}. Is it the plan of {unit.name}?",
        )
        yield _item(DraftPart.ASK, _first(where, "title"), {"about": "unit"}, [Doubt("unit", what)])


def _about_mark(example: ReadAmount) -> DraftItem:
    figure = re.sub(r"[^\d.,].*$", "", example.written) or example.written
    thousands, decimals = (
        Option(mark.value, words)
        for mark, words in (
            (Mark.THOUSANDS, Text(f"hàng nghìn: {figure} là {figure.replace('.', '').replace(',', '')}", "thousands")),
            (Mark.DECIMALS, Text(f"phần thập phân: {figure} là {figure.replace('.', ',')}", "decimals")),
        )
    )
    what = Text(
        f"Không con số nào trong văn bản cho biết dấu trong “{example.written}” là hàng nghìn hay phần thập phân. "
        "Câu trả lời dùng cho mọi số tiền đang hỏi.",
        f"No figure of the document tells whether the mark in “{example.written}” stands for thousands or decimals. "
        "The answer counts for every amount that is asked about.",
    )
    return _item(
        DraftPart.ASK, example.line, {"about": "mark"}, [Doubt("mark", what, (thousands, decimals), as_read=False)]
    )


def _about_section(label: str, title: str) -> Doubt:
    what = Text(
        f"Mục {label}. {title} thuộc phần nào của kế hoạch?", f"To which part belongs section {label}. {title}?"
    )
    kinds = [Option(kind.value, kind.words) for kind in ClauseKind]
    return Doubt("kind", what, (*kinds, Option(_LEAVE_OUT, Text("Không đưa vào", "Leave it out"))), as_read=False)


def _head(read: ReadPlan) -> Iterator[DraftItem]:
    head, where = read.head, read.head.lines or {}
    values = {
        "number": head.number,
        "issued_on": head.issued_on.isoformat() if head.issued_on else "",
        "title": head.title,
        "issuer": head.issuer,
        "signer": head.signer,
    }
    for field in _HEAD:
        doubts = [Doubt("value", one.what, one.options, one.as_read) for one in head.doubts if one.field == field]
        yield _item(DraftPart.HEAD, _first(where, field), {"field": field, "value": values[field]}, doubts)


def _bases(read: ReadPlan) -> Iterator[DraftItem]:
    for act in read.head.acts:
        said = {
            "number": act.number[:60],
            "issued_on": act.issued_on.isoformat() if act.issued_on else "",
            "issuer": act.issuer[:200],
            "subject": act.subject[:400],
        }
        yield _item(DraftPart.BASIS, act.line, said, act.doubts)


def _targets(read: ReadPlan) -> Iterator[DraftItem]:
    for one in read.targets:
        said = {
            "clause": one.clause,
            "tier": one.tier,
            "level": one.level,
            "at_least": one.at_least,
            "is_minimum": one.is_minimum,
        }
        yield _item(DraftPart.TARGET, one.line, said, one.doubts)


def _clause(one: ReadClause) -> DraftItem:
    said = {
        "reference": one.reference,
        "kind": one.kind,
        "text": one.text,
        "leads": list(one.leads),
        "supports": list(one.supports),
        "rhythm": one.rhythm,
        "due_on": one.due_on.isoformat() if one.due_on else "",
        "output": one.output,
        "section": one.section,
        "leads_line": one.leads_line,
    }
    return _item(DraftPart.CLAUSE, one.line, said, one.doubts)


def _amount(one: ReadAmount, year: int) -> DraftItem:
    said = {
        "code": one.code,
        "name": one.name,
        "amount_dong": one.amount_dong,
        "clause": one.clause,
        "footnote": one.footnote,
        "written": one.written,
        "by_mark": list(one.options) if _by_mark(one) else [],
    }
    doubts = [
        Doubt("code", doubt.what, tuple(Option(code, words) for code, words in source_choices(year)), as_read=False)
        if doubt.field == "code"
        else doubt
        for doubt in one.doubts
    ]
    return _item(DraftPart.CAPITAL, one.line, said, doubts)


def _recipients(read: ReadPlan) -> Iterator[DraftItem]:
    for line, text in zip(read.head.recipient_lines, read.head.recipients, strict=True):
        yield _item(DraftPart.RECIPIENT, line, {"text": text[:300]})


def _by_mark(one: ReadAmount) -> bool:
    """Say whether an amount is in doubt only by what the point between its digits means."""
    return len(one.options) == 2 and one.options[0] == one.options[1] * 1000


def _first(where: Any, field: str) -> int | None:
    lines = where.get(field, ())
    return lines[0] if lines else None


def line_of(fault: Fault) -> int | None:
    """Return the line that a fault names as its place."""
    found = re.search(r"\d+", fault.place)
    return int(found[0]) if found else None


def _both(fault: Fault) -> Text:
    return Text(f"{fault.what.vi} {fault.do.vi}", f"{fault.what.en} {fault.do.en}")
