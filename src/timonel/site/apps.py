"""The shell: settings, addresses, templates, the command line."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The app of the shell; it has no tables of its own."""

    name = "timonel.site"
    label = "timonel_site"
