from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate, pre_migrate


class FinanceConfig(AppConfig):
    name = "ntm.finance"
    label = "finance"

    def ready(self) -> None:
        pre_migrate.connect(lift_guards, sender=self)
        post_migrate.connect(put_up_guards, sender=self)


def lift_guards(*, using: str, plan: Any = (), **_: Any) -> None:
    """Take the guards down before tables of this app change: SQLite would lose some, and stumble over others."""
    from ntm.finance import guards

    if any(migration.app_label == FinanceConfig.label for migration, _ in plan):
        guards.lift(connections[using])


def put_up_guards(*, using: str, plan: Any = None, **_: Any) -> None:
    """Put the guards up again once every table is as it should be; nothing to do where they stand.

    Emptying a database for a test says ``post_migrate`` as well, without a plan.
    """
    from ntm.finance import guards

    connection = connections[using]
    if plan is None or not _is_up_to_date(connection) or not guards.missing(connection):
        return
    guards.lift(connection)
    guards.put_up(connection)


def _is_up_to_date(connection: BaseDatabaseWrapper) -> bool:
    """Say whether no migration of this app is left: half-made tables cannot carry the guards."""
    executor = MigrationExecutor(connection)
    ours = [key for key in executor.loader.graph.leaf_nodes() if key[0] == FinanceConfig.label]
    return not executor.migration_plan(ours)
