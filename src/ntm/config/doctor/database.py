"""Whether the database answers, has every migration, is set up safely, is sound, and keeps its guards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from ntm.audit import guards as audit_guards
from ntm.config.backup.loading import guards_in
from ntm.config.backup.restoring import mark_path
from ntm.config.backup.tables import pending_in
from ntm.config.doctor.findings import Finding, fine, note, serious, warning
from ntm.finance import guards as finance_guards

CANNOT_GO_ON = {"database/unreachable", "database/never-prepared", "database/pending", "database/newer"}


def reached() -> Iterator[Finding]:
    """Ask the database for its version, and hold its migrations against the program's."""
    try:
        version = _one("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        loader = MigrationLoader(connection)
    except DatabaseError as error:
        yield serious(
            "database/unreachable",
            (
                f"Không kết nối được cơ sở dữ liệu: {_first(error)}.",
                f"The database cannot be reached: {_first(error)}.",
            ),
            (
                "Kiểm tra NTM_DATABASE_URL hoặc NTM_HOME, và máy chủ PostgreSQL có chạy không.",
                "Check NTM_DATABASE_URL or NTM_HOME, and whether PostgreSQL runs.",
            ),
        )
        return
    yield fine("database/reached", f"{connection.vendor} {version} trả lời.", f"{connection.vendor} {version} answers.")
    yield from _migrations(loader)
    if mark_path().exists():
        yield warning(
            "database/restore-unfinished",
            ("Một lần khôi phục đã bị ngắt giữa chừng.", "A restore was cut off."),
            (
                f"Chạy lại `ntm restore`; nếu dữ liệu đã đủ thì xóa tệp {mark_path()}.",
                f"Run `ntm restore` again; if the data is there, delete {mark_path()}.",
            ),
        )


def _migrations(loader: MigrationLoader) -> Iterator[Finding]:
    newer = sorted(set(loader.applied_migrations) - set(loader.graph.nodes))
    if not loader.applied_migrations:
        yield serious(
            "database/never-prepared",
            ("Cơ sở dữ liệu còn trống.", "The database was never prepared."),
            ("Chạy `ntm migrate`, hoặc `ntm restore TỆP`.", "Run `ntm migrate`, or `ntm restore FILE`."),
        )
    elif newer:
        named = ", ".join(f"{app}.{name}" for app, name in newer[:3])
        yield serious(
            "database/newer",
            (f"Cơ sở dữ liệu mới hơn chương trình: {named}.", f"The database is newer than the program: {named}."),
            ("Cài lại phiên bản mới hơn của chương trình.", "Install the newer version of the program again."),
        )
    elif pending := pending_in():
        named = ", ".join(f"{app}.{name}" for app, name in pending[:3])
        yield serious(
            "database/pending",
            (
                f"Còn {len(pending)} bước cập nhật cấu trúc: {named}.",
                f"{len(pending)} migrations are still to be made: {named}.",
            ),
            ("Sao lưu (`ntm backup`) rồi chạy `ntm migrate`.", "Back up (`ntm backup`), then run `ntm migrate`."),
        )
    else:
        yield fine("database/migrations", "Cấu trúc đúng phiên bản chương trình.", "Its tables fit the program.")


def sound(*, quick: bool) -> Iterator[Finding]:
    """Ask the engine how it writes, and whether what it holds is whole."""
    if connection.vendor == "sqlite":
        yield from _sqlite_writes()
        if not quick:
            yield from _sqlite_is_whole()
    else:
        yield from _postgresql_writes()


def _sqlite_writes() -> Iterator[Finding]:
    mode, synchronous = str(_one("PRAGMA journal_mode")), int(_one("PRAGMA synchronous"))
    if mode != "wal":
        yield warning(
            "database/no-wal",
            (f"SQLite ghi kiểu “{mode}”, không phải WAL: người đọc phải chờ người ghi.",
             f"SQLite writes in mode “{mode}”, not WAL: readers wait for writers."),
            ("Đặt NTM_HOME trên đĩa của máy, không phải ổ mạng.", "Put NTM_HOME on a local disk, not a network drive."),
        )  # fmt: skip
    if synchronous < 2:
        yield note(
            "database/not-full-synchronous",
            ("NTM_SYNCHRONOUS=normal: mất điện có thể mất vài việc vừa ghi xong.",
             "NTM_SYNCHRONOUS=normal: a power cut may lose the last few acts."),
            ("Bỏ biến này nếu máy không có bộ lưu điện.", "Drop the setting unless the machine has a battery."),
        )  # fmt: skip
    if mode == "wal" and synchronous >= 2:
        yield fine(
            "database/writes", "SQLite ghi an toàn khi mất điện.", "SQLite writes so that a power cut loses nothing."
        )


def _sqlite_is_whole() -> Iterator[Finding]:
    told = [str(row[0]) for row in _all("PRAGMA integrity_check(5)")]
    if told != ["ok"]:
        yield serious(
            "database/damaged",
            (f"Tệp cơ sở dữ liệu bị hỏng: {told[0]}.", f"The database file is damaged: {told[0]}."),
            ("Dừng máy chủ, giữ lại tệp, khôi phục bản sao lưu gần nhất.",
             "Stop the server, keep the file, restore the newest backup."),
        )  # fmt: skip
    elif broken := _all("PRAGMA foreign_key_check"):
        yield serious(
            "database/broken-links",
            (f"{len(broken)} hàng chỉ tới hàng không còn, đầu tiên ở bảng {broken[0][0]}.",
             f"{len(broken)} rows point at rows that are gone, the first in {broken[0][0]}."),
            ("Cơ sở dữ liệu đã bị sửa tay; so với bản sao lưu gần nhất.",
             "The database was edited by hand; compare it with the newest backup."),
        )  # fmt: skip
    else:
        yield fine(
            "database/whole", "Tệp cơ sở dữ liệu và các liên kết nguyên vẹn.", "The file and its links are whole."
        )


# Off, the first two may leave a database that no longer opens; the third only loses the last acts. "local" is safe too.
_WHOLE = ("fsync", "full_page_writes")


def _postgresql_writes() -> Iterator[Finding]:
    off = [name for name in (*_WHOLE, "synchronous_commit") if str(_one(f"SHOW {name}")) == "off"]
    if broken := [name for name in off if name in _WHOLE]:
        yield serious(
            "database/unsafe-writes",
            (f"PostgreSQL tắt {', '.join(broken)}: mất điện có thể hỏng cả cơ sở dữ liệu.",
             f"PostgreSQL has {', '.join(broken)} off: a power cut may ruin the whole database."),
            ("Bật lại trong postgresql.conf, rồi `SELECT pg_reload_conf()`.",
             "Switch it on in postgresql.conf, then `SELECT pg_reload_conf()`."),
        )  # fmt: skip
    elif off:
        yield warning(
            "database/not-full-synchronous",
            ("PostgreSQL tắt synchronous_commit: mất điện có thể mất vài việc vừa ghi xong.",
             "PostgreSQL has synchronous_commit off: a power cut may lose the last few acts."),
            ("Bật lại trong postgresql.conf hoặc cho người dùng của ntm (ALTER ROLE … RESET synchronous_commit).",
             "Switch it on in postgresql.conf or for the user of ntm (ALTER ROLE … RESET synchronous_commit)."),
        )  # fmt: skip
    if str(_one("SHOW data_checksums")) != "on":
        yield note(
            "database/no-checksums",
            ("PostgreSQL không kiểm tra tổng trang: đĩa hỏng có thể không bị phát hiện.",
             "PostgreSQL keeps no page checksums: a failing disk may go unnoticed."),
            ("Dừng máy chủ rồi chạy `pg_checksums --enable`.", "Stop the server and run `pg_checksums --enable`."),
        )  # fmt: skip
    loose = _all("SELECT conname FROM pg_constraint WHERE NOT convalidated")
    if loose:
        yield serious(
            "database/loose-constraints",
            (f"Ràng buộc chưa được kiểm tra: {loose[0][0]}.", f"A constraint was never checked: {loose[0][0]}."),
            ("Chạy ALTER TABLE … VALIDATE CONSTRAINT.", "Run ALTER TABLE … VALIDATE CONSTRAINT."),
        )
    if not off and not loose:
        yield fine(
            "database/writes",
            "PostgreSQL ghi an toàn khi mất điện.",
            "PostgreSQL writes so that a power cut loses nothing.",
        )


def guards() -> Iterator[Finding]:
    """Look whether the triggers that guard the ledger and the log are there and on."""
    wanted = {rule[0] for rule in (*finance_guards.RULES, *finance_guards.KEEPING, *audit_guards.RULES)}
    if missing := sorted(wanted - {name for _, name, _ in guards_in(connection)}):
        yield serious(
            "database/guards-missing",
            (f"Thiếu {len(missing)} quy tắc bảo vệ sổ vốn và nhật ký: {', '.join(missing[:3])}.",
             f"{len(missing)} guards of the ledger and the log are missing: {', '.join(missing[:3])}."),
            ("Ai đó đã gỡ bỏ. Sao lưu, rồi khôi phục vào cơ sở dữ liệu mới để có lại đủ quy tắc.",
             "Somebody took them away. Back up and restore into a new database, which has them all."),
        )  # fmt: skip
    else:
        yield fine(
            "database/guards", f"{len(wanted)} quy tắc bảo vệ đang có hiệu lực.", f"{len(wanted)} guards are in force."
        )


def _one(question: str) -> Any:
    return _all(question)[0][0]


def _all(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
