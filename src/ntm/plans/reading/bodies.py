"""Which bodies a heading or a sentence gives work to; the names themselves are data (``reference/plan-words``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ntm.plans.reading.words import Words, folded

_WORK = (
    r"tham mưu|xây dựng|tổ chức|triển khai|hoàn thiện|thực hiện|rà soát|đẩy nhanh|hướng dẫn|kiểm tra|lập|bố trí|đề xuất"
)
_TOGETHER = re.compile(rf"phối hợp (?:chặt chẽ )?(?:với|cùng) (.+?)(?:$|;|\.(?= |$)| (?:{_WORK})\b)", re.IGNORECASE)
_GIVEN_TO = re.compile(
    r"giao nhiệm vụ cho ([^.;]+?)(?: xây dựng|$|[.;])|"
    r"(?<!ban )chỉ đạo (?!của|các chương trình)([^.;]+?) (?:đẩy nhanh|thực hiện|tổ chức|triển khai|xây dựng|rà soát)",
    re.IGNORECASE,
)
_ROLE_OF = re.compile(r"vai trò của ([^.;]+?) trong giám sát", re.IGNORECASE)
_REQUIRES = re.compile(
    r"đề nghị ([^.;]+?) phối hợp và yêu cầu ([^.;]+?) (?:nghiêm túc|triển khai|thực hiện)", re.IGNORECASE
)
_ASKS = re.compile(r"(?:yêu cầu|đề nghị) ([^.;]+?) (?:nghiêm túc|triển khai|tổ chức|thực hiện|căn cứ)", re.IGNORECASE)
_REPORTS_TO = re.compile(r"báo cáo (?:về|gửi về|qua|gửi) ([^.;(]+)", re.IGNORECASE)
_SAYS_LEAD = re.compile(
    r"(?:cơ quan|đơn vị) chủ trì[^:;.]{0,30}:\s*([^.;]+)|"
    r"(?:^|[.;] )giao ([^.;,]+(?:, [^.;,]+){0,2}?) (?:chủ trì|là cơ quan)|"
    r"\(([^()]{3,120}?) chủ trì[,;)]",
    re.IGNORECASE,
)
_SAYS_SUPPORT = re.compile(r"(?:cơ quan|đơn vị) phối hợp[^:;.]{0,30}:\s*([^.;]+)", re.IGNORECASE)
_BEGINS_WITH_LEAD = re.compile(
    rf"^(.{{3,120}}?) (chủ trì,? phối hợp|chủ trì|có trách nhiệm|chịu trách nhiệm|phối hợp|{_WORK})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Named:
    """The bodies that words name, by code, and names that begin as a body's does but stand in no list."""

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duties:
    """Who leads and who supports, and what was named that nobody knows."""

    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    unknown_leads: tuple[str, ...] = ()
    unknown_supports: tuple[str, ...] = ()


