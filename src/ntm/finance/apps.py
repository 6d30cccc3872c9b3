from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class FinanceConfig(AppConfig):
    name = "ntm.finance"
    label = "finance"

    def ready(self) -> None:
        pre_migrate.connect(_lift_guards, sender=self)
        post_migrate.connect(_put_up_guards, sender=self)


def _lift_guards(*, using: str, plan: Any = (), **_: Any) -> None:
    """Take the guards down before tables of this app change: SQLite would lose some, and stumble over others."""
    from ntm.finance import guards

    if any(migration.app_label == FinanceConfig.label for migration, _ in plan):
        guards.lift(connections[using])


def _put_up_guards(*, using: str, plan: Any = (), **_: Any) -> None:
    """Put the guards up again once every table is as it should be; nothing to do where they stand."""
    from ntm.finance import guards

    ours = [backwards for migration, backwards in plan if migration.app_label == FinanceConfig.label]
    if ours and not any(ours):
        guards.put_up(connections[using])
