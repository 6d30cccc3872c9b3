"""Who handles a figure, in which order, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day


class Step(StrEnum):
    """What is done to a figure on its way; later steps stand later here, on every path."""

    REPORT = "report"
    VERIFY = "verify"
    APPRAISE = "appraise"

    @property
    def order(self) -> int:
        return list(Step).index(self)

    @property
    def words(self) -> Text:
        return _WORDS[self]


_WORDS = {
    Step.REPORT: Text("Báo cáo", "Report"),
    Step.VERIFY: Text("Thẩm tra", "Verify"),
    Step.APPRAISE: Text("Thẩm định", "Appraise"),
}


class NoPath(Problem):
    """On that day the law knows no path for units of that tier."""

    code = "procedure/no-path"

    def __init__(self, tier: str, day: date) -> None:
        super().__init__(
            Text(
                f"Không có trình tự cho cấp “{tier}” vào ngày {written_day(day)}.",
                f"There is no procedure for the tier “{tier}” on {written_day(day)}.",
            ),
            Text(
                "Hãy chọn ngày khác, hoặc bổ sung tệp law/procedure/review.yaml.",
                "Choose another day, or add to the file law/procedure/review.yaml.",
            ),
        )


class UnknownTier(Problem):
    """No path is on record for such units at all."""

    code = "procedure/unknown-tier"

    def __init__(self, tier: str, known: list[str]) -> None:
        super().__init__(
            Text(f"Không có trình tự cho cấp “{tier}”.", f"There is no procedure for the tier “{tier}”."),
            Text(f"Các cấp đã có: {', '.join(known)}.", f"The tiers on record are: {', '.join(known)}."),
        )


@dataclass(frozen=True, slots=True)
class Handling:
    """One step of a path: the role that does it, the office in words, and how long it may take.

    ``within`` is in working days, None where the law as loaded does not say.
    """

    step: Step
    by: str
    office: Text
    within: int | None
    confidence: str
    source: str

    @property
    def send_to(self) -> Text:
        """What the button of the step before says: “Gửi UBND huyện thẩm tra”."""
        verb = self.step.words
        return Text(f"Gửi {self.office.vi} {verb.vi.lower()}", f"Send to {self.office.en}")


@dataclass(frozen=True, slots=True)
class Path:
    """The path of units of one tier with every form it has had, oldest first; None where it was repealed."""

    tier: str
    forms: tuple[tuple[date, tuple[Handling, ...] | None], ...]

    def on(self, day: date) -> tuple[Handling, ...]:
        """Return the steps in force on ``day``, in order; raise NoPath before the first and after a repeal."""
        begun = [steps for begins, steps in self.forms if begins <= day]
        if not begun or begun[-1] is None:
            raise NoPath(self.tier, day)
        return begun[-1]

    def handling(self, step: Step, day: date) -> Handling | None:
        """Return who does a step on ``day``; None when the path of the day has no such step."""
        return next((one for one in self.on(day) if one.step is step), None)

    def next_after(self, reached: Step | None, day: date) -> Handling | None:
        """Return what comes after a step on the path of ``day``; None when nothing does.

        The step reached may be gone from the path: what the district verified before it left is
        appraised next.
        """
        done = -1 if reached is None else reached.order
        return next((one for one in self.on(day) if one.step.order > done), None)


@dataclass(frozen=True, slots=True)
class Procedure:
    """The paths of all tiers."""

    paths: Mapping[str, Path]

    def path(self, tier: str) -> Path:
        """Return the path of a tier; raise UnknownTier."""
        if tier not in self.paths:
            raise UnknownTier(tier, list(self.paths))
        return self.paths[tier]
