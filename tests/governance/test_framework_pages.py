"""The pages of the governance framework: what each says on a day, under which reform, and what it refuses to show."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    BEGUN_ON,
    a_framework,
    a_person,
    a_post,
    act,
    an_installation,
    an_institution,
    appointed,
    asker,
)
from tests.site.pages import Page
from timonel.frameworks.faults import FrameworkFault, FrameworkInvalid
from timonel.frameworks.loader import load_framework
from timonel.governance.acting.genesis import Beginning, begin
from timonel.governance.models import Account, Adoption, Person
from timonel.governance.queries.framework_pages.refused import refusal
from timonel.governance.queries.framework_pages.required import plain_amount

pytestmark = pytest.mark.django_db

PAGES = ["", "powers/", "instruments/", "parameters/", "diagnosis/", "compare/", "approvals/"]


@pytest.fixture
def denmark():
    return an_installation("dk")


@pytest.fixture
def chile():
    return an_installation("cl")


@pytest.fixture
def demonstration():
    """Begin as `make run` does: Chile with the agency of the review, and values for a demonstration."""
    chosen, overlays = ("agency:to-segpres-finance",), ("cl-demo",)
    begin(
        Beginning(
            framework=load_framework("cl", chosen, overlays),
            country="cl",
            reforms=chosen,
            overlays=overlays,
            instrument="Resolución 1 de 2026",
            registrar_name="Rosa Registradora",
            registrar_email="registrar@example.org",
            from_on=BEGUN_ON,
        )
    )


def registrar():
    return asker(Person.objects.get(appointments__post__number="registrar"), "registrar")


class Answer:
    """What a page answered: its text, and its tables as lists of cells."""

    def __init__(self, response):
        self.code = response.status_code
        self.html = response.content.decode()
        main = self.html.partition("<main")[2].partition("</main>")[0]
        self.text = words(main)
        self.rows = [
            [words(cell) for cell in re.findall(r"<t[hd] role=\"(?:rowheader|cell)\".*?</t[hd]>", row, re.S)]
            for row in re.findall(r"<tr role=\"row\">.*?</tr>", main, re.S)
        ]

    def row(self, begins, place=0, *, cells=None):
        """Give the cells of the row whose first begins so; of several the one at a place, or with so many cells."""
        found = [row for row in self.rows if row and row[0].startswith(begins) and cells in (None, len(row))]
        return found[place]

    def fact(self, label):
        """Give what stands beside a label."""
        found = re.search(rf"<dt>{re.escape(label)}</dt><dd>(.*?)</dd></div>\n", self.html, re.S)
        return words(found[1]) if found else None


def words(html):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))).replace("\N{NO-BREAK SPACE}", " ").strip()


@pytest.fixture
def page(client):
    def get(path="", language="en", **query):
        client.cookies["django_language"] = language
        return Answer(client.get(f"/framework/{path}", query))

    return get


# --- every page


@pytest.mark.parametrize("path", [*PAGES, "bodies/it-project-council/", "instruments/budget-guidance-2021/"])
@pytest.mark.parametrize("language", ["es-cl", "en"])
def test_a_page_is_public_well_formed_and_keeps_to_the_content_policy(denmark, page, path, language):
    shown = page(path, language)
    html = Page(shown.html)
    assert shown.code == 200
    assert (html.faults, html.repeated_ids, html.unlabelled, html.dangling, html.inline) == ([], [], [], [], [])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_another_country_says_that_it_is_not_in_force_here(denmark, page, path):
    assert "not in force here" not in page(path).text
    shown = page(path, country="pt")
    assert shown.code == 200
    assert "This framework is not in force here" in shown.text


@pytest.mark.parametrize("path", PAGES)
def test_values_of_a_demonstration_are_said_to_be_none_of_the_law(demonstration, page, path):
    shown = page(path)
    assert "demonstration, not Chilean law" in shown.text


def test_each_value_of_a_demonstration_carries_the_mark(demonstration, page):
    marked = page("parameters/")
    of_the_law = marked.row("Correct a defective request")
    assert "demonstration value" in marked.row("Quorum of the committee of ministers")[2]
    assert "demonstration value" not in " ".join(of_the_law)
    assert "demonstration" in page("").html


COUNTED = {
    "": 4,
    "powers/": 3,
    "instruments/": 3,
    "parameters/": 3,
    "diagnosis/": 3,
    "compare/": 4,
    "approvals/": 3,
    "bodies/it-project-council/": 3,
    "instruments/budget-guidance-2021/": 5,
}


@pytest.mark.parametrize("path", COUNTED)
def test_a_page_asks_the_database_a_fixed_number_of_times(denmark, client, path):
    client.get(f"/framework/{path}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/framework/{path}")
    assert len(asked) == COUNTED[path], [query["sql"] for query in asked]


def test_a_country_that_is_not_shipped_is_not_found_and_the_page_says_which_are(denmark, page):
    shown = page(country="xx")
    assert shown.code == 404
    assert "no governance framework of “xx”" in shown.text
    assert "dk" in shown.text


def test_a_reform_that_the_country_does_not_have_is_not_found(denmark, page):
    shown = page(country="cl", reform="monarchy")
    assert shown.code == 404
    assert "no reform or overlay “monarchy”" in shown.text


def test_an_overlay_without_the_reform_it_builds_on_is_refused_with_why(denmark, page):
    shown = page(country="cl", overlay="cl-demo")
    assert shown.code == 422
    assert "The overlay “cl-demo” builds on the reform “agency”, which was not chosen." in shown.text


def test_faults_of_files_are_named_with_file_line_and_key():
    fault = FrameworkFault("xx/bodies.yaml", 7, "bodies.a.kind", "wrong_shape", "kingdom", "one of agency, …")
    shown = refusal(FrameworkInvalid("xx", [fault]))
    assert shown.code == 422
    assert shown.faults == ("xx/bodies.yaml:7: bodies.a.kind: found kingdom; expected one of agency, …",)


def test_a_day_that_is_none_is_the_legal_day_and_strange_words_do_no_harm(denmark, page):
    assert page("powers/", on="yesterday", holder="\0<b>", post="'--", power="x").code == 200
    assert page("approvals/", object="castle", **{"total-budget": "many"}).code == 200


# --- bodies


def test_the_unit_without_legal_basis_is_said_to_have_none(chile, page):
    shown = page("bodies/state-modernisation-unit/", on="2016-01-31")
    assert shown.fact("Legal basis").startswith("no legal basis")
    assert "It is stated to have no legal basis." in shown.text


@pytest.mark.catalogue("LB-02")
def test_the_committee_does_not_exist_the_day_before_its_decree(chile, page):
    before, after = (page("bodies/digital-development-committee/", on=day) for day in ("2016-02-02", "2016-02-03"))
    assert before.fact("In force").startswith("not in force")
    assert "It does not exist on 2 February 2016." in before.text
    assert after.fact("In force").startswith("in force: since 3 Feb 2016")


def test_a_quorum_that_nobody_states_is_said_not_to_be_stated(denmark, page):
    shown = page("bodies/it-project-council/")
    assert shown.fact("Quorum").startswith("not stated")
    assert shown.fact("On a tie") == "not stated"
    assert shown.fact("Who has an interest") == "declares the interest and abstains"


def test_the_members_of_a_body_are_those_of_the_day(denmark, page):
    after = page("bodies/it-project-council/", on="2018-01-01")
    assert after.row("Members", 1)[2] == "14"
    assert "not in force" in after.row("Members", 0)[6]


@pytest.mark.catalogue("BR-23")
def test_a_body_with_several_reporting_lines_shows_each_with_its_matter(denmark, page):
    shown = page("bodies/ama/", country="pt", on="2016-01-31")
    lines = {row[0]: row[1] for row in shown.rows if len(row) == 4}
    assert lines["Secretary of State of Administrative Modernisation"] == "all matters"
    assert set(lines.values()) == {"all matters", "areas that the source does not name"}


def test_a_body_that_the_framework_does_not_have_is_not_found(denmark, page):
    assert page("bodies/royal-observatory/").code == 404
    assert page("instruments/magna-carta/").code == 404


def test_the_drawing_has_every_body_of_its_day_in_the_table_beneath(chile, page):
    shown = page("", on="2016-01-31")
    unit = shown.row("State Modernisation")
    assert "no legal basis" in unit[-1] or "no legal basis" in " ".join(shown.row("State Modernisation", 1))
    assert "<svg" in shown.html


# --- who may decide what


def test_each_lever_is_answered_with_a_holder_nobody_or_not_stated(denmark, page):
    shown = page("powers/", family="lever")
    assert shown.row("Stop projects")[1] == "nobody"
    assert ["Council for IT Projects", "advises"] in [row[1:3] for row in shown.rows if row[:1] == ["Review projects"]]
    assert len({row[0] for row in shown.rows if len(row) == 5}) == 7


def test_the_matrix_is_narrowed_to_one_holder(denmark, page):
    shown = page("powers/", holder="body:finance-committee")
    assert {row[1] for row in shown.rows if len(row) == 5} == {"Finance Committee of parliament"}
    assert "over DKK" not in shown.text
    assert "over 70,000,000 DKK" in shown.row("Approve projects")[3]


def test_a_power_that_the_law_gives_from_a_day_on_is_not_there_the_day_before(denmark, page):
    before = page("powers/", family="legal", answer="unsaid", on="2004-12-31")
    after = page("powers/", family="legal", answer="held", on="2005-12-31")
    assert before.row("Coordinate the strategy")[1] == "not stated for this day"
    assert after.row("Coordinate the strategy")[1].startswith("Steering Committee")


def test_a_question_is_answered_yes_no_or_with_what_is_not_known(denmark, page):
    asked = {"post": "council-chair", "power": "assess-risk"}
    assert (
        "Yes: Chair of the Council for IT Projects holds this power" in page("powers/", level="central", **asked).text
    )
    outside = page("powers/", level="municipal", **asked).text
    assert "No: Chair of the Council for IT Projects does not hold this power" in outside
    assert "The institution is not one of those that the power reaches." in outside
    unsaid = page("powers/", sector="", own="on", **asked).text
    assert "It cannot be said whether" in unsaid
    assert "It is not known whether the institution is one of those that the power reaches." in unsaid


def test_a_question_about_a_registered_institution_uses_what_the_register_says(denmark, page):
    an_institution(denmark, "i-1", name="Agencia Central", level="central")
    asked = {"post": "council-chair", "power": "assess-risk"}
    assert "Yes:" in page("powers/", over="i-1", **asked).text
    assert "Yes:" in page("powers/", over="agencia  CENTRAL", **asked).text
    missing = page("powers/", over="nowhere", **asked).text
    assert "No institution of the register has this name" in missing
    assert "Yes:" not in missing


def test_a_question_with_a_post_but_no_power_asks_for_one(denmark, page):
    assert "Choose one." in page("powers/", post="council-chair").text


@pytest.mark.catalogue("BR-14")
def test_a_rule_binds_an_autonomous_regulator_only_with_its_agreement(demonstration, page):
    an_institution(registrar(), "s-1", name="Superintendencia", kind="superintendency", level="central")
    an_institution(registrar(), "a-1", name="Servicio", kind="agency", level="central")
    asked = {"post": "cio", "power": "issue-standards"}
    shown = page("powers/", over="s-1", **asked).text
    assert "Only with the institution's agreement" in shown
    assert "The institution keeps control of its own field: its agreement is needed." in shown
    assert "Yes:" in page("powers/", over="a-1", **asked).text


# --- instruments


def test_an_instrument_is_in_force_until_the_day_before_the_one_that_repeals_it(denmark, page):
    before, after = (page("instruments/", on=day) for day in ("2021-04-26", "2021-04-27"))
    assert before.row("Budget Guidance 2016", cells=6)[4].startswith("in force since 2016, until 26 Apr 2021")
    assert before.row("Budget Guidance 2021", cells=6)[4].startswith("not in force")
    assert after.row("Budget Guidance 2016", cells=6)[4].startswith("not in force")
    assert after.row("Budget Guidance 2021", cells=6)[4].startswith("in force since 27 Apr 2021")


@pytest.mark.catalogue("LB-06")
def test_two_sources_that_disagree_stand_side_by_side(chile, page):
    shown = page("instruments/pi-001-2012/")
    assert "001/2001" in shown.text
    assert "Another source says" in shown.text


@pytest.mark.catalogue("LB-05")
def test_every_instruction_shows_what_must_be_followed_up_by_whom_and_whether_it_is_done(chile, page):
    instructions = [
        each.id for each in a_framework("cl").instruments.values() if each.kind == "presidential-instruction"
    ]
    assert len(instructions) >= 8
    for name in instructions:
        shown = page(f"instruments/{name}/")
        items = shown.rows[-1]
        assert "What it demands" in shown.text, name
        assert (len(items), items[3]) == (4, "not stated"), name
    followed = page("instruments/pi-005-2001/").row("Co-ordin")
    assert followed[1] == "Ministry General Secretariat of the Presidency (SEGPRES)"


def test_an_act_that_rests_on_an_instrument_is_listed_on_its_page(chile, page):
    minister = appointed(chile, a_post(chile, "minister-segpres"), a_person(chile))
    owner = a_post(chile, "auditor")
    assert "No act of the record cites it yet." in page("instruments/pi-005-2001/").text
    given = {"instrument": "pi-005-2001", "item": "Informe de avance", "owner": owner.number, "due_on": "2026-12-01"}
    done = act(minister, "governance.assign_follow_up", post="minister-segpres", **given)
    shown = page("instruments/pi-005-2001/")
    assert f"/record/{done.entry}/" in shown.html
    assert shown.row("Informe de avance")[2:] == ["1 Dec 2026", "open"]


# --- parameters


def test_a_threshold_is_that_of_the_day_with_how_it_is_compared(denmark, page):
    before, after = (page("parameters/", on=day) for day in ("2021-04-26", "2021-04-27"))
    assert before.row("Council threshold for projects")[2].startswith("over 10,000,000 DKK")
    assert after.row("Council threshold for projects")[2].startswith("at least 15,000,000 DKK")


def test_a_value_that_no_source_states_is_said_not_to_be_stated(denmark, page):
    assert page("parameters/").row("Quorum of the council")[2].startswith("not stated")
    assert {row[0] for row in page("parameters/", state="not_stated").rows if row} >= {"Quorum of the council"}


def test_a_value_set_by_an_act_shows_with_the_instrument_it_cites(denmark, page):
    act(
        denmark,
        "governance.set_parameter",
        adoption=Adoption.objects.get().number,
        parameter="council-quorum",
        value="5",
        from_on="2026-11-01",
        instrument="Cirkulære 12 de 2026",
    )
    row = page("parameters/").row("Quorum of the council")
    assert row[2].startswith("5 ")
    assert "Cirkulære 12 de 2026" in row[3]
    assert page("parameters/", on="2026-10-31").row("Quorum of the council")[2].startswith("not stated")
    assert page("").fact("Values set by acts") == "1"


def test_only_who_may_set_a_value_is_led_to_the_act(demonstration, client, page):
    assert "governance.set_parameter" not in page("parameters/").html
    client.force_login(Account.objects.get(person=registrar().person))
    query = f"adoption={Adoption.objects.get().number}&amp;parameter=committee-quorum"
    assert f"/acts/governance.set_parameter/?{query}" in page("parameters/").html
    assert "governance.set_parameter" not in page("parameters/", country="dk").html


# --- diagnosis and comparison


FOUND_BEFORE_2016 = 10


@pytest.mark.catalogue("BR-10", "BR-11")
def test_chile_before_the_decree_lacks_what_the_review_found(denmark, page):
    shown = page("diagnosis/", country="cl", on="2016-01-31")
    found = [row[0] for row in shown.rows if len(row) == 4 and row[1].startswith("found")]
    assert len(found) == FOUND_BEFORE_2016
    assert shown.row("A body exercises powers without any legal basis")[3] == "687, 689, 715"
    unit = "State Modernisation and Digital Government Unit"
    assert unit in shown.row("A body exercises")[1]
    assert unit in page("diagnosis/", country="cl", on="2015-12-31").row("A body exercises")[1]
    spread = shown.row("One function is spread over several ministries")[1]
    assert "Ministry of Finance" in spread
    assert "Ministry General Secretariat of the Presidency" in spread


def test_a_reform_closes_some_findings_and_opens_a_tension(denmark, page):
    agency = {"country": "cl", "reform": "agency:to-segpres-finance"}
    shown = page("diagnosis/", on="2026-01-01", **agency)
    assert "opens it" in shown.row("Whoever issues a binding rule")[2]
    assert shown.row("Whoever issues a binding rule")[1].startswith("tension")
    early = page("diagnosis/", on="2025-06-30", **agency)
    assert "Part of the reform begins later" in early.text
    assert "Part of the reform begins later" not in shown.text


def test_two_days_of_one_framework_differ_in_what_began_between_them(denmark, page):
    shown = page("compare/", on="2021-04-26", with_on="2021-04-27")
    assert shown.row("Budget Guidance 2021")[1:4] == ["only in the second", "not in force", "in force"]
    assert shown.row("Budget Guidance 2016")[1] == "only in the first"
    row = shown.row("Council threshold for projects")
    assert (row[1], row[2], row[3]) == ("differs", "value: over 10,000,000 DKK", "value: at least 15,000,000 DKK")


def test_one_framework_on_one_day_is_the_same_on_both_sides(denmark, page):
    assert "Both sides are the same" in page("compare/").text


def test_two_reforms_are_compared(denmark, page):
    asked = {"country": "cl", "reform": "agency:to-president", "on": "2026-01-01"}
    other = {"with_country": "cl", "with_reform": "undersecretariat", "with_on": "2026-01-01"}
    assert "only in the first" in page("compare/", **asked, **other).text


# --- what would be required


@pytest.mark.catalogue("PL-05")
@pytest.mark.parametrize(
    ("kind", "amount", "needed"),
    [
        ("project", "10.000.000", []),
        ("project", "10000001", ["Risk assessment by the council"]),
        ("project", "60000000", ["Risk assessment by the council"]),
        ("project", "60 000 001", ["Risk assessment by the council", "Approval by the Finance Committee"]),
        ("programme", "60,000,000", []),
        ("programme", "60,000,001", ["Risk assessment by the council"]),
    ],
)
def test_a_case_needs_the_approvals_whose_limit_it_passes(denmark, page, kind, amount, needed):
    shown = page("approvals/", on="2015-05-01", object=kind, level="central", **{"total-budget": amount})
    assert [row[0] for row in shown.rows if len(row) == 6 and row[1].startswith("required")] == needed


def test_why_an_approval_is_required_names_the_limit_and_the_amount(denmark, page):
    shown = page("approvals/", on="2015-05-01", object="project", **{"total-budget": "10000001"})
    assert "Total budget: 10,000,001 DKK is over 10,000,000 DKK." in shown.row("Risk assessment by the council")[1]


def test_an_amount_that_is_none_is_refused_and_nothing_is_answered(denmark, page):
    shown = page("approvals/", object="project", **{"total-budget": "a lot"})
    assert "is no exact amount" in shown.text
    assert not [row for row in shown.rows if len(row) == 6 and row[1].startswith(("required", "not required"))]


def test_without_an_amount_it_cannot_be_said(denmark, page):
    row = page("approvals/", on="2015-05-01", object="project").row("Risk assessment by the council")
    assert row[1].startswith("cannot be said")
    assert "no amount is known" in row[1]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("10000000", "10000000"),
        ("10.000.000", "10000000"),
        ("10,000,000", "10000000"),
        ("10 000 000", "10000000"),
        ("10.000", "10000"),
        ("10.5", "10.5"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("12,3456", "12.3456"),
        ("-5", "-5"),
    ],
)
def test_an_amount_is_read_as_people_write_it_in_either_language(typed, read):
    assert plain_amount(typed) == read
