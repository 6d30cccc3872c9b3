from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "ntm.dashboards"
    label = "dashboards"
