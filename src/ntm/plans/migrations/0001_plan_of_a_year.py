import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("areas", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.CharField(blank=True, max_length=40)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("issuer", models.CharField(max_length=200)),
                ("issuer_en", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("signed_by", models.CharField(max_length=200)),
                ("source", models.CharField(max_length=300)),
                ("recipients", models.JSONField(default=list)),
                ("fingerprint", models.CharField(max_length=16)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="areas.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LegalBasis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issued_on", models.DateField()),
                ("issuer", models.CharField(max_length=200)),
                ("issuer_en", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=400)),
                ("subject_en", models.CharField(max_length=400)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="legal_bases", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "position"],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=20)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("purpose", "Mục đích"),
                            ("requirement", "Yêu cầu"),
                            ("target", "Mục tiêu"),
                            ("task", "Nhiệm vụ, giải pháp"),
                            ("capital", "Nguồn lực"),
                            ("organisation", "Tổ chức thực hiện"),
                        ],
                        max_length=16,
                    ),
                ),
                ("summary", models.TextField()),
                ("summary_en", models.TextField()),
                (
                    "rhythm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("all-year", "Cả năm"),
                            ("quarterly", "Hằng quý"),
                            ("on-demand", "Khi phát sinh"),
                            ("as-regulated", "Theo quy định"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("output", models.CharField(blank=True, max_length=300)),
                ("output_en", models.CharField(blank=True, max_length=300)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clauses", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "position"],
            },
        ),
        migrations.CreateModel(
            name="PlannedCapital",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("amount_dong", models.BigIntegerField()),
                ("footnote", models.CharField(blank=True, max_length=8)),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="capital", to="plans.clause"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="plans.plannedcapital",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="capital", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "position"],
            },
        ),
        migrations.CreateModel(
            name="Registration",
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
                ("is_sample", models.BooleanField(default=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="registrations", to="plans.plan"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="registrations", to="areas.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
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
                ("at_least", models.PositiveSmallIntegerField(null=True)),
                ("is_minimum", models.BooleanField()),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="plans.clause"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(choices=[("lead", "Chủ trì"), ("support", "Phối hợp")], max_length=8)),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="plans.clause"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="accounts.office"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("clause", "office"), name="one_duty_per_clause_and_office")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("unit", "year"), name="one_plan_per_unit_and_year"),
        ),
        migrations.AddConstraint(
            model_name="legalbasis",
            constraint=models.UniqueConstraint(fields=("plan", "position"), name="one_legal_basis_per_place"),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.UniqueConstraint(fields=("plan", "reference"), name="one_clause_per_reference"),
        ),
        migrations.AddConstraint(
            model_name="plannedcapital",
            constraint=models.UniqueConstraint(fields=("plan", "code"), name="one_capital_line_per_code"),
        ),
        migrations.AddConstraint(
            model_name="plannedcapital",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_dong__gte", 0)), name="planned_capital_is_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("plan", "unit", "level"), name="one_registration_per_unit_and_level"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("level", ""), _negated=True), name="a_registration_names_its_level"
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                fields=("clause", "tier", "level"), name="one_target_per_clause_and_level"
            ),
        ),
    ]
