"""The web itself: foreign forms, foreign pages, foreign hosts, bodies without end, and what an error page tells."""

import io
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from tests.attack.doors import Program, a_browser
from tests.examples import a_world
from timonel.governance import files
from timonel.governance.acting.errors import InputFault
from timonel.governance.models import Account, StoredFile
from timonel.record.checkpoints import make_checkpoint
from timonel.site.middleware_requests import LARGEST_REQUEST

pytestmark = pytest.mark.django_db

IMPORT = "governance.import_institutions"


@pytest.fixture
def world():
    world = a_world()
    type(world.adoption).objects.update(demonstration=True)
    return world


ANSWERS = {
    "/": 200,
    "/people/p-none/": 404,
    "/institutions/%00/": 400,
    "/nothing": 404,
    "/acts/": 302,
    "/accounts/login/": 200,
    "/record/1/certificate.pdf": 200,
    "/record/1/certificate.json": 200,
    "/record/checkpoint": 200,
    "/institutions/?format=csv": 200,
    "/institutions/?format=xlsx": 200,
    "/institutions/template.xlsx": 200,
    "/api/": 200,
    "/api/v1/institutions": 200,
    "/api/v1/institutions?limit=x": 422,
    "/api/v1/record/entries?body=%00": 400,
    "/healthz": None,
    "/styleguide": 200,
}


def held(answer):
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.headers["Content-Type"].startswith("text/html"):
        text = answer.content.decode()
        assert " style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert " onclick=" not in text
    return True


def test_every_answer_carries_the_policy_and_no_page_needs_an_exception(world):
    make_checkpoint()
    browser = a_browser()
    for address, code in ANSWERS.items():
        answer = browser.get(address)
        assert code is None or answer.status_code == code, (address, answer.status_code)
        assert held(answer), address
        if answer.streaming:
            assert b"".join(answer.streaming_content)


def test_a_form_from_elsewhere_is_not_accepted_and_the_page_that_says_so_is_ours(world):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for address in ("/language/", "/accounts/login/", "/accounts/logout/", "/verify", "/switch-post/", "/acts/x/"):
        answer = browser.post(address, {"language": "en"})
        assert answer.status_code == 403, address
        assert held(answer)
        assert "shell-header" in answer.content.decode()


def test_every_post_of_a_browser_asks_for_the_token_of_its_form():
    exempt = []

    def walk(resolver, prefix=""):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern, prefix + str(pattern.pattern))
            elif getattr(pattern.callback, "csrf_exempt", False):
                exempt.append(prefix + str(pattern.pattern))

    walk(get_resolver())
    assert {path for path in exempt if not path.startswith("api/v1/")} == set()


def test_the_api_takes_no_session_in_place_of_a_token(world):
    browser = a_browser(world.registrar)
    answer = browser.post("/api/v1/acts/governance.register_person", '{"name": "Ana"}', content_type="application/json")
    assert answer.status_code == 401


def test_an_unknown_host_is_turned_away(world):
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost:8000@evil.example", "évil", "a b"):
        answer = a_browser().get("/", headers={"host": host})
        assert answer.status_code == 400
        assert held(answer)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "\0//e",
    ],
)
def test_nobody_is_led_elsewhere(world, elsewhere):
    browser = a_browser()
    assert browser.post("/language/", {"language": "en", "next": elsewhere}).headers["Location"] == "/"
    account = Account.objects.get(person=world.registrar.person)
    account.set_password("correcto caballo batería")
    account.save()
    typed = {"login": account.email, "password": "correcto caballo batería", "next": elsewhere}
    assert browser.post("/accounts/login/", typed).headers["Location"] == "/"


@pytest.mark.parametrize("language", ["", "fr", "es-cl\r\nX: y", "../../etc/passwd", "e" * 5000])
def test_an_unknown_language_is_no_language(world, language):
    browser = a_browser()
    browser.post("/language/", {"language": language})
    browser.cookies["django_language"] = language.replace("\r\n", "")
    assert browser.get("/").headers["Content-Language"] == "es-cl"


@pytest.mark.parametrize("length", [LARGEST_REQUEST + 1, 10**15, 10**30])
def test_a_body_without_end_is_turned_away_before_it_is_read(world, length):
    for address in ("/language/", "/verify", "/accounts/login/", f"/acts/{IMPORT}/", "/api/v1/files"):
        read = io.BytesIO(b"x")
        answer = a_browser().post(
            address, CONTENT_LENGTH=str(length), content_type="multipart/form-data; boundary=x", **{"wsgi.input": read}
        )
        assert answer.status_code == 413, address
        assert read.tell() == 0
        assert held(answer)


def test_who_fills_the_store_with_files_no_act_names_is_stopped(world, monkeypatch):
    person = world.registrar.person
    monkeypatch.setattr(files, "UNNAMED_MOST", 10)
    files.keep(io.BytesIO(b"0123456789"), "a", "text/plain", person)
    with pytest.raises(InputFault) as refused:
        files.keep(io.BytesIO(b"x"), "b", "text/plain", person)
    assert refused.value.fields[0]["code"] == "files-unnamed"
    assert StoredFile.objects.count() == 1
    StoredFile.objects.update(entry=1)
    assert files.keep(io.BytesIO(b"x"), "b", "text/plain", person)


@pytest.mark.parametrize("name", ["../../../etc/passwd", "a\0b.csv", '"; x="y', "x" * 2000, "<b>.csv", "\u202egnp.csv"])
def test_no_name_of_a_file_leads_out_of_the_store_or_breaks_it(world, name):
    sent = SimpleUploadedFile(name, b"number;name\n", "te\0xt/csv\x7f" + "a" * 500)
    typed = {"adoption": world.adoption.number, "when_faulty": "refuse-all", "file": sent}
    answer = a_browser(world.registrar).post(f"/acts/{IMPORT}/", typed, follow=True)
    assert answer.status_code == (200 if answer.redirect_chain else 422)
    assert "<b>" not in answer.content.decode()
    assert all(row.media_type.isprintable() and row.name.isprintable() for row in StoredFile.objects.all())


def test_a_fault_of_ours_is_noted_and_told_without_its_cause(world, monkeypatch, caplog):
    from timonel.governance.views import home

    def broken(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(home, "front_page", broken)
    with caplog.at_level(logging.ERROR, "django.request"):
        answer = a_browser().get("/?token=tml_secret")
    assert answer.status_code == 500
    assert held(answer)
    for told in ("secret detail", "Traceback", "RuntimeError", "site-packages"):
        assert told not in answer.content.decode()
    assert "RuntimeError" in caplog.text
    assert "tml_secret" not in caplog.text
    assert logging.getLogger().handlers


def test_other_ways_of_asking_are_refused(world):
    browser, program = a_browser(world.registrar), Program(world.registrar)
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        for address in ("/", "/institutions/", "/acts/governance.register_person/", "/record/checkpoint", "/healthz"):
            assert browser.generic(method, address).status_code == 405, (method, address)
        assert program.browser.generic(method, "/api/v1/acts/governance.register_person").status_code == 405
    assert program.browser.get("/api/v1/acts/governance.register_person").status_code == 405


def test_what_one_sees_signed_in_is_kept_in_no_cache(world):
    browser = a_browser(world.registrar)
    for address in ("/me/", "/desk/", f"/people/{world.registrar.person.number}/", "/acts/governance.open_account/"):
        kept = browser.get(address).headers["Cache-Control"]
        assert "no-store" in kept
        assert "private" in kept
    assert "Cache-Control" not in a_browser().get("/institutions/").headers
