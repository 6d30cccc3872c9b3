from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "ntm.recognition"
    label = "recognition"
