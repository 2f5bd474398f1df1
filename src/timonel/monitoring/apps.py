"""The app of monitoring: reports, lights, opinions, and portfolios that others recorded."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Load what registers itself, each once."""

    name = "timonel.monitoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself."""
        from timonel.monitoring import actions, consequence_words, sections, sentences, subject_kinds  # noqa: F401
