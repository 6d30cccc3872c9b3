"""Who issues a unit's papers, and who signs them, in the words of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from dataclasses import dataclass

from ntm.areas.models import Tier, Unit
from ntm.reports.models import PaperKind


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The fixed parts of a paper's head and foot."""

    issuing_body: str
    symbol: str
    place: str
    authority: str
    capacity: str
    by_order: str
    position: str
    recipients: tuple[str, ...]


def letterhead(unit: Unit, kind: PaperKind) -> Letterhead:
    """Return what a paper of the People's Committee of a unit begins and ends with.

    A decision is the chair's own and is signed in their name; every other kind is the committee's.
    """
    body = f"ỦY BAN NHÂN DÂN {unit.name.upper()}"
    if kind is PaperKind.DECISION:
        return Letterhead(
            body, "QĐ-UBND", unit.short_name, f"CHỦ TỊCH {body}", "CHỦ TỊCH", "", "", _recipients(unit, kind)
        )
    return Letterhead(
        body,
        f"{kind.value}-UBND",
        unit.short_name,
        "",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        _recipients(unit, kind),
    )


def _recipients(unit: Unit, kind: PaperKind) -> tuple[str, ...]:
    if kind is PaperKind.SUBMISSION:
        return ("Như trên", "Lưu: VT")
    if unit.tier == Tier.PROVINCE:
        return (
            "Văn phòng Điều phối nông thôn mới Trung ương",
            "Ban Chỉ đạo các CTMTQG tỉnh",
            "Các sở, ngành của tỉnh",
            "UBND các huyện, thành phố",
            "Lưu: VT",
        )
    return ("UBND cấp trên trực tiếp", "Văn phòng Điều phối nông thôn mới tỉnh", "Lưu: VT")