@lru_cache(maxsize=16)
def _finder(words: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """Return a pattern that finds the longest name at each place."""
    alternatives = "|".join(re.escape(name) for name, _ in sorted(words, key=lambda pair: -len(pair[0])))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


@lru_cache(maxsize=16)
def _names(bodies: tuple[tuple[str, tuple[str, ...]], ...], nobody: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found = {folded(name): code for code, names in bodies for name in reversed(names)}
    return (*found.items(), *((folded(name), "") for name in nobody))


def _all_names(words: Words) -> tuple[tuple[str, str], ...]:
    return _names(tuple((one.code, (one.name.vi, *one.words)) for one in words.bodies), words.nobody)


def bodies_in(text: str, words: Words) -> Named:
    """Return the bodies that a text names, in its order."""
    names = _all_names(words)
    if not names:
        return Named()
    by_name = dict(names)
    low = folded(text)
    hits = list(_finder(names).finditer(low))
    codes = tuple(dict.fromkeys(by_name[hit[0]] for hit in hits if by_name[hit[0]]))
    return Named(codes, _unknown(text, [folded(hit[0]) for hit in hits], words))


def _unknown(text: str, known: Sequence[str], words: Words) -> tuple[str, ...]:
    """Return names in a text that begin as a body's does and of which no part is known."""
    if not words.body_begins:
        return ()
    begins = "|".join(map(re.escape, words.body_begins))
    # A name goes on until a comma, a verb, or another body: “Đài Phát thanh và Truyền hình tỉnh”.
    ends = rf"(?=\s*(?:[,;.:()]|$)|\s+(?:chủ trì|phối hợp|có trách nhiệm|{_WORK})\b|\s+và\s+(?:{begins}|UBND|các)\b)"
    pattern = rf"(?<!\w)(?:{begins})\s+[A-ZĐÀ-Ỹ].{{0,60}}?{ends}"
    shown = re.sub(r"\s+", " ", text)
    found = [hit[0] for hit in re.finditer(pattern, shown)]
    return tuple(
        dict.fromkeys(name for name in found if not any(one in folded(name) or folded(name) in one for one in known))
    )


def leads_of(headings: Sequence[str], words: Words) -> tuple[Named, int]:
    """Return who leads what stands under headings, and which of them says so (counted from 0; -1 none does).

    The nearest heading, which stands last, counts: the bodies it names, or the level it speaks of.
    """
    for place in range(len(headings) - 1, -1, -1):
        named = bodies_in(headings[place], words)
        if named.codes or named.unknown:
            return named, place
        low = folded(headings[place])
        level = next((one.code for one in words.bodies if any(_stands_in(word, low) for word in one.level)), None)
        if level:
            return Named((level,)), place
    return Named(), -1


def _stands_in(word: str, low: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low) is not None


def duties_in(text: str, leads: Named, words: Words) -> Duties:
    """Return the duties of a passage under ``leads``; the passage itself may say that another body leads."""
    plain = re.sub(r"\s+", " ", text)
    said = [hit for match in _SAYS_LEAD.finditer(plain) for hit in match.groups() if hit]
    own = _joined([bodies_in(part, words) for part in said])
    if own == Named():
        own = _subject(plain, words)
    lead = own if own != Named() else leads
    named = [match[1] for match in _TOGETHER.finditer(plain)]
    named += [match[1] or match[2] for match in _GIVEN_TO.finditer(plain)]
    named += [match[1] for match in _ROLE_OF.finditer(plain)]
    named += [match[1] for match in _SAYS_SUPPORT.finditer(plain)]
    support = _joined([bodies_in(part, words) for part in named])
    return Duties(
        lead.codes,
        tuple(code for code in support.codes if code not in lead.codes),
        lead.unknown,
        tuple(name for name in support.unknown if name not in lead.unknown),
    )


def _subject(plain: str, words: Words) -> Named:
    """Return whom a sentence has for its subject: “Sở Y tế hướng dẫn …”, “Sở X chủ trì, phối hợp với …”."""
    begins = _BEGINS_WITH_LEAD.match(plain)
    if begins is None:
        return Named()
    found = bodies_in(begins[1], words)
    first = folded(begins[1])
    known = any(first.startswith(name) for name, code in _all_names(words) if code)
    return (
        found if known or any(plain.startswith(name) for name in found.unknown) or "chủ trì" in begins[2] else Named()
    )


def closing_duties(text: str, words: Words) -> Duties:
    """Return who leads and who supports by a closing sentence that asks some and requires others."""
    plain = re.sub(r"\s+", " ", text)
    both = _REQUIRES.search(plain)
    asked = None if both else _ASKS.search(plain)
    if both is None and asked is None:
        return Duties()
    lead = bodies_in(both[2] if both else asked[1] if asked else "", words)
    reported = _REPORTS_TO.search(plain)
    support = _joined([bodies_in(reported[1] if reported else "", words), bodies_in(both[1] if both else "", words)])
    return Duties(lead.codes, tuple(code for code in support.codes if code not in lead.codes))


def _joined(found: Sequence[Named]) -> Named:
    codes = tuple(dict.fromkeys(code for one in found for code in one.codes))
    return Named(codes, tuple(dict.fromkeys(name for one in found for name in one.unknown)))
