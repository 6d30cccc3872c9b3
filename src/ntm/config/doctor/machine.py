"""The machine: room on the disk, who may read the folders, the built static files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from ntm.config.doctor.findings import Finding, fine, serious, warning

LITTLE_MB, TOO_LITTLE_MB = 2_000, 200


def room() -> Iterator[Finding]:
    """Look how much room is left where the data is kept."""
    home = Path(settings.HOME)
    free = shutil.disk_usage(home).free // 1_000_000
    what = (f"Còn {free} MB trống ở {home}", f"{free} MB are free at {home}")
    do = (
        "Xóa bản sao lưu cũ đã chép đi nơi khác, hoặc mở rộng đĩa.",
        "Delete old backups that were copied elsewhere, or enlarge the disk.",
    )
    if free < TOO_LITTLE_MB:
        yield serious("machine/no-room", (f"{what[0]}.", f"{what[1]}."), do)
    elif free < max(LITTLE_MB, _data_mb(home)):
        yield warning(
            "machine/little-room",
            (f"{what[0]}; ít hơn mức an toàn cho sao lưu.", f"{what[1]}; less than is safe for a backup."),
            do,
        )
    else:
        yield fine("machine/room", f"{what[0]}.", f"{what[1]}.")


def _data_mb(home: Path) -> int:
    """Return how large the data in the home is, without what can be made again."""
    kept = (path for name in ("evidence", "papers") for path in (home / name).rglob("*"))
    sizes = [path.stat().st_size for path in (*kept, *home.glob("ntm.sqlite3*")) if path.is_file()]
    return sum(sizes) // 1_000_000


def rights() -> Iterator[Finding]:
    """Look who may read the data and the key, and whether the program may write where it must."""
    home = Path(settings.HOME)
    unwritable = [
        path for path in (home, home / "evidence", home / "papers") if path.exists() and not os.access(path, os.W_OK)
    ]
    if unwritable:
        named = ", ".join(map(str, unwritable))
        yield serious(
            "machine/not-writable",
            (f"Không được ghi vào {named}.", f"{named} cannot be written to."),
            ("Giao thư mục cho người dùng chạy ntm: chown -R.", "Give the folder to the user that runs ntm: chown -R."),
        )
    if os.name == "nt":
        return
    if home.stat().st_mode & 0o077:
        yield warning(
            "machine/open-home",
            (f"Người dùng khác trên máy vào được {home}.", f"Other users of the machine can enter {home}."),
            (f"chmod 700 {home}", f"chmod 700 {home}"),
        )
    key = home / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield serious(
            "machine/open-key",
            ("Người khác đọc được khóa bí mật.", "Others can read the secret key."),
            (
                f"chmod 600 {key}; đổi khóa nếu máy có nhiều người dùng.",
                f"chmod 600 {key}; make a new one if others use the machine.",
            ),
        )
    if not unwritable and not home.stat().st_mode & 0o077:
        yield fine(
            "machine/rights", "Chỉ ntm đọc, ghi được dữ liệu và khóa.", "Only ntm can read and write data and key."
        )


def static_files() -> Iterator[Finding]:
    """Look whether the static files were built."""
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield fine("machine/static-files", "Giao diện đã được chuẩn bị.", "The static files are built.")
    else:
        yield warning(
            "machine/no-static-files",
            ("Giao diện chưa được chuẩn bị; trang web sẽ lỗi.", "The static files are not built; pages would fail."),
            ("Chạy `ntm collectstatic --no-input`.", "Run `ntm collectstatic --no-input`."),
        )
