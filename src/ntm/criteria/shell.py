"""What the shell learns from this app: an entry of the top bar, and a word when the law is another one."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.core.rulebook import Rulebook
from ntm.core.rulebook.comparing import Aspect, differences
from ntm.criteria.selectors import rulebook
from ntm.ui import notes
from ntm.ui.clock import today
from ntm.ui.navigation import Entry, register
from ntm.ui.requests import Request

COVERS = ("criteria:set", "criteria:indicator", "criteria:compare", "criteria:sources")

register(Entry(Text("Bộ tiêu chí", "Criteria"), "criteria:sets", order=60, covers=COVERS))


@notes.register
def law_of_another_day(request: Request) -> Text | None:
    """Say how the communes' law of the shown day differs from that of the usual day."""
    usual = today()
    return None if request.day == usual else _difference(rulebook(), request.day, usual)


@lru_cache(maxsize=64)
def _difference(book: Rulebook, shown: date, usual: date) -> Text | None:
    here, there = book.in_force("commune", "ntm", shown), book.in_force("commune", "ntm", usual)
    day, usual_day = written_day(shown), written_day(usual)
    if here is None:
        return Text(
            f"Ngày {day} không có bộ tiêu chí cấp xã nào có hiệu lực.", f"No commune set was in force on {day}."
        )
    if here is not there:
        return Text(f"Ngày {day} áp dụng: {here.title.vi}.", f"In force on {day}: {here.title.en}.")
    levels = {one.code: None for one in differences(here, shown, usual) if one.aspect is Aspect.LEVEL}
    if not levels:
        return None
    codes = ", ".join(levels)
    return Text(
        f"Mức quy định ngày {day} khác ngày {usual_day} ở chỉ tiêu {codes}.",
        f"The levels of {day} differ from those of {usual_day} in indicator {codes}.",
    )
