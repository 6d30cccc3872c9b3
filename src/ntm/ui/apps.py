from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ntm.ui"
    label = "ui"
