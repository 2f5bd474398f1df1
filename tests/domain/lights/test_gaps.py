"""Reported beside computed, and who admits a risk in time."""

from __future__ import annotations

from datetime import date

import pytest

from timonel.domain.lights import (
    Admission,
    Admissions,
    Colour,
    Degree,
    GapCount,
    Opinion,
    admission,
    degree_on,
    gap_counts,
)
from timonel.domain.lights.gaps import Gap, compared

FIVE = ("green", "amber-green", "amber", "amber-red", "red")
THREE = ("green", "amber", "red")


def reports(*said: tuple[Degree | None, Colour]) -> list[Opinion]:
    return [Opinion(date(2020 + year, 9, 30), degree, computed) for year, (degree, computed) in enumerate(said)]


def test_scales_of_three_and_of_five_degrees_share_their_ends_and_their_middle():
    assert [degree_on(FIVE, word) for word in FIVE] == list(Degree)
    assert [degree_on(THREE, word) for word in THREE] == [Degree.GREEN, Degree.AMBER, Degree.RED]
    assert degree_on(THREE, "amber-red") is None


@pytest.mark.catalogue("PG-07")
@pytest.mark.parametrize(
    ("opinion", "computed", "gap"),
    [
        (Degree.GREEN, Colour.RED, Gap.ROSIER),
        (Degree.GREEN, Colour.YELLOW, Gap.ROSIER),
        (Degree.AMBER_GREEN, Colour.YELLOW, Gap.AGREES),
        (Degree.AMBER_GREEN, Colour.GREEN, Gap.AGREES),
        (Degree.AMBER_RED, Colour.RED, Gap.AGREES),
        (Degree.AMBER, Colour.RED, Gap.ROSIER),
        (Degree.AMBER, Colour.GREEN, Gap.GLOOMIER),
        (Degree.RED, Colour.YELLOW, Gap.GLOOMIER),
        (None, Colour.RED, Gap.NOT_COMPARED),
        (Degree.GREEN, Colour.NOT_RATED, Gap.NOT_COMPARED),
    ],
)
def test_an_opinion_a_whole_colour_from_the_figures_is_rosier_or_gloomier(opinion, computed, gap):
    assert compared(opinion, computed) is gap


def test_gaps_are_counted_for_each_institution_and_the_share_is_of_those_compared():
    found = gap_counts(
        [
            ("a", Degree.GREEN, Colour.RED),
            ("a", Degree.GREEN, Colour.GREEN),
            ("a", None, Colour.RED),
            ("b", Degree.RED, Colour.GREEN),
            ("c", None, Colour.RED),
        ]
    )
    assert found == {"a": GapCount(1, 1, 0, 1), "b": GapCount(0, 0, 1, 0), "c": GapCount(0, 0, 0, 1)}
    assert [each.rosier_share for each in found.values()] == [0.5, 0.0, None]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([(Degree.AMBER, Colour.GREEN), (Degree.AMBER, Colour.RED)], Admission.BEFORE),
        ([(Degree.GREEN, Colour.GREEN), (Degree.RED, Colour.YELLOW)], Admission.TOGETHER),
        ([(Degree.AMBER_GREEN, Colour.YELLOW), (Degree.AMBER, Colour.YELLOW)], Admission.AFTER),
        ([(Degree.AMBER_GREEN, Colour.RED), (None, Colour.RED)], Admission.NEVER),
        ([(Degree.RED, Colour.GREEN), (Degree.RED, Colour.NOT_RATED)], Admission.NO_TROUBLE),
        ([(None, Colour.RED)], Admission.NO_OPINION),
    ],
)
def test_a_risk_is_admitted_before_with_or_after_the_first_report_whose_figures_show_it(said, expected):
    assert admission(reports(*said)) is expected
    assert admission(reports(*said)[::-1]) is expected


@pytest.mark.catalogue("PG-07")
def test_who_admits_before_or_with_the_figures_is_the_better_informed():
    found = Admissions.of(
        [Admission.BEFORE, Admission.TOGETHER, Admission.NEVER, Admission.NO_TROUBLE, Admission.NO_OPINION]
    )
    assert (found.in_time, found.troubled) == (2, 3)
