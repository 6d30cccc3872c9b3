"""What can go wrong here, each with what to do about it."""

from ntm.accounts.problems.assignments import AlreadyEnded, AlreadyHolds, DaysReversed, OfficeMissing, WrongPlace
from ntm.accounts.problems.delegations import AlreadyHandedOn, NotTheirs, NotToThem, OutsideAssignment, TooLong
from ntm.accounts.problems.people import LastAdministrator, NameTaken, OwnRights, PersonClosed
from ntm.accounts.problems.sign_in import NoSuchPersonHere, UnknownRole

__all__ = [
    "AlreadyEnded",
    "AlreadyHandedOn",
    "AlreadyHolds",
    "DaysReversed",
    "LastAdministrator",
    "NameTaken",
    "NoSuchPersonHere",
    "NotTheirs",
    "NotToThem",
    "OfficeMissing",
    "OutsideAssignment",
    "OwnRights",
    "PersonClosed",
    "TooLong",
    "UnknownRole",
    "WrongPlace",
]
