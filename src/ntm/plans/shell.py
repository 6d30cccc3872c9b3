"""The plan's entry in the top bar, and what its acts are called in the log."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from ntm.audit import acts
from ntm.core.problems import Text
from ntm.plans.selectors.scenarios import chosen_in_plans
from ntm.ui import marks
from ntm.ui.navigation import Entry, register

_PLANNER = ("plans:planner", "plans:new_scenario", "plans:scenario", "plans:compare_scenarios")
register(Entry(Text("Kế hoạch", "Plan"), "plans:plan", order=50, covers=_PLANNER))
acts.name("plans.plan_loaded", Text("Nạp kế hoạch năm", "Loaded the plan of a year"))
acts.name("plans.plan_changed", Text("Thay đổi kế hoạch năm", "Changed the plan of a year"))
acts.name("plans.units_registered", Text("Đăng ký phấn đấu cho xã, huyện", "Registered units for a level"))
acts.name("plans.scenario_made", Text("Lập phương án", "Made a scenario"))
acts.name("plans.scenario_proposed", Text("Trình phương án", "Proposed a scenario"))
acts.name("plans.scenario_taken_back", Text("Rút phương án đã trình", "Took a proposed scenario back"))
acts.name("plans.scenario_approved", Text("Duyệt phương án vào kế hoạch", "Approved a scenario into the plan"))
acts.name("plans.scenario_approval_ended", Text("Hủy duyệt phương án", "Took the approval of a scenario back"))
acts.name("plans.scenario_dropped", Text("Bỏ phương án", "Dropped a scenario"))
acts.name("plans.search_asked", Text("Yêu cầu tính phương án tốt nhất", "Asked to search for the best of a scenario"))
acts.name("plans.search_stopped", Text("Dừng tính phương án", "Stopped the search of a scenario"))
acts.name("plans.search_finished", Text("Kết thúc tính phương án", "The search of a scenario came to an end"))


@marks.register
def chosen_by_a_scenario(kind: str, ids: Collection[int]) -> Mapping[int, marks.Mark]:
    """Say beside a solution or a work that the approved scenario of a plan chose it, and for which year."""
    letter = {"solution": "s", "work": "w"}.get(kind)
    if letter is None:
        return {}
    found = chosen_in_plans(f"{letter}{one}" for one in ids)
    return {
        int(code[1:]): marks.Mark(
            Text(
                f"Được chọn trong phương án “{scenario.name}”, năm {year}",
                f"Chosen in the scenario “{scenario.name}”, {year}",
            ),
            reverse("plans:scenario", args=[scenario.pk]),
        )
        for code, (scenario, year) in found.items()
    }
