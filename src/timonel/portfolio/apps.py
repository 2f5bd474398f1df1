"""The app of projects and programmes: from the proposal to the gates."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Load the actions, so that each is registered once."""

    name = "timonel.portfolio"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself."""
        from timonel.portfolio import actions, case_section, sentences, subject_kinds  # noqa: F401
