"""Components: labelled, escaped, never colour alone, and fit for a strict content-security policy."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django import forms
from django.utils import translation

from tests.site.pages import Page, a_request, a_shell, render, text_of
from timonel.pages.explanations import BasisLine, Explanation, FactLine, Refusal
from timonel.site.shell import BARE, PostChoice, RecordState
from timonel.site.views import errors, styleguide
from timonel.site.views.styleguide_examples import ExampleJob

EVIL = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es-cl"):
        yield


def style_page(shell=None, **asked):
    return styleguide.styleguide(a_request(shell, "/styleguide", **asked)).content.decode()


def page_of(shell):
    return errors.not_found(a_request(shell)).content.decode()


@pytest.mark.parametrize("asked", [{}, {"errors": "1"}], ids=["calm", "with faults"])
@pytest.mark.parametrize("language", ["es-cl", "en"])
def test_every_component_is_well_formed_labelled_and_free_of_inline_code(language, asked):
    with translation.override(language):
        page = Page(style_page(**asked))
    assert page.faults == []
    assert page.repeated_ids == []
    assert page.unlabelled == []
    assert page.dangling == []
    assert page.inline == []


def test_the_page_says_its_language_its_title_and_where_its_content_begins():
    page = Page(style_page())
    assert page.all("html")[0]["lang"] == "es-CL"
    assert len(page.all("h1")) == 1
    assert page.all("a")[0]["href"] == "#main"
    assert page.all("main")[0]["id"] == "main"


def test_htmx_may_neither_evaluate_nor_add_style_nor_keep_pages():
    config = next(meta for meta in Page(style_page()).all("meta") if meta.get("name") == "htmx-config")
    assert config["content"] == (
        '{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"historyEnabled":false}'
    )


def test_headings_go_down_one_step_at_a_time():
    levels = [int(tag[1]) for tag, _attributes in Page(style_page()).tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_is_written_into_a_component_is_escaped():
    sources = [
        '{% from "components/page_header.html" import page_header %}{{ page_header(x, x, x) }}',
        '{% from "components/breadcrumb.html" import breadcrumb %}{{ breadcrumb([(x, x)], x) }}',
        '{% from "components/tag.html" import tag, light %}{{ tag(x, x) }}{{ light(x, x) }}',
        '{% from "components/facts.html" import facts, key_figure %}{{ facts([(x, x)]) }}{{ key_figure(x, x, x, x) }}',
        '{% from "components/chip.html" import person, post %}{{ person(x, x, x) }}{{ post(x, x, x, x, x) }}',
        '{% from "components/field.html" import text %}{{ text(x, x, x, x, [x]) }}',
        '{% from "components/field.html" import select %}{{ select(x, x, [(x, x), (x, [(x, x)])], x, x, [x]) }}',
        '{% from "components/field.html" import choices %}{{ choices(x, x, [(x, x, x)], x, x, [x]) }}',
        '{% from "components/field.html" import error_summary %}{{ error_summary([(x, x, x)]) }}',
        '{% from "components/table.html" import table %}{{ table(x, [(x, "rowhead"), (x, "text")], [(x, x)]) }}',
        '{% from "components/money.html" import money %}{{ money(1, x, x) }}',
        '{% from "components/notice.html" import notice %}{% call notice("info", x) %}{{ x }}{% endcall %}',
        '{% from "components/button.html" import submit %}{{ submit(x, x, x, x, x) }}',
        '{% from "components/button.html" import link_button %}{{ link_button(x, x) }}',
        '{% from "components/empty.html" import empty %}{{ empty(x, x) }}',
    ]
    for source in sources:
        html = render(source, x=EVIL)
        assert "<script" not in html, source
        assert Page(html).faults == [], source


def test_a_cell_of_a_table_in_which_there_is_nothing_says_so():
    source = '{% from "components/table.html" import table %}'
    source += '{{ table("Montos", [("Uno", "rowhead"), ("Dos", "number")], [(none, none), ("a", 0)]) }}'
    assert text_of(render(source)) == "Montos Uno Dos — — a 0"


EXPLANATION = Explanation(
    sentence="Se necesita autorización.",
    rule="authorisation",
    value="CLP 500",
    basis=(BasisLine("Ley 1, artículo 2", "/law"),),
    facts=(FactLine("Presupuesto", "CLP 600"),),
    because=(Explanation("Alcanza el umbral.", because=(Explanation("Es mayor."),)),),
)


def test_why_names_rule_value_article_facts_and_reasons():
    html = render('{% from "components/why.html" import why %}{{ why(e) }}', e=EXPLANATION)
    assert text_of(html) == (
        "¿Por qué? Se necesita autorización. Regla authorisation Valor vigente CLP 500 "
        "Base legal Ley 1, artículo 2 Presupuesto CLP 600 Porque: Alcanza el umbral. Porque: Es mayor."
    )
    assert [tag for tag, _a in Page(html).tags][:2] == ["details", "summary"]


BUTTON = '{% from "components/button.html" import act_button %}{{ act_button("Aprobar", state, explanation=e) }}'


def test_a_button_one_may_not_use_is_absent():
    assert render(BUTTON, state="absent", e=None).strip() == ""


def test_a_button_that_the_law_refuses_is_disabled_and_says_why():
    page = Page(render(BUTTON, state="refused", e=EXPLANATION))
    (button,) = page.all("button")
    assert (button["type"], button["aria-disabled"]) == ("button", "true")
    assert page.dangling == []
    assert "¿Por qué?" in text_of(page.html)


def test_a_button_one_may_use_sends_the_form():
    (button,) = Page(render(BUTTON, state="enabled", e=None)).all("button")
    assert button["type"] == "submit"
    assert "aria-disabled" not in button


@pytest.mark.parametrize(
    ("value", "word", "shape"),
    [
        ("green", "En orden", "circle"),
        ("amber", "En riesgo", "M8 1 15.5"),
        ("red", "Desviado", "M1 1h14"),
        ("?", "Se desconoce", "dash"),
    ],
)
def test_a_light_has_a_word_and_a_shape_of_its_own(value, word, shape):
    html = render('{% from "components/tag.html" import light %}{{ light(v) }}', v=value)
    assert text_of(html) == word
    assert shape in html


def test_money_without_an_amount_is_said_to_be_not_stated():
    source = '{% from "components/money.html" import money %}{{ money(a, "CLP", "millones de") }}'
    assert text_of(render(source, a=None)) == "no se indica"
    assert text_of(render(source, a=12345678901234567890)) == "12.345.678.901.234.567.890 millones de CLP"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), "01-01-2026 al 31-01-2026"),
        (date(2026, 1, 1), None, "desde el 01-01-2026"),
        (None, date(2026, 1, 31), "hasta el 31-01-2026"),
        (None, None, "no se indica"),
    ],
)
def test_a_period_says_what_is_known_of_it(first, last, said):
    source = '{% from "components/date.html" import period %}{{ period(first, last) }}'
    assert text_of(render(source, first=first, last=last)) == said


def test_a_field_with_a_fault_says_so_to_eyes_and_to_screen_readers():
    source = '{% from "components/field.html" import text %}{{ text("n", "Nombre", "x", "Pista", ["Falta."]) }}'
    page = Page(render(source))
    (field,) = page.all("input")
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "id_n-hint id_n-error")
    assert page.dangling == []
    assert text_of(page.html) == "Nombre Pista Error: Falta."


def test_an_optional_field_is_marked_and_a_required_one_is_required():
    source = '{% from "components/field.html" import text %}{{ text("n", "Nombre", required=r) }}'
    assert "(opcional)" in render(source, r=False)
    assert "required" in Page(render(source, r=True)).all("input")[0]


class Everything(forms.Form):
    text = forms.CharField(label="Texto", help_text="Pista")
    secret = forms.CharField(widget=forms.PasswordInput)
    day = forms.DateField(widget=forms.DateInput)
    number = forms.DecimalField()
    long = forms.CharField(widget=forms.Textarea)
    one = forms.ChoiceField(choices=[("a", "A"), ("Grupo", [("b", "B")])])
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    round = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    ticks = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField()
    paper = forms.FileField()
    hidden = forms.CharField(widget=forms.HiddenInput)


FORM = (
    '{% from "components/form.html" import form as f, fields %}'
    '{% call f(csrf_input, "/x", "key-1", 7, files=true) %}{{ fields(form) }}{% endcall %}'
)


def test_a_form_keeps_what_was_typed_but_never_a_password():
    typed = {"text": "hola", "secret": "clave", "one": "b", "several": ["a", "b"], "round": "b", "ticks": ["b"],
             "agreed": "on", "day": "2026-11-23", "number": "12,x", "long": "largo", "hidden": "h"}  # fmt: skip
    html = render(FORM, form=Everything(typed))
    page = Page(html)
    values = {a["name"]: a.get("value") for a in page.all("input") if a.get("type") in ("text", "date", "password")}
    assert values == {"text": "hola", "secret": "", "day": "2026-11-23", "number": "12,x"}
    assert [a["value"] for a in page.all("option") if "selected" in a] == ["b", "a", "b"]
    assert [(a["name"], a["value"]) for a in page.all("input") if "checked" in a] == [
        ("round", "b"), ("ticks", "b"), ("agreed", "on"),
    ]  # fmt: skip
    assert "clave" not in html
    assert ">largo</textarea>" in html


def test_a_form_carries_its_keys_and_every_field_is_labelled():
    page = Page(render(FORM, form=Everything()))
    hidden = {a["name"]: a.get("value") for a in page.all("input") if a.get("type") == "hidden"}
    assert hidden == {"csrfmiddlewaretoken": "x", "idempotency_key": "key-1", "subject_version": "7", "hidden": None}
    assert page.all("form")[0]["enctype"] == "multipart/form-data"
    assert (page.faults, page.unlabelled, page.dangling, page.repeated_ids) == ([], [], [], [])


def test_the_summary_of_faults_leads_to_each_field():
    form = Everything({"text": ""})
    form.add_error(None, "Algo más.")
    page = Page(render(FORM, form=form))
    ids = {a.get("id") for _tag, a in page.tags}
    links = [str(a["href"]).removeprefix("#") for a in page.all("a") if str(a["href"]).startswith("#")]
    assert len(links) == len(form.fields)
    assert set(links) <= ids
    assert "Algo más." in text_of(page.html)


@pytest.mark.parametrize(
    ("stage", "asks_again"), [("waiting", True), ("running", True), ("done", False), ("failed", False)]
)
def test_long_work_asks_again_only_while_it_goes_on(stage, asks_again):
    job = ExampleJob("Importación", stage, 5, 20, "/jobs/1", "/jobs/1/report")
    source = '{% from "components/progress.html" import progress %}{{ progress(job) }}'
    page = Page(render(source, job=job))
    assert ("every 2s" in page.html) is asks_again
    assert (page.faults, page.dangling) == ([], [])
    assert "5 de 20" in text_of(page.html)
    assert "/jobs/1/report" in page.html


# --- the frame


def test_who_has_two_posts_can_choose_and_sees_for_whom_one_substitutes():
    page = Page(page_of(a_shell()))
    options = [a["value"] for a in page.all("option")]
    assert options == ["1", "2", "1", "2"]  # the wide header and the telephone's menu
    assert "subroga a Juan Pérez" in page.html


def test_who_has_one_post_sees_it_and_chooses_nothing():
    only = PostChoice("1", "Jefa", "Hacienda")
    page = Page(page_of(a_shell(posts=(only,), acting_post=only)))
    assert page.all("select") == []
    assert "Jefa" in page.html


def test_who_has_no_post_is_told_so():
    assert "Sin cargo hoy" in page_of(a_shell(posts=(), acting_post=None))


def test_a_stranger_is_offered_to_sign_in():
    html = page_of(a_shell(person=None, posts=(), acting_post=None, sign_in_url="/in"))
    assert 'href="/in"' in html
    assert "Mi cuenta" not in html


def test_a_demonstration_says_on_every_page_that_it_is_one():
    words = "Los valores marcados con un rombo no son ley del país, y las cuentas no tienen segundo factor."
    assert words in page_of(a_shell(demonstration=True))
    assert words not in page_of(a_shell())


def test_a_record_that_was_not_sealed_in_time_is_said_loudly():
    late = RecordState(7, datetime(2026, 11, 1, tzinfo=UTC), too_old=True, url="/record")
    assert "El registro no se ha sellado a tiempo." in page_of(a_shell(record=late))
    assert "Todavía no hay ningún punto de control." in page_of(a_shell(record=RecordState(7, None, too_old=True)))
    assert "no se ha sellado" not in page_of(a_shell())


def test_the_place_one_is_in_is_marked_in_both_menus():
    page = Page(page_of(a_shell()))
    assert [a["href"] for a in page.all("a") if a.get("aria-current") == "page"] == ["/institutions"] * 2


def test_every_form_of_the_frame_carries_the_token():
    page = page_of(a_shell())
    forms_ = page.split("<form")[1:]
    posts = [part for part in forms_ if 'method="post"' in part.partition(">")[0]]
    assert posts
    assert all("csrfmiddlewaretoken" in part.partition("</form>")[0] for part in posts)


# --- refusals


@pytest.mark.parametrize(
    ("view", "code"),
    [
        (errors.bad_request, 400),
        (errors.not_allowed, 403),
        (errors.not_found, 404),
        (errors.csrf_failure, 403),
        (errors.server_error, 500),
    ],
)
def test_an_error_says_what_because_of_what_and_what_now(view, code):
    answer = view(a_request())
    text = text_of(answer.content.decode())
    assert answer.status_code == code
    assert "Porque" in text
    assert "Qué hacer ahora" in text
    assert Page(answer.content.decode()).faults == []


def test_a_fault_of_ours_is_told_even_when_nothing_is_known_of_the_request():
    request = a_request()
    del request.shell
    answer = errors.server_error(request)
    assert answer.status_code == 500
    assert request.shell is BARE


@pytest.mark.parametrize("code", [409, 422])
def test_a_refusal_as_a_page_names_its_four_answers(code):
    refused = Refusal(
        "La sesión no puede votar", ("Hay 4 de 9.",), (BasisLine("Estatuto, art. 7", "/x"),), ("Cite a otra.",)
    )
    answer = errors.refused_page(a_request(), refused, code)
    text = text_of(answer.content.decode())
    assert answer.status_code == code
    for part in ("La sesión no puede votar", "Hay 4 de 9.", "Estatuto, art. 7", "Cite a otra."):
        assert part in text
