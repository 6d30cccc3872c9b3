from typing import Any

from django.db import migrations, models

from ntm.areas.names import search_key


def fill(apps: Any, schema_editor: Any) -> None:
    for person in apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias).iterator():
        person.search_name = search_key(f"{person.full_name} {person.username} {person.email}")
        person.save(update_fields=["search_name"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_delegations")]

    operations = [
        migrations.AddField(
            "user", "search_name", models.CharField(blank=True, default="", editable=False, max_length=600)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
