"""Let the database keep what a scenario asked; the rule stands in ``plans/guards.py`` as it was on this day."""

from typing import Any

from django.db import migrations

from ntm.plans.guards import statements


def set_guards(_: Any, schema_editor: Any) -> None:
    # A statement of SQLite's may hold semicolons, so each is handed over whole.
    for statement in statements(schema_editor.connection.vendor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_scenarios")]
    operations = [migrations.RunPython(set_guards, migrations.RunPython.noop)]
