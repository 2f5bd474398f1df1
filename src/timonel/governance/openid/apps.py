"""OpenID Connect as an app of allauth, which finds providers by app."""

from django.apps import AppConfig


class OpenIDConfig(AppConfig):
    """The providers that the operator has named. No tables of its own."""

    name = "timonel.governance.openid"
    label = "timonel_openid"
