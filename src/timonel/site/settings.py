"""Django's settings, derived from `configuration.py`; nothing here is set by hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from timonel.site.configuration import configuration
from timonel.site.databases import databases, secret_key
from timonel.site.signin_settings import *  # noqa: F403
from timonel.site.signin_settings import FORM_DESTINATIONS
from timonel.site.storing import storage

_here = Path(__file__).resolve().parent
_configuration = configuration()

SECRET_KEY = secret_key(_configuration)
DEBUG = False
ALLOWED_HOSTS = _configuration.allowed_hosts
ACTS_A_MINUTE = _configuration.acts_a_minute
BASE_URL = _configuration.address
RECORD_KEYS = _configuration.folder / "keys"
RECORD_LONGEST_UNSEALED = timedelta(minutes=_configuration.unsealed_minutes)
RECORD_STOPS_UNSEALED = _configuration.unsealed == "stop"
DATABASES = databases(_configuration)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "timonel.site",
    "timonel.portfolio",
    "timonel.businesscases",
    "timonel.monitoring",
    "timonel.governance",
    "timonel.record",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "timonel.governance.openid",
    "timonel.governance.claveunica",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "timonel.site.middleware.LanguageMiddleware",
    "timonel.site.middleware_requests.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "timonel.site.middleware.ViewerMiddleware",
    "timonel.site.middleware_signin.SignInMiddleware",
]
ROOT_URLCONF = "timonel.site.urls"
WSGI_APPLICATION = "timonel.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_here / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "timonel.site.jinja.environment",
            "autoescape": True,
            "context_processors": [
                "timonel.site.shell.context",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

LANGUAGE_CODE = "es-cl"
LANGUAGES = [("es-cl", "Español"), ("en", "English")]
LOCALE_PATHS = [_here / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [_here / "static"]
STORAGES = {
    "default": storage(_configuration.files, _configuration.folder),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
"""Faults of ours go to the standard error with where they happened, and foreign forms and hosts; no body does."""

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "timonel.site.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *FORM_DESTINATIONS],
        "frame-ancestors": [NONE],
    }
}
