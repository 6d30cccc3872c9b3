"""The procedure in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ntm.core.problems import Text
from ntm.core.procedure.paths import Handling, Procedure
from ntm.core.procedure.steps import sureness_in_words, tier_in_words
from ntm.core.quantities import written_day


def lines_about_procedure(procedure: Procedure) -> Iterator[Text]:
    """Yield one line for each path and each day from which it holds."""
    for path in procedure.paths.values():
        name = tier_in_words(path.tier)
        for begins, handlings in path.forms:
            said = _all(handlings) if handlings else Text("bãi bỏ", "repealed")
            day = written_day(begins)
            yield Text(
                f"Trình tự cấp {name.vi} từ {day}: {said.vi}.", f"Path of the {name.en} tier from {day}: {said.en}."
            )


def _all(handlings: tuple[Handling, ...]) -> Text:
    each = [_one(handling) for handling in handlings]
    return Text(" → ".join(one.vi for one in each), " → ".join(one.en for one in each))


def _one(handling: Handling) -> Text:
    words, sure, days = handling.step.words, sureness_in_words(handling.confidence), handling.within
    within = Text(f"{days} ngày làm việc", f"{days} working day(s)") if days else Text("chưa rõ hạn", "limit unknown")
    return Text(
        f"{words.vi.lower()} ({handling.office.vi}; {within.vi}; độ tin cậy {sure.vi})",
        f"{words.en.lower()} ({handling.office.en}; {within.en}; {sure.en} confidence)",
    )
