"""Why a backup can't be made, read, restored or moved, and what an administrator can do."""

from __future__ import annotations

from collections.abc import Sequence

from ntm.core.problems import Fault, Faults, Problem, Text


class NoDatabase(Problem):
    """There is nothing to back up."""

    code = "backup/no-database"

    def __init__(self, where: str) -> None:
        super().__init__(
            Text(f"Không có cơ sở dữ liệu ở {where}.", f"There is no database at {where}."),
            Text("Hãy kiểm tra NTM_HOME và NTM_DATABASE_URL.", "Check NTM_HOME and NTM_DATABASE_URL."),
        )


class Unreadable(Problem):
    """A value in the database is of no kind that its column may hold."""

    code = "backup/unreadable-value"

    def __init__(self, table: str, told: str) -> None:
        super().__init__(
            Text(
                f"Bảng {table} có giá trị không đọc được: {told}.", f"Table {table} holds an unreadable value: {told}."
            ),
            Text(
                "Cơ sở dữ liệu đã bị sửa tay hoặc hỏng. Giữ nguyên nó và dùng bản sao lưu gần nhất.",
                "The database was edited by hand or is damaged. Leave it as it is and use the newest backup.",
            ),
        )


class AlreadyThere(Problem):
    """A backup is never written over another file."""

    code = "backup/already-there"

    def __init__(self, path: str) -> None:
        super().__init__(
            Text(f"Tệp {path} đã có.", f"{path} is there already."),
            Text("Hãy chọn tên khác, hoặc bỏ trống tên.", "Choose another name, or leave the name out."),
        )


class NoPassphrase(Problem):
    """A sealed backup needs a passphrase, and none was given."""

    code = "backup/no-passphrase"

    def __init__(self) -> None:
        super().__init__(
            Text("Cần mật khẩu của bản sao lưu.", "The backup's passphrase is needed."),
            Text(
                "Đặt NTM_BACKUP_PASSPHRASE, dùng --passphrase-file TỆP, hoặc chạy trong cửa sổ lệnh để được hỏi.",
                "Set NTM_BACKUP_PASSPHRASE, name a --passphrase-file, or run it in a terminal to be asked.",
            ),
        )


class ShortPassphrase(Problem):
    """A passphrase that a machine guesses in a day protects nothing."""

    code = "backup/short-passphrase"

    def __init__(self, least: int) -> None:
        super().__init__(
            Text(
                f"Mật khẩu của bản sao lưu phải có ít nhất {least} ký tự.",
                f"The backup's passphrase needs at least {least} characters.",
            ),
            Text("Hãy dùng một câu dài, dễ nhớ.", "Use a long sentence that is easy to remember."),
        )


class WrongPassphrase(Problem):
    """The passphrase doesn't open this backup."""

    code = "backup/wrong-passphrase"

    def __init__(self, path: str) -> None:
        super().__init__(
            Text(f"Mật khẩu không mở được {path}.", f"The passphrase does not open {path}."),
            Text(
                "Hãy gõ lại; không có mật khẩu thì không ai mở được tệp này.",
                "Type it again; without it nobody can open this file.",
            ),
        )


class NotABackup(Problem):
    """The file isn't one that this product made."""

    code = "backup/not-a-backup"

    def __init__(self, path: str) -> None:
        super().__init__(
            Text(f"{path} không phải là bản sao lưu của ntm.", f"{path} is not a backup of ntm."),
            Text("Hãy chọn tệp do `ntm backup` tạo.", "Choose a file made by `ntm backup`."),
        )


class Damaged(Problem):
    """Bytes of a backup aren't those that were written."""

    code = "backup/damaged"

    def __init__(self, path: str, place: str) -> None:
        super().__init__(
            Text(f"Bản sao lưu {path} bị hỏng ở {place}.", f"The backup {path} is damaged at {place}."),
            Text(
                "Không dùng tệp này; lấy bản sao khác của nó, hoặc bản sao lưu trước đó.",
                "Do not use it; take another copy of it, or the backup before it.",
            ),
        )


