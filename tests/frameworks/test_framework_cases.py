"""Every shipped framework is sound, and answers its own cases as they are written."""

import pytest

from timonel.frameworks.cases import cases_of, run_case
from timonel.frameworks.check import check
from timonel.frameworks.files import countries

CASES = [
    pytest.param(case, id=str(case), marks=[pytest.mark.catalogue(*case.catalogue)] if case.catalogue else [])
    for country in countries()
    for case in cases_of(country)
]


@pytest.mark.parametrize("country", countries())
def test_a_shipped_framework_has_no_fault(country):
    assert [str(fault) for fault in check(country)] == []


@pytest.mark.parametrize("case", CASES)
def test_a_shipped_framework_answers_its_case(case):
    assert [str(miss) for miss in run_case(case)] == []
