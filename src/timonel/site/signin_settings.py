"""Django's and allauth's settings of signing in: accounts, passwords, second factors, sessions, limits, letters."""

from __future__ import annotations

from urllib.parse import urlsplit

from timonel.governance.identity_providers import is_address, origin
from timonel.site.configuration import configuration
from timonel.site.mail import mail_settings

_configuration = configuration()
_address = urlsplit(_configuration.address)
_secure = _address.scheme == "https"

# --- accounts: opened by an act, closed by an act

AUTH_USER_MODEL = "governance.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "timonel.governance.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "timonel.governance.signin.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever opens the account answers for its address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300

# --- passwords

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

# --- second factors; of whom one is demanded is no setting

MFA_ADAPTER = "timonel.governance.signin.SecondFactorAdapter"
_named = not is_address(_address.hostname) and (_secure or _address.hostname == "localhost")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if _named else [])]  # a key is bound to a host's name
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "timonel.governance.signin_forms.Authenticate",
    "reauthenticate": "timonel.governance.signin_forms.Reauthenticate",
    "add_webauthn": "timonel.governance.signin_forms.AddKey",
}

# --- identities at providers

SOCIALACCOUNT_ADAPTER = "timonel.governance.signin.IdentityAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
CLAVEUNICA_ADDRESS = _configuration.claveunica_address
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": each.id,
                "name": each.name,
                "client_id": each.client,
                "secret": each.secret.get_secret_value(),
                "settings": {"server_url": each.server, "connect_by_email": each.connect_by_email},
            }
            for each in _configuration.openid
        ]
    },
    "claveunica": {
        "APPS": [
            {
                "name": "ClaveÚnica",
                "client_id": _configuration.claveunica_client,
                "secret": _configuration.claveunica_secret.get_secret_value(),
                "settings": {},
            }
        ]
        if _configuration.claveunica_client
        else []
    },
}
FORM_DESTINATIONS = sorted(
    {origin(address) for each in _configuration.openid for address in (each.server, *each.origins)}
    | ({origin(CLAVEUNICA_ADDRESS)} if _configuration.claveunica_client else set())
)
"""Origins to which a form of ours may lead: a browser holds `form-action` against the redirects that follow, too."""

# --- sessions

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 60 * _configuration.idle_minutes
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
_mark = "" if _secure else f"-{_address.port or 80}"  # two installations on one machine share the cookies of its name
SESSION_COOKIE_NAME = f"{'__Host-' if _secure else ''}timonel{_mark}"
CSRF_COOKIE_NAME = f"{'__Host-' if _secure else ''}timonel-form{_mark}"
ACCOUNT_SESSION_REMEMBER = False

# --- limits, counted in the database for all nodes together

ALLAUTH_TRUSTED_PROXY_COUNT = _configuration.proxies
if _configuration.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "signup": "20/m/ip",
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "timonel_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- letters

_mail_url = _configuration.mail_url.get_secret_value() if _configuration.mail_url else None
globals().update(mail_settings(_mail_url, _configuration.folder / "letters", f"timonel@{_address.hostname}"))
