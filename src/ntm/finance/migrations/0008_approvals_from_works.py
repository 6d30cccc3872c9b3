"""Give each work that was taken in before its approval, contract and step; its sources were never named."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def fill(apps: Any, schema_editor: Any) -> None:
    works, approvals, contracts, steps, clearings = (
        apps.get_model("finance", name).objects.using(schema_editor.connection.alias)
        for name in ("Work", "Approval", "Contract", "Step", "Clearing")
    )
    for one in works.iterator():
        made = {"work": one, "made_by": one.made_by, "made_at": one.made_at}
        approvals.create(
            **made,
            decision=one.decision,
            on=one.decided_on or one.begins_on or timezone.localtime(one.made_at).date(),
            total_dong=one.approved_dong,
            is_sample=one.is_sample,
        )
        if one.contractor:
            contracts.create(**made, contractor=one.contractor)
        whole = one.records.filter(finished=True).order_by("on", "pk").first()
        if whole:
            steps.create(work=one, state="finished", on=whole.on, made_by=whole.made_by, made_at=whole.made_at)
    for one in clearings.iterator():
        one.on = timezone.localtime(one.made_at).date()
        one.save(update_fields=["on"])


class Migration(migrations.Migration):
    dependencies = [("finance", "0007_life_of_works")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
