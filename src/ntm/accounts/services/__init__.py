"""Acts on people and their assignments."""

from ntm.accounts.services.assignments import assign, end_assignment
from ntm.accounts.services.delegations import end_delegation, hand_on
from ntm.accounts.services.demo_people import DEMO_PASSWORD, create_demo_people, demo_sign_ins
from ntm.accounts.services.offices import keep_offices
from ntm.accounts.services.passwords import forget_second_step, set_password_link, unlock
from ntm.accounts.services.people import add_person, change_person, close_person, open_person

__all__ = [
    "DEMO_PASSWORD",
    "add_person",
    "assign",
    "change_person",
    "close_person",
    "create_demo_people",
    "demo_sign_ins",
    "end_assignment",
    "end_delegation",
    "forget_second_step",
    "hand_on",
    "keep_offices",
    "open_person",
    "set_password_link",
    "unlock",
]
