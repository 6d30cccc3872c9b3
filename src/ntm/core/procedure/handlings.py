"""Reads one step of a path."""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from ntm.core.problems import Text
from ntm.core.procedure.faults import Spot
from ntm.core.procedure.paths import Handling
from ntm.core.procedure.steps import Handler, Step, Sure, Tier

KEYS = ("step", "by", "tier", "office", "within_working_days", "confidence", "source")
OPTIONAL = ("send_to",)
UNKNOWN = "unknown"

E = TypeVar("E", bound=StrEnum)


def handling(found: Any, spot: Spot, acts: Container[str] | None) -> Handling | None:
    """Return what one step says; None, with its faults listed, when it cannot be understood."""
    if not isinstance(found, dict):
        spot.fault(
            Text("Ở đây cần một nhóm khóa, không phải một giá trị.", "Keys are expected here, not one value."),
            Text(f"Hãy viết các khóa {', '.join(KEYS)}.", f"Write the keys {', '.join(KEYS)}."),
        )
        return None
    _check_keys(found, spot)
    step, by = _choice(found, "step", Step, spot), _choice(found, "by", Handler, spot)
    tier, sure = _choice(found, "tier", Tier, spot), _choice(found, "confidence", Sure, spot)
    office, within, source = _text(found, "office", spot), _within(found, spot), _source(found, spot, acts)
    send_to = _text(found, "send_to", spot)
    if step is None or by is None or tier is None or sure is None or office is None:
        return None
    return Handling(step, by, tier, office, send_to or _sent(office, step), within, sure, source)


def _check_keys(found: Mapping[Any, Any], spot: Spot) -> None:
    for key in KEYS:
        if key not in found:
            spot.under(key).fault(
                Text(f"Thiếu khóa “{key}”.", f"The key “{key}” is missing."),
                Text(f"Hãy thêm khóa “{key}”.", f"Add the key “{key}”."),
            )
    known = ", ".join((*KEYS, *OPTIONAL))
    for key in found:
        if key not in (*KEYS, *OPTIONAL):
            spot.under(key).fault(
                Text(f"Không hiểu khóa “{key}”.", f"Nothing is called “{key}” here."),
                Text(f"Các khóa được dùng ở đây: {known}.", f"Use one of: {known}."),
            )


def _choice(found: Mapping[Any, Any], key: str, kind: type[E], spot: Spot) -> E | None:
    if key not in found:
        return None
    if found[key] in list(kind):
        return kind(found[key])
    spot.under(key).wants_one_of(found[key], kind)
    return None


def _words(found: object, spot: Spot) -> str:
    if isinstance(found, str) and found.strip():
        return found
    spot.fault(
        Text(f"“{found}” không phải là chữ.", f"“{found}” is not writing."),
        Text("Hãy viết chữ trong ngoặc kép.", "Write words between double quotes."),
    )
    return ""


def _text(found: Mapping[Any, Any], key: str, spot: Spot) -> Text | None:
    """Return a name in both languages; None when it is missing or faulty."""
    if key not in found:
        return None
    both = found[key]
    if not isinstance(both, dict) or set(both) != {"vi", "en"}:
        spot.under(key).fault(
            Text("Cần đúng hai thứ tiếng.", "Two languages are expected here, and nothing else."),
            Text('Hãy viết dạng {vi: "…", en: "…"}.', 'Write it as {vi: "…", en: "…"}.'),
        )
        return None
    below = spot.under(key)
    return Text(_words(both["vi"], below.under("vi")), _words(both["en"], below.under("en")))


def _within(found: Mapping[Any, Any], spot: Spot) -> int | None:
    """Return the working days; None where the file says that they are unknown."""
    days = found.get("within_working_days", UNKNOWN)
    if days == UNKNOWN:
        return None
    if isinstance(days, int) and not isinstance(days, bool) and days > 0:
        return days
    spot.under("within_working_days").fault(
        Text(f"“{days}” không phải là số ngày làm việc.", f"“{days}” is not a number of working days."),
        Text("Hãy viết số nguyên từ 1 trở lên, hoặc unknown.", "Write a whole number, 1 or more, or unknown."),
    )
    return None


def _source(found: Mapping[Any, Any], spot: Spot, acts: Container[str] | None) -> str:
    """Return a citation such as ``18/2022/QĐ-TTg, Điều 7``; its first words must be an act of the register."""
    if "source" not in found:
        return ""
    written = _words(found["source"], spot.under("source"))
    number = written.split(",", maxsplit=1)[0].strip()
    if written and acts is not None and number not in acts:
        spot.under("source").fault(
            Text(f"Văn bản “{number}” chưa có trong sổ văn bản.", f"The decision “{number}” is not in the register."),
            Text(
                "Hãy mở đầu bằng số văn bản rồi dấu phẩy, và thêm văn bản vào sources.yaml nếu còn thiếu.",
                "Begin with the decision's number and a comma; add the decision to sources.yaml if it is missing.",
            ),
        )
    return written


def _sent(office: Text, step: Step) -> Text:
    return Text(f"Gửi {office.vi} {step.words.vi.lower()}", f"Send to {office.en} to {step.words.en.lower()}")
