"""The platform's own settings, with one more table."""

from pathlib import Path

from timonel.site.settings import *  # noqa: F403
from timonel.site.settings import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.listing", "django.contrib.admin"]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}, *TEMPLATES[1:]]
ROOT_URLCONF = "benchmarks.listing.urls"
