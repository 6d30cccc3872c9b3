from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "ntm.areas"
    label = "areas"
