from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ntm.notices"
    label = "notices"
