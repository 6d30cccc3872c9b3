from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("finance", "0005_name_the_line_of_each_opening")]

    operations = [
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("before", None),
                    ("after", None),
                    models.Q(("before", models.F("after")), _negated=True),
                    _connector="OR",
                ),
                name="a_transfer_has_two_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("after__isnull", False),
                        ("before__isnull", False),
                        ("contribution", None),
                        ("line", None),
                        models.Q(("act__in", ["open", "contribute", "reduce", "withdraw"]), _negated=True),
                    ),
                    models.Q(
                        ("after__isnull", False),
                        ("before", None),
                        models.Q(
                            models.Q(("act", "open"), ("contribution", None), ("line__isnull", False)),
                            models.Q(("act", "contribute"), ("contribution__isnull", False), ("line", None)),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("after", None),
                        ("before__isnull", False),
                        models.Q(
                            models.Q(("act", "reduce"), ("contribution", None), ("line__isnull", False)),
                            models.Q(("act", "withdraw"), ("contribution__isnull", False), ("line", None)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="money_has_a_paper_at_the_border",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("line__isnull", False)), fields=("line",), name="a_line_is_booked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contribution__isnull", False)),
                fields=("contribution", "act"),
                name="a_contribution_is_booked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("fingerprint", ""), _negated=True),
                fields=("fingerprint",),
                name="a_row_of_a_file_is_booked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", None), ("fingerprint", "")),
                    models.Q(("file__isnull", False), models.Q(("fingerprint", ""), _negated=True)),
                    _connector="OR",
                ),
                name="file_and_fingerprint_go_together",
            ),
        ),
    ]
