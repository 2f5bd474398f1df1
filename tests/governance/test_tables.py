"""What the tables themselves hold, whatever the code says."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from timonel.governance.models import Appointment, FrameworkText, Person, Post, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return Post.objects.create(number="government-cio", post_kind="government-cio")


def a_person(number="p-1"):
    return Person.objects.create(number=number, name="Ana Soto", sort_key="ana soto")


def appointed(post, person, first, last, **fields):
    return Appointment.objects.create(post=post, person=person, period=days(first, last), instrument="D. 1", **fields)


def test_a_post_never_has_two_titulars_on_one_day(post):
    appointed(post, a_person(), date(2024, 1, 1), date(2024, 6, 30))
    with pytest.raises(IntegrityError), transaction.atomic():
        appointed(post, a_person("p-2"), date(2024, 6, 30), None)


def test_the_next_titular_may_begin_the_day_after_the_last(post):
    appointed(post, a_person(), date(2024, 1, 1), date(2024, 6, 30))
    assert appointed(post, a_person("p-2"), date(2024, 7, 1), None).from_on == date(2024, 7, 1)


def test_an_open_period_has_no_last_day(post):
    row = appointed(post, a_person(), date(2024, 1, 1), None)
    row.refresh_from_db()
    assert (row.from_on, row.to_on) == (date(2024, 1, 1), None)


@pytest.mark.parametrize(
    "change", ["UPDATE governance_frameworktext SET country = 'xx'", "DELETE FROM governance_frameworktext"]
)
def test_the_text_of_a_framework_is_never_changed(change):
    from django.db import connection

    FrameworkText.objects.create(hash="sha256:1", country="cl", text=b"{}")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
