"""Values are set in the framework in force, and in no adoption that is history or not yet in force."""

import pytest

from tests.factories import TODAY, a_framework, act, an_installation
from timonel.governance.acting.errors import Refused
from timonel.governance.models import Adoption, ParameterValue
from timonel.governance.queries.frameworks import framework_in_force
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    return an_installation("cl")


def adopt(registrar, from_on):
    given = {"country": "cl", "expected_hash": a_framework("cl").hash, "from_on": from_on, "instrument": "D. 9"}
    return act(registrar, "governance.adopt_framework", **given).subject_number


def set_value(registrar, adoption):
    _adoption, framework = framework_in_force()
    name, plain = next(
        (name, plain)
        for name, plain in framework.sections["parameters"].items()
        if plain["kind"] in ("count", "number") and plain["versions"][-1].get("not_stated")
    )
    given = {"parameter": name, "value": "4", "unit": plain.get("unit", ""), "from_on": "2026-10-01"}
    return act(registrar, "governance.set_parameter", adoption=adoption, instrument="D. 8", **given)


@pytest.mark.parametrize("other", ["replaced", "not yet"])
def test_a_value_is_not_set_in_an_adoption_that_is_not_in_force(registrar, other):
    first = Adoption.objects.get().number
    later = adopt(registrar, str(TODAY) if other == "replaced" else "2999-01-01")
    wrong, right = (first, later) if other == "replaced" else (later, first)
    before, (_adoption, framework) = Entry.objects.count(), framework_in_force()
    with pytest.raises(Refused) as refused:
        set_value(registrar, wrong)
    (finding,) = refused.value.findings
    assert (finding["code"], finding["params"]) == ("adoption-not-in-force", {"adoption": wrong, "in_force": right})
    assert (ParameterValue.objects.count(), Entry.objects.count()) == (0, before + 1)
    assert framework_in_force()[1].hash == framework.hash
    assert set_value(registrar, right).entry
    assert framework_in_force()[1].hash != framework.hash
