"""Once put up the guards of the ledger. They are now lifted and put up around every migration: see ``finance/apps.py``."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("finance", "0002_ledger")]
    operations = []
