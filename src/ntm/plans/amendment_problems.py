"""What is refused about amendments that bring things in or take them out, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from ntm.core.problems import Fault, Faults, Problem, Text


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
                "Hãy đưa mục tiêu ra trước; điểm còn dòng vốn thì giữ lại.",
                "Take its targets out first; a clause with lines of capital stays.",
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
