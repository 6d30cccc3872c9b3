from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "ntm.finance"
    label = "finance"
