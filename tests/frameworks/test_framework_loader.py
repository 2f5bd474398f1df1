from datetime import date

import pytest

from tests.frameworks.a_country import write
from timonel.domain.facts import ProjectFacts
from timonel.domain.mandates import Framework, Seat, mandate
from timonel.domain.money import Money
from timonel.domain.publication import Publication, with_model
from timonel.domain.reforms import ReformRefused, apply_reform
from timonel.domain.routing import approvals_required
from timonel.frameworks.cases import cases_of, run_cases
from timonel.frameworks.faults import FrameworkInvalid
from timonel.frameworks.loader import countries, countries_where, load_framework, trait_values
from timonel.frameworks.summaries import acts_as_reform, as_yaml, describe, diagnosis, difference, powers_matrix

IN_2016 = date(2016, 6, 1)


@pytest.fixture
def root(tmp_path):
    return write(tmp_path)


def test_the_same_files_give_the_same_hash_and_another_value_another(root, tmp_path_factory):
    first = load_framework("qq", root=root)
    other = write(tmp_path_factory.mktemp("other"), {"parameters.yaml": ('value: "10"', 'value: "11"')})
    assert first.hash == load_framework("qq", root=root).hash
    assert first.hash.startswith("sha256:") and len(first.hash) == 71
    assert load_framework("qq", root=other).hash != first.hash


def test_the_order_of_the_files_and_comments_do_not_change_the_hash(root, tmp_path_factory):
    text = "# a comment\ntime_zone: UTC\ncurrency: DKK\nlabel: {en: Country, es: País}\nlanguages: [es]\ncountry: qq\n"
    other = write(tmp_path_factory.mktemp("other"), framework=text)
    assert load_framework("qq", root=other).hash == load_framework("qq", root=root).hash


def test_the_canonical_form_is_read_back_with_the_same_answers(root):
    framework = load_framework("qq", ["agency:to-finance"], ["qq-demo"], root=root)
    again = Framework.from_canonical(framework.canonical())
    assert again.canonical() == framework.canonical()
    case = ProjectFacts(object="project", total_budget=Money.of("10.01", "DKK"))
    assert approvals_required(again, case, IN_2016) == approvals_required(framework, case, IN_2016)
    assert again.reforms[0]["variant"] == "to-finance"
    assert again.value("quorum", date(2017, 1, 1)).version.demonstration == "qq-demo"


def test_what_is_no_canonical_form_is_refused():
    for content in (b"{}", b"[]", b'{"schema": 2}'):
        with pytest.raises(Exception, match="not_a_framework"):
            Framework.from_canonical(content)


def test_a_reform_changes_who_may_and_leaves_the_files_framework_alone(root):
    files, reformed = load_framework("qq", root=root), load_framework("qq", ["agency"], root=root)
    seat = Seat("cio")
    days = (date(2017, 12, 31), date(2018, 1, 1))
    assert [mandate(reformed, "stop-projects", seat, on=on).outcome.value for on in days] == ["not_held", "held"]
    assert mandate(files, "stop-projects", seat, on=days[1]).code == "nobody_holds"


@pytest.mark.parametrize("chosen", [{"reforms": ["no-such"]}, {"overlays": ["no-such"]}])
def test_a_reform_or_overlay_that_is_not_there_is_refused(root, chosen):
    with pytest.raises(FrameworkInvalid) as refusal:
        load_framework("qq", **chosen, root=root)
    assert refusal.value.faults[0].found == "no-such"


def test_a_variant_that_is_not_there_is_refused(root):
    with pytest.raises(ReformRefused):
        load_framework("qq", ["agency:to-nobody"], root=root)


def test_house_posts_and_powers_are_in_every_framework(root):
    framework = load_framework("qq", root=root)
    assert framework.posts["registrar"].family == "house"
    assert mandate(framework, "keep-registers", Seat("registrar"), on=IN_2016).is_held
    assert mandate(framework, "keep-registers", Seat("cio"), on=IN_2016).code == "held_by_others"
    assert mandate(framework, "declare-interest", Seat("cio"), on=IN_2016).is_held


def test_values_that_acts_set_are_written_back_as_a_reform_that_gives_the_same(root):
    basis = {"act": "Resolución 7", "where": "art. 1"}
    framework = load_framework("qq", root=root)
    acted = framework.with_parameter(
        "limit",
        {"from": "2019-05-01", "value": "20", "comparator": "at-least", "basis": basis, "checked_on": "2026-11-23"},
    ).with_parameter("quorum", {"from": "2018-01-01", "value": "4", "basis": basis, "checked_on": "2026-11-23"})
    reform = acts_as_reform(acted, "acts", {"es": "Actos", "en": "Acts"})
    (root / "qq" / "reforms" / "acts.yaml").write_text(as_yaml(reform), encoding="utf-8")
    written = load_framework("qq", ["acts"], root=root)
    for name in ("limit", "quorum"):
        for on in (date(2017, 12, 31), date(2018, 1, 1), date(2019, 4, 30), date(2019, 5, 1)):
            assert written.value(name, on).version == acted.value(name, on).version


