"""What is refused about amendments that bring things in or take them out, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from ntm.core.problems import Fault, Faults, Problem, Text
from ntm.core.quantities import written


class TargetStands(Problem):
    """A clause has one target for a tier and a level."""

    code = "plans/target-stands"

    def __init__(self, reference: str, name: Text) -> None:
        super().__init__(
            Text(
                f"Điểm {reference} đã có mục tiêu “{name.vi}”.",
                f"Clause {reference} has the target “{name.en}” already.",
            ),
            Text("Hãy điều chỉnh số của mục tiêu đó.", "Change the number of that target."),
        )


class LineStands(Problem):
    """A place of the capital table holds one line, and a new line never slips in above others."""

    code = "plans/capital-line-stands"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"Kế hoạch vốn đã có dòng “{name}” hoặc các dòng dưới nó.",
                f"The planned capital has the line “{name}”, or lines below it, already.",
            ),
            Text("Hãy điều chỉnh số vốn của dòng đó, hoặc đặt tên khác.", "Change its amount, or use another name."),
        )


class NotInThePlan(Problem):
    """Something new names a clause or a line that the plan does not have, or that the amendment takes out."""

    code = "plans/not-in-the-plan"

    def __init__(self, what: str) -> None:
        super().__init__(
            Text(f"Kế hoạch sau điều chỉnh không có “{what}”.", f"The plan as amended has no “{what}”."),
            Text("Hãy chọn trong danh sách.", "Choose one of the list."),
        )


class CapitalNeedsClause(Problem):
    """The first line of a capital table stands in a clause of its own."""

    code = "plans/capital-needs-clause"

    def __init__(self) -> None:
        super().__init__(
            Text("Dòng vốn này không đứng dưới dòng nào nên chưa rõ thuộc điểm nào.", "No line stands above this one."),
            Text("Hãy chọn điểm của kế hoạch.", "Choose the clause that it belongs to."),
        )


class LineHoldsParts(Problem):
    """A line of capital leaves the plan only after the lines below it."""

    code = "plans/capital-line-holds-parts"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"Chưa đưa được dòng “{name}” ra khỏi kế hoạch vốn: còn các dòng thành phần dưới dòng này.",
                f"The line “{name}” cannot leave the planned capital: other lines stand below it.",
            ),
            Text("Hãy đưa các dòng thành phần ra trước.", "Take the lines below it out first."),
        )


class LineHasMoney(Problem):
    """A line of capital stays while the ledger keeps money of its source."""

    code = "plans/capital-line-has-money"

    def __init__(self, name: str, dong: int) -> None:
        super().__init__(
            line_has_money(name, dong),
            REDUCE_FIRST,
        )


REDUCE_FIRST = Text(
    "Hãy ghi văn bản điều chỉnh giảm ở Vốn, công trình › Dự toán trước (vốn đã giao thì thu hồi trước), "
    "hoặc giữ dòng này và điều chỉnh số vốn.",
    "Enter the reducing document under Capital › Budgets first (what was assigned is given back before), "
    "or keep the line and change its amount.",
)


def line_has_money(name: str, dong: int) -> Text:
    """Say that the ledger keeps an amount of a line's source."""
    return Text(
        f"Chưa đưa được dòng “{name}” ra khỏi kế hoạch vốn: sổ vốn đang ghi {written(dong)} đồng của nguồn này.",
        f"The line “{name}” cannot leave the planned capital: the ledger keeps {written(dong, 'en')} đồng of it.",
    )


class LineAboveIsOut(Problem):
    """A line comes back only below a line that stands, and in a place that nothing took."""

    code = "plans/capital-line-above-is-out"

    def __init__(self, name: str, above: str) -> None:
        super().__init__(
            Text(
                f"Dòng “{name}” đứng dưới “{above}”, mà dòng ấy cũng đang được đưa ra.",
                f"The line “{name}” stands below “{above}”, which is taken out as well.",
            ),
            Text(f"Hãy giữ lại “{above}” trước.", f"Bring “{above}” back first."),
        )


class ClauseHoldsThings(Problem):
    """A clause leaves the plan only after the targets and the capital that stand in it."""

    code = "plans/clause-holds-things"

    def __init__(self, reference: str, what: Text) -> None:
        super().__init__(
            Text(
                f"Chưa đưa được điểm {reference} ra khỏi kế hoạch: điểm này còn {what.vi}.",
                f"Clause {reference} cannot leave the plan: {what.en} stand in it.",
            ),
            Text(
                "Hãy đưa mục tiêu, dòng vốn của điểm này ra trước.",
                "Take its targets and lines of capital out first.",
            ),
        )


class AmendmentNotReady(Faults):
    """An amendment that is to be issued would leave a plan that does not agree with itself; every place is listed."""

    code = "plans/amendment-not-ready"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            Text(
                f"Điều chỉnh chưa ban hành được: {len(faults)} chỗ chưa khớp.",
                f"The amendment cannot be issued yet: {len(faults)} places do not agree.",
            ),
            faults,
        )
