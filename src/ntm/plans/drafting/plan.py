"""A draft as the plan that it would become. What the document says only in Vietnamese stands so in both languages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from ntm.core.problems import Text
from ntm.plans.capital import CapitalLine
from ntm.plans.drafting.names import source_names, target_name
from ntm.plans.models import DraftItem, DraftPart, PlanDraft
from ntm.plans.plan_file import BasisEntry, ClauseEntry, PlanFile, TargetEntry
from ntm.plans.reading import is_check, known_words, parent_in


def plan_of(draft: PlanDraft, items: Sequence[DraftItem]) -> PlanFile:
    """Return what a draft without faults and questions says."""
    live = [item for item in items if not item.taken_out]
    said = {part: [item for item in live if item.part == part] for part in DraftPart}
    head = {item.now["field"]: item.now["value"] for item in said[DraftPart.HEAD]}
    return PlanFile(
        province=draft.unit.code,
        year=draft.year,
        number=head.get("number", ""),
        issued_on=_day(head.get("issued_on", "")),
        issuer=_same(head.get("issuer", "")),
        signed_by=head.get("signer", ""),
        title=_same(head.get("title", "")),
        source=f"Đọc từ tệp {draft.name}"[:300],
        legal_bases=tuple(map(_basis, said[DraftPart.BASIS])),
        clauses=tuple(map(_clause, said[DraftPart.CLAUSE])),
        targets=tuple(map(_target, said[DraftPart.TARGET])),
        capital=capital_of(said[DraftPart.CAPITAL], draft.year),
        recipients=tuple(_same(item.now["text"]) for item in said[DraftPart.RECIPIENT]),
        fingerprint=_fingerprint(draft, live),
    )


def capital_of(items: Sequence[DraftItem], year: int) -> tuple[CapitalLine, ...]:
    """Return the tree that the capital items form; lines that only sum up others are left out."""
    words = known_words()
    codes = [item.now["code"] for item in items]
    kept = {
        item.now["code"]: item for item in items if item.now["code"] and not is_check(item.now["code"], codes, words)
    }
    names = source_names(year)

    def line(code: str) -> CapitalLine:
        item = kept[code]
        parts = tuple(line(one) for one in kept if parent_in(one, kept) == code)
        own = item.now["name"]
        name = Text(own, names[code].en if code in names else own)
        return CapitalLine(
            code, item.now["clause"], name, item.now["amount_dong"] or 0, item.now["footnote"], parts, item.line
        )

    return tuple(line(code) for code in kept if not parent_in(code, kept))


def _basis(item: DraftItem) -> BasisEntry:
    said = item.now
    return BasisEntry(said["number"], _day(said["issued_on"]), _same(said["issuer"]), _same(said["subject"]), item.line)


def _clause(item: DraftItem) -> ClauseEntry:
    said = item.now
    return ClauseEntry(
        reference=said["reference"],
        kind=said["kind"],
        summary=_same(said["text"]),
        rhythm=said["rhythm"],
        due_on=_day(said["due_on"]),
        output=_same(said["output"]),
        lead=tuple(said["leads"]),
        support=tuple(said["supports"]),
        line=item.line,
    )


def _target(item: DraftItem) -> TargetEntry:
    said = item.now
    name = target_name(said["tier"], said["level"], said["at_least"])
    return TargetEntry(
        said["clause"], said["tier"], said["level"], said["at_least"], said["is_minimum"], name, item.line
    )


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _same(words: str) -> Text:
    return Text(words, words)


def _fingerprint(draft: PlanDraft, items: Sequence[DraftItem]) -> str:
    told = [draft.file.sha256, *([item.part, item.now] for item in items)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
