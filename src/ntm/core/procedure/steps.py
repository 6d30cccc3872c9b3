"""The words of the procedure: what is done to a figure, at which tier, by which role."""

from __future__ import annotations

from enum import StrEnum

from ntm.core.problems import Text


class Step(StrEnum):
    """What is done to a figure on its way; they stand here in the order of every path."""

    REPORT = "report"
    VERIFY = "verify"
    APPRAISE = "appraise"

    @property
    def order(self) -> int:
        return list(Step).index(self)

    @property
    def words(self) -> Text:
        return _STEPS[self]


class Tier(StrEnum):
    """Where a unit or an office stands; from the lowest to the highest."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"

    @property
    def order(self) -> int:
        return list(Tier).index(self)


class Handler(StrEnum):
    """The roles that may stand on a path; a subset of the roles of ``accounts``."""

    COMMUNE_OFFICER = "commune-officer"
    DISTRICT_OFFICER = "district-officer"
    DEPARTMENT_OFFICER = "department-officer"
    COORDINATION_OFFICE = "coordination-office"


class Sure(StrEnum):
    """How sure we are of a handling, in the words of the other law files."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


_STEPS = {
    Step.REPORT: Text("Báo cáo", "Report"),
    Step.VERIFY: Text("Thẩm tra", "Verify"),
    Step.APPRAISE: Text("Thẩm định", "Appraise"),
}
_TIERS = {"commune": Text("xã", "commune"), "district": Text("huyện", "district"), "province": Text("tỉnh", "province")}
_SURE = {"high": Text("cao", "high"), "medium": Text("trung bình", "medium"), "low": Text("thấp", "low")}


def tier_in_words(tier: str) -> Text:
    return _TIERS.get(tier, Text(f"“{tier}”", f"“{tier}”"))


def sureness_in_words(confidence: str) -> Text:
    return _SURE[confidence]
