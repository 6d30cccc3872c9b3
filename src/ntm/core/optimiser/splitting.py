"""Giving each work its own whole đồng out of what its group was paid."""

from __future__ import annotations

from collections.abc import Mapping

from ntm.core.optimiser.parts import Work


def split(work: Work, paid_to_group: Mapping[str, float]) -> dict[str, int]:
    """Return what each source pays of a work, in the proportions of its group, summing to its cost.

    Every part is rounded down; the đồng that are left go to the parts that lost most. Shares stay within their
    percentages rounded to the đồng: a greatest share up, a least share down.
    """
    total = sum(max(0.0, amount) for amount in paid_to_group.values())
    exact = {source: work.cost * max(0.0, amount) / total for source, amount in paid_to_group.items()}
    paid = {source: _within(work, source, int(amount)) for source, amount in exact.items()}
    order = sorted(exact, key=lambda source: exact[source] - paid[source], reverse=True)
    missing = work.cost - sum(paid.values())
    while missing:
        step = 1 if missing > 0 else -1
        moved = False
        for source in order if missing > 0 else reversed(order):
            room = _within(work, source, paid[source] + missing) - paid[source]
            part = step * min(abs(missing), abs(room)) if room * step > 0 else 0
            part = step * min(abs(part), max(1, abs(missing) // len(order))) if part else 0
            if part and paid[source] + part >= 0:
                paid[source] += part
                missing -= part
                moved = True
            if not missing:
                break
        if not moved:
            break
    return {source: dong for source, dong in paid.items() if dong}


def _within(work: Work, source: str, dong: int) -> int:
    least = work.cost * work.at_least.get(source, 0) // 100
    most = -(-work.cost * work.at_most.get(source, 100) // 100)
    return max(least, min(most, dong))
