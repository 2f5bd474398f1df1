"""A draft is kept as typed, from two windows and over an expired sitting, and becomes one project."""

import pytest

from tests.portfolios import browser_of, chile
from timonel.governance.models import Account
from timonel.portfolio.models import Project, ProjectDraft
from timonel.record.models import Entry


@pytest.fixture
def country(db):
    return chile()


def begun(country, seat="formulator"):
    browser = browser_of(country, seat)
    browser.post("/projects/drafts/new/")
    return browser, ProjectDraft.objects.get()


WHAT = {"name": "Ficha única", "purpose": "Una sola ficha.", "object": "project", "version": "0"}


def test_what_is_typed_is_kept_as_typed_and_is_no_act(country):
    browser, draft = begun(country)
    entries = Entry.objects.count()
    answer = browser.post(f"/projects/drafts/{draft.pk}/what/", {**WHAT, "go": "size"})
    assert answer["Location"].endswith(f"/projects/drafts/{draft.pk}/size/")
    browser.post(f"/projects/drafts/{draft.pk}/size/", {"total_budget": "ciento veinte", "version": "1"})
    draft.refresh_from_db()
    assert draft.answers["total_budget"] == "ciento veinte"
    assert "ciento veinte" in browser.get(f"/projects/drafts/{draft.pk}/size/").content.decode()
    assert Entry.objects.count() == entries


def test_two_windows_lose_nothing_of_each_other(country):
    browser, draft = begun(country)
    page = f"/projects/drafts/{draft.pk}/what/"
    browser.post(page, {**WHAT, "name": "Nombre de una ventana"})
    answer = browser.post(page, {**WHAT, "name": "Nombre de otra ventana", "purpose": "Otro propósito"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Nombre de una ventana" in shown and "Nombre de otra ventana" in shown
    draft.refresh_from_db()
    assert draft.answers["name"] == "Nombre de una ventana"
    again = {**WHAT, "name": "Nombre de otra ventana", "purpose": "Otro propósito", "version": str(draft.version)}
    assert browser.post(page, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.answers["name"], draft.answers["purpose"]) == ("Nombre de otra ventana", "Otro propósito")


def test_windows_that_write_different_answers_do_not_disturb_each_other(country):
    browser, draft = begun(country)
    browser.post(f"/projects/drafts/{draft.pk}/what/", WHAT)
    answer = browser.post(f"/projects/drafts/{draft.pk}/size/", {"total_budget": "10", "version": "0"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.answers["name"], draft.answers["total_budget"]) == ("Ficha única", "10")


def test_what_was_typed_when_the_sitting_had_ended_is_there_after_signing_in_again(country):
    browser, draft = begun(country)
    account = Account.objects.get(person=country.seats["formulator"].person)
    browser.logout()
    page = f"/projects/drafts/{draft.pk}/what/"
    answer = browser.post(page, WHAT)
    assert answer.status_code == 302 and "login" in answer["Location"]
    draft.refresh_from_db()
    assert draft.answers == {}
    session = dict(browser.session)
    browser.force_login(account)
    kept = browser.session
    kept.update({"typed-before-signing-in": session["typed-before-signing-in"]})
    kept.save()
    assert "Ficha única" in browser.get(page).content.decode()
    draft.refresh_from_db()
    assert draft.answers["purpose"] == "Una sola ficha."


def test_a_draft_is_seen_by_nobody_else(country):
    _browser, draft = begun(country)
    other = browser_of(country, "other-formulator")
    for page in ("what/", "review/"):
        assert other.get(f"/projects/drafts/{draft.pk}/{page}").status_code == 404
    assert other.post(f"/projects/drafts/{draft.pk}/what/", WHAT).status_code == 404
    assert other.post(f"/projects/drafts/{draft.pk}/forget/").status_code == 404
    assert ProjectDraft.objects.count() == 1


def test_beside_the_draft_stands_what_will_be_required_and_why(country):
    browser, draft = begun(country)
    page = f"/projects/drafts/{draft.pk}/"
    browser.post(page + "size/", {"total_budget": "20.000.000", "version": "0"})
    without = browser.get(page + "what/").content.decode()
    assert "Evaluación y clasificación del riesgo" not in without.split("Aún no se puede decir")[0]
    browser.post(page + "size/", {"total_budget": "20.000.001", "version": "1"})
    shown = browser.get(page + "what/").content.decode()
    assert "Evaluación y clasificación del riesgo" in shown.split("Aún no se puede decir")[0]
    assert "Aprobación de la Agencia para financiar" in shown.split("Aún no se puede decir")[1]
    asked = {"flag:needs-funding": "yes", "version": "2"}
    part = browser.post(page + "marks/", asked, headers={"hx-request": "true"}).content.decode()
    assert "Aprobación de la Agencia para financiar" in part.split("Aún no se puede decir")[0]
    assert "<html" not in part


def test_projects_like_the_draft_are_shown_with_reasons(country):
    project = country.project(name="Ficha clínica electrónica única")
    browser, draft = begun(country)
    browser.post(f"/projects/drafts/{draft.pk}/what/", {**WHAT, "name": "Ficha clínica electrónica única"})
    shown = browser.get(f"/projects/drafts/{draft.pk}/what/").content.decode()
    assert f"/projects/{project.number}/" in shown
    assert "mismo nombre" in shown


def test_a_draft_becomes_one_project_and_a_refusal_loses_nothing(country):
    browser, draft = begun(country)
    page = f"/projects/drafts/{draft.pk}/"
    browser.post(page + "size/", {"total_budget": "-5", "version": "0"})
    answer = browser.post(page + "review/")
    assert answer.status_code == 422
    assert not Project.objects.exists()
    browser.post(page + "what/", {**WHAT, "version": "1"})
    browser.post(page + "size/", {"total_budget": "20.000.000", "version": "2"})
    answer = browser.post(page + "review/")
    project = Project.objects.get()
    assert answer["Location"] == f"/projects/{project.number}/"
    assert (project.name, project.total_budget) == ("Ficha única", 20_000_000)
    assert browser.post(page + "review/")["Location"] == f"/projects/{project.number}/"
    assert Project.objects.count() == 1
    assert browser.get("/projects/drafts/").content.decode().count("Ficha única") == 0
