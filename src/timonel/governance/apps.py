"""The app of people, institutions, posts and of the frame."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Load the actions, so that each is registered once."""

    name = "timonel.governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself."""
        from timonel.governance import actions, subject_kinds  # noqa: F401
