"""What keeps a draft from becoming a plan: sums that do not agree, things told twice, things that name nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ntm.core.problems import Fault, Text
from ntm.plans.drafting.items import line_of
from ntm.plans.models import ClauseKind, DraftItem, DraftPart
from ntm.plans.reading import ReadAmount, capital_faults, known_words

LONGEST = {
    "reference": 20,
    "output": 300,
    "name": 200,
    "code": 40,
    "footnote": 8,
    "number": 60,
    "issuer": 200,
    "subject": 400,
}
HEAD_LONGEST = {"number": 40, "title": 300, "issuer": 200, "signer": 200}


@dataclass(frozen=True, slots=True)
class DraftFault:
    """A fault of a draft with the item to correct, where it is one item's, and the line of the document."""

    line: int | None
    what: Text
    do: Text
    item: int | None = None

    @property
    def as_fault(self) -> Fault:
        return Fault(f"dòng {self.line}" if self.line else "văn bản", self.what, self.do)


def faults_of(items: Sequence[DraftItem], bodies: Iterable[str]) -> list[DraftFault]:
    """Return every fault of the items that hold now; ``bodies`` are the codes that a duty may name."""
    live = [item for item in items if not item.taken_out]
    by_part = {part: [item for item in live if item.part == part] for part in DraftPart}
    known = set(bodies)
    return [
        *_sums(by_part[DraftPart.CAPITAL]),
        *_head(by_part[DraftPart.HEAD]),
        *_clauses(by_part[DraftPart.CLAUSE], known, _sections_asked(by_part[DraftPart.ASK])),
        *_naming(by_part[DraftPart.TARGET] + by_part[DraftPart.CAPITAL], by_part[DraftPart.CLAUSE]),
        *_targets(by_part[DraftPart.TARGET]),
        *_lengths(live),
    ]


def amounts_now(items: Iterable[DraftItem]) -> list[ReadAmount]:
    """Return the capital items as amounts."""
    return [
        ReadAmount(item.now["code"], item.now["name"], item.now["amount_dong"], item.line or 0, item.now["footnote"])
        for item in items
        if item.part == DraftPart.CAPITAL and not item.taken_out
    ]


def _sums(items: Sequence[DraftItem]) -> Iterator[DraftFault]:
    for fault in capital_faults(amounts_now(items), known_words()):
        yield DraftFault(line_of(fault) or None, fault.what, fault.do)
    for item in (item for item in items if not item.open_questions):
        if item.now["amount_dong"] is None:
            yield _of(item, Text("Dòng vốn chưa có số tiền.", "A line of capital has no amount."), _ENTER)
        if not item.now["code"]:
            yield _of(item, Text("Dòng vốn chưa có nguồn.", "A line of capital has no source."), _ENTER)


def _head(items: Sequence[DraftItem]) -> Iterator[DraftFault]:
    values = {item.now["field"]: item for item in items}
    for field, words in (("title", Text("tên kế hoạch", "title")), ("issuer", Text("cơ quan ban hành", "issuer"))):
        item = values.get(field)
        if item is not None and not item.now["value"] and not item.open_questions:
            yield _of(item, Text(f"Chưa có {words.vi}.", f"There is no {words.en}."), _ENTER)


def _sections_asked(items: Sequence[DraftItem]) -> set[str]:
    """Return the sections of which a question still asks what they hold; their clauses wait for that answer."""
    return {item.now["label"] for item in items if item.now["about"] == "section" and item.open_questions}


def _clauses(items: Sequence[DraftItem], bodies: set[str], waiting: set[str]) -> Iterator[DraftFault]:
    counted = Counter(item.now["reference"] for item in items)
    for item in items:
        said = item.now
        reference = said["reference"]
        times = counted[reference]
        if times > 1:
            what = Text(f"Điểm {reference} xuất hiện {times} lần.", f"Clause {reference} stands {times} times.")
            yield _of(item, what, Text("Đánh số lại, hoặc bỏ một mục.", "Number one anew, or take it out."))
        if said["kind"] not in ClauseKind.values and said["section"] not in waiting:
            what = Text(f"Điểm {reference} chưa rõ thuộc phần nào.", f"Clause {reference} belongs to no known part.")
            yield _of(item, what, _ENTER)
        if set(said["leads"]) & set(said["supports"]):
            what = Text(
                f"Điểm {reference}: một cơ quan vừa chủ trì vừa phối hợp.",
                f"Clause {reference}: a body both leads and supports.",
            )
            yield _of(item, what, Text("Chọn một trong hai.", "Choose one of the two."))
        unknown = [code for code in (*said["leads"], *said["supports"]) if code not in bodies]
        if unknown:
            yield _of(
                item,
                Text(f"Không có cơ quan mã “{unknown[0]}”.", f"There is no body with the code “{unknown[0]}”."),
                Text("Chọn cơ quan khác khi sửa mục này.", "Choose another body by correcting the item."),
            )


def _naming(items: Sequence[DraftItem], clauses: Sequence[DraftItem]) -> Iterator[DraftFault]:
    """Name targets and amounts that stand in a clause which is not there any more."""
    known = {item.now["reference"] for item in clauses}
    for item in items:
        if item.now["clause"] not in known:
            what = Text(f"Không có điểm “{item.now['clause']}”.", f"There is no clause “{item.now['clause']}”.")
            do = Text("Chọn điểm khác khi sửa mục này, hoặc thêm điểm đó.", "Choose another clause, or add that one.")
            yield _of(item, what, do)


def _targets(items: Sequence[DraftItem]) -> Iterator[DraftFault]:
    seen: dict[tuple[str, str, str], DraftItem] = {}
    for item in items:
        key = (item.now["clause"], item.now["tier"], item.now["level"])
        first = seen.setdefault(key, item)
        if first is not item:
            what = Text(
                f"Hai mục tiêu của điểm {key[0]} cùng cấp và mức (dòng {first.line}, {item.line}).",
                f"Two targets of clause {key[0]} have the same tier and level (lines {first.line}, {item.line}).",
            )
            yield _of(item, what, Text("Sửa hoặc bỏ một mục.", "Correct one or take it out."))


def _lengths(items: Sequence[DraftItem]) -> Iterator[DraftFault]:
    for item in items:
        limits = {"value": HEAD_LONGEST.get(item.now.get("field", ""), 300)} if item.part == DraftPart.HEAD else LONGEST
        for field, most in limits.items():
            typed = str(item.now.get(field) or "")
            if len(typed) > most:
                what = Text(f"“{typed[:40]}…” dài hơn {most} chữ.", f"“{typed[:40]}…” is longer than {most} letters.")
                yield _of(item, what, Text("Rút ngắn khi sửa mục này.", "Shorten it by correcting the item."))


def _of(item: DraftItem, what: Text, do: Text) -> DraftFault:
    return DraftFault(item.line, what, do, item.pk)


_ENTER = Text("Sửa mục này, hoặc bỏ mục.", "Correct the item, or take it out.")
