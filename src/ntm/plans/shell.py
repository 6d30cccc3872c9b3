"""The plan's entry in the top bar, and what its acts are called in the log."""

from ntm.audit import acts
from ntm.core.problems import Text
from ntm.finance import planned
from ntm.plans.selectors.for_the_ledger import lines_for_the_ledger
from ntm.ui.navigation import Entry, register

register(Entry(Text("Kế hoạch", "Plan"), "plans:plan", order=50, covers=("plans:planner",)))
acts.name("plans.plan_loaded", Text("Nạp kế hoạch năm", "Loaded the plan of a year"))
acts.name("plans.plan_changed", Text("Thay đổi kế hoạch năm", "Changed the plan of a year"))
acts.name("plans.units_registered", Text("Đăng ký phấn đấu cho xã, huyện", "Registered units for a level"))
planned.register(lines_for_the_ledger)
