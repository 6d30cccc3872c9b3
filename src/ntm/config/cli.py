"""The command ``ntm``: ``ntm law check``, ``ntm areas import-boundaries FILE``, ``ntm demo load``."""

import os
import sys

from ntm.core.problems import Problem, Text
from ntm.ui.terminal import terminal_language


class DatabaseNotReady(Problem):
    """The database cannot be reached, or was never prepared."""

    code = "config/database-not-ready"

    def __init__(self, told: str) -> None:
        super().__init__(
            Text(f"Cơ sở dữ liệu chưa sẵn sàng ({told}).", f"The database is not ready ({told})."),
            Text(
                "Hãy chạy `ntm migrate`, hoặc `python3 run.py` cho bản mẫu; với PostgreSQL, kiểm tra NTM_DATABASE_URL.",
                "Run `ntm migrate`, or `python3 run.py` for the demo; with PostgreSQL, check NTM_DATABASE_URL.",
            ),
        )


def main() -> None:
    """Run one command; a Problem is said in words on standard error, with exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.config.settings")
    from django.core.management import execute_from_command_line
    from django.db import InterfaceError, OperationalError, ProgrammingError

    from ntm.ui.machine import DatabaseAway, machine_problem

    try:
        execute_from_command_line(sys.argv)
    except Problem as problem:
        fail(problem)
    except (OSError, OperationalError, ProgrammingError, InterfaceError) as error:
        if trouble := machine_problem(error):
            fail(trouble, trouble.told if isinstance(trouble, DatabaseAway) else "")
        if isinstance(error, OSError):
            raise
        fail(DatabaseNotReady(str(error).splitlines()[0]))


def fail(problem: Problem, told: str = "") -> None:
    """Say a Problem in the terminal's language, with what a server told about it, and end with exit code 1."""
    language = terminal_language()
    lines = [f"[{problem.code}] {problem.said_in(language)}", *(f"    {line}" for line in told.splitlines() if line)]
    sys.exit("\n".join(lines))


if __name__ == "__main__":
    main()
