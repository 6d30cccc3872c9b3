from ntm.plans.services.load_plan import keep_plan, load_plan
from ntm.plans.services.register import UnitToRegister, register_units
from ntm.plans.services.scenarios import approve, drop, end_approval, make_scenario, propose, take_back
from ntm.plans.services.searching import recover, start_search, stop_search

__all__ = [
    "UnitToRegister",
    "approve",
    "drop",
    "end_approval",
    "keep_plan",
    "load_plan",
    "make_scenario",
    "propose",
    "recover",
    "register_units",
    "start_search",
    "stop_search",
    "take_back",
]
