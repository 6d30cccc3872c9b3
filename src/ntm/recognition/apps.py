from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "ntm.recognition"
    label = "recognition"

    def ready(self) -> None:
        from ntm.assessments.facts import register
        from ntm.recognition.facts import communes_recognised, lower_level_recognised

        register(lower_level_recognised)
        register(communes_recognised)
