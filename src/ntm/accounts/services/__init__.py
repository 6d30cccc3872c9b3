"""Acts on people and their assignments."""

from ntm.accounts.services.demo_people import DEMO_PASSWORD, create_demo_people, demo_sign_ins
from ntm.accounts.services.offices import keep_offices

__all__ = ["DEMO_PASSWORD", "create_demo_people", "demo_sign_ins", "keep_offices"]
