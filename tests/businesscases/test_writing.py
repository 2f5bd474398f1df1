"""A case is written page by page, kept as typed, and adopted from there; nothing typed is lost."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.businesscases.cases import a_desk, browser_of
from tests.domain.appraisal.a_case import TYPED, cost, gain, typed
from timonel.businesscases.drafts import keep_part, kept_parts
from timonel.businesscases.models import CaseDraft, CaseVersion
from timonel.businesscases.sheets import read_workbook, written_case
from timonel.domain.appraisal import read_case
from timonel.domain.appraisal.shape import HEAD, ROWS
from timonel.record.models import Entry


@pytest.fixture
def desk(db):
    return a_desk()


@pytest.fixture
def browser(desk):
    return browser_of(desk.formulator)


def sent(part, rows, **other):
    """Give the fields of a form with these rows."""
    fields = {f"{part}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return {"edition": "0", "button": "save", **fields, **other}


def write_all(browser, desk, **changes):
    case = typed(**changes)
    head = {place.name: case[place.name] for place in HEAD}
    browser.post(f"{desk.address}edit/situations/", {"edition": "0", "button": "save", **head})
    for part in ROWS:
        browser.post(f"{desk.address}edit/{part}/", sent(part, case[part]))


def test_a_part_is_kept_as_typed_right_or_wrong_and_is_no_act(desk, browser):
    before = Entry.objects.count()
    answer = browser.post(f"{desk.address}edit/costs/", sent("costs", [cost(2027, "mil")]))
    assert answer.status_code == 302
    (row,) = kept_parts("project", desk.project.number)["costs"].typed
    assert row["likely"] == "mil"
    html = browser.get(answer["Location"]).content.decode()
    assert 'value="mil"' in html and "Se espera un monto" in html and 'aria-invalid="true"' in html
    assert Entry.objects.count() == before


def test_rows_are_added_and_removed_by_buttons_that_post(desk, browser):
    address = f"{desk.address}edit/costs/"
    browser.post(address, sent("costs", [cost(2027, "1")], button="add"))
    html = browser.get(address).content.decode()
    assert 'name="costs-1-likely"' in html and 'name="costs-2-likely"' not in html
    browser.post(address, sent("costs", [cost(2027, "1"), cost(2028, "2")], edition="1", button="remove-0"))
    assert [row["likely"] for row in kept_parts("project", desk.project.number)["costs"].typed] == ["2"]


def test_what_one_typed_is_not_lost_when_another_kept_the_part_meanwhile(desk, browser):
    address = f"{desk.address}edit/costs/"
    browser.post(address, sent("costs", [cost(2027, "1")]))
    answer = browser.post(address, sent("costs", [cost(2027, "222")]))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="222"' in html and "Alguien guardó esta parte" in html
    assert kept_parts("project", desk.project.number)["costs"].typed[0]["likely"] == "1"
    again = browser.post(address, sent("costs", [cost(2027, "222")], edition="1"))
    assert again.status_code == 302
    assert kept_parts("project", desk.project.number)["costs"].typed[0]["likely"] == "222"


@pytest.mark.parametrize(
    "typed_rows",
    [[{"likely": "1"}] * 501, [{"likely": "1" * 20_001}], [{"stranger": "1"}], [{"likely": "\0"}], "rows", [1]],
)
def test_what_no_form_sends_is_not_kept(desk, typed_rows):
    person = desk.formulator.person
    assert keep_part("project", desk.project.number, "costs", typed_rows, edition=0, person=person) is None
    assert not CaseDraft.objects.exists()


def test_what_was_written_page_by_page_is_adopted_with_a_reason(desk, browser):
    write_all(browser, desk)
    overview = browser.get(f"{desk.address}edit/").content.decode()
    assert "Adoptar la versión" in overview
    answer = browser.post(f"{desk.address}edit/adopt/", {"reason": "Primera", "idempotency_key": "k"})
    assert (answer.status_code, answer["Location"]) == (302, desk.address)
    version = CaseVersion.objects.get()
    assert (version.ordinal, version.reason) == (1, "Primera")
    assert not CaseDraft.objects.exists(), "the next version is written over this one"
    assert TYPED["purpose"] in browser.get(f"{desk.address}edit/situations/").content.decode()


def test_what_lacks_is_refused_in_sentences_and_the_draft_stays(desk, browser):
    write_all(browser, desk, purpose="")
    answer = browser.post(f"{desk.address}edit/adopt/", {"reason": "Primera"})
    assert answer.status_code == 422
    assert "No se dice qué valor o beneficio se busca." in answer.content.decode()
    assert not CaseVersion.objects.exists() and CaseDraft.objects.exists()


def test_a_draft_with_a_fault_is_not_adopted(desk, browser):
    write_all(browser, desk, costs=[cost(2027, "mil")])
    answer = browser.post(f"{desk.address}edit/adopt/", {"reason": "Primera"})
    assert answer.status_code == 422
    assert "Primero debe corregirse 1 campo" in answer.content.decode()
    assert not CaseVersion.objects.exists()


@pytest.mark.parametrize("seat", ["other-formulator", "registrar", "cio", None])
def test_a_draft_is_seen_and_written_by_the_institution_alone(desk, browser, seat):
    browser.post(f"{desk.address}edit/costs/", sent("costs", [cost(2027, "1")]))
    other = browser_of(desk.country.seats[seat]) if seat else Client()
    expected = 404 if seat else 302
    for name in ("", "costs/", "workbook.xlsx"):
        assert other.get(f"{desk.address}edit/{name}").status_code == expected, name
    for name in ("costs/", "adopt/", "upload/"):
        assert other.post(f"{desk.address}edit/{name}", sent("costs", [cost(2027, "9")], edition="1")).status_code == (
            expected
        )
    assert kept_parts("project", desk.project.number)["costs"].typed[0]["likely"] == "1"


def test_a_colleague_of_the_institution_who_may_not_adopt_still_writes(desk):
    colleague = browser_of(desk.country.seats["project-manager"])
    write_all(colleague, desk)
    assert kept_parts("project", desk.project.number).keys() == {"", *ROWS}
    assert "la adopta otro cargo" in colleague.get(f"{desk.address}edit/").content.decode()


def test_an_unknown_part_is_not_found(desk, browser):
    assert browser.get(f"{desk.address}edit/nothing/").status_code == 404


# --- the workbook


def test_the_workbook_comes_back_as_it_went_out(desk):
    case = typed()
    for language in ("es", "en"):
        found = read_workbook(written_case(case, language))
        assert found.faults == ()
        assert read_case(found.typed).case == read_case(case).case


def test_an_empty_workbook_asks_for_what_a_case_says_once():
    found = read_workbook(written_case({}, "es"))
    assert [(fault.part, fault.code) for fault in found.faults] == [("", "sheet-empty")]


def test_every_fault_is_told_by_its_cell():
    case = typed(
        costs=[cost(2027, "1"), cost(2027, "mil", category="hardware")],
        gains=[gain(2028, benefit="B9"), gain(2029)],
        risks=[{**TYPED["risks"][0], "probability": "a lot"}],
    )
    found = read_workbook(written_case(case, "es"))
    assert [(fault.part, fault.row, fault.place, fault.code) for fault in found.faults] == [
        ("costs", 3, "likely", "cell-not-an-amount"),
        ("risks", 2, "probability", "cell-not-a-whole-number"),
    ]
    case = typed(gains=[gain(2028), gain(2029, benefit="B9")])
    found = read_workbook(written_case(case, "es"))
    assert [(fault.part, fault.row, fault.place, fault.code) for fault in found.faults] == [
        ("gains", 3, "benefit", "no-such-economic-benefit")
    ]


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2", b"PK\x03\x04" + b"x" * 100, b"%PDF"])
def test_what_is_no_workbook_is_one_fault(content):
    assert len(read_workbook(content).faults) == 1


def test_a_workbook_is_taken_over_whole_or_not_at_all(desk, browser):
    address = f"{desk.address}edit/upload/"
    wrong = SimpleUploadedFile("c.xlsx", written_case(typed(costs=[cost(2027, "mil")]), "es"))
    answer = browser.post(address, {"workbook": wrong})
    assert answer.status_code == 422
    assert "Costos. Fila 2, Probable: «mil» no es un monto" in answer.content.decode()
    assert not CaseDraft.objects.exists()
    good = SimpleUploadedFile("c.xlsx", written_case(typed(), "es"))
    assert browser.post(address, {"workbook": good}).status_code == 302
    assert {row["likely"] for row in kept_parts("project", desk.project.number)["costs"].typed} == {"1000", "100", "40"}


def test_the_workbook_of_the_draft_is_given_out_to_be_filled_in(desk, browser):
    browser.post(f"{desk.address}edit/costs/", sent("costs", [cost(2027, "77")]))
    answer = browser.get(f"{desk.address}edit/workbook.xlsx")
    assert answer["Content-Disposition"].startswith("attachment")
    found = read_workbook(BytesIO(answer.content).getvalue())
    assert [row["likely"] for row in found.typed["costs"]] == ["77"]
