from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from django.db import DatabaseError

from ntm.config.doctor import database, files, law, log, machine, money, production, standings, work
from ntm.config.doctor.findings import Finding, serious
from ntm.core.problems import Problem
from ntm.ui.machine import machine_problem

Check = Callable[[], Iterator[Finding]]


def examine(*, quick: bool = False) -> Iterator[Finding]:
    """Make every check and yield what each found; ``quick`` leaves out those that read all the data.

    A check that itself fails is a finding, and the next one is made all the same. Without a database, those
    that ask it are left out.
    """
    yield from _made(machine.room)
    yield from _made(machine.rights)
    yield from _made(production.settings_for_production)
    yield from _made(machine.static_files)
    yield from _made(law.law_files)
    reached = list(_made(database.reached))
    yield from reached
    if any(one.code in database.CANNOT_GO_ON for one in reached):
        return
    checks: list[Check] = [
        partial(database.sound, quick=quick),
        database.guards,
        partial(log.chain, quick=quick),
        log.clock,
        log.backups,
        partial(files.stored, quick=quick),
        money.ledger,
        partial(standings.standings, quick=quick),
        production.known_passwords,
        work.jobs,
        work.mail,
    ]
    for check in checks:
        yield from _made(check)


def _made(check: Check) -> Iterator[Finding]:
    try:
        yield from check()
    except Problem as problem:
        yield serious(problem.code, (problem.what.vi, problem.what.en), (problem.do.vi, problem.do.en))
    except (DatabaseError, OSError) as error:
        trouble = machine_problem(error)
        if trouble is not None:
            yield serious(trouble.code, (trouble.what.vi, trouble.what.en), (trouble.do.vi, trouble.do.en))
            return
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        yield serious(
            "doctor/check-failed",
            (f"Không kiểm tra được ({told}).", f"A check could not be made ({told})."),
            ("Xử lý các lỗi khác trước rồi chạy lại.", "Put the other findings right first and run it again."),
        )
