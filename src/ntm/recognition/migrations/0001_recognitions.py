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
        migrations.CreateModel(
            name="ReportedCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("province", "Province"),
                            ("district", "District"),
                            ("commune", "Commune"),
                            ("village", "Village"),
                        ],
                        max_length=12,
                    ),
                ),
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
                ("count", models.PositiveIntegerField()),
                ("out_of", models.PositiveIntegerField()),
                ("as_of", models.DateField()),
                ("day_is_exact", models.BooleanField()),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("source", models.CharField(max_length=500)),
                ("confidence", models.CharField(max_length=16)),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reported_counts", to="areas.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["as_of", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "tier", "level", "as_of"), name="one_reported_count_per_tier_level_and_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__lte", models.F("out_of"))),
                        name="no_more_are_counted_than_there_are",
                    ),
                ],
            },
        ),
    ]
