from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "ntm.criteria"
    label = "criteria"
