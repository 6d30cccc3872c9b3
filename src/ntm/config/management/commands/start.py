from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ntm.accounts.services import DEMO_PASSWORD, demo_sign_ins
from ntm.config.serving import free_port, serve

STATIC_FOLDERS = "ntm/*/static/**/*"


class Command(BaseCommand):
    help = "Bring the demo province up to date, show where it stands, and serve it on this machine."

    def handle(self, *_: Any, **__: Any) -> None:
        self.migrate()
        self.collect_static_files()
        call_command("demo", "load", stdout=self.stdout)
        call_command("demo", "summary", stdout=self.stdout)
        port = free_port(int(os.environ.get("NTM_PORT", "8000")))
        raise SystemExit(serve(port, ready=self.welcome))

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("▸ Cập nhật cơ sở dữ liệu · Updating the database")
            call_command("migrate", verbosity=0)

    def collect_static_files(self) -> None:
        """Compress the static files once; again only when one of them changed."""
        source = Path(__file__).parents[4]
        newest = max(path.stat().st_mtime for path in source.glob(STATIC_FOLDERS) if path.is_file())
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        if stamp.exists() and stamp.read_text(encoding="ascii") == str(newest):
            return
        self.stdout.write("▸ Chuẩn bị giao diện · Preparing the static files")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(str(newest), encoding="ascii")

    def welcome(self, address: str) -> None:
        lines = [
            "",
            f"▸ Mở trình duyệt · Open in a browser:  {address}",
            f"  Đăng nhập bản mẫu · Demo sign-ins (mật khẩu · password: {DEMO_PASSWORD}):",
            *(f"    {username:<14} {what}" for username, what in demo_sign_ins()),
            "  Ctrl+C để dừng · to stop.",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
