"""ClaveÚnica as an app of allauth, which finds providers by app."""

from django.apps import AppConfig


class ClaveUnicaConfig(AppConfig):
    """Chile's digital identity. No tables of its own."""

    name = "timonel.governance.claveunica"
    label = "timonel_claveunica"
