"""A recipe that was made to harm is refused by file and line: it unfolds to nothing, and nobody waits for it."""

import io

import pytest

from tests.attack.doors import a_browser, does
from tests.examples import a_world
from timonel.frameworks.tree import read_tree
from timonel.governance import files
from timonel.governance.acting.errors import Refused
from timonel.monitoring.recipes import RecipeInvalid, recipe_from_text

ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{each}: &{each} [{','.join([f'*{before}'] * 9)}]\n" for before, each in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "a control character": "a: b\nc: \x07",
    "no end": "[" * 3000,
    "deep lists": "a: " + "[" * 900 + "]" * 900,
    "deep mappings": "{a: " * 900 + "1" + "}" * 900,
    "what contains itself": "a: &a [*a]",
    "aliases of aliases": ALIASES,
    "length": "a:\n" + " - x\n" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_recipe_is_refused_with_a_line(name):
    with pytest.raises(RecipeInvalid) as refused:
        recipe_from_text(HOSTILE[name])
    (fault,) = refused.value.faults
    assert fault.line >= 1
    assert fault.code in ("not_yaml", "too_long")


def test_a_control_character_is_refused_in_its_line():
    assert read_tree("a: b\nc: \x07", "f")[1][0].line == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["deep lists", "aliases of aliases", "a control character"])
def test_the_act_that_imports_refuses_it_and_does_not_break(name):
    world = a_world()
    kept = [
        files.keep(io.BytesIO(text.encode()), each, "text/plain", world.registrar.person).sha256
        for each, text in (("p.csv", "key,name"), ("r.yaml", HOSTILE[name]))
    ]
    with pytest.raises(Refused) as refused:
        does(world.registrar, "monitoring.import_portfolio", file=kept[0], own_recipe=kept[1])
    assert {each["code"] for each in refused.value.findings} == {"recipe-fault"}


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_pages_of_the_framework_are_shown_on_the_first_and_the_last_day_there_is(day):
    a_world()
    browser = a_browser()
    for place in ("", "instruments/", "posts/", "bodies/", "powers/", "parameters/", "approvals/", "compare/"):
        assert browser.get(f"/framework/{place}?on={day}").status_code in (200, 404, 422), place
