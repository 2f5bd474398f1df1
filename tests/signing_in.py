"""What tests of signing in share: accounts in posts, a browser, an authenticator, a provider of identities."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import requests
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from tests.factories import a_person, a_post, act, an_installation, appointed
from timonel.governance.acting.act import Asker
from timonel.governance.models import Account

PASSWORD = "correcto caballo batería"
CLIENT, SECRET = "timonel-client", "timonel-client-secret"


def set_password(email: str, password: str = PASSWORD) -> Account:
    """Give an account a password without the letter, which has tests of its own."""
    account = Account.objects.get(email=email)
    account.set_password(password)
    account.save()
    return account


@dataclass(frozen=True)
class House:
    """An installation that has begun: who keeps the registers, and who keeps the accounts."""

    registrar: Asker
    operator: Asker

    def account(self, email: str = "ana@example.org", name: str = "Ana Soto") -> Account:
        """Open an account for a new person who holds no post, and give it a password."""
        person = a_person(self.registrar, name)
        act(self.operator, "governance.open_account", person=person.number, email=email, on=None)
        return set_password(email)

    def appoint(self, account: Account, kind: str) -> None:
        """Appoint an account's person to the one post of a kind."""
        appointed(self.registrar, a_post(self.registrar, kind), account.person)


def a_house(country: str = "dk") -> House:
    registrar = an_installation(country, password=None)
    return House(registrar, appointed(registrar, a_post(registrar, "operator"), a_person(registrar, "Oscar Operador")))


def sign_in(client: Client, email: str = "ana@example.org", password: str = PASSWORD, **extra: str) -> object:
    return client.post("/accounts/login/", {"login": email, "password": password, **extra})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str, later: int = 0) -> str:
    """Give what an authenticator shows now, or so many periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@dataclass(frozen=True)
class ProviderProcess:
    """The provider of identities that runs beside the tests."""

    address: str

    @property
    def server(self) -> str:
        return f"{self.address}/openid-server"

    def decide(self, authorize_url: str, identity: dict | None, fault: str = "") -> str:
        """Sign in there as a browser would, or decline, and give the address the browser is sent back to."""
        assert requests.get(authorize_url, timeout=10).text == "Who are you?"
        form = {"identity": json.dumps(identity), "fault": fault} if identity is not None else {"no": "thanks"}
        answer = requests.post(authorize_url, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


@contextmanager
def provider_process() -> Iterator[ProviderProcess]:
    command = [sys.executable, "-m", "tests.oidc_provider", CLIENT, SECRET]
    root = Path(__file__).resolve().parent.parent
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield ProviderProcess(process.stdout.readline().strip())
        finally:
            process.kill()


def asked(url: str) -> dict[str, str]:
    """Give the query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def closing(application):
    def answer(environ, start):
        body = application(environ, start)
        try:
            return list(body)
        finally:
            body.close()
            connections.close_all()

    return answer


@contextmanager
def served(settings):
    """Serve this process's application at a name, which keys need, and not at a number."""
    with make_server("localhost", 0, closing(get_wsgi_application()), Threads, Silent) as server:
        settings.BASE_URL = f"http://localhost:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield settings.BASE_URL
        finally:
            server.shutdown()
