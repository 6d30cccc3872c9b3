"""Name the line of the budget that each opening booked; there was one budget for a unit and year until now."""

from typing import Any

from django.db import migrations


def name_lines(apps: Any, schema_editor: Any) -> None:
    here = schema_editor.connection.alias
    lines = {
        (line.budget.unit_id, line.budget.year, line.source): line.pk
        for line in apps.get_model("finance", "BudgetLine").objects.using(here).select_related("budget")
    }
    transfers = apps.get_model("finance", "Transfer").objects.using(here)
    for one in transfers.filter(act="open", line=None).select_related("after"):
        line = lines[one.after.unit_id, one.after.year, one.after.source]
        transfers.filter(pk=one.pk).update(line=line)


class Migration(migrations.Migration):
    dependencies = [("finance", "0004_supplements_contributions_and_files")]
    operations = [migrations.RunPython(name_lines, migrations.RunPython.noop)]
