"""How names are read: words, short forms, numbers, and the terms of the glossary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonel.domain.matching.glossary import Found, Glossary, phrase
from timonel.domain.matching.words import initials, number_of, stem, words

GLOSSARY = Glossary(
    "1",
    {
        "register": ("registro", "register"),
        "civil-registry": ("registro civil", "civil registry"),
        "operations": ("O&M", "operación y mantención"),
    },
    {"steps": (("pilot", "piloto"),), "places": (("los lagos",),)},
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Gestión de la Información", ("gestion", "informacion")),
        ("e-mail & e-Government", ("email", "egovernment")),
        ("O&M of the system", ("o&m", "system")),
        ("Año 2026/II", ("ano", "2026", "ii")),
        ("de la", ()),
    ],
)
def test_a_text_is_read_as_words_without_accents_and_without_those_that_say_nothing(text, read):
    assert words(text) == read


@pytest.mark.parametrize(
    ("one", "other"),
    [("electronica", "electronicos"), ("electronico", "electronic"), ("service", "services"), ("redes", "red")],
)
def test_gender_and_number_are_taken_off_a_word(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["gas", "red", "acces", "class"])
def test_what_is_no_ending_stays(word):
    assert stem(word).startswith(word[:3])
    assert stem("class") == "class"


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Customs Declaration Services Programme", ("cdsp", "cds")),
        ("Sistema de Información para la Gestión Financiera del Estado", ("sigfe",)),
        ("Clave única", ()),
        ("rojo verde azul", ("rva",)),
        ("a1 b2 c3 d4 e5 f6 g7 h8", ("abcdefgh",)),
        ("a1 b2 c3 d4 e5 f6 g7 h8 i9", ()),
    ],
)
def test_names_of_three_to_eight_words_go_by_their_initials_also_without_words_such_as_programme(name, forms):
    assert initials(words(name)) == forms


@pytest.mark.parametrize(
    ("word", "number"),
    [("iv", "4"), ("4", "4"), ("04", "4"), ("0", "0"), ("fy13", "fy13"), ("civil", None), ("xvi", "16")],
)
def test_a_number_is_one_however_it_is_written(word, number):
    assert number_of(word) == number


def test_the_longest_term_is_read_first_and_words_between_terms_stay():
    said = words("Nuevo registro civil y otros registros")
    assert GLOSSARY.read(said) == (
        "nuevo",
        Found("civil-registry", "registro civil"),
        "otros",
        Found("register", "registros"),
    )


def test_a_text_means_each_group_once_in_the_words_it_was_first_said():
    assert GLOSSARY.meanings(words("Register of registers, O&M")) == {"register": "register", "operations": "o&m"}


def test_marks_are_numbers_places_and_steps():
    assert GLOSSARY.marks(words("Piloto en Los Lagos, fase II")) == {"steps:pilot", "places:los lagos", "number:2"}
    assert GLOSSARY.marks(words("Registro civil")) == frozenset()


@given(st.text(max_size=60))
def test_any_text_is_read_whole_and_its_words_are_read_as_themselves(text):
    said = words(text)
    assert words(" ".join(said)) == said
    read = GLOSSARY.read(said)
    assert " ".join(part.said if isinstance(part, Found) else part for part in read) == " ".join(said)
    assert len(phrase(text)) == len(said)
