"""The app of business cases: what a project is for, with and without it, in versions that stay."""

from django.apps import AppConfig


class BusinessCasesConfig(AppConfig):
    """Load the actions, so that each is registered once."""

    name = "timonel.businesscases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself."""
        from timonel.businesscases import actions, sentences, subject_kinds  # noqa: F401
