"""Reads ``law/procedure/review.yaml`` strictly; every fault is listed with its place and remedy.

Each function returns something harmless where the file is faulty, so that reading goes on and the next
faults are found too; nothing read that way survives, since the file is refused in the end.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path as File
from typing import Any

from ntm.core.problems import Fault, Text
from ntm.core.procedure.faults import FILE, ProcedureFaults, Spot
from ntm.core.procedure.handlings import handling
from ntm.core.procedure.pages import content
from ntm.core.procedure.paths import Handling, Path, Procedure
from ntm.core.procedure.steps import Step, Tier

REPEALED = "repealed"
Form = tuple[date, tuple[Handling, ...] | None]


def load(folder: File) -> Procedure:
    """Read the procedure from the law folder, such as ``law/``; raise ProcedureFaults with every fault."""
    faults: list[Fault] = []
    top = Spot((), faults)
    found, acts = content(folder / FILE, top), _acts(folder)
    paths = {} if found is None and faults else _paths(found, top, acts)
    if faults:
        raise ProcedureFaults(sorted(faults, key=lambda fault: fault.place))
    return Procedure(paths)


def _acts(folder: File) -> Container[str] | None:
    """Return the numbers in the register of acts; None when it cannot be read, which the rulebook tells."""
    unheard: list[Fault] = []
    found = content(folder / "sources.yaml", Spot((), unheard))
    return found if isinstance(found, dict) else None


def _paths(found: Any, top: Spot, acts: Container[str] | None) -> dict[str, Path]:
    if not isinstance(found, dict):
        top.fault(
            Text("Tệp không chứa cấp nào.", "The file holds no tier."),
            Text("Hãy viết các khóa commune, district, province.", "Write the keys commune, district, province."),
        )
        return {}
    for tier in found:
        if tier not in list(Tier):
            top.under(tier).wants_one_of(tier, Tier)
    return {str(tier): Path(str(tier), _forms(forms, top.under(tier), acts)) for tier, forms in found.items()}


def _forms(found: Any, spot: Spot, acts: Container[str] | None) -> tuple[Form, ...]:
    if not isinstance(found, dict) or not found:
        spot.fault(
            Text("Không có mốc ngày nào.", "There is no dated path."),
            Text("Hãy viết ngày dạng 2025-07-01: và các bước bên dưới.", "Write a day as 2025-07-01: and steps below."),
        )
        return ()
    forms: list[Form] = []
    for key, steps in found.items():
        below = spot.under(key)
        begins = _day(key, below)
        if begins is not None and forms and begins <= forms[-1][0]:
            below.fault(
                Text("Các mốc không theo thứ tự thời gian.", "The paths are not in the order of their days."),
                Text("Hãy xếp mốc cũ trước, mốc mới sau.", "Put the older path above the newer one."),
            )
        handlings = _handlings(steps, below, acts)
        forms.append((begins or date.min, handlings))
    return tuple(forms)


def _day(key: object, spot: Spot) -> date | None:
    if isinstance(key, date) and not isinstance(key, datetime):
        return key
    spot.fault(
        Text(f"“{key}” không phải là một ngày có thật.", f"“{key}” is not a day of the calendar."),
        Text("Hãy viết ngày dạng 2025-07-01, không ngoặc kép.", "Write the day as 2025-07-01, without quotes."),
    )
    return None


def _handlings(found: Any, spot: Spot, acts: Container[str] | None) -> tuple[Handling, ...] | None:
    if found == REPEALED:
        return None
    if not isinstance(found, list) or not found:
        spot.fault(
            Text("Ở đây cần danh sách các bước.", "A list of steps is expected here."),
            Text(
                "Hãy viết mỗi bước sau một gạch đầu dòng, hoặc viết repealed.",
                "Write each step behind a dash, or write repealed.",
            ),
        )
        return ()
    read = [handling(one, spot.under(number), acts) for number, one in enumerate(found, start=1)]
    handlings = tuple(one for one in read if one is not None)
    if len(handlings) == len(read):
        _check_order(handlings, spot)
    return handlings


def _check_order(handlings: tuple[Handling, ...], spot: Spot) -> None:
    """A path begins with the report of the unit itself, and then goes on and up, never back or down."""
    first = handlings[0]
    if first.step is not Step.REPORT:
        spot.under(1).under("step").fault(
            Text(f"Bước đầu là {first.step}.", f"The first step is {first.step}."),
            Text("Hãy bắt đầu bằng report.", "Begin with report."),
        )
    if first.tier != spot.keys[0]:
        spot.under(1).under("tier").fault(
            Text("Bước đầu không do chính cấp này làm.", "The first step is not done by this tier itself."),
            Text(f"Hãy ghi tier: {spot.keys[0]}.", f"Write tier: {spot.keys[0]}."),
        )
    for number, (before, after) in enumerate(pairwise(handlings), start=2):
        if after.step.order <= before.step.order:
            spot.under(number).under("step").fault(
                Text(
                    f"Bước {after.step} đứng sau {before.step}.", f"The step {after.step} stands after {before.step}."
                ),
                Text(
                    "Mỗi bước một lần, theo thứ tự report, verify, appraise.",
                    "Keep each step once, in the order report, verify, appraise.",
                ),
            )
        if Tier(after.tier).order < Tier(before.tier).order:
            spot.under(number).under("tier").fault(
                Text("Số liệu đi ngược xuống cấp dưới.", "The figure goes down to a lower tier."),
                Text(
                    "Hãy ghi cấp bằng hoặc cao hơn bước trước.", "Write the tier of the step before, or a higher one."
                ),
            )
