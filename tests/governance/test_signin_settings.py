"""What an operator says about providers, proxies, idleness and mail, and what of it is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from pydantic import ValidationError

from timonel.governance.identity_providers import OpenIDProvider, is_loopback, origin, web_address
from timonel.site.configuration import Configuration
from timonel.site.mail import mail_settings

FILES = "timonel.site.mail_files.PrivateFiles"
FOLDER = Path("/var/lib/timonel/letters")
PLAIN = {"id": "entra", "name": "Entra", "server": "https://login.example.org/tenant", "client": "timonel"}


def configured(monkeypatch, **said):
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    return Configuration()


@pytest.mark.parametrize(
    "address",
    ["https://id.example.org", "https://id.example.org:8443/realm", "http://127.0.0.1:5000", "http://[::1]:5000/x"],
)
def test_a_web_address_is_https_or_of_this_machine(address):
    assert web_address(address) == web_address(address + "/") == address


@pytest.mark.parametrize(
    "address",
    [
        "http://id.example.org",
        "http://192.0.2.1",
        "http://127.0.0.1.example.org",
        "ftp://127.0.0.1",
        "https://",
        "https://id.example.org?x=1",
        "https://id.example.org#x",
        "https://name:word@id.example.org",
        "",
    ],
)
def test_any_other_address_is_refused(address):
    with pytest.raises(ValueError, match="address"):
        web_address(address)


def test_loopback_is_this_machine_and_nothing_else():
    assert [is_loopback(host) for host in ("localhost", "127.0.0.1", "127.9.9.9", "::1")] == [True] * 4
    assert [is_loopback(host) for host in ("10.0.0.1", "localhost.example.org", "", None)] == [False] * 4


def test_an_origin_is_scheme_host_and_port():
    assert origin("https://id.example.org:8443/realm") == "https://id.example.org:8443"


def test_providers_are_named_in_one_variable(monkeypatch):
    said = [{**PLAIN, "secret": "hidden", "connect_by_email": True}, {**PLAIN, "id": "keycloak"}]
    read = configured(monkeypatch, TIMONEL_OPENID=json.dumps(said)).openid
    assert [each.id for each in read] == ["entra", "keycloak"]
    assert [each.connect_by_email for each in read] == [True, False]
    assert read[0].secret.get_secret_value() == "hidden"
    assert "hidden" not in repr(read)


@pytest.mark.parametrize(
    "said",
    [
        [PLAIN, PLAIN],
        [{**PLAIN, "id": "claveunica"}],
        [{**PLAIN, "id": "openid_connect"}],
        [{**PLAIN, "server": "http://login.example.org"}],
        [{**PLAIN, "origins": ["http://login.example.org"]}],
        [{**PLAIN, "verified_email": True}],
        [{"id": "entra"}],
    ],
)
def test_providers_that_cannot_be_told_apart_or_trusted_are_refused_at_start(monkeypatch, said):
    with pytest.raises(ValidationError):
        configured(monkeypatch, TIMONEL_OPENID=json.dumps(said))


def test_a_provider_vouches_for_no_address_unless_it_is_said(monkeypatch):
    assert OpenIDProvider(**PLAIN).connect_by_email is False


@pytest.mark.parametrize(("address", "accepted"), [("https://claveunica.example", True), ("http://192.0.2.1", False)])
def test_claveunica_may_be_elsewhere_but_not_in_clear(monkeypatch, address, accepted):
    if accepted:
        assert configured(monkeypatch, TIMONEL_CLAVEUNICA_ADDRESS=address).claveunica_address == address
        return
    with pytest.raises(ValidationError):
        configured(monkeypatch, TIMONEL_CLAVEUNICA_ADDRESS=address)


def test_claveunica_is_where_its_manual_says_when_nobody_says_otherwise():
    assert Configuration().claveunica_address == "https://accounts.claveunica.gob.cl"


@pytest.mark.parametrize(("minutes", "accepted"), [("0", False), ("1", True), ("720", True), ("721", False)])
def test_idle_is_from_one_minute_to_twelve_hours(monkeypatch, minutes, accepted):
    if accepted:
        assert configured(monkeypatch, TIMONEL_IDLE_MINUTES=minutes).idle_minutes == int(minutes)
        return
    with pytest.raises(ValidationError):
        configured(monkeypatch, TIMONEL_IDLE_MINUTES=minutes)


def test_letters_are_files_while_no_mail_server_is_named():
    said = mail_settings(None, FOLDER, "timonel@example.org")
    assert (said["EMAIL_BACKEND"], said["EMAIL_FILE_PATH"]) == (FILES, str(FOLDER))


def test_letters_as_files_are_for_nobody_else_to_read(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "letters"
    with get_connection(FILES) as files:
        EmailMessage("Asunto", "Cuerpo", "timonel@example.org", ["ana@example.org"], connection=files).send()
    (letter,) = settings.EMAIL_FILE_PATH.iterdir()
    assert "Cuerpo" in letter.read_text()
    assert settings.EMAIL_FILE_PATH.stat().st_mode & 0o777 == 0o700


def test_a_mail_server_is_named_in_one_address():
    said = mail_settings("smtp://ana%40x:p%3Aw@mail.example.org?from=no-reply@example.org", FOLDER, "t@example.org")
    assert (said["EMAIL_HOST"], said["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert (said["EMAIL_HOST_USER"], said["EMAIL_HOST_PASSWORD"]) == ("ana@x", "p:w")
    assert (said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == (True, False)
    assert said["DEFAULT_FROM_EMAIL"] == "no-reply@example.org"


def test_tls_from_the_start_or_none_at_all_is_said():
    tls = mail_settings("smtps://mail.example.org", FOLDER, "t@example.org")
    assert (tls["EMAIL_PORT"], tls["EMAIL_USE_TLS"], tls["EMAIL_USE_SSL"]) == (465, False, True)
    clear = mail_settings("smtp://relay:25?tls=none", FOLDER, "t@example.org")
    assert (clear["EMAIL_PORT"], clear["EMAIL_USE_TLS"], clear["EMAIL_USE_SSL"]) == (25, False, False)
    assert clear["DEFAULT_FROM_EMAIL"] == "t@example.org"


@pytest.mark.parametrize(
    "address",
    ["mail.example.org", "http://mail", "smtp://", "smtp://m?tls=maybe", "smtps://m?tls=none", "smtp://:secret@m?x=1"],
)
def test_what_is_no_mail_address_is_refused_and_nothing_secret_is_told(address):
    with pytest.raises(ValueError, match="TIMONEL_MAIL_URL") as refused:
        mail_settings(address, FOLDER, "t@example.org")
    assert "secret" not in str(refused.value)


SHOW = """
from timonel.site import settings
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE)
print(*settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"])
print(settings.SECURE_PROXY_SSL_HEADER if hasattr(settings, "SECURE_PROXY_SSL_HEADER") else None)
print(settings.SESSION_IDLE_SECONDS, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
"""


def shown(**said):
    environment = {**os.environ, "DATABASE_URL": "postgresql://a:b@localhost/x", **said}
    return subprocess.check_output([sys.executable, "-c", SHOW], env=environment, text=True).splitlines()


def test_cookies_are_of_this_host_alone_under_https_and_of_this_port_without(tmp_path):
    assert shown(TIMONEL_ADDRESS="https://timonel.example.gob.cl")[0] == "__Host-timonel __Host-timonel-form True"
    assert shown(TIMONEL_ADDRESS="http://127.0.0.1:8123")[0] == "timonel-8123 timonel-form-8123 False"


def test_a_form_may_lead_to_the_providers_that_are_configured_and_nowhere_else():
    assert shown()[1] == "'self'"
    said = json.dumps([{**PLAIN, "origins": ["https://more.example.org/x"]}])
    named = shown(TIMONEL_OPENID=said, TIMONEL_CLAVEUNICA_CLIENT="c")[1]
    assert named == "'self' https://accounts.claveunica.gob.cl https://login.example.org https://more.example.org"


def test_what_a_proxy_says_counts_only_when_one_is_configured():
    assert shown()[2:] == ["None", "1800 0"]
    assert shown(TIMONEL_PROXIES="1", TIMONEL_IDLE_MINUTES="5")[2:] == [
        "('HTTP_X_FORWARDED_PROTO', 'https')",
        "300 1",
    ]
