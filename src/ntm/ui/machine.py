"""Problems of the machine itself that an administrator can put right: no room left, a database that is busy or away."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, OperationalError

from ntm.core.problems import Problem, Text


class MachineProblem(Problem):
    """Nothing that was asked is wrong; ``status`` is how HTTP says it."""

    code = "machine"
    status = 503


class DiskFull(MachineProblem):
    """There is no room left where the data is kept."""

    code = "machine/disk-full"
    status = 507

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Máy chủ đã hết chỗ trên đĩa; việc vừa làm không được ghi, dữ liệu cũ còn nguyên.",
                "The server's disk is full; what was just done is not kept, and what was there is whole.",
            ),
            Text(
                "Báo người quản trị giải phóng chỗ trên đĩa (`ntm doctor` cho biết ở đâu), rồi làm lại.",
                "Ask the administrator to free room on the disk (`ntm doctor` says where), then do it again.",
            ),
        )


class DatabaseBusy(MachineProblem):
    """Somebody else held the database for longer than one waits."""

    code = "machine/database-busy"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Cơ sở dữ liệu đang bận việc khác; việc vừa làm không được ghi.",
                "The database is busy with something else; what was just done is not kept.",
            ),
            Text("Đợi một phút rồi làm lại.", "Wait for a minute and do it again."),
        )


class DatabaseAway(MachineProblem):
    """The database cannot be reached, or went away during an act; then nobody knows whether the act was kept.

    ``told`` is what the driver said: for an administrator, not for a page.
    """

    code = "machine/database-away"
    status = 503

    def __init__(self, told: str = "") -> None:
        super().__init__(
            Text(
                "Mất kết nối với cơ sở dữ liệu; việc vừa làm có thể chưa được ghi.",
                "The database does not answer; what was just done may not have been kept.",
            ),
            Text(
                "Báo người quản trị kiểm tra máy chủ cơ sở dữ liệu có chạy và đĩa của nó còn chỗ không (`ntm doctor`). "
                "Khi vào lại được, xem việc vừa làm đã có chưa rồi mới làm lại.",
                "Ask the administrator whether the database server runs and its disk has room (`ntm doctor`). "
                "Once it answers, look whether what you did is there before you do it again.",
            ),
        )
        self.told = told


_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows knows no quota
_PG_NO_ROOM = "53100"
_PG_BUSY = {"40001", "40P01", "55P03"}  # two acts stood in each other's way, and one gave in
# The server was stopped, crashed, starts up, or has no connection left; class 08 is the line itself.
_PG_AWAY = {"57P01", "57P02", "57P03", "53300"}


def machine_problem(error: BaseException) -> MachineProblem | None:
    """Return what an error of the system or the database means to a person; None when it means nothing of the kind."""
    for one in _causes(error):
        if isinstance(one, OSError) and one.errno in _NO_ROOM:
            return DiskFull()
        if isinstance(one, (DatabaseError, InterfaceError)) and (found := _of_database(one)):
            return found
    return None


def _of_database(error: DatabaseError | InterfaceError) -> MachineProblem | None:
    state = getattr(error.__cause__, "sqlstate", None)
    said = str(error)
    if state == _PG_NO_ROOM or "disk is full" in said or "No space left" in said:
        return DiskFull()
    if state in _PG_BUSY or (isinstance(error, OperationalError) and "database is locked" in said):
        return DatabaseBusy()
    return DatabaseAway(said) if _is_away(error.__cause__) else None


def _is_away(cause: BaseException | None) -> bool:
    """Whether PostgreSQL was not there: an error of its driver with no code of the server, or one of going away."""
    if cause is None or not type(cause).__module__.startswith("psycopg"):
        return False
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return state in _PG_AWAY or state.startswith("08")
    kinds = {one.__name__ for one in type(cause).__mro__}
    return "OperationalError" in kinds or ("InterfaceError" in kinds and "connection" in str(cause))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
