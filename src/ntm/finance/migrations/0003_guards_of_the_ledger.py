"""Let the database keep the ledger true; the rules stand in ``finance/guards.py`` as they were on this day."""

from typing import Any

from django.db import migrations

from ntm.finance.guards import statements


def set_guards(_: Any, schema_editor: Any) -> None:
    # A statement of SQLite's may hold semicolons, so each is handed over whole.
    for statement in statements(schema_editor.connection.vendor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("finance", "0002_ledger")]
    operations = [migrations.RunPython(set_guards, migrations.RunPython.noop)]
