from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "ntm.recognition"
    label = "recognition"

    def ready(self) -> None:
        from ntm.assessments.facts import register
        from ntm.assessments.moves import watch
        from ntm.recognition.facts import communes_recognised, lower_level_recognised
        from ntm.recognition.slips import alert

        register(lower_level_recognised)
        register(communes_recognised)
        watch(alert)
