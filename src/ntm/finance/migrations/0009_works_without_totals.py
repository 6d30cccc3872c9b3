"""What a work was approved for and who builds it stand in rows of their own now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("finance", "0008_approvals_from_works")]

    operations = [
        migrations.RemoveField(
            model_name="work",
            name="approved_dong",
        ),
        migrations.RemoveField(
            model_name="work",
            name="contractor",
        ),
        migrations.RemoveField(
            model_name="work",
            name="decided_on",
        ),
        migrations.RemoveField(
            model_name="work",
            name="decision",
        ),
        migrations.AlterField(model_name="clearing", name="on", field=models.DateField()),
    ]
