"""What several change at the same moment is as if one came after another: codes, accounts, institutions, values."""

import psycopg
import pytest

from tests.durability.together import codes, deadlocks, findings, recorded_since, together
from tests.factories import a_person, a_post, act, an_installation, an_institution, appointed
from timonel.governance.acting.act import Answer
from timonel.governance.acting.frame import perform
from timonel.governance.models import (
    Account,
    Adoption,
    Institution,
    InstitutionIdentifier,
    InstitutionSuccession,
    InstitutionVersion,
    ParameterValue,
)
from timonel.governance.queries.frameworks import framework_in_force
from timonel.record.models import Entry

CLIENTS = 8


def assign(registrar, institution, **fields):
    typed = {"institution": institution.number, "scheme": "cl-budget", "code": "08.77", "source": "test", **fields}
    return perform(registrar, "governance.assign_identifier", typed, post="registrar")


def test_of_eight_who_give_one_code_to_an_institution_each_one_does_and_seven_are_told_whose_it_is(registrar):
    institutions = [an_institution(registrar) for _place in range(CLIENTS)]
    size = Entry.objects.count()
    answers = together([lambda given=given: assign(registrar, given) for given in institutions])
    (done,) = [each for each in answers if isinstance(each, Answer)]
    refused = [each for each in answers if not isinstance(each, Answer)]
    assert findings(answers) == {"code-is-taken": 7}
    assert {finding["params"]["holder"] for each in refused for finding in each.findings} == {done.subject_number}
    assert sorted(recorded_since(size)) == ["done"] + ["refused"] * 7
    assert InstitutionIdentifier.objects.get().institution.number == done.subject_number


def test_eight_who_give_one_code_for_years_that_follow_one_another_all_do(registrar):
    institutions = [an_institution(registrar) for _place in range(CLIENTS)]
    years = [{"from_on": f"{2001 + place}-01-01", "to_on": f"{2001 + place}-12-31"} for place in range(CLIENTS)]
    works = [
        lambda given=given, year=year: assign(registrar, given, **year)
        for given, year in zip(institutions, years, strict=True)
    ]
    assert codes(together(works)) == {"done": 8}


def an_operator(registrar):
    return appointed(registrar, a_post(registrar, "operator"), a_person(registrar, "Titular"))


def opening(operator, person, email):
    typed = {"person": person.number, "email": email}
    return lambda: perform(operator, "governance.open_account", typed, post="operator")


def test_of_eight_accounts_opened_at_once_for_one_address_one_is_and_seven_are_refused(registrar):
    operator, people = an_operator(registrar), [a_person(registrar, f"P {place}") for place in range(CLIENTS)]
    before, size = Account.objects.count(), Entry.objects.count()
    answers = together([opening(operator, person, "Ana@Example.org") for person in people])
    assert (codes(answers), findings(answers)) == ({"done": 1, "refused": 7}, {"email-is-taken": 7})
    assert sorted(recorded_since(size)) == ["done"] + ["refused"] * 7
    assert Account.objects.count() == before + 1


def test_of_eight_accounts_opened_at_once_for_one_person_one_is_and_seven_are_refused(registrar):
    operator, person = an_operator(registrar), a_person(registrar, "Ana")
    before = Account.objects.count()
    answers = together([opening(operator, person, f"ana{place}@example.org") for place in range(CLIENTS)])
    assert (codes(answers), findings(answers)) == ({"done": 1, "refused": 7}, {"account-exists": 7})
    assert Account.objects.count() == before + 1


def test_an_address_that_the_database_writes_otherwise_in_capitals_is_refused_the_second_time(registrar):
    """The small form of the Turkish capital I with a dot is two signs, which the database does not make one again."""
    operator, first, second = an_operator(registrar), a_person(registrar, "Ana"), a_person(registrar, "Eva")
    answers = together([opening(operator, first, "\u0130pek@example.org")])
    answers += together([opening(operator, second, "\u0130pek@example.org")])
    assert (codes(answers), findings(answers)) == ({"done": 1, "refused": 1}, {"email-is-taken": 1})


