"""Problems of the machine itself that an administrator can put right: no room left, a database that is busy or away."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from django.db import DatabaseError, OperationalError

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


_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows knows no quota
_PG_NO_ROOM = "53100"
_PG_BUSY = {"40001", "40P01", "55P03"}  # two acts stood in each other's way, and one gave in


def machine_problem(error: BaseException) -> MachineProblem | None:
    """Return what an error of the system or the database means to a person; None when it means nothing of the kind."""
    for one in _causes(error):
        if isinstance(one, OSError) and one.errno in _NO_ROOM:
            return DiskFull()
        if isinstance(one, DatabaseError) and (found := _of_database(one)):
            return found
    return None


def _of_database(error: DatabaseError) -> MachineProblem | None:
    state = getattr(error.__cause__, "sqlstate", None)
    said = str(error)
    if state == _PG_NO_ROOM or "disk is full" in said or "No space left" in said:
        return DiskFull()
    if state in _PG_BUSY or (isinstance(error, OperationalError) and "database is locked" in said):
        return DatabaseBusy()
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
