"""One value, one way to write it: held equal to the reference implementation of RFC 8785."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from timonel.domain.canonical import MAX_INTEGER, NotCanonical, canonical

ascii_keys = st.text(st.characters(max_codepoint=127), max_size=12)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(values)
def test_it_writes_what_rfc_8785_says_and_reads_back(value):
    written = canonical(value)
    assert written == rfc8785.dumps(value)
    assert json.loads(written) == value


def test_keys_are_sorted_and_no_space_is_written():
    assert (
        canonical({"b": [1, True, None], "a": 'ñ\n\x1f"\\/'})
        == '{"a":"ñ\\n\\u001f\\"\\\\/","b":[1,true,null]}'.encode()
    )


@pytest.mark.parametrize("integer", [MAX_INTEGER, -MAX_INTEGER])
def test_the_largest_integer_is_taken(integer):
    assert canonical(integer) == str(integer).encode()


@pytest.mark.parametrize(
    ("value", "code", "at"),
    [
        (MAX_INTEGER + 1, "integer-too-large", ""),
        ({"a": [0, -MAX_INTEGER - 1]}, "integer-too-large", "/a/1"),
        ({"a": {"b/c~": 1.0}}, "float", "/a/b~1c~0"),
        ([float("nan")], "float", "/0"),
        ({"amount": Decimal("1.00")}, "not-json", "/amount"),
        ({"año": 1}, "key-not-ascii", ""),
        ({1: 1}, "key-not-ascii", ""),
        (["\ud800"], "lone-surrogate", "/0"),
        ({"a": b"bytes"}, "not-json", "/a"),
        ({"a": {1, 2}}, "not-json", "/a"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(value, code, at):
    with pytest.raises(NotCanonical) as refused:
        canonical(value)
    assert (refused.value.code, refused.value.params["at"]) == (code, at)
