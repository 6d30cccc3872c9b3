from ntm.plans.services.load_plan import keep_plan, load_plan
from ntm.plans.services.register import UnitToRegister, register_units

__all__ = ["UnitToRegister", "keep_plan", "load_plan", "register_units"]
