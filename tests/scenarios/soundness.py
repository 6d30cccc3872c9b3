"""What an installation must be whatever happened to it, and one small act that leaves the same trace each time."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.db.models import Sum

from ntm.audit.models import Entry
from ntm.audit.services import verify
from ntm.config.doctor.files import stored
from ntm.config.doctor.findings import Grade
from ntm.config.doctor.money import ledger
from ntm.core.problems import Problem
from ntm.finance.models import Transfer
from ntm.finance.services import Place, Slip, assign
from ntm.ui.machine import machine_problem
from tests.factories import NOON
from tests.scenarios.prepared import CENTRAL
from tests.small_round import SmallRound


def sound() -> None:
    """The log is one chain, every file is there, every balance is what its transfers say, no link is broken."""
    verify()
    bad = [one.what.en for one in (*stored(quick=False), *ledger()) if one.grade is Grade.SERIOUS]
    assert not bad, bad
    connection.check_constraints()


def one_transfer(small: SmallRound) -> None:
    """Assign one đồng: a transfer, two balances and a line of the log, all of them or none."""
    assign(Place(small.district, CENTRAL, 2024), small.district, Slip(1, date(2024, 3, 1)), by="x", at=NOON)


def transferred() -> int:
    """Return how many such acts are there; AssertionError when one is there in part."""
    lines = Entry.objects.filter(act="finance.money_moved", by="x").count()
    booked = Transfer.objects.filter(act="assign").aggregate(dong=Sum("amount_dong"))["dong"] or 0
    assert booked == lines, f"an act is there in part: {booked} đồng, {lines} lines"
    return lines


def problem_of(act) -> Problem | None:
    """Do an act; return the Problem that a person is told, None when all went well."""
    try:
        act()
    except Problem as problem:
        return problem
    except Exception as error:
        if transaction.get_connection().in_atomic_block:
            raise
        found = machine_problem(error)
        if found is None:
            raise
        return found
    return None
