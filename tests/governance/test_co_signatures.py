"""Where the framework demands a second signature, nothing is done without it, nor with one of an earlier state."""

import copy
import json
from datetime import date

import pytest

from tests.attack.doors import Program, a_browser
from tests.factories import BEGUN_ON, TODAY, a_framework, a_person, a_post, act, appointed, asker
from timonel.domain.mandates import Framework
from timonel.governance.acting.errors import NoMandate, NotAllowed, Refused, StaleSubject
from timonel.governance.acting.frame import perform
from timonel.governance.acting.genesis import Beginning, begin
from timonel.governance.models import Adoption, ParameterValue, Person
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db
GROUND = {"source": "oecd-2016", "where": "line 703", "kind": "secondary"}


def demanding(*co_signatures):
    """Give Chile's framework, in which to set a value needs the signatures of others too."""
    plain = copy.deepcopy(dict(a_framework("cl").plain))
    signed = [{**each, "basis": [GROUND], "checked_on": "2026-11-23"} for each in co_signatures]
    plain["sections"]["powers"]["set-parameter"]["registrar"]["co_signature"] = signed
    return Framework(plain)


def installed(framework):
    begin(Beginning(framework, "cl", (), (), "R. 1", "Rosa", "r@example.org", None, BEGUN_ON))
    return asker(Person.objects.get(appointments__post__number="registrar"), "registrar")


@pytest.fixture
def registrar():
    return installed(demanding({"post": "operator"}))


@pytest.fixture
def operator(registrar):
    return appointed(registrar, a_post(registrar, "operator"), a_person(registrar, "Otilia"))


def adoption():
    return Adoption.objects.get()


def set_value(registrar, place=0, **frame):
    open_ones = [
        (name, plain)
        for name, plain in a_framework("cl").sections["parameters"].items()
        if plain["kind"] in ("count", "number") and plain["versions"][-1].get("not_stated")
    ]
    name, plain = open_ones[place]
    given = {"adoption": adoption().number, "parameter": name, "value": "4", "unit": plain.get("unit", "")}
    given |= {"from_on": "2026-10-01", "instrument": "D. 8"}
    return perform(registrar, "governance.set_parameter", given, post="registrar", on=TODAY, **frame)


def sign(who, **fields):
    row = adoption()
    given = {"subject_kind": "adoption", "subject_number": row.number, "power": "set-parameter", "version": row.version}
    return act(who, "governance.co_sign", **given | fields)


def body(entry):
    return json.loads(bytes(Entry.objects.get(seq=entry).body))


def test_without_the_signature_it_is_refused_naming_who_must_sign_and_the_basis(registrar, operator):
    before = Entry.objects.count()
    with pytest.raises(NoMandate) as refused:
        set_value(registrar)
    assert (refused.value.code, refused.value.params["signers"]) == ("co-signature-missing", "operator")
    (finding,) = refused.value.findings
    assert (finding["code"], finding["params"]["signer"]) == ("co-signature-demanded", "operator")
    assert finding["basis"][0]["where"] == "line 703"
    assert (ParameterValue.objects.count(), Entry.objects.count()) == (0, before + 1)
    assert body(before)["outcome"] == "refused"


def test_with_it_the_act_is_done_and_its_cause_is_the_signature(registrar, operator):
    signed = sign(operator)
    done = set_value(registrar)
    entry = body(done.entry)
    assert entry["cause"] == signed.entry
    assert [finding["code"] for finding in entry["findings"]][1:] == ["co-signed"]
    assert entry["findings"][1]["params"] == {"post": "operator", "entry": str(signed.entry)}
    assert body(signed.entry)["facts"]["power"] == "set-parameter"


def test_who_says_the_cause_says_the_same(registrar, operator):
    signed = sign(operator)
    assert body(set_value(registrar, cause=signed.entry).entry)["cause"] == signed.entry


def test_one_signature_is_for_one_act_and_not_for_what_comes_after(registrar, operator):
    sign(operator)
    set_value(registrar)
    with pytest.raises(NoMandate):
        set_value(registrar, 1)
    sign(operator)
    assert set_value(registrar, 1).entry


def test_a_signature_of_an_earlier_state_or_for_another_power_does_not_count(registrar, operator):
    sign(operator)
    Adoption.objects.update(version=adoption().version + 1)  # something has changed since
    with pytest.raises(NoMandate):
        set_value(registrar)
    assert not ParameterValue.objects.exists()


def test_one_signs_what_one_has_seen(registrar, operator):
    before = Entry.objects.count()
    with pytest.raises(StaleSubject):
        sign(operator, version=adoption().version + 1)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"power": "adopt-framework"}, "co-signature-not-asked"),
        ({"power": "no-such-power"}, "co-signature-not-asked"),
        ({"subject_number": "none"}, "no-such-matter"),
        ({"subject_kind": "none"}, "no-such-matter"),
    ],
)
def test_what_the_framework_does_not_ask_is_not_signed(registrar, operator, fields, code):
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        sign(operator, **fields)
    assert [finding["code"] for finding in refused.value.findings] == [code]
    assert (Entry.objects.count(), adoption().version) == (before + 1, 0)


def test_nor_by_a_post_whose_signature_it_is_not_nor_twice(registrar, operator):
    with pytest.raises(Refused) as refused:
        sign(registrar)
    assert refused.value.findings[0]["code"] == "co-signature-not-asked"
    sign(operator)
    with pytest.raises(Refused) as refused:
        sign(operator)
    assert [finding["code"] for finding in refused.value.findings] == ["already-co-signed"]


def test_who_stood_aside_from_the_matter_does_not_sign_it(registrar, operator):
    matter = {"subject_kind": "adoption", "subject_number": adoption().number}
    act(operator, "governance.recuse_oneself", **matter, ground="kinship")
    with pytest.raises(NotAllowed) as refused:
        sign(operator)
    assert (refused.value.code, adoption().version) == ("recused", 0)


def test_where_two_must_sign_both_do_in_any_order_and_nothing_comes_between():
    registrar = installed(demanding({"post": "operator"}, {"post": "auditor"}))
    two = [appointed(registrar, a_post(registrar, kind), a_person(registrar)) for kind in ("auditor", "operator")]
    sign(two[0])
    with pytest.raises(NoMandate) as refused:
        set_value(registrar)
    assert refused.value.params["signers"] == "operator"
    sign(two[1])
    done = set_value(registrar)
    assert [finding["params"]["post"] for finding in body(done.entry)["findings"][1:]] == ["operator", "auditor"]


def test_a_signature_that_hangs_on_facts_nobody_knows_is_demanded_too():
    registrar = installed(demanding({"post": "operator", "when": {"flag": {"any_of": ["personal-data"]}}}))
    with pytest.raises(NoMandate) as refused:
        set_value(registrar)
    assert refused.value.code == "co-signature-missing"


def test_it_is_signed_through_form_and_api_and_refused_there_alike(registrar, operator):
    Adoption.objects.update(demonstration=True)
    page = a_browser(registrar).post(
        "/acts/governance.set_parameter/",
        {"adoption": adoption().number, "parameter": "x", "value": "4", "from_on": str(date(2026, 10, 1))}
        | {"instrument": "D. 8"},
    )
    assert page.status_code == 403
    assert "operator" in page.content.decode() and "requiere además la firma" in page.content.decode()
    given = {"subject_kind": "adoption", "subject_number": adoption().number, "power": "set-parameter"}
    answer = Program(operator).does("governance.co_sign", {**given, "version": adoption().version})
    assert answer.status_code == 201, answer.content
    assert "firmado también" in a_browser(operator).get(f"/record/{answer.json()['entry']}/").content.decode()
