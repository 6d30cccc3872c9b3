"""Works over the small province: one in a poor commune, half funded, and the money that it has."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from PIL import Image

from ntm.finance.models import Work
from ntm.finance.services import Place, Slip, add_work, allocate, assign, disburse, keep_budget
from tests.factories import NOON
from tests.small_province import SmallProvince, small_province

MILLION = 1_000_000
SOURCE = "programme/local/district/investment"
COMMUNE = "programme/local/commune/investment"
BY: dict[str, Any] = {"by": "huyen", "at": NOON}
MARCH, JUNE, DAY = date(2024, 3, 15), date(2024, 6, 30), date(2024, 9, 20)
CULTURE = "commune-ntm-2021-2025/6.1"


@dataclass(frozen=True, slots=True)
class SmallWorks:
    """The province and its work: 900 million approved, 500 assigned in June, 300 of them paid."""

    place: SmallProvince
    work: Work


def small_works() -> SmallWorks:
    """Make the work and its money; 300 million more are allocated to the district."""
    place = small_province()
    work = make_work(place, "CT1")
    document = "Kế hoạch"
    keep_budget(
        place.province, 2024, {SOURCE: 1_000 * MILLION}, total_dong=1_000 * MILLION, document=document, on=JUNE, **BY
    )
    allocate(Place(place.province, SOURCE, 2024), place.vo_nhai, Slip(800 * MILLION, JUNE), **BY)
    fund(place, work, 500, JUNE)
    disburse(Place(place.poor, SOURCE, 2024, work), Slip(300 * MILLION, JUNE), **BY)
    return SmallWorks(place, work)


def make_work(place: SmallProvince, code: str, **more: Any) -> Work:
    facts = {
        "code": code,
        "name": f"Nhà văn hóa {code}",
        "field": "culture",
        "unit": place.poor,
        "approved_dong": 900 * MILLION,
        "decided_on": MARCH,
        "latitude": "21.70000",
        "longitude": "106.00000",
    }
    lines = more.pop("lines", {SOURCE: 800 * MILLION, COMMUNE: 100 * MILLION})
    served = more.pop("units", [])
    return add_work(facts | more, [CULTURE], served, lines=lines, **BY)


def fund(place: SmallProvince, work: Work, million: int, on: date) -> None:
    """Assign million đồng of the district's to a work."""
    assign(Place(place.vo_nhai, SOURCE, 2024), place.poor, Slip(million * MILLION, on), work=work, **BY)


def photo(colour: str = "green", *, at: tuple[int, int] | None = None, taken: str = "") -> bytes:
    """Return a small JPEG; ``at`` are whole degrees that it says it was taken at, ``taken`` its moment."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if at:
        north, east = ((float(degrees), 0.0, 0.0) for degrees in at)
        exif.get_ifd(0x8825).update({1: "N", 2: north, 3: "E", 4: east})
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(kept, "JPEG", exif=exif)
    return kept.getvalue()
