from ntm.plans.services.load_plan import load_plan
from ntm.plans.services.register import UnitToRegister, register_units

__all__ = ["UnitToRegister", "load_plan", "register_units"]
