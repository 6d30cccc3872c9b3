"""Standings: judged by the law that is loaded, and the same when a few are judged again."""

from __future__ import annotations

import random
from collections.abc import Iterator

from django.db import transaction

from ntm.areas.models import Unit
from ntm.assessments.models import Standing
from ntm.assessments.services import judge_units
from ntm.config.doctor.findings import Finding, fine, serious, warning
from ntm.core.periods import Quarter
from ntm.criteria.selectors import rulebook

SAMPLE = 20
_DO = ("Chạy `ntm standings rebuild`.", "Run `ntm standings rebuild`.")


def standings(*, quick: bool) -> Iterator[Finding]:
    """Hold the law of every standing against the law files; judge a few again and compare every column."""
    known = {name: one.fingerprint for name, one in rulebook().sets.items()}
    judged_by = Standing.objects.order_by().values_list("criteria_set", "law").distinct()
    other = sorted({name for name, law in judged_by if known.get(name) != law})
    if other:
        yield warning(
            "standings/other-law",
            (
                f"Văn bản pháp lý đã đổi sau khi xét: {', '.join(other)}.",
                f"The law changed after judging: {', '.join(other)}.",
            ),
            _DO,
        )
    elif not quick:
        yield from _judged_again()


def _judged_again() -> Iterator[Finding]:
    units = list(Standing.objects.order_by().values_list("unit_id", "period").distinct())
    chosen = random.sample(units, min(SAMPLE, len(units)))
    different = [pk for pk, period in chosen if _differs(pk, period)]
    if different:
        yield serious(
            "standings/not-as-judged",
            (f"{len(different)} trong {len(chosen)} đơn vị được xét lại có kết quả khác.",
             f"{len(different)} of {len(chosen)} units judged again come out otherwise."),
            _DO,
        )  # fmt: skip
    else:
        yield fine(
            "standings/as-judged",
            f"Xét lại {len(chosen)} đơn vị: kết quả như đã lưu.",
            f"{len(chosen)} units judged again: as they were kept.",
        )


def _differs(unit: int, period: str) -> bool:
    """Judge one unit again inside a transaction that is then undone."""
    with transaction.atomic():
        kept = _rows(unit, period)
        sets = [str(row["criteria_set"]) for row in kept]
        judge_units(list(Unit.objects.filter(pk=unit)), Quarter.parse(period), sets)
        again = _rows(unit, period)
        transaction.set_rollback(True)
    return kept != again


def _rows(unit: int, period: str) -> list[dict[str, object]]:
    rows = Standing.objects.filter(unit=unit, period=period).order_by("criteria_set").values()
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]
