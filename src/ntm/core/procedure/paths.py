"""Who handles a figure, in which order, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Problem, Text
from ntm.core.procedure.steps import Step, tier_in_words
from ntm.core.quantities import written_day


class NoPath(Problem):
    """On that day no path holds for units of that tier: before the first one, or after a repeal."""

    code = "procedure/no-path"

    def __init__(self, tier: str, day: date, changes: Iterable[date]) -> None:
        name, on, days = tier_in_words(tier), written_day(day), ", ".join(map(written_day, changes))
        super().__init__(
            Text(
                f"Không có trình tự cho cấp {name.vi} vào ngày {on}. Các mốc đã nạp: {days}.",
                f"No procedure holds for the {name.en} tier on {on}. The days on record are {days}.",
            ),
            Text(
                "Hãy chọn ngày khác, hoặc bổ sung tệp law/procedure/review.yaml.",
                "Choose another day, or add to the file law/procedure/review.yaml.",
            ),
        )


class UnknownTier(Problem):
    """No path is on record for such units at all."""

    code = "procedure/unknown-tier"

    def __init__(self, tier: str, known: Iterable[str]) -> None:
        name, names = tier_in_words(tier), [tier_in_words(one) for one in known]
        super().__init__(
            Text(f"Không có trình tự nào cho cấp {name.vi}.", f"No procedure is on record for the {name.en} tier."),
            Text(
                f"Hãy chọn cấp {', '.join(one.vi for one in names)}, hoặc bổ sung tệp law/procedure/review.yaml.",
                f"Choose {', '.join(one.en for one in names)}, or add to the file law/procedure/review.yaml.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Handling:
    """One step of a path: the role and the office that do it, the office's tier, and how long it may take.

    ``within`` is in working days, None where nobody here knows the limit. ``send_to`` is what the button
    says that hands a figure over to this office.
    """

    step: Step
    by: str
    tier: str
    office: Text
    send_to: Text
    within: int | None
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Path:
    """The path of units of one tier in every form it has had, oldest first; None where it was repealed.

    A form holds from its day until the day before the next one.
    """

    tier: str
    forms: tuple[tuple[date, tuple[Handling, ...] | None], ...]

    def on(self, day: date) -> tuple[Handling, ...]:
        """Return the handlings in force on ``day``, in order; raise NoPath when nothing holds."""
        begun = [handlings for begins, handlings in self.forms if begins <= day]
        if not begun or begun[-1] is None:
            raise NoPath(self.tier, day, [begins for begins, _ in self.forms])
        return begun[-1]

    def handling(self, step: Step, day: date) -> Handling | None:
        """Return who does a step on ``day``; None when the path of the day has no such step. Raises NoPath."""
        return next((one for one in self.on(day) if one.step is step), None)

    def next_after(self, reached: Step | None, day: date) -> Handling | None:
        """Return what comes after a step on the path of ``day``; None at the end. Raises NoPath.

        ``reached`` is None while nothing was reported. The step reached may be gone from the path: what
        the district verified before it left is appraised next.
        """
        done = -1 if reached is None else reached.order
        return next((one for one in self.on(day) if one.step.order > done), None)


@dataclass(frozen=True, slots=True)
class Procedure:
    """The paths of all tiers."""

    paths: Mapping[str, Path]

    def path(self, tier: str) -> Path:
        """Return the path of units of a tier; raise UnknownTier."""
        if tier not in self.paths:
            raise UnknownTier(tier, self.paths)
        return self.paths[tier]
