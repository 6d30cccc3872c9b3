import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0001_units_in_time"),
        ("finance", "0003_guards_of_the_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hamlet", models.CharField(blank=True, max_length=120)),
                ("on", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "giver_kind",
                    models.CharField(
                        choices=[
                            ("people", "Người dân, cộng đồng"),
                            ("enterprise", "Doanh nghiệp, hợp tác xã"),
                            ("organisation", "Tổ chức khác, nhà hảo tâm"),
                        ],
                        max_length=12,
                    ),
                ),
                ("giver", models.CharField(max_length=200)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("cash", "Tiền mặt"),
                            ("labour", "Ngày công"),
                            ("land", "Hiến đất"),
                            ("kind", "Hiện vật"),
                        ],
                        max_length=8,
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=17)),
                ("measure", models.CharField(max_length=30)),
                ("source", models.CharField(max_length=60)),
                ("value_dong", models.PositiveBigIntegerField(blank=True, null=True)),
                ("basis", models.CharField(blank=True, max_length=200)),
                ("document", models.CharField(max_length=200)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
                ("is_sample", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LedgerFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("content", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(choices=[("labour", "Ngày công"), ("land", "Hiến đất")], max_length=8)),
                ("valid_from", models.DateField()),
                ("dong_each", models.PositiveBigIntegerField()),
                ("decision", models.CharField(max_length=200)),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["form", "-valid_from", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="budget",
            name="one_budget_per_unit_and_year",
        ),
        migrations.RemoveConstraint(
            model_name="transfer",
            name="a_transfer_has_two_ends",
        ),
        migrations.RemoveConstraint(
            model_name="transfer",
            name="only_an_opening_comes_from_outside",
        ),
        migrations.RemoveConstraint(
            model_name="transfer",
            name="an_account_is_opened_once",
        ),
        migrations.AddField(
            model_name="budget",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opening", "Dự toán đầu năm"),
                    ("supplement", "Bổ sung trong năm"),
                    ("reduction", "Điều chỉnh giảm"),
                ],
                default="opening",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="transfer",
            name="exceeds_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="transfer",
            name="fingerprint",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="transfer",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers",
                to="finance.budgetline",
            ),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="act",
            field=models.CharField(
                choices=[
                    ("open", "Ghi nhận dự kiến"),
                    ("contribute", "Ghi nhận đóng góp"),
                    ("allocate", "Phân bổ"),
                    ("assign", "Giao vốn"),
                    ("disburse", "Giải ngân"),
                    ("settle", "Quyết toán"),
                    ("give-back", "Thu hồi, hoàn trả"),
                    ("carry-over", "Kéo dài sang năm sau"),
                    ("reduce", "Giảm dự kiến"),
                    ("withdraw", "Rút đóng góp đã ghi"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="after",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="into",
                to="finance.account",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(
                fields=("unit", "year", "number"), name="one_budget_per_unit_year_and_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "opening"), ("number", 1)),
                    models.Q(("number__gt", 1), models.Q(("kind", "opening"), _negated=True)),
                    _connector="OR",
                ),
                name="the_first_budget_opens_the_year",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="areas.unit"
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="work",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contributions",
                to="finance.work",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="contribution",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers",
                to="finance.contribution",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerfile",
            constraint=models.UniqueConstraint(fields=("content",), name="a_file_is_taken_in_once"),
        ),
        migrations.AddField(
            model_name="transfer",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers",
                to="finance.ledgerfile",
            ),
        ),
        migrations.AddField(
            model_name="rate",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="rates", to="areas.unit"),
        ),
        migrations.AddField(
            model_name="contribution",
            name="rate",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contributions",
                to="finance.rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.UniqueConstraint(
                fields=("unit", "form", "valid_from"), name="one_rate_per_unit_form_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("dong_each__gt", 0)), name="a_rate_counts_for_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", ""), _negated=True), name="a_rate_names_its_decision"
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["unit", "on"], name="contributions_by_unit_and_day"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="a_contribution_gives_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", ""), ("rate", None), ("value_dong", None)),
                    models.Q(
                        ("value_dong__gt", 0), ("value_dong__isnull", False), models.Q(("basis", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_value_names_its_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("form", "cash"), _negated=True),
                    models.Q(("rate", None), ("value_dong", models.F("quantity")), ("value_dong__isnull", False)),
                    _connector="OR",
                ),
                name="cash_is_worth_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_because", ""), ("withdrawn_on", None)),
                    models.Q(("withdrawn_on__isnull", False), models.Q(("withdrawn_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_withdrawal_has_a_reason",
            ),
        ),
    ]
