import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recognition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("ntm", "Đạt chuẩn nông thôn mới"),
                            ("advanced", "Đạt chuẩn nông thôn mới nâng cao"),
                            ("model", "Đạt chuẩn nông thôn mới kiểu mẫu"),
                            ("completed", "Hoàn thành nhiệm vụ xây dựng nông thôn mới"),
                        ],
                        max_length=12,
                    ),
                ),
                ("holds_from", models.DateField()),
                ("day_is_exact", models.BooleanField()),
                ("decision", models.CharField(blank=True, max_length=120)),
                ("basis", models.CharField(max_length=300)),
                ("basis_en", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=500)),
                ("confidence", models.CharField(max_length=16)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=120)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recognitions", to="areas.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "level", "holds_from"), name="one_recognition_per_unit_level_and_day"
                    )
                ],
            },
        ),
    ]
