"""Paying for the works that must be done, before anything else is chosen."""

from __future__ import annotations

from dataclasses import replace

from ntm.core.optimiser.parts import Choice, Instance, Work
from ntm.core.optimiser.rules import model_of
from ntm.core.optimiser.searching import search
from ntm.core.problems import Problem, Text

_SECONDS = 20.0


class PinsCannotBePaid(Problem):
    """The works that must be done cannot all be paid under the ceilings and shares."""

    code = "optimiser/pins-cannot-be-paid"

    def __init__(self, works: tuple[Work, ...]) -> None:
        names = "; ".join(work.name for work in works[:5]) + ("; …" if len(works) > 5 else "")
        super().__init__(
            Text(
                f"Vốn và tỷ lệ đối ứng không đủ để làm hết {len(works)} công trình bắt buộc: {names}.",
                f"Ceilings and shares do not bear all {len(works)} works that must be done: {names}.",
            ),
            Text(
                "Nâng trần vốn của nguồn được chi cho các công trình đó, hoặc bỏ bớt yêu cầu bắt buộc.",
                "Raise the ceilings of the sources that may pay for them, or ask for fewer.",
            ),
        )
        self.works = works

    def __reduce__(self) -> tuple[type[PinsCannotBePaid], tuple[tuple[Work, ...]]]:
        """Travel from one process to another."""
        return type(self), (self.works,)


def pinned_choices(instance: Instance) -> tuple[Choice, ...]:
    """Return years and payments of all works that must be done, whatever it takes. Raises PinsCannotBePaid."""
    must = tuple(work for work in instance.works if work.pinned == "must")
    alone = replace(instance, works=must, wishes=(), targets=())
    found = search(model_of(alone), gap=1.0, seconds=_SECONDS)
    if found.choices is None:
        raise PinsCannotBePaid(must)
    return found.choices
