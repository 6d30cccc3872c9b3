"""What people call the changes of units, the bases of shares, traits and figures."""

from __future__ import annotations

from dataclasses import dataclass

from ntm.areas.models import ChangeKind, TraitName, WeightBasis
from ntm.core.problems import Text

CHANGES = {
    ChangeKind.MERGED: Text("nhập", "merged"),
    ChangeKind.SPLIT: Text("chia tách", "split"),
    ChangeKind.PART_MOVED: Text("điều chỉnh một phần", "a part moved"),
    ChangeKind.RENAMED: Text("đổi tên", "renamed"),
    ChangeKind.RECLASSIFIED: Text("đổi loại hoặc tên đơn vị", "changed kind or name"),
    ChangeKind.TIER_REMOVED: Text("kết thúc cấp huyện", "district tier ended"),
    ChangeKind.CONTINUED: Text("giữ nguyên", "went on"),
}

BASES = {
    WeightBasis.WHOLE: Text("toàn bộ", "whole"),
    WeightBasis.STATED: Text("theo văn bản", "as stated"),
    WeightBasis.ASSUMED: Text("giả định chia đều", "assumed: equal parts"),
}

TRAITS = {
    TraitName.REGION: Text("Vùng", "Region"),
    TraitName.COMMUNE_GROUP: Text("Nhóm xã", "Commune group"),
    TraitName.SAFE_ZONE: Text("Xã, vùng an toàn khu (ATK)", "Safe zone (ATK)"),
    TraitName.HARDSHIP_ZONE: Text("Khu vực khó khăn", "Hardship zone"),
    TraitName.POOR_DISTRICT: Text("Huyện nghèo", "Poor district"),
}


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The name of an additive figure, its unit, and how many decimals people are shown."""

    name: Text
    unit: Text
    decimals: int


FIGURES = {
    "population": FigureWords(Text("Dân số", "Population"), Text("người", "people"), 0),
    "area_km2": FigureWords(Text("Diện tích", "Area"), Text("km²", "km²"), 2),
}
