"""The organisation chart of a body's posts follows from the data of whichever framework is chosen."""

from datetime import date

import pytest
from django.utils import translation

from timonel.governance.queries.framework_pages.chosen import Asked, Chosen, shipped
from timonel.governance.queries.framework_pages.staff import staff_chart

DAY = date(2026, 11, 23)
OFFICERS = ("Chief Data Officer", "Chief Digital Transformation Officer", "Chief Technology Officer")


def chart(country, body, reform="", on=DAY):
    with translation.override("en"):
        return staff_chart(Chosen(shipped(country, reform), Asked(on, DAY, country, reform), None), body)


@pytest.mark.catalogue("BR-07")
@pytest.mark.parametrize(
    ("reform", "body", "head"),
    [
        ("agency:to-president", "agency", "Head of the Agency (CIO)"),
        ("agency:to-segpres", "agency", "Head of the Agency (CIO)"),
        ("agency:to-segpres-finance", "agency", "Head of the Agency (CIO)"),
        ("undersecretariat", "digital-undersecretariat", "Undersecretary for digital government (CIO)"),
    ],
)
def test_the_officers_hang_under_the_head_in_both_options(reform, body, head):
    drawn = chart("cl", body, reform)
    lines = {str(row[0]): str(row[1]) for row in drawn.rows}
    assert [lines[officer] for officer in OFFICERS] == [head] * 3
    for name in (head, *OFFICERS):
        assert all(word in drawn.svg for word in name.split())


def test_another_country_is_drawn_from_its_data_by_the_same_code():
    drawn = chart("us", "e-gov-office", on=date(2016, 1, 31))
    assert drawn is None, "one post, whose superior sits elsewhere, is no chart"


def test_before_the_reform_begins_there_is_nothing_to_draw():
    assert chart("cl", "agency", "agency:to-president", date(2025, 6, 30)) is None
    assert chart("cl", "agency", "agency:to-president", date(2025, 7, 1)) is not None


def test_duties_stand_beside_the_post():
    drawn = chart("cl", "agency", "agency:to-president")
    (duties,) = [row[2] for row in drawn.rows if row[0] == "Chief Technology Officer"]
    assert duties == "Joint ICT procurement strategy; Specific ICT funds; Common enablers; Cybersecurity strategy"
