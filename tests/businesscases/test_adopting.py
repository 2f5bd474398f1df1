"""A version is adopted by whoever may, once it holds what it must; then it stays."""

import json

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from tests.businesscases.cases import ADOPT, a_desk
from tests.domain.appraisal.a_case import TYPED, cost, typed
from tests.factories import TODAY, act
from timonel.businesscases.models import BusinessCase, CaseVersion
from timonel.businesscases.sheets import written_case
from timonel.governance.acting.errors import InputFault, NoMandate, NotAllowed, Refused
from timonel.governance.acting.frame import perform
from timonel.record.models import Entry


@pytest.fixture
def desk(db):
    return a_desk()


def refused(desk, **how):
    """Adopt what must be refused: nothing is there after it, and the refusal is in the record."""
    before = CaseVersion.objects.count()
    with pytest.raises(Refused) as refusal:
        desk.adopt(**how)
    assert CaseVersion.objects.count() == before
    entry = Entry.objects.latest("seq")
    assert (entry.act, entry.outcome) == (ADOPT, "refused")
    return [finding["code"] for finding in refusal.value.findings]


def test_a_version_is_counted_hashed_and_names_who_adopted_it_and_why(desk):
    done = desk.adopt()
    version = CaseVersion.objects.get()
    assert (version.ordinal, version.case.number, version.entry) == (1, done.subject_number, done.entry)
    assert (version.person, version.post.number) == (desk.formulator.person, desk.formulator.post)
    assert (version.reason, version.adopted_on) == ("Primera versión", TODAY)
    assert len(version.sha256) == 64
    assert {finding["code"] for finding in done.findings} >= {"case-complete"}


def test_the_record_holds_the_hash_of_the_version_and_not_its_content(desk):
    done = desk.adopt()
    body = bytes(Entry.objects.get(seq=done.entry).body).decode()
    assert CaseVersion.objects.get().sha256 in body
    assert TYPED["purpose"] not in body and TYPED["risks"][0]["name"] not in body
    assert json.loads(body)["institution"] == desk.project.institution.number


def test_the_next_version_follows_the_one_in_force(desk):
    desk.adopt()
    desk.adopt(follows=1, purpose="Otro")
    assert list(CaseVersion.objects.values_list("ordinal", flat=True)) == [1, 2]
    assert BusinessCase.objects.count() == 1


@pytest.mark.parametrize("follows", [0, 2])
def test_a_version_that_follows_another_than_the_one_in_force_is_refused(desk, follows):
    desk.adopt()
    assert refused(desk, follows=follows, purpose="Otro") == ["version-moved-on"]


def test_a_version_that_says_the_same_is_refused(desk):
    desk.adopt()
    assert refused(desk, follows=1) == ["version-changes-nothing"]


@pytest.mark.catalogue("PG-02")
def test_a_benefit_without_a_baseline_is_rejected(desk):
    benefits = [{**TYPED["benefits"][0], "baseline": ""}]
    assert refused(desk, benefits=benefits) == ["benefit-without-baseline"]


def test_everything_that_lacks_is_told_at_once(desk):
    assert refused(desk, purpose="", without_project="") == ["case-lacks-purpose", "case-lacks-without-project"]


@pytest.mark.catalogue("FU-01")
def test_sources_that_differ_from_the_budget_are_flagged_and_the_version_adopted(desk):
    done = desk.adopt(financing=[TYPED["financing"][0]])
    assert "case-lacks" in {finding["code"] for finding in done.findings}
    assert CaseVersion.objects.count() == 1


def test_every_fault_of_the_file_is_told_with_its_place(desk):
    assert refused(desk, costs=[cost(2027, "1.000"), cost(20270, "1")]) == ["case.amount-ambiguous", "case.not-a-year"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"{", "case-not-json"), (b'{"a":' * 90_000, "case-not-json"), (b"%PDF-1.7", "case-not-workbook")],
)
def test_what_is_no_case_is_refused(desk, content, code):
    assert refused(desk, content=content) == [code]


def test_a_case_comes_in_by_its_workbook(desk):
    desk.adopt(content=written_case(typed(), "es"))
    other = a_json_version(desk)
    assert CaseVersion.objects.get().sha256 == other


def a_json_version(desk):
    from hashlib import sha256

    from timonel.domain.appraisal import case_bytes, read_case

    return sha256(case_bytes(read_case(typed()).case)).hexdigest()


def test_the_formulator_of_another_institution_may_not(desk):
    with pytest.raises(NoMandate):
        desk.adopt(seat="other-formulator")
    assert not CaseVersion.objects.exists()


def test_the_registrar_may_not(desk):
    with pytest.raises(NoMandate):
        desk.adopt(seat="registrar")


def test_who_stands_aside_from_the_project_does_not_adopt_its_case(desk):
    aside = {"subject_kind": "project", "subject_number": desk.project.number, "ground": "kinship"}
    act(desk.formulator, "governance.recuse_oneself", **aside)
    with pytest.raises(NotAllowed) as refusal:
        desk.adopt()
    assert refusal.value.code == "recused"
    assert not CaseVersion.objects.exists()


@pytest.mark.parametrize(("kind", "number"), [("project", "none"), ("institution", "i-1"), ("person", "x")])
def test_what_is_not_there_or_has_no_case_is_refused(desk, kind, number):
    given = {"subject_kind": kind, "subject_number": number, "follows": 0, "file": desk.file(typed()), "reason": "x"}
    with pytest.raises((Refused, NoMandate)):
        perform(desk.formulator, ADOPT, given, post=desk.formulator.post, on=TODAY)
    assert not BusinessCase.objects.exists()


def test_a_reason_is_asked_for(desk):
    given = {"subject_kind": "project", "subject_number": desk.project.number, "follows": 0, "reason": ""}
    with pytest.raises(InputFault):
        perform(desk.formulator, ADOPT, {**given, "file": desk.file(typed())}, post=desk.formulator.post, on=TODAY)


@pytest.mark.parametrize(
    "change", ["UPDATE businesscases_caseversion SET content = '{}'", "DELETE FROM businesscases_caseversion"]
)
def test_a_version_is_never_changed_or_removed(desk, change):
    desk.adopt()
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert CaseVersion.objects.get().content != "{}"


def test_what_stood_in_a_faulty_place_is_told_to_who_asked_and_not_to_the_record(desk):
    with pytest.raises(Refused) as refusal:
        desk.adopt(costs=[cost(2027, "987.654.321,x")])
    assert "987.654.321,x" in str(refusal.value.findings)
    (finding,) = json.loads(bytes(Entry.objects.latest("seq").body))["findings"]
    assert finding["code"] == "case.not-an-exact-amount"
    assert "costs" in finding["params"]["at"]
    assert "987" not in json.dumps(finding)
