"""What an error of the machine means to a person: no room, somebody else at work, a database that is away."""

from __future__ import annotations

import errno

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connections
from psycopg import errors
from psycopg_pool import PoolTimeout

from ntm.config.databases import database_at
from ntm.ui.machine import DatabaseAway, DatabaseBusy, DiskFull, machine_problem


def of_django(kind, cause):
    """Return an error as Django raises it around one of the driver's."""
    error = kind(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), DiskFull),
        (OSError(errno.EFBIG, "File too large"), DiskFull),
        (of_django(OperationalError, errors.DiskFull("could not extend file")), DiskFull),
        (of_django(OperationalError, errors.DeadlockDetected("deadlock detected")), DatabaseBusy),
        (of_django(OperationalError, errors.AdminShutdown("terminating connection")), DatabaseAway),
        (of_django(OperationalError, errors.CannotConnectNow("the system is in recovery mode")), DatabaseAway),
        (of_django(OperationalError, errors.TooManyConnections("too many clients")), DatabaseAway),
        (of_django(OperationalError, errors.ConnectionFailure("broken")), DatabaseAway),
        (of_django(OperationalError, psycopg.OperationalError("server closed the connection")), DatabaseAway),
        (of_django(OperationalError, PoolTimeout("couldn't get a connection after 10.00 sec")), DatabaseAway),
        (of_django(InterfaceError, psycopg.InterfaceError("the connection is closed")), DatabaseAway),
    ],
    ids=lambda one: repr(one)[:40],
)
def test_an_error_of_the_machine_is_said_in_words(error, meant):
    problem = machine_problem(error)

    assert type(problem) is meant
    assert problem.what.vi
    assert problem.do.vi


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        OSError(errno.ENOENT, "No such file"),
        of_django(OperationalError, errors.QueryCanceled("canceling statement")),
        of_django(InterfaceError, psycopg.InterfaceError("the cursor is closed")),
    ],
    ids=repr,
)
def test_a_fault_of_the_program_is_not_blamed_on_the_machine(error):
    assert machine_problem(error) is None


def test_no_page_tells_what_the_server_said():
    told = "connection to server at 10.0.0.8 failed"
    problem = machine_problem(of_django(OperationalError, psycopg.OperationalError(told)))

    assert problem.told == told
    assert "10.0.0.8" not in problem.said_in("vi") + problem.said_in("en")


@pytest.mark.django_db
def test_a_page_answers_in_words_while_the_database_is_away(client, monkeypatch):
    away = of_django(OperationalError, psycopg.OperationalError("connection to server failed"))

    def fail(*_, **__):
        raise away

    client.raise_request_exception = False
    client.cookies["sessionid"] = "x" * 32  # so that the session is asked for, which stands before any page
    monkeypatch.setattr(connections["default"], "cursor", fail)
    answer = client.get("/inbox/")

    assert answer.status_code == 503
    assert "Mất kết nối với cơ sở dữ liệu" in answer.text
    assert "machine/database-away" in answer.text


def test_no_connection_is_used_that_a_restart_has_cut(tmp_path):
    asked = database_at("postgresql://ntm@localhost/ntm", tmp_path)

    assert asked["CONN_HEALTH_CHECKS"]
    assert asked["OPTIONS"]["pool"]["timeout"] <= 10
