"""Let the database refuse to change or delete a line of the log."""

from typing import Any

from django.db import migrations

from ntm.audit.guards import statements, undoing


def set_guards(_: Any, schema_editor: Any) -> None:
    # A statement of SQLite's holds semicolons, so each is handed over whole.
    for statement in statements(schema_editor.connection.vendor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(statement)


def take_away(_: Any, schema_editor: Any) -> None:
    for statement in undoing(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_number_is_the_key")]
    operations = [migrations.RunPython(set_guards, take_away)]
