"""Projects that are alike are found by words, meanings and fields, with reasons; siblings are told apart."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timonel.domain.matching import LIKELY, TOP, Glossary, Index, Row
from timonel.domain.money import Money

GLOSSARY = Glossary(
    "1",
    {
        "electronic-health-record": ("ficha clínica electrónica", "electronic health record", "EHR"),
        "digital-identity": ("clave única", "identidad digital", "digital identity"),
        "help-desk": ("mesa de ayuda", "help desk"),
    },
    {"places": (("norte", "north"), ("maule",), ("biobío",)), "steps": (("planning", "planificación"), ("pilot",))},
)
NAMES = (
    "Plataforma de trámites municipales",
    "Modernización de la gestión consular",
    "Red de respaldo de telecomunicaciones",
    "Registro nacional de inmunizaciones",
    "Sistema de fiscalización pesquera",
    "Licencias médicas en línea",
    "Portal de becas estudiantiles",
    "Catastro de bienes fiscales",
)
"""Other projects, so that no word is rare merely for want of rows."""


def an_index(*rows, names=NAMES):
    others = (Row(f"other-{at}", name) for at, name in enumerate(names))
    return Index.build([*others, *rows], GLOSSARY)


def nearest(index, asked, **given):
    asked = asked if isinstance(asked, Row) else Row("", asked)
    return index.nearest(asked, **given)


def codes(match):
    return {reason.code: dict(reason.params) for reason in match.reasons}


def the_score(one, other):
    """Give how alike two rows are found, 0 when not at all."""
    found = an_index(one).nearest(replace(other, number="asked"), least=0.0)
    return next((match.score for match in found if match.row.number == one.number), 0.0)


def test_the_same_words_in_another_order_and_without_accents_are_the_same_name():
    (found, *_rest) = nearest(an_index(Row("7", "Gestión de Flota Vehicular")), "flota vehicular, GESTION")
    assert (found.row.number, found.score) == ("7", 1.0)
    assert codes(found) == {"same_name": {}}


@pytest.mark.parametrize(
    ("typed", "known", "group"),
    [
        ("Digital identity", "Clave única", "digital-identity"),
        ("Identidad digital", "Clave única", "digital-identity"),
        ("Electronic health records", "Ficha clínica electrónica", "electronic-health-record"),
        ("EHR", "Ficha clínica electrónica", "electronic-health-record"),
        ("Mesa de ayuda", "Help desks", "help-desk"),
    ],
)
def test_a_translation_or_synonym_is_likely_the_same_and_the_reason_names_the_terms(typed, known, group):
    (found, *_rest) = nearest(an_index(Row("7", known)), typed)
    assert found.row.number == "7"
    assert LIKELY <= found.score < 1.0
    assert codes(found)["same_meaning"]["group"] == group


def test_a_slip_of_the_pen_leaves_projects_likely_the_same():
    (found, *_rest) = nearest(an_index(Row("7", "Observatorio laboral regional")), "Observatroio laborall regional")
    assert found.row.number == "7"
    assert found.score >= LIKELY


def test_a_short_form_is_known_by_the_initials_of_the_name():
    known = Row("7", "Sistema de Información para la Gestión Financiera del Estado")
    (found, *_rest) = nearest(an_index(known), "SIGFE")
    assert found.row.number == "7"
    assert codes(found)["short_form"] == {"short": "SIGFE"}


@pytest.mark.catalogue("PA-08")
def test_of_three_projects_the_two_that_are_near_identical_are_a_pair_and_the_unrelated_one_is_in_none():
    index = an_index(
        Row("1", "Ventanilla digital de permisos de pesca artesanal", "Tramitar en línea los permisos de pesca"),
        Row("2", "Ventanilla digital para permisos de la pesca artesanal", "Tramitar los permisos de pesca en línea"),
        Row("3", "Renovación de los servidores del hospital", "Cambiar servidores sin garantía"),
    )
    assert [(pair.one, pair.other) for pair in index.pairs()] == [("1", "2")]


@pytest.mark.parametrize(
    ("one", "other", "marks"),
    [
        ("Conectividad escolar fase 1", "Conectividad escolar fase 2", {"one": "2", "other": "1"}),
        ("Conectividad escolar etapa I", "Conectividad escolar etapa IV", {"one": "4", "other": "1"}),
        ("Conectividad escolar 2025", "Conectividad escolar 2026", {"one": "2026", "other": "2025"}),
        ("Conectividad escolar Maule", "Conectividad escolar Biobío", {"one": "biobío", "other": "maule"}),
        ("School network: planning", "School network: pilot", {"one": "pilot", "other": "planning"}),
    ],
)
def test_projects_that_differ_in_a_number_place_or_step_are_siblings_and_not_likely_the_same(one, other, marks):
    (found, *_rest) = nearest(an_index(Row("7", one)), other)
    assert found.row.number == "7"
    assert found.score < LIKELY
    assert codes(found)["told_apart"] == marks


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Conectividad escolar fase 2", "Conectividad escolar, fase II"),
        ("Conectividad escolar norte", "Norte: conectividad escolar"),
        ("Conectividad escolar fase 2", "Conectividad escolar"),
    ],
)
def test_projects_with_the_same_number_or_place_or_where_one_says_none_are_not_told_apart(one, other):
    (found, *_rest) = nearest(an_index(Row("7", one)), other)
    assert found.score >= LIKELY
    assert "told_apart" not in codes(found)


KNOWN = Row("7", "Observatorio laboral regional del sur")
ASKED = Row("8", "Observatorio laboral")
FIELDS = {
    "same_institution": ({"institution": "1601"}, {"institution": "1602"}),
    "same_sector": ({"sector": "labour"}, {"sector": "health"}),
    "same_supplier": ({"supplier": "76.1-1"}, {"supplier": "76.2-2"}),
    "same_category": ({"categories": frozenset({"cpv:48", "cpv:72"})}, {"categories": frozenset({"cpv:30"})}),
    "near_amount": ({"amount": Money.of(100, "CLP")}, {"amount": Money.of(500, "CLP")}),
    "dates_overlap": (
        {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)},
        {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 12, 31)},
    ),
}


@pytest.mark.parametrize("code", FIELDS)
def test_a_field_that_agrees_raises_the_score_and_one_that_differs_or_is_unknown_leaves_it(code):
    same, other = FIELDS[code]
    unknown = the_score(KNOWN, ASKED)
    assert the_score(replace(KNOWN, **same), replace(ASKED, **same)) > unknown
    assert the_score(replace(KNOWN, **same), replace(ASKED, **other)) == unknown
    assert the_score(replace(KNOWN, **same), ASKED) == unknown


@pytest.mark.parametrize("code", FIELDS)
def test_a_field_is_a_reason_only_where_it_agrees(code):
    same, other = FIELDS[code]
    index = an_index(replace(KNOWN, **same))
    assert code in codes(nearest(index, replace(ASKED, **same))[0])
    assert code not in codes(nearest(index, replace(ASKED, **other))[0])


@pytest.mark.parametrize(
    ("amount", "near"), [("90", True), ("89.9999", False), ("111.1111", True), ("111.1112", False)]
)
def test_amounts_are_near_when_the_lesser_is_at_least_nine_tenths_of_the_greater(amount, near):
    known, asked = replace(KNOWN, amount=Money.of(100, "CLP")), replace(ASKED, amount=Money.of(amount, "CLP"))
    assert (the_score(known, asked) > the_score(KNOWN, ASKED)) is near
    assert ("near_amount" in codes(nearest(an_index(known), asked)[0])) is near


def test_amounts_in_two_currencies_are_never_near():
    known, asked = replace(KNOWN, amount=Money.of(100, "CLP")), replace(ASKED, amount=Money.of(100, "USD"))
    assert the_score(known, asked) == the_score(KNOWN, ASKED)
    assert "near_amount" not in codes(nearest(an_index(known), asked)[0])


@pytest.mark.parametrize(("ends", "together"), [(date(2026, 7, 1), True), (date(2026, 6, 30), False)])
def test_projects_run_together_when_they_share_one_day(ends, together):
    known = replace(KNOWN, starts_on=date(2026, 1, 1), ends_on=ends)
    asked = replace(ASKED, starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 1))
    assert (the_score(known, asked) > the_score(KNOWN, ASKED)) is together
    assert ("dates_overlap" in codes(nearest(an_index(known), asked)[0])) is together


def test_the_same_purpose_finds_a_project_of_another_name():
    purpose = "Entregar a cada paciente su historia de atenciones y recetas en un solo lugar"
    index = an_index(Row("7", "Proyecto Araucaria", purpose))
    (found, *_rest) = nearest(index, Row("", "Iniciativa Copihue", purpose))
    assert found.row.number == "7"
    assert found.score >= LIKELY
    assert "like_purpose" in codes(found)


def test_at_most_five_are_shown_and_equals_come_by_number():
    index = an_index(*(Row(number, "Gobierno de datos") for number in "gcbafed"))
    assert [match.row.number for match in nearest(index, "Gobierno de datos")] == ["a", "b", "c", "d", "e"]


def test_being_a_programme_or_a_project_tells_nothing():
    index = an_index(Row("7", "Programa Araucaria"))
    assert nearest(index, "Proyecto Copihue") == ()
    (found,) = nearest(index, "Proyecto Araucaria")
    assert (found.row.number, found.score) == ("7", 1.0)


def test_what_is_unlike_is_not_shown_at_all():
    assert nearest(an_index(), "Telescopio") == ()


def test_a_project_is_not_like_itself():
    row = Row("7", "Gobierno de datos")
    assert nearest(an_index(row), row) == ()


def test_what_the_reader_may_not_see_is_absent_and_takes_no_place():
    index = an_index(*(Row(f"{at:03}", "Gobierno de datos") for at in range(100)))
    seen = {"097", "098"}
    assert [match.row.number for match in nearest(index, "Gobierno de datos", among=seen)] == ["097", "098"]


def test_the_order_of_the_rows_makes_no_difference():
    rows = [Row(f"{at}", name) for at, name in enumerate(NAMES)]
    one, other = Index.build(rows, GLOSSARY), Index.build(reversed(rows), GLOSSARY)
    asked = Row("", "Registro de licencias médicas")
    assert one.nearest(asked, least=0.0) == other.nearest(asked, least=0.0)


@pytest.mark.parametrize("name", ["", "   ", "de la", "🚀", "x" * 5000, "\x00", "1"])
def test_a_name_that_says_nothing_finds_nothing_and_breaks_nothing(name):
    assert nearest(an_index(), name) == ()


def test_an_index_without_rows_answers_nothing_until_there_are_some():
    index = Index.build((), GLOSSARY)
    assert (len(index), nearest(index, "Gobierno de datos"), index.pairs()) == (0, (), ())
    index = index.with_changes([Row("1", "Gobierno de datos")])
    assert [match.row.number for match in nearest(index, "Gobierno de datos")] == ["1"]
    assert not index.is_settled


# --- changes without building anew


def test_a_project_added_is_found_at_once_also_by_a_word_nobody_wrote_before():
    before = an_index()
    after = before.with_changes([Row("7", "Quipu")], stamp="2")
    assert [match.row.number for match in nearest(after, "quipu")] == ["7"]
    assert nearest(before, "quipu") == ()
    assert (before.stamp, after.stamp, len(after) - len(before)) == ("", "2", 1)


def test_a_project_renamed_is_found_by_its_new_name_alone():
    index = an_index(Row("7", "Gobierno de datos"))
    for name in ("Quipu", "Yupana"):
        index = index.with_changes([Row("7", name)])
    assert nearest(index, "Gobierno de datos") == ()
    assert nearest(index, "Quipu") == ()
    assert [match.row.name for match in nearest(index, "Yupana")] == ["Yupana"]


def test_a_project_that_is_gone_is_found_no_more_until_it_is_back():
    index = an_index(Row("7", "Gobierno de datos")).with_changes([], ["7"])
    assert nearest(index, "Gobierno de datos") == ()
    assert "7" not in {row.number for row in index.rows()}
    index = index.with_changes([Row("7", "Gobierno de datos")])
    assert [match.row.number for match in nearest(index, "Gobierno de datos")] == ["7"]


def test_pairs_count_changes_in():
    index = an_index(Row("1", "Gobierno de datos"), Row("2", "Gobierno de datos"))
    index = index.with_changes([Row("3", "Gobierno de datos")], ["1"])
    assert [(pair.one, pair.other) for pair in index.pairs()] == [("2", "3")]


@pytest.mark.parametrize(("changed", "settled"), [(2, True), (3, False)])
def test_the_weights_hold_until_more_than_two_in_a_hundred_rows_have_changed(changed, settled):
    index = Index.build((Row(f"{at:03}", f"Proyecto número {at}") for at in range(100)), GLOSSARY)
    assert index.with_changes(Row(f"n{at}", "Nuevo") for at in range(changed)).is_settled is settled


# --- what always holds

SAID = "ficha clínica electrónica electronic health record clave única salud regional norte maule fase 1 2 II de red"
WORDS = st.sampled_from(SAID.split(" "))
ROWS = st.builds(
    Row,
    number=st.just(""),
    name=st.lists(WORDS, max_size=7).map(" ".join),
    purpose=st.lists(WORDS, max_size=7).map(" ".join),
    institution=st.sampled_from(["", "1601", "1602"]),
    amount=st.sampled_from([None, Money.of(100, "CLP"), Money.of(95, "CLP"), Money.of(95, "UF")]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=12))
def test_scores_lie_between_nought_and_one_and_are_the_same_in_both_directions(rows):
    index = Index.build((replace(row, number=f"{at:02}") for at, row in enumerate(rows)), GLOSSARY)
    found = {
        (row.number, match.row.number): match.score
        for row in index.rows()
        for match in index.nearest(row, top=len(rows), least=0.0)
    }
    assert all(0.0 <= score <= 1.0 for score in found.values())
    assert all(found[other, one] == score for (one, other), score in found.items())


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=12))
def test_every_pair_is_also_found_by_asking_about_either_with_the_same_score(rows):
    index = Index.build((replace(row, number=f"{at:02}") for at, row in enumerate(rows)), GLOSSARY)
    asked = {
        (row.number, match.row.number): match.score
        for row in index.rows()
        for match in index.nearest(row, top=len(rows), least=LIKELY)
    }
    for pair in index.pairs():
        assert asked[pair.one, pair.other] == pair.score
        assert pair.one < pair.other


@settings(max_examples=30, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8), st.lists(ROWS, max_size=4), ROWS)
def test_rows_added_later_stand_beside_those_that_were_there(before, added, asked):
    rows = [replace(row, number=f"{at:02}") for at, row in enumerate([*before, *added])]
    index = Index.build(rows[: len(before)], GLOSSARY).with_changes(rows[len(before) :])
    assert index.rows() == tuple(rows)
    found = [match.row.number for match in index.nearest(replace(asked, number="x"), least=0.0)]
    assert len(found) == len(set(found)) <= TOP
