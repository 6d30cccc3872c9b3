from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "ntm.ui"
    label = "ui"

    def ready(self) -> None:
        """Find the ``shell.py`` of every app: its entries in the top bar and its quiet lines."""
        autodiscover_modules("shell")
