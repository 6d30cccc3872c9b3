from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "ntm.config"
    label = "config"
