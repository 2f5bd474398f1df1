from datetime import date
from decimal import Decimal

import pytest

from timonel.domain.facts import (
    UNKNOWN,
    BodyFacts,
    FactsMalformed,
    InstitutionFacts,
    NormFacts,
    ProjectFacts,
    body_from_plain,
    institution_from_plain,
    norm_from_plain,
    project_from_plain,
    to_plain,
    with_flags,
)
from timonel.domain.money import Money, Rate
from timonel.domain.truth import Truth

HOSPITAL = InstitutionFacts("160101", "hospital", "central", "16", "health", {"exempt": False}, date(2020, 1, 1))
CASE = ProjectFacts(
    object="project",
    number="P-1",
    as_of=date(2020, 1, 2),
    institution=HOSPITAL,
    partners=(InstitutionFacts("2"),),
    total_budget=Money.of("10.5", "CLP"),
    rates=(Rate("CLP", "UF", Decimal("0.00003"), date(2020, 1, 2), "Banco Central"),),
    categories=("cpv:48000000",),
    flags={"cloud": True, "hosting": False},
    start_original_on=date(2020, 1, 1),
    end_original_on=date(2020, 12, 31),
    end_latest_on=date(2021, 1, 31),
    rebaselines=2,
)


def test_what_is_written_of_a_case_is_read_back_the_same():
    written = to_plain(CASE)
    assert project_from_plain(written) == CASE
    assert written["total_budget"] == "10.5 CLP"
    assert "risk_class" not in written


def test_institutions_norms_and_bodies_are_read_back_the_same():
    norm = NormFacts(number="N-1", matter="interoperability", flags={"needs-funding": True}, as_of=date(2016, 1, 1))
    body = BodyFacts("council", date(2016, 1, 1), 9, 0, date(2015, 7, 1))
    assert institution_from_plain(to_plain(HOSPITAL)) == HOSPITAL
    assert norm_from_plain(to_plain(norm)) == norm
    assert body_from_plain(to_plain(body)) == body


def test_nothing_is_known_of_an_empty_case():
    empty = project_from_plain({})
    assert empty.object is empty.total_budget is empty.categories is empty.institution is UNKNOWN
    assert empty.has("cloud") is Truth.UNKNOWN
    assert empty.duration_original_days is UNKNOWN


def test_a_flag_is_true_false_or_unknown():
    assert [CASE.has(flag) for flag in ("cloud", "hosting", "identity")] == [Truth.YES, Truth.NO, Truth.UNKNOWN]
    assert with_flags(CASE, ["hosting"]).has("hosting") is Truth.YES


def test_durations_count_the_days_between():
    assert CASE.duration_original_days == 365
    assert CASE.duration_latest_days == 396


@pytest.mark.parametrize(
    "plain",
    [
        {"colour": "red"},
        {"schema": 2},
        {"total_budget": "10"},
        {"total_budget": "1e6 DKK"},
        {"submitted_on": "2016-13-01"},
        {"submitted_on": 2016},
        {"institution": {"name": "x"}},
        {"rates": [{"of": "CLP"}]},
    ],
)
def test_facts_that_are_not_of_the_schema_are_refused(plain):
    with pytest.raises(Exception) as refusal:
        project_from_plain(plain)
    assert type(refusal.value).__name__ in {"FactsMalformed", "NotMoney"}


def test_the_refusal_names_the_unknown_keys():
    with pytest.raises(FactsMalformed) as refusal:
        project_from_plain({"colour": "red"})
    assert (refusal.value.code, refusal.value.params) == ("unknown_fact", {"keys": ["colour"]})
