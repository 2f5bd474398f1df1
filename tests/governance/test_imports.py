"""Importing registers: what stands there is passed over, what contradicts it is named, and many rows cost little."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import an_installation
from timonel.governance import files
from timonel.governance.acting.errors import Refused
from timonel.governance.acting.frame import perform
from timonel.governance.models import Adoption, Institution, InstitutionIdentifier, InstitutionVersion, days, overlap
from timonel.governance.queries.search import found_for
from timonel.governance.queries.viewers import PUBLIC

pytestmark = pytest.mark.django_db
SOURCE = {"source": "test", "checked_on": "2026-11-01"}


@pytest.fixture
def registrar():
    return an_installation("cl")


def bring(registrar, code, *rows, when_faulty="refuse-all"):
    text = StringIO()
    written = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    written.writeheader()
    written.writerows(rows)
    stored = files.keep(BytesIO(text.getvalue().encode()), "rows.csv", "text/csv", registrar.person)
    typed = {"adoption": Adoption.objects.get().number, "file": stored.sha256, "when_faulty": when_faulty}
    return perform(registrar, f"governance.import_{code}", typed, post="registrar").reply["added"]


def a_version(first, last="", number="i-1", name="Servicio A", ministry=""):
    given = {"number": number, "name": name, "kind": "agency", "level": "central", "ministry": ministry}
    return {**given, "from": first, "to": last, **SOURCE}


def a_code(first, last="", number="i-1", value="01"):
    return {"number": number, "scheme": "cl-budget", "value": value, "from": first, "to": last, "source": "test"}


def codes_of(refused):
    return [finding["code"] for finding in refused.value.findings]


def test_a_version_that_stands_there_already_is_passed_over(registrar):
    first, then = a_version("2020-01-01", "2020-12-31"), a_version("2021-01-01", name="Servicio B")
    assert bring(registrar, "institutions", first, then) == "2"
    assert bring(registrar, "institutions", then, first) == "0"
    assert InstitutionVersion.objects.count() == 2


@pytest.mark.parametrize(("begins", "overlaps"), [("2020-12-31", True), ("2021-01-01", False)])
@pytest.mark.parametrize("files_sent", [1, 2])
def test_versions_of_an_institution_share_no_day(registrar, begins, overlaps, files_sent):
    rows = [a_version("2020-01-01", "2020-12-31"), a_version(begins, name="Servicio B")]
    sendings = [rows] if files_sent == 1 else [rows[:1], rows[1:]]
    if not overlaps:
        assert [int(bring(registrar, "institutions", *each)) for each in sendings] == [2 // files_sent] * files_sent
        return
    for each in sendings[:-1]:
        bring(registrar, "institutions", *each)
    before = InstitutionVersion.objects.count()
    with pytest.raises(Refused) as refused:
        bring(registrar, "institutions", *sendings[-1])
    assert codes_of(refused) == ["row-overlaps"]
    assert InstitutionVersion.objects.count() == before


def test_a_row_may_name_a_ministry_of_the_same_file(registrar):
    assert bring(
        registrar, "institutions", a_version("2020-01-01", ministry="i-2"), a_version("2020-01-01", number="i-2")
    )
    assert InstitutionVersion.objects.get(institution__number="i-1").ministry == Institution.objects.get(number="i-2")


@pytest.mark.parametrize(("begins", "taken"), [("2020-12-31", True), ("2021-01-01", False)])
def test_a_code_is_one_institutions_on_a_day(registrar, begins, taken):
    bring(registrar, "institutions", a_version("2010-01-01"), a_version("2010-01-01", number="i-2"))
    bring(registrar, "identifiers", a_code("2020-01-01", "2020-12-31"))
    if not taken:
        assert bring(registrar, "identifiers", a_code(begins, number="i-2")) == "1"
        return
    with pytest.raises(Refused) as refused:
        bring(registrar, "identifiers", a_code(begins, number="i-2"))
    assert codes_of(refused) == ["row-code-is-taken"]
    assert InstitutionIdentifier.objects.get().institution.number == "i-1"


def test_a_code_that_the_institution_has_already_is_passed_over(registrar):
    bring(registrar, "institutions", a_version("2010-01-01"))
    assert bring(registrar, "identifiers", a_code("2020-01-01"), a_code("2021-01-01")) == "1"
    assert bring(registrar, "identifiers", a_code("2020-01-01")) == "0"


def test_what_was_imported_is_found_by_its_names_and_codes(registrar):
    bring(registrar, "institutions", a_version("2010-01-01", "2020-12-31", name="Correos"), a_version("2021-01-01"))
    bring(registrar, "identifiers", a_code("2020-01-01", value="02"))
    for words in ("correos", "servicio"):
        registered = [found.title for found in found_for(PUBLIC, words) if found.number]
        assert registered == ["Servicio A"]


@pytest.mark.parametrize("kind", ["institutions", "identifiers"])
def test_many_rows_ask_the_database_as_often_as_few(registrar, kind):
    def asked(numbers):
        versions = [a_version("2010-01-01", number=f"i-{number}", name=f"Servicio {number}") for number in numbers]
        rows = [a_code("2010-01-01", number=f"i-{number}", value=f"{number:02}") for number in numbers]
        if kind == "identifiers":
            bring(registrar, "institutions", *versions)
        with CaptureQueriesContext(connection) as queries:
            bring(registrar, kind, *(versions if kind == "institutions" else rows))
        return len(queries)

    assert asked(range(1, 3)) == asked(range(10, 60))


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ((None, None), (None, None), True),
        ((None, date(2020, 1, 1)), (date(2020, 1, 1), None), True),
        ((None, date(2020, 1, 1)), (date(2020, 1, 2), None), False),
        ((date(2020, 1, 1), date(2020, 1, 1)), (date(2020, 1, 1), date(2020, 1, 1)), True),
        ((date(2020, 1, 1), date(2020, 1, 5)), (date(2020, 1, 6), date(2020, 1, 9)), False),
    ],
)
def test_periods_overlap_when_they_have_a_day_in_common(one, other, common):
    assert overlap(days(*one), days(*other)) is overlap(days(*other), days(*one)) is common


def test_all_faults_of_all_cells_are_told_at_once_in_the_order_of_the_file(registrar):
    day_and_ministry = a_version("2020-13-01", number="i-1", ministry="i-none")
    ministry_and_days = a_version("2021-01-01", "2020-01-01", number="i-2", ministry="i-none")
    with pytest.raises(Refused) as refused:
        bring(registrar, "institutions", day_and_ministry, ministry_and_days, a_version("2020-01-01", number="i-3"))
    places = [(found["params"]["row"], found["params"]["column"]) for found in refused.value.findings]
    assert places == [("2", "from"), ("2", "ministry"), ("3", "ministry"), ("3", "to")]
    assert not Institution.objects.filter(number__in=["i-1", "i-2", "i-3"]).exists()


def test_a_ministry_whose_own_row_is_faulty_is_no_fault_of_those_under_it(registrar):
    rows = [a_version("2020-13-01", number="i-9"), a_version("2020-01-01", ministry="i-9")]
    with pytest.raises(Refused) as refused:
        bring(registrar, "institutions", *rows)
    assert codes_of(refused) == ["cell-not-a-date"]
    assert not Institution.objects.filter(number__in=["i-1", "i-9"]).exists()


def test_a_row_under_a_ministry_that_is_left_out_is_left_out_too(registrar):
    rows = [a_version("2020-13-01", number="i-9"), a_version("2020-01-01", ministry="i-9")]
    assert (
        bring(registrar, "institutions", *rows, a_version("2020-01-01", number="i-3"), when_faulty="keep-good") == "1"
    )
    assert set(Institution.objects.filter(number__startswith="i-").values_list("number", flat=True)) == {"i-3"}


def test_rows_whose_day_could_not_be_read_are_not_said_to_repeat_one_another(registrar):
    with pytest.raises(Refused) as refused:
        bring(registrar, "institutions", a_version("2020-13-01"), a_version("2021-13-01"))
    assert codes_of(refused) == ["cell-not-a-date", "cell-not-a-date"]


def test_all_faults_of_codes_are_told_at_once(registrar):
    with pytest.raises(Refused) as refused:
        bring(registrar, "identifiers", a_code("2020-13-01", number="i-none"), a_code("2020-01-01", number="i-none"))
    assert codes_of(refused) == ["cell-not-a-date", "no-such-institution", "no-such-institution"]
    assert not InstitutionIdentifier.objects.exists()


@pytest.mark.parametrize("word", ["central", "Central", "Administración central", "central GOVERNMENT"])
def test_a_level_may_be_written_with_the_word_of_the_register_or_of_the_framework(registrar, word):
    assert bring(registrar, "institutions", {**a_version("2020-01-01"), "level": word}) == "1"
    assert InstitutionVersion.objects.get(institution__number="i-1").level == "central"


def test_a_level_that_neither_register_nor_framework_knows_is_refused(registrar):
    with pytest.raises(Refused) as refused:
        bring(registrar, "institutions", {**a_version("2020-01-01"), "level": "Administración provincial"})
    assert codes_of(refused) == ["cell-not-a-choice"]
    assert not InstitutionVersion.objects.filter(institution__number="i-1").exists()
