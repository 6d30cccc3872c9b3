"""Let the database keep approved totals true; the rules stand in ``finance/guards_of_works.py`` as of this day."""

from typing import Any

from django.db import migrations

from ntm.finance.guards_of_works import statements


def set_guards(_: Any, schema_editor: Any) -> None:
    for statement in statements(schema_editor.connection.vendor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("finance", "0006_works_without_totals")]
    operations = [migrations.RunPython(set_guards, migrations.RunPython.noop)]
