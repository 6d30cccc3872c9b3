"""What can stand in the way of scenarios, and what to do about it."""

from __future__ import annotations

from ntm.core.problems import Problem, Text
from ntm.plans.models import Scenario, ScenarioState


class NothingToChoose(Problem):
    """No unit that wishes to reach a level has a solution or work with a cost."""

    code = "plans/nothing-to-choose"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Chưa có giải pháp hoặc công trình nào có giá cho các chỉ tiêu chưa đạt.",
                "No solution or work with a cost would meet an indicator that is not met.",
            ),
            Text(
                "Đề nghị các xã ghi giải pháp kèm giá theo nguồn, hoặc thêm công trình nêu rõ chỉ tiêu được phục vụ.",
                "Ask the communes to write solutions with a cost by source, or add works that serve these indicators.",
            ),
        )


class RuleBroken(Problem):
    """A plan was found that the independent check refuses: a fault of ours, and nothing is kept."""

    code = "plans/rule-broken"

    def __init__(self, broken: list[str]) -> None:
        told = "; ".join(broken[:3])
        super().__init__(
            Text(f"Kết quả tính không qua được bước kiểm tra: {told}.", f"What was found fails its check: {told}."),
            Text(
                "Không kết quả nào được lưu. Hãy tính lại; nếu vẫn vậy, báo quản trị kèm dòng trên.",
                "Nothing was kept. Try again; if it stays so, send the line above to the administrator.",
            ),
        )


class WrongState(Problem):
    """An act does not fit how far a scenario has come."""

    code = "plans/scenario-in-another-state"

    def __init__(self, scenario: Scenario) -> None:
        words = ScenarioState(scenario.state).words
        super().__init__(
            Text(
                f"Phương án “{scenario.name}” đang ở bước “{words.vi}”, không làm được việc này.",
                f"The scenario “{scenario.name}” is “{words.en}”; this cannot be done now.",
            ),
            Text("Mở lại phương án để xem bước hiện tại.", "Open the scenario again to see where it stands."),
        )


class OwnScenario(Problem):
    """Somebody approves what they made themselves."""

    code = "plans/own-scenario"

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(
            Text(
                f"Bạn là người lập phương án “{scenario.name}”.",
                f"You made the scenario “{scenario.name}” yourself.",
            ),
            Text("Đề nghị một lãnh đạo khác duyệt.", "Ask another leader to approve it."),
        )


class SearchGoesOn(Problem):
    """A search of the scenario is still at work."""

    code = "plans/search-goes-on"

    def __init__(self) -> None:
        super().__init__(
            Text("Phương án này đang được tính.", "A search for this scenario is already at work."),
            Text("Chờ tính xong, hoặc dừng lại trước.", "Wait until it is done, or stop it first."),
        )


class SearchLost(Problem):
    """Whoever worked at a search fell silent twice."""

    code = "plans/search-lost"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Tiến trình tính đã tắt giữa chừng, cả sau khi chạy lại một lần.",
                "The process of the search ended half-way, and again after it was begun anew.",
            ),
            Text(
                "Bấm “Tính lại”. Nếu vẫn vậy, báo quản trị xem bộ nhớ của máy chủ và lệnh ntm worker.",
                "Press “Search again”. If it stays so, ask the administrator to look at the server's memory and at "
                "ntm worker.",
            ),
        )


class SearchBroke(Problem):
    """A search met something that nobody thought of."""

    code = "plans/search-broke"

    def __init__(self, told: str) -> None:
        super().__init__(
            Text(f"Việc tính bị hỏng: {told}.", f"The search broke: {told}."),
            Text(
                "Bấm “Tính lại”; nếu vẫn vậy, báo quản trị kèm dòng trên.",
                "Press “Search again”; if it stays so, send the line above to the administrator.",
            ),
        )
