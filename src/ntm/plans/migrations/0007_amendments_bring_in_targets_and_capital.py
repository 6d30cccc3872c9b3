import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_guard_of_scenarios")]

    operations = [
        migrations.AddField(
            "target",
            "added_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="added_targets",
                to="plans.amendment",
            ),
        ),
        migrations.AddField(
            "plannedcapital",
            "added_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="added_capital",
                to="plans.amendment",
            ),
        ),
        migrations.AlterField("plannedcapital", "code", models.CharField(max_length=100)),
        migrations.RemoveConstraint("target", "one_target_per_clause_and_level"),
        migrations.AddConstraint(
            "target",
            models.UniqueConstraint(
                condition=models.Q(added_by=None),
                fields=("clause", "tier", "level"),
                name="one_target_per_clause_and_level",
            ),
        ),
        migrations.AddConstraint(
            "target",
            models.UniqueConstraint(
                condition=models.Q(added_by__isnull=False),
                fields=("clause", "tier", "level", "added_by"),
                name="an_amendment_adds_one_target_per_clause_and_level",
            ),
        ),
    ]
