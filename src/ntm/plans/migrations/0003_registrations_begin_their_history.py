"""Give each registration that was kept before its history began the step by which it stands."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.db import migrations


def begin(apps: Any, schema_editor: Any) -> None:
    here = schema_editor.connection.alias
    registrations = apps.get_model("plans", "Registration").objects.using(here)
    step = apps.get_model("plans", "RegistrationStep")
    step.objects.using(here).bulk_create(
        step(
            registration=row,
            on=on,
            state=row.state,
            made_by="ntm",
            made_at=datetime.combine(on, time(), UTC),
        )
        for row in registrations.filter(steps=None).select_related("plan")
        for on in [row.plan.issued_on or date(row.plan.year, 1, 1)]
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_cascade_progress_and_amendments")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
