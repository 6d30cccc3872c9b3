"""The tables of an installation, as its migrations say they are, whatever the program's newest models hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps
from django.db.models import Model

from ntm.config.backup.columns import Column, column_of

# Who is signed in where: worth nothing after a restore, and something to whoever steals a backup.
SESSIONS = frozenset({"django_session", "usersessions_usersession"})
AUDIT = "audit_entry"
# Made by migrations without a model: nobody's data, in no backup, and no reason to call a database used.
BESIDE = frozenset({"django_migrations", settings.CACHES["default"]["LOCATION"]})
_TEXTS = frozenset({"text", "json"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns, in the order of its key."""

    name: str
    key: Column
    columns: tuple[Column, ...]

    def place_of(self, name: str) -> int:
        """Return where in a row the value of a column stands."""
        return [column.name for column in self.columns].index(name)


@dataclass(frozen=True, slots=True)
class Schema:
    """The migrations that a database has had, and the tables that they made."""

    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


def schema_of(using: str = "default") -> Schema:
    """Return the schema that a database has; it may be older than the program."""
    loader = MigrationLoader(connections[using])
    applied = tuple(sorted(node for node in loader.applied_migrations if node in loader.graph.nodes))
    return Schema(applied, tuple(_tables(_apps_at(loader, applied))))


def pending_in(using: str = "default") -> list[tuple[str, str]]:
    """Return the migrations of the program that a database hasn't had."""
    loader = MigrationLoader(connections[using])
    return sorted(set(loader.graph.nodes) - set(loader.applied_migrations))


def unknown_to_the_program(migrations: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the migrations that this program doesn't have: they were made by a newer one."""
    known = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    return sorted(set(migrations) - set(known))


def _apps_at(loader: MigrationLoader, applied: Iterable[tuple[str, str]]) -> Apps | StateApps:
    nodes = set(applied)
    if nodes >= set(loader.graph.nodes):
        return apps
    return loader.project_state(sorted(nodes)).apps if nodes else StateApps([], {})


def _tables(of: Any) -> Iterable[Table]:
    models: list[type[Model]] = of.get_models(include_auto_created=True)
    for model in sorted(models, key=lambda one: one._meta.db_table):
        if model._meta.managed and not model._meta.proxy:
            columns = tuple(column_of(field) for field in model._meta.local_concrete_fields)
            pk: Any = model._meta.pk
            yield Table(model._meta.db_table, column_of(pk), columns)


def in_order(table: Table, vendor: str) -> str:
    """Return the order of a table's key, the same in both databases: texts by their bytes."""
    by_bytes = ' COLLATE "C"' if vendor == "postgresql" and table.key.kind in _TEXTS else ""
    return f'"{table.key.name}"{by_bytes}'