def test_a_framework_is_described_in_plain_structures(root):
    framework = load_framework("qq", root=root)
    shown = describe(framework, IN_2016)
    assert shown["hash"] == framework.hash
    assert [body["id"] for body in shown["bodies"]] == ["council"]
    assert shown["bodies"][0]["legal_basis"] == "basis_in_force"
    assert shown["bodies"][0]["reports_to"] == [{"whom": "cio", "matters": "all"}]
    assert {row["id"]: row["state"] for row in shown["parameters"]} == {"limit": "set", "quorum": "not_stated"}
    matrix = {row["power"]: row for row in powers_matrix(framework, IN_2016)}
    assert matrix["issue-standards"]["holders"][0]["intensity"] == "bind"
    assert matrix["stop-projects"]["holders"][0]["holder"] == "none"
    assert describe(framework, date(2016, 2, 2))["bodies"] == []


def test_difference_and_diagnosis_are_plain_structures(root):
    files, reformed = load_framework("qq", root=root), load_framework("qq", ["agency"], root=root)
    changed = {
        (row["section"], row["entry"]): row["kind"]
        for row in difference(files, date(2018, 1, 1), reformed, date(2018, 1, 1))
    }
    assert changed == {
        ("instruments", "law-9"): "begins",
        ("powers", "stop-projects/nobody"): "ends",
        ("powers", "stop-projects/council"): "begins",
    }
    row = next(row for row in diagnosis(files, IN_2016) if row["rule"] == "powers-without-legal-basis")
    assert (row["outcome"], row["principles"]) == ("unknown", [7, 12])


def test_cases_come_out_as_written_or_say_what_was_found(tmp_path):
    root = write(tmp_path, {"cases/routing.yaml": ("expect: {approvals: []}", "expect: {approvals: [review]}")})
    misses = run_cases("qq", root)
    assert [(miss.case.number, miss.question, miss.expected, miss.found) for miss in misses] == [
        (1, "approvals", "['review']", "[]")
    ]


ALL_QUESTIONS = """\
- case: Every question a case may ask
  date: 2018-01-01
  given: {object: project, institution: {code: "1", level: central}, flags: [cloud]}
  reforms: [agency]
  overlays: [qq-demo]
  expect:
    unknown: [review]
    mandates:
      - {power: stop-projects, post: cio, outcome: held, code: granted}
      - {power: issue-standards, post: cio, outcome: held, intensity: bind, co_signature: [], over: {code: "2"}}
    in_force: {bodies: {council: in-force}, powers: {stop-projects/nobody: not-in-force}}
    parameters: {limit: "10", quorum: "5"}
    reports_to: {council: [cio]}
    holders: {cio: not_stated}
    without_legal_basis: []
    diagnosis: {not_found: [no-power-to-approve-or-stop-projects], unknown: [no-dedicated-fund]}
"""


def test_a_case_may_ask_every_question(tmp_path):
    root = write(tmp_path, cases__all=ALL_QUESTIONS)
    assert run_cases("qq", root) == []
    assert [case.number for case in cases_of("qq", root)] == [1, 1, 2]


def test_a_case_that_names_what_is_not_there_misses(tmp_path):
    root = write(tmp_path, {"cases/routing.yaml": ("approvals: []", "in_force: {bodies: {ghost: in-force}}")})
    assert [miss.question for miss in run_cases("qq", root)] == ["run"]


def test_countries_are_the_folders_with_a_framework(root):
    assert countries(root) == ["qq"]
    assert "dk" in countries()


TRAIT = """\
legal-basis:
  label: {es: Base legal, en: Legal basis}
  value: law
  from: 2016-01-01
  basis: {source: book}
  checked_on: 2026-11-23
"""


def test_countries_are_found_by_an_attribute_on_a_day(tmp_path):
    root = write(tmp_path, traits=TRAIT)
    assert countries_where("legal-basis", "law", date(2016, 1, 1), root) == ("qq",)
    assert countries_where("legal-basis", "decree", date(2016, 1, 1), root) == ()
    assert trait_values("legal-basis", date(2015, 12, 31), root) == {"qq": None}
    assert trait_values("no-such", date(2016, 1, 1), root) == {"qq": None}


def test_a_file_that_changes_is_read_again(tmp_path):
    root = write(tmp_path)
    before = load_framework("qq", root=root)
    write(tmp_path, {"parameters.yaml": ('value: "10"', 'value: "1000"')})
    after = load_framework("qq", root=root)
    assert [item.value("limit", IN_2016).version.value for item in (before, after)] == ["10", "1000"]


def test_models_that_acts_have_published_are_written_back_as_a_reform():
    framework = load_framework("dk")
    (old, *_others) = framework.models
    phases = [{"id": "one", "label": {"es": "Una", "en": "One"}}]
    basis = {"act": "D. 1", "kind": "primary"}
    publication = Publication(old, "version-2", date(2015, 6, 1), phases, basis, date(2026, 11, 2))
    acted = with_model(framework, publication)
    written = apply_reform(framework, acts_as_reform(acted, "acts", {"es": "Actos", "en": "Acts"}))
    for name in (old, "version-2"):
        for on in (date(2015, 5, 31), date(2015, 6, 1)):
            assert written.in_force(written.models[name], on) == acted.in_force(acted.models[name], on)
    assert written.models["version-2"].phases == acted.models["version-2"].phases
