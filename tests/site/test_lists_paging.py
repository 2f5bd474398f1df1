"""Paging by key: every row once, in order, both ways, whatever comes or goes meanwhile."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site.rows import Row, a_listing, add, rows  # noqa: F401 - `rows` is a fixture
from timonel.pages.lists.columns import fields_of
from timonel.pages.lists.paging import Order, cut

FIELDS = ["name", "people", "started_on", "amount", "recorded_at"]


def walk(queryset, field, descending, size=5):
    """Page from the first to the last; give the keys of each page, and the way back from the last one."""
    order = Order.of(queryset, field, descending)
    fields = list(dict.fromkeys(["pk", field]))
    there, part = [], cut(queryset, order, fields, size)
    there.append([row[0] for row in part.rows])
    while part.next:
        part = cut(queryset, order, fields, size, after=part.next)
        there.append([row[0] for row in part.rows])
    back = [there[-1]]
    while part.previous:
        part = cut(queryset, order, fields, size, before=part.previous)
        back.append([row[0] for row in part.rows])
    return there, back


def flat(pages):
    return [key for page in pages for key in page]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("field", FIELDS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(
        st.tuples(
            st.sampled_from("abñz"), st.integers(0, 2), st.sampled_from([None, date(2020, 1, 1), date(2021, 5, 9)])
        ),
        max_size=23,
    )
)
def test_paging_visits_every_row_once_in_the_order_of_the_whole(rows, field, descending, values):  # noqa: F811
    Row.objects.all().delete()
    Row.objects.bulk_create([Row(name=n, people=p, started_on=d, amount=p if d else None) for n, p, d in values])
    whole = list(Order.of(rows, field, descending).apply(rows).values_list("pk", flat=True))
    there, _back = walk(rows, field, descending)
    assert flat(there) == whole


def test_rows_without_a_value_come_last_in_both_directions(rows):  # noqa: F811
    add("without")
    add("early", started_on=date(2020, 1, 1))
    add("late", started_on=date(2021, 1, 1))
    up = Order.of(rows, "started_on", False).apply(rows).values_list("name", flat=True)
    down = Order.of(rows, "started_on", True).apply(rows).values_list("name", flat=True)
    assert (list(up), list(down)) == (["early", "late", "without"], ["late", "early", "without"])


@pytest.mark.parametrize("field", FIELDS)
def test_going_back_shows_the_same_pages_as_going_forth(rows, field):  # noqa: F811
    for number in range(23):
        add(f"n{number % 4}", people=number % 3, started_on=date(2020, 1, 1 + number % 5) if number % 6 else None)
    there, back = walk(rows, field, False)
    assert back == list(reversed(there))
    assert [len(page) for page in there] == [5, 5, 5, 5, 3]


def test_a_row_that_comes_before_the_page_neither_repeats_nor_hides_another(rows):  # noqa: F811
    add("b", "c", "d", "e", "f", "g", "h")
    order, fields = Order.of(rows, "name", False), ["pk", "name"]
    first = cut(rows, order, fields, 5)
    add("a")
    second = cut(rows, order, fields, 5, after=first.next)
    assert [row[1] for row in second.rows] == ["g", "h"]


def test_the_last_row_of_a_page_may_go_before_the_next_is_asked_for(rows):  # noqa: F811
    add("b", "c", "d", "e", "f", "g", "h")
    order, fields = Order.of(rows, "name", False), ["pk", "name"]
    first = cut(rows, order, fields, 5)
    Row.objects.filter(name="f").delete()
    assert [row[1] for row in cut(rows, order, fields, 5, after=first.next).rows] == ["g", "h"]


def test_a_page_before_the_beginning_is_the_first_page_whole(rows):  # noqa: F811
    add("a", "b", "c", "d", "e", "f", "g", "h")
    order, fields = Order.of(rows, "name", False), ["pk", "name"]
    second = cut(rows, order, fields, 5, after=cut(rows, order, fields, 5).next)
    Row.objects.filter(name="b").delete()
    again = cut(rows, order, fields, 5, before=second.previous)
    assert [row[1] for row in again.rows] == ["a", "c", "d", "e", "f"]
    assert not again.previous
    assert again.next


@pytest.mark.parametrize("mark", ["x", "WzEsMl0", "name:1:2", "\0"])
def test_a_mark_that_is_not_ours_gives_the_first_page(rows, mark):  # noqa: F811
    add("a", "b", "c")
    order = Order.of(rows, "name", False)
    assert [row[1] for row in cut(rows, order, ["pk", "name"], 2, after=mark).rows] == ["a", "b"]


def test_a_mark_of_another_order_gives_the_first_page(rows):  # noqa: F811
    add("a", "b", "c", people=1)
    by_people = cut(rows, Order.of(rows, "people", False), ["pk", "people"], 2)
    part = cut(rows, Order.of(rows, "name", False), ["pk", "name"], 2, after=by_people.next)
    assert [row[1] for row in part.rows] == ["a", "b"]


def test_a_page_is_one_query(rows, django_assert_num_queries):  # noqa: F811
    add(*"abcdefg")
    listing = a_listing()
    with django_assert_num_queries(1, using="owner"):
        page = listing.page(listing.read({}), rows)
    with django_assert_num_queries(1, using="owner"):
        listing.page(listing.read({"after": page.next_url.partition("after=")[2]}), rows)


def test_a_deep_page_is_found_by_the_index_of_the_sorted_column(rows):  # noqa: F811
    order = Order.of(rows, "name", False)
    sql = str(rows.filter(order.beyond("m", 7)).query)
    assert '"name" >= m' in sql


def test_the_fields_of_a_row_are_read_once_each():
    assert fields_of(a_listing().columns, "pk", "name") == [
        "pk", "name", "stage", "amount", "currency", "started_on", "people", "recorded_at",
    ]  # fmt: skip
