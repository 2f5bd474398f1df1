"""The app of the decision record."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The tamper-evident record; it knows no capability."""

    name = "timonel.record"
