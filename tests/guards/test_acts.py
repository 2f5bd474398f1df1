"""Every act is recorded once, has three doors with the same refusals, and names a power that is answered."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from tests.examples import EXAMPLES, a_world
from timonel.domain.powers import POWERS
from timonel.governance.acting import ACTIONS
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account
from timonel.governance.sentences import ACTS, TITLES
from timonel.record.checkpoints import make_checkpoint
from timonel.record.models import Entry
from timonel.record.queries import certificate, verify_certificate

NEEDS_FRAMEWORK = {
    "businesscases.adopt_version": "submit-project",
    "governance.delegate_power": "delegate-powers",
    "governance.revoke_delegation": "delegate-powers",
    "governance.assign_follow_up": "follow-up-instructions",
    "governance.complete_follow_up": "follow-up-instructions",
    "governance.publish_model": "set-project-model",
    "governance.co_sign": "co-sign",
    "monitoring.submit_report": "report-on-project",
    "monitoring.approve_report": "report-on-project",
    "monitoring.override_light": "monitor-projects",
    "monitoring.give_opinion": "review-projects",
    "monitoring.open_review": "review-projects",
    "monitoring.order_external_review": "mandate-external-reviews",
    "monitoring.report_review": "review-projects",
    "monitoring.answer_recommendation": "report-on-project",
    "monitoring.submit_corrective_plan": "report-on-project",
    "monitoring.settle_recommendation": "review-projects",
    "monitoring.close_review": "review-projects",
    "monitoring.stop_project": "stop-projects",
    "monitoring.appeal_stop": "submit-project",
    "monitoring.decide_appeal": "stop-projects",
    "monitoring.set_reserve": "hold-risk-reserve",
    "monitoring.ask_reserve": "report-on-project",
    "monitoring.decide_reserve": "hold-risk-reserve",
    "monitoring.close_project": "report-on-project",
    "monitoring.measure_benefit": "report-on-project",
    "monitoring.report_benefits": "report-on-project",
    "portfolio.propose_project": "submit-project",
    "portfolio.amend_project": "submit-project",
    "portfolio.submit_project": "submit-project",
    "portfolio.call_for_approval": "submit-project",
    "portfolio.note_silence": "submit-project",
    "portfolio.withdraw_project": "submit-project",
    "portfolio.approve_project": "approve-projects",
    "portfolio.approve_with_conditions": "approve-projects",
    "portfolio.return_project": "approve-projects",
    "portfolio.reject_project": "approve-projects",
    "portfolio.meet_condition": "report-on-project",
    "portfolio.assess_for_sector": "assess-compliance",
    "portfolio.file_document": "submit-project",
    "portfolio.pass_gate": "decide-gates",
    "portfolio.rebaseline": "approve-baselines",
    "portfolio.assess_risk": "assess-risk",
    "portfolio.record_risk": "report-on-project",
    "portfolio.give_risk_opinion": "give-security-opinion",
    "portfolio.accept_risk": "submit-project",
    "portfolio.log_obstacle": "submit-project",
    "portfolio.clear_obstacle": "submit-project",
    "portfolio.ask_advice": "submit-project",
    "portfolio.give_advice": "advise-technology",
}
"""Acts of a legal power, tried where a framework gives it to somebody: in the tests of their room."""


def test_every_act_has_an_example():
    assert set(EXAMPLES) | set(NEEDS_FRAMEWORK) == set(ACTIONS)


def test_every_act_names_a_power_of_the_vocabulary():
    assert {action.power for action in ACTIONS.values()} <= set(POWERS)


def test_every_act_has_its_sentence_and_its_title():
    assert set(ACTIONS) <= set(ACTS) and set(ACTIONS) <= set(TITLES)


def test_every_act_says_what_it_means():
    assert [code for code, action in ACTIONS.items() if not action.title.endswith(".")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_every_act_leaves_exactly_one_verifiable_entry(code):
    world = a_world()
    post, example = EXAMPLES[code]
    typed = example(world)
    before = Entry.objects.count()
    done = perform(world.seats[post], code, typed, post=post)
    assert Entry.objects.count() == before + 1
    make_checkpoint()
    verdict = verify_certificate(certificate(done.entry))
    assert verdict.good
    assert json.loads(bytes(Entry.objects.get(seq=done.entry).body))["act"] == code


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_every_act_has_a_form(code):
    world = a_world()
    page = signed_in(world, EXAMPLES[code][0]).get(reverse("governance:act", args=[code]))
    assert page.status_code == 200
    for each in ACTIONS[code].inputs.each:
        assert f'name="{each.name}"' in page.content.decode()


def signed_in(world, post):
    """Give a browser in which the holder of the post is signed in, as in a demonstration."""
    person = world.seats[post].person
    account = getattr(person, "account", None) or Account.objects.create_account(f"{post}@x.example", "x", person)
    world.adoption.__class__.objects.update(demonstration=True)
    browser = Client()
    browser.force_login(account)
    return browser


REFUSED = {"number": "m-1", "name": "Otra", "kind": "agency", "level": "central", "source": "t"}


@pytest.mark.django_db
def test_the_three_doors_refuse_alike(monkeypatch):
    world = a_world()
    token = perform(world.registrar, "governance.issue_token", {"label": "t"}, post="registrar").reply["token"]
    code = "governance.register_institution"
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}", "content_type": "application/json"}
    by_api = Client().post(reverse("api-act", args=[code]), json.dumps(REFUSED), **headers)
    by_form = signed_in(world, "registrar").post(reverse("governance:act", args=[code]), REFUSED)
    from contextlib import nullcontext

    from timonel.site.cli import acts, app

    monkeypatch.setattr(acts, "platform", nullcontext)
    given = [f"{name}={value}" for name, value in REFUSED.items()]
    by_command = CliRunner().invoke(app, ["act", code, *given, "--token", token])
    assert (by_api.status_code, by_form.status_code, by_command.exit_code) == (422, 422, 1)
    said = json.loads(by_command.stderr)
    assert by_api.json()["findings"] == said["findings"]
    assert by_api.json()["findings"][0]["code"] == "number-is-taken"
    assert said["findings"][0]["sentence"] in by_form.content.decode()
    refusals = [json.loads(bytes(row.body)) for row in Entry.objects.order_by("-seq")[:3]]
    assert {row["outcome"] for row in refusals} == {"refused"}


@pytest.mark.django_db
def test_the_api_does_an_act_once_under_its_key():
    world = a_world()
    token = perform(world.registrar, "governance.issue_token", {"label": "t"}, post="registrar").reply["token"]
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_IDEMPOTENCY_KEY": "one"}
    sent = json.dumps({**REFUSED, "number": "i-new"})
    url = reverse("api-act", args=["governance.register_institution"])
    first = Client().post(url, sent, content_type="application/json", **headers)
    again = Client().post(url, sent, content_type="application/json", **headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["entry"] == again.json()["entry"]


@pytest.mark.django_db
def test_without_a_token_the_api_does_nothing():
    a_world()
    before = Entry.objects.count()
    answer = Client().post(
        reverse("api-act", args=["governance.register_person"]), "{}", content_type="application/json"
    )
    assert answer.status_code == 401
    assert answer.json()["code"] == "no-token"
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_the_openapi_document_describes_every_act_with_its_schema():
    a_world()
    described = Client().get(reverse("openapi")).json()
    assert described["openapi"].startswith("3.1")
    for code, action in ACTIONS.items():
        body = described["paths"][f"/api/v1/acts/{code}"]["post"]["requestBody"]["content"]["application/json"]
        assert set(body["schema"].get("properties", {})) == set(action.inputs.by_name)
