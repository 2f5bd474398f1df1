"""The glossary of public-sector ICT: what ships is sound, and a fault is named with its line."""

import pytest

from timonel.domain.matching.words import words
from timonel.frameworks.faults import FrameworkInvalid
from timonel.frameworks.synonyms import ict_synonyms, read_glossary
from timonel.frameworks.tree import read_tree

HEADER = 'glossary: g\nversion: "1"\nauthors: a\nsources: s\nchanges: {"1": first}\n'


def faults(text):
    with pytest.raises(FrameworkInvalid) as raised:
        read_glossary(text, "g.yaml")
    return [(fault.line, fault.key, fault.code) for fault in raised.value.faults]


def test_the_glossary_that_ships_has_at_least_120_groups_and_a_version():
    glossary = ict_synonyms()
    assert len(glossary.groups) >= 120
    assert glossary.version == "2026.1"


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("expediente electrónico", "electronic case file"),
        ("gestión documental", "document management"),
        ("ficha clínica electrónica", "EHR"),
        ("clave única", "digital identity"),
        ("interoperabilidad", "interoperability"),
        ("mesa de ayuda", "help desk"),
        ("firma electrónica avanzada", "digital signature"),
        ("centros de datos", "data centre"),
        ("ventanilla única", "one-stop shop"),
    ],
)
def test_terms_of_both_languages_mean_the_same(spanish, english):
    glossary = ict_synonyms()
    assert list(glossary.meanings(words(spanish))) == list(glossary.meanings(words(english))) != []


def test_every_group_has_both_languages():
    from timonel.frameworks.synonyms import SYNONYMS

    tree, found = read_tree(SYNONYMS.read_text(encoding="utf-8"), "g.yaml")
    assert found == []
    groups = tree.entries["groups"][1]
    assert [name for name, _line, group in groups.mapping() if set(group.entries) != {"es", "en"}] == []


def test_every_term_is_read_as_its_own_group_alone():
    glossary = ict_synonyms()
    wrong = [
        (group, term)
        for group, terms in glossary.groups.items()
        for term in terms
        if list(glossary.meanings(words(term))) != [group]
    ]
    assert wrong == []


def test_a_sound_glossary_is_read():
    read = read_glossary(HEADER + "groups:\n  a-b: {es: [oro, dos]}\napart:\n  steps: [[pilot, piloto]]\n", "g.yaml")
    assert (dict(read.groups), read.apart, read.version) == (
        {"a-b": ("oro", "dos")},
        {"steps": (("pilot", "piloto"),)},
        "1",
    )


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("groups:\n  a: {es: [oro, dos]}\n  b: {en: [tres, dos]}\n", (8, "groups.b.en", "term_twice")),
        ("groups:\n  a: {es: [oro]}\n", (7, "groups.a", "too_few")),
        ("groups:\n  a: {fr: [oro, dos]}\n", (7, "groups.a.fr", "unknown_key")),
        ("groups:\n  A b: {es: [oro, dos]}\n", (7, "groups.A b", "wrong_form")),
        ("groups:\n  a:\n    es: [oro, dos, de la]\n", (8, "groups.a.es", "not_text")),
        ("groups:\n  a: {es: [oro, dos, 3]}\n", (7, "groups.a.es", "not_text")),
        ("groups:\n  a: {es: oro}\n", (7, "groups.a.es", "wrong_shape")),
        ("groups: [a]\n", (6, "groups", "wrong_shape")),
        ("other: x\ngroups:\n  a: {es: [oro, dos]}\n", (6, "other", "unknown_key")),
        ("groups:\n  a: {es: [oro, dos]}\napart:\n  hours: [[x]]\n", (9, "apart.hours", "unknown_key")),
        ("groups:\n  a: {es: [oro, dos]}\napart:\n  steps: [[x], [x]]\n", (9, "apart.steps[1]", "term_twice")),
    ],
)
def test_a_fault_is_named_with_its_line(rest, found):
    assert found in faults(HEADER + rest)


def test_what_is_missing_and_what_is_no_mapping_are_faults():
    assert (1, "version", "missing") in faults("glossary: g\n")
    assert faults("- a\n") == [(1, "", "wrong_shape")]
    assert faults("") == [(1, "", "wrong_shape")]
    assert [code for _line, _key, code in faults("a: [\n")] == ["not_yaml"]
