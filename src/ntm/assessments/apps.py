from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "ntm.assessments"
    label = "assessments"
