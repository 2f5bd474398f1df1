"""The platform's own settings, with Django's admin beside it."""

from timonel.site.settings import *  # noqa: F403
from timonel.site.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "benchmarks.listing.urls"
