"""Let the sealed number of a line be its key: a second number beside it could be edited without breaking a seal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_sealed_lines")]
    operations = [
        migrations.RemoveField(model_name="entry", name="id"),
        migrations.AlterField(
            model_name="entry",
            name="number",
            field=models.PositiveBigIntegerField(primary_key=True, serialize=False),
        ),
    ]
