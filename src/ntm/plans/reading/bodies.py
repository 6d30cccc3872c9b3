"""Which bodies a heading or a sentence of a plan names, by the codes of the offices."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Words → code; the longest that fits counts first, so that a department is not taken for all departments.
_NAMES = (
    (r"sở nông nghiệp và (?:phát triển nông thôn|ptnt)", "so-nong-nghiep-va-phat-trien-nong-thon"),
    (r"văn phòng điều phối (?:nông thôn mới|ntm) tỉnh", "van-phong-dieu-phoi-ntm-tinh"),
    (r"(?:ủy ban|ub) (?:mttq|mặt trận tổ quốc)(?: việt nam)? tỉnh|mặt trận tổ quốc việt nam", "uy-ban-mttq-tinh"),
    (r"các tổ chức chính trị ?- ?xã hội(?: tỉnh)?", "to-chuc-chinh-tri-xa-hoi-tinh"),
    (r"các sở,? (?:ban, )?ngành", "cac-so-nganh"),
    (r"(?:ubnd )?các huyện, thành phố", "ubnd-huyen-thanh-pho"),
    (r"các xã(?! hội)", "ubnd-xa"),
)
_TOGETHER = re.compile(
    r"phối hợp (?:chặt chẽ )?với (.+?)(?:$|;|\.| tham mưu| xây dựng| tổ chức| triển khai| hoàn thiện)"
)
_GIVEN_TO = re.compile(
    r"giao nhiệm vụ cho ([^.;]+?)(?: xây dựng|$|[.;])|chỉ đạo các phòng ban[^,]*, ([^.;]+?) đẩy nhanh"
)
_ROLE_OF = re.compile(r"vai trò của ([^.;]+?) trong giám sát")
_REQUIRES = re.compile(r"đề nghị ([^.;]+?) phối hợp và yêu cầu ([^.;]+?) nghiêm túc")
_REPORTS_TO = re.compile(r"báo cáo về ([^.;(]+)")


def bodies_in(text: str) -> tuple[str, ...]:
    """Return the codes of the bodies that a text names, in its order."""
    low = text.lower()
    found = {match.start(): code for words, code in _NAMES for match in re.finditer(words, low)}
    return tuple(dict.fromkeys(found[place] for place in sorted(found)))


def leads_of(headings: Sequence[str]) -> tuple[str, ...]:
    """Return who leads what stands under headings, the nearest last: whom they name, or the level they speak of."""
    for heading in reversed(headings):
        named = bodies_in(heading)
        if re.search(r"cấp huyện|các huyện|đơn vị đã hoàn thành nhiệm vụ", heading.lower()):
            return ("ubnd-huyen-thanh-pho",)
        if re.search(r"cấp xã|đối với các xã", heading.lower()):
            return ("ubnd-xa",)
        if named:
            return named
        if re.search(r"^\d+\. .*chung$", heading.lower()):
            return ()
    return ()


def supports_in(text: str, leads: Sequence[str]) -> tuple[str, ...]:
    """Return who a sentence asks to help: whom to work with, whom to give tasks to, whose role it is to watch."""
    low = re.sub(r"\s+", " ", text.lower())
    named = [match[1] for match in _TOGETHER.finditer(low)]
    named += [match[1] or match[2] for match in _GIVEN_TO.finditer(low)]
    named += [match[1] for match in _ROLE_OF.finditer(low)]
    found = [code for words in named for code in bodies_in(words)]
    return tuple(dict.fromkeys(code for code in found if code not in leads))


def closing(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who leads and who supports by a closing sentence that asks some and requires others."""
    low = re.sub(r"\s+", " ", text.lower())
    asked = _REQUIRES.search(low)
    if asked is None:
        return (), ()
    reported = _REPORTS_TO.search(low)
    leads = bodies_in(asked[2])
    support = (*bodies_in(reported[1] if reported else ""), *bodies_in(asked[1]))
    return leads, tuple(code for code in support if code not in leads)
