from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_amendments_bring_in_targets_and_capital")]

    operations = [
        migrations.AlterField(
            "planchange",
            "field",
            models.CharField(
                choices=[
                    ("added", "Thêm mới"),
                    ("dropped", "Đưa ra khỏi kế hoạch"),
                    ("summary", "Nội dung"),
                    ("output", "Kết quả, sản phẩm"),
                    ("due_on", "Thời hạn"),
                    ("rhythm", "Chế độ báo cáo"),
                    ("responsible", "Người phụ trách"),
                    ("lead", "Chủ trì"),
                    ("support", "Phối hợp"),
                    ("at_least", "Mục tiêu"),
                    ("amount_dong", "Kế hoạch vốn"),
                    ("name", "Tên mục tiêu"),
                ],
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint("plannedcapital", "one_capital_line_per_code"),
        migrations.AddConstraint(
            "plannedcapital",
            models.UniqueConstraint(
                condition=models.Q(added_by=None), fields=("plan", "code"), name="one_capital_line_per_code"
            ),
        ),
        migrations.AddConstraint(
            "plannedcapital",
            models.UniqueConstraint(
                condition=models.Q(added_by__isnull=False),
                fields=("plan", "code", "added_by"),
                name="an_amendment_adds_one_capital_line_per_code",
            ),
        ),
    ]
