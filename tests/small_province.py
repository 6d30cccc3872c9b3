"""A province small enough to check by hand: two districts, four communes, a township, one quarter of figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Kind, Unit
from ntm.assessments.services import judge_units
from ntm.core.periods import Quarter
from ntm.recognition.models import Level, Recognition
from tests.factories import make_province, make_reading, make_unit

NTM = "commune-ntm-2021-2025"
DAY = date(2024, 9, 30)
Q3 = Quarter(2024, 3)


@dataclass(frozen=True, slots=True)
class SmallProvince:
    """The units by name, and the day on which everything below was judged."""

    province: Unit
    phu_luong: Unit
    vo_nhai: Unit
    rich: Unit  # income 46 of the 45 asked, recognised
    slipping: Unit  # income 44, recognised all the same
    poor: Unit  # income 30
    silent: Unit  # nothing reported
    township: Unit


def small_province() -> SmallProvince:
    """Make the units, their readings of indicator 10, two recognitions, and judge them."""
    province = make_province()
    phu_luong = make_unit("Phú Lương", Kind.RURAL_DISTRICT, province, code="168")
    vo_nhai = make_unit("Võ Nhai", Kind.RURAL_DISTRICT, province, code="170")
    rich, slipping = make_unit("Yên Ninh", parent=phu_luong), make_unit("Yên Đổ", parent=phu_luong)
    poor, silent = make_unit("Dân Tiến", parent=vo_nhai), make_unit("Liên Minh", parent=vo_nhai)
    township = make_unit("Đình Cả", Kind.TOWNSHIP, vo_nhai)
    for commune, income in ((rich, 46), (slipping, 44), (poor, 30)):
        make_reading(commune, f"{NTM}/10", income, is_sample=True)
    for commune in (rich, slipping):
        Recognition.objects.create(
            unit=commune,
            level=Level.NTM,
            holds_from=date(2023, 12, 31),
            day_is_exact=False,
            basis="nêu trong báo cáo của huyện",
            source="báo cáo",
            confidence="high",
        )
    judge_units([rich, slipping, poor, silent, township], Q3, [NTM])
    return SmallProvince(province, phu_luong, vo_nhai, rich, slipping, poor, silent, township)