def merge(registrar, successor, merged, seen=None):
    typed = {"successor": successor.number, "merged": [each.number for each in merged]}
    typed |= {"on": "2026-06-01", "instrument": "Ley 1"}
    return lambda: perform(registrar, "governance.merge_institutions", typed, post="registrar", seen=seen)


def test_of_two_institutions_merged_into_each_other_at_once_one_goes_on(registrar):
    for _round in range(6):
        first, second = an_institution(registrar), an_institution(registrar)
        answers = together([merge(registrar, first, [second]), merge(registrar, second, [first])] * 2)
        assert codes(answers) == {"done": 1, "refused": 3}
        assert InstitutionSuccession.objects.filter(predecessor__in=[first, second]).count() == 1
        assert InstitutionVersion.objects.filter(institution__in=[first, second], period__upper_inf=True).count() == 1


def test_who_merges_two_in_one_order_and_who_does_in_the_other_wait_for_each_other(registrar):
    for _round in range(6):
        first, second, left, right = (an_institution(registrar) for _each in range(4))
        works = [merge(registrar, left, [first, second]), merge(registrar, right, [second, first])]
        assert codes(together(works * 2)) == {"done": 1, "refused": 3}


def test_what_ends_in_a_merger_is_a_version_further_and_names_its_entry(registrar):
    successor, merged = an_institution(registrar), an_institution(registrar)
    versions = {each.number: Institution.objects.get(pk=each.pk).version for each in (successor, merged)}
    done = merge(registrar, successor, [merged], versions)()
    for each in (successor, merged):
        each.refresh_from_db()
        assert (each.version, each.last_entry) == (versions[each.number] + 1, done.entry)


def test_of_eight_who_saw_what_is_merged_as_it_was_one_renames_or_merges_it_and_seven_are_told_it_is_stale(registrar):
    merged = an_institution(registrar)
    seen = {merged.number: Institution.objects.get(pk=merged.pk).version}
    rename = {"institution": merged.number, "name": "Otro", "from_on": "2026-02-01", "instrument": "R. 1"}

    def renaming():
        return perform(registrar, "governance.rename_institution", rename, post="registrar", seen=seen)

    merging = [merge(registrar, an_institution(registrar), [merged], seen) for _place in range(4)]
    size = Entry.objects.count()
    assert codes(together([*merging, *[renaming] * 4])) == {"done": 1, "stale-subject": 7}
    assert recorded_since(size) == ["done"]


def test_the_ministry_to_which_an_institution_moves_is_a_version_further(registrar):
    moved, ministry = an_institution(registrar), an_institution(registrar, kind="ministry")
    before = Institution.objects.get(pk=ministry.pk).version
    typed = {"institution": moved.number, "ministry": ministry.number, "from_on": "2026-06-01", "instrument": "D. 1"}
    assert act(registrar, "governance.move_institution", **typed).entry
    assert Institution.objects.get(pk=ministry.pk).version == before + 1


@pytest.fixture
def chilean(fresh_database):
    yield an_installation("cl")
    with psycopg.connect(fresh_database.superuser_url, autocommit=True) as watch:
        assert deadlocks(watch) == 0


def test_values_set_at_once_are_all_in_force_after(chilean):
    adoption, (_adopted, framework) = Adoption.objects.get(), framework_in_force()
    open_ones = [
        name
        for name, plain in framework.sections["parameters"].items()
        if plain["kind"] in ("count", "number") and plain["versions"][-1].get("not_stated")
    ][:CLIENTS]
    assert len(open_ones) > 1

    def set_one(name):
        typed = {"adoption": adoption.number, "parameter": name, "value": "4", "instrument": "D. 8"}
        typed |= {"from_on": "2026-10-01", "unit": framework.sections["parameters"][name].get("unit", "")}
        return lambda: perform(chilean, "governance.set_parameter", typed, post="registrar")

    assert codes(together([set_one(name) for name in open_ones])) == {"done": len(open_ones)}
    _adopted, framework = framework_in_force()
    last = [framework.sections["parameters"][name]["versions"][-1] for name in open_ones]
    assert [version.get("value") for version in last] == ["4"] * len(open_ones)
    assert ParameterValue.objects.count() == len(open_ones)
