"""Sessions: a new key at sign-in, an end when idle, an end in any case, an end with the account."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import act
from tests.signing_in import a_house, asked, sign_in, signed_in
from timonel.governance.signin import BEGAN, SEEN
from timonel.site.middleware_signin import WRITE_SEEN_EVERY, outlived

pytestmark = pytest.mark.django_db

HALF_HOUR, TWELVE_HOURS = 30 * 60, 12 * 60 * 60
PAGE = "account_change_password"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def ana(house, client):
    account = house.account()
    sign_in(client)
    return account


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"


def turn_back(client, name, seconds):
    session = client.session
    session[name] -= seconds
    session.save()


@pytest.mark.parametrize(
    ("idle", "old", "over"),
    [
        (HALF_HOUR - 1, HALF_HOUR, False),
        (HALF_HOUR, HALF_HOUR, True),
        (0, TWELVE_HOURS - 1, False),
        (0, TWELVE_HOURS, True),
    ],
)
def test_a_session_is_over_after_half_an_hour_idle_or_twelve_hours_in_all(idle, old, over):
    now = 1_700_000_000
    assert outlived(now - old, now - idle, now, HALF_HOUR) is over


def test_signing_in_changes_the_key_of_the_session(house, client):
    house.account()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not signed_in(stranger)


def test_signing_out_voids_the_key_of_the_session(ana, client):
    key = client.session.session_key
    assert client.post(reverse("account_logout")).url == "/"
    assert not Session.objects.filter(session_key=key).exists()


def test_signing_out_needs_a_form_of_ours(ana):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)
    assert strict.post(reverse("account_logout")).status_code == 403
    assert signed_in(strict)


@pytest.mark.usefixtures("english")
def test_an_idle_session_ends_and_says_so_and_leads_back(ana, client):
    turn_back(client, SEEN, HALF_HOUR)
    answer = client.get("/institutions/?q=salud")
    assert answer.url.split("?")[0] == reverse("account_login")
    assert asked(answer.url) == {"next": "/institutions/?q=salud"}
    assert not signed_in(client)
    assert "signed out" in [str(each) for each in get_messages(answer.wsgi_request)][-1]


def test_a_session_seen_within_the_half_hour_goes_on(ana, client):
    turn_back(client, SEEN, HALF_HOUR - 60)
    assert client.get(reverse(PAGE)).status_code == 200
    assert signed_in(client)


def test_the_operator_says_how_long_idle_is(ana, client, settings):
    settings.SESSION_IDLE_SECONDS = 5 * 60
    turn_back(client, SEEN, 5 * 60)
    client.get("/")
    assert not signed_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(ana, client):
    turn_back(client, BEGAN, TWELVE_HOURS)
    assert client.get("/institutions/").url.startswith(reverse("account_login"))
    assert not signed_in(client)


def test_a_form_sent_too_late_leads_back_to_its_own_page(ana, client):
    turn_back(client, SEEN, HALF_HOUR)
    answer = client.post("/acts/x", headers={"referer": "http://testserver/institutions/i-1?tab=2"})
    assert asked(answer.url) == {"next": "/institutions/i-1?tab=2"}


def test_a_form_sent_too_late_from_elsewhere_leads_nowhere_else(ana, client):
    turn_back(client, SEEN, HALF_HOUR)
    assert client.post("/acts/x", headers={"referer": "https://evil.example/"}).url == reverse("account_login")


def test_a_part_of_a_page_asked_for_too_late_moves_the_whole_page(ana, client):
    turn_back(client, SEEN, HALF_HOUR)
    answer = client.get("/search?q=a", headers={"hx-request": "true", "hx-current-url": "http://testserver/desk"})
    assert asked(answer["HX-Redirect"]) == {"next": "/desk"}


def test_when_it_was_seen_is_written_once_a_minute_and_not_with_each_request(ana, client):
    client.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(PAGE))
    assert not [each for each in queries if "UPDATE" in each["sql"]]
    turn_back(client, SEEN, WRITE_SEEN_EVERY)
    before = client.session[SEEN]
    client.get(reverse(PAGE))
    assert client.session[SEEN] >= before + WRITE_SEEN_EVERY


def test_a_session_ends_at_the_next_request_when_its_account_is_closed(house, ana, client):
    act(house.operator, "governance.close_account", person=ana.person.number, on=None)
    assert client.get("/institutions/").url == reverse("account_inactive")
    assert not signed_in(client)
    act(house.operator, "governance.reopen_account", person=ana.person.number, on=None)
    assert client.get(reverse(PAGE)).url.startswith(reverse("account_login"))


def test_a_program_is_not_led_to_a_page_when_its_session_is_over(ana, client):
    turn_back(client, SEEN, HALF_HOUR)
    assert client.get("/api/v1/nothing-here").status_code == 404
    assert not signed_in(client)


def test_the_cookie_is_for_no_script_for_no_other_site_and_dies_with_the_browser(ana, client):
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["expires"]) == (True, "Lax", "")
    row = Session.objects.get(session_key=client.session.session_key)
    assert row.expire_date <= timezone.now() + timedelta(seconds=TWELVE_HOURS)


def test_who_bears_no_session_is_answered_alike_for_every_cookie(house):
    answer = Client().get(reverse("healthz"))
    assert "Cookie" not in answer.get("Vary", "")