class MadeByNewer(Problem):
    """The backup holds tables that this program doesn't know."""

    code = "backup/made-by-newer"

    def __init__(self, version: str, unknown: Sequence[str]) -> None:
        named = ", ".join(unknown[:3])
        super().__init__(
            Text(
                f"Bản sao lưu do phiên bản mới hơn ({version}) tạo; chương trình này chưa có: {named}.",
                f"The backup was made by a newer version ({version}); this program does not have: {named}.",
            ),
            Text(
                f"Hãy cài phiên bản {version} trở lên rồi khôi phục lại.",
                f"Install version {version} or later and restore again.",
            ),
        )


class NotEmpty(Problem):
    """A restore or move never writes over data."""

    code = "backup/not-empty"

    def __init__(self, found: Sequence[Text]) -> None:
        super().__init__(
            Text(
                f"Nơi nhận không trống: {', '.join(one.vi for one in found)}.",
                f"The place is not empty: {', '.join(one.en for one in found)}.",
            ),
            Text(
                "Không có gì bị thay đổi. Hãy dùng NTM_HOME mới và cơ sở dữ liệu mới, rồi thực hiện lại.",
                "Nothing was changed. Use a new NTM_HOME and a new database, and try again.",
            ),
        )


class OtherSchema(Problem):
    """An empty database was prepared by a newer program than the one that made the backup."""

    code = "backup/other-schema"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Cơ sở dữ liệu trống này có bảng mới hơn bản sao lưu.",
                "This empty database has newer tables than the backup.",
            ),
            Text(
                "Hãy tạo cơ sở dữ liệu hoàn toàn trống (SQLite: xóa tệp ntm.sqlite3; PostgreSQL: dropdb, createdb), "
                "không chạy `ntm migrate`, rồi khôi phục lại.",
                "Make a wholly empty one (SQLite: delete ntm.sqlite3; PostgreSQL: dropdb, createdb), "
                "do not run `ntm migrate`, and restore again.",
            ),
        )


class NotEqual(Faults):
    """What was written isn't what was read; nothing was kept."""

    code = "backup/not-equal"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            Text("Dữ liệu ghi vào không giống dữ liệu gốc.", "What was written is not what was read."), faults
        )
        self.do = Text(
            "Không có gì được giữ lại. Hãy gửi các dòng dưới đây cho người phát triển.",
            "Nothing was kept. Send the lines below to the developers.",
        )


class CannotHold(Problem):
    """The other database refuses a value that this one holds, such as a text with a NUL in it."""

    code = "backup/cannot-hold"

    def __init__(self, table: str, told: str) -> None:
        super().__init__(
            Text(f"Không ghi được bảng {table}: {told}.", f"Table {table} cannot be written: {told}."),
            Text(
                "Không có gì được giữ lại. Hãy sửa giá trị đó ở nguồn, rồi thực hiện lại.",
                "Nothing was kept. Put that value right where it comes from, and try again.",
            ),
        )


class WrittenMeanwhile(Problem):
    """Somebody went on working in the old database while it was copied."""

    code = "backup/written-meanwhile"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Trong lúc chuyển, có người vẫn ghi vào cơ sở dữ liệu cũ; những dòng đó sẽ bị mất.",
                "Somebody wrote to the old database during the move; those lines would be lost.",
            ),
            Text(
                "Không có gì được giữ lại ở nơi mới. Hãy dừng máy chủ và trình xử lý nền, rồi chuyển lại.",
                "Nothing was kept in the new place. Stop the server and the worker, and move again.",
            ),
        )


class NotAnAddress(Problem):
    """The address of a database can't be read."""

    code = "backup/not-an-address"

    def __init__(self, given: str) -> None:
        super().__init__(
            Text(f"“{given}” không phải là địa chỉ cơ sở dữ liệu.", f"“{given}” is not the address of a database."),
            Text(
                "Viết postgresql://người-dùng@máy-chủ/tên hoặc sqlite:///thư/mục/ntm.sqlite3; "
                "địa chỉ có mật khẩu thì đặt trong NTM_MOVE_TO.",
                "Write postgresql://user@host/name or sqlite:///folder/ntm.sqlite3; "
                "put an address with a password in NTM_MOVE_TO.",
            ),
        )


class SecretsNeedASeal(Problem):
    """Keys may lie only in a backup that is encrypted."""

    code = "backup/secrets-need-a-seal"

    def __init__(self) -> None:
        super().__init__(
            Text("Khóa bí mật chỉ được đưa vào bản sao lưu có mã hóa.", "Keys may go only into an encrypted backup."),
            Text("Thêm --encrypt.", "Add --encrypt."),
        )
