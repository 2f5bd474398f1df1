"""The command line speaks Spanish, or English to who asks for it: help, results, refusals and misuse."""

import os
import re

import pytest

from tests.programs import timonel
from timonel.site.cli import words
from timonel.site.embedded.server import Server

ASKING = ("TIMONEL_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def spoken(**asked):
    return timonel("--help", **dict.fromkeys(ASKING, "") | asked).stdout.split(":")[0]


@pytest.mark.parametrize(
    ("asked", "usage"),
    [
        ({}, "Uso"),
        ({"LANG": "C.UTF-8"}, "Uso"),
        ({"LANG": "es_CL.UTF-8"}, "Uso"),
        ({"LANG": "en_US.UTF-8"}, "Usage"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "es_CL.UTF-8"}, "Uso"),
        ({"LANG": "en_US.UTF-8", "TIMONEL_LANGUAGE": "es"}, "Uso"),
        ({"TIMONEL_LANGUAGE": "en"}, "Usage"),
    ],
)
def test_it_is_spanish_unless_english_is_asked_for(asked, usage):
    assert spoken(**asked) == usage


def test_help_of_each_command_is_translated_and_so_is_what_stands_around_it():
    for said in (timonel("record", "--help", TIMONEL_LANGUAGE="es"), timonel("serve", "--help", TIMONEL_LANGUAGE="es")):
        english = re.findall(r"\b(Usage|Options|Commands|Show|this|the|default|env var|required)\b", said.stdout)
        assert not english, said.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nonsense"], "No existe la orden 'nonsense'."),
        (["framework", "show", "dk"], "Falta la opción '--at'."),
        (["serve", "--bind", "nowhere"], "Valor no válido para --bind: nowhere no es una dirección y un puerto"),
        (["framework", "diff", "dk@2016", "dk@2020-01-01"], "dk@2016 no termina en un día"),
    ],
)
def test_misuse_is_said_in_spanish_and_ends_with_2(arguments, told):
    said = timonel(*arguments, TIMONEL_LANGUAGE="es")
    assert said.returncode == 2
    assert told in said.stderr


@pytest.mark.long
def test_results_and_refusals_are_said_in_spanish(tmp_path):
    own = {"TIMONEL_DATA": str(tmp_path), "DATABASE_URL": "", "TIMONEL_LANGUAGE": "es"}
    try:
        assert "se encendió" in timonel("database", "start", **own).stdout
        faulty = timonel("serve", **own)
        assert (faulty.returncode, "Ejecute: timonel migrate" in faulty.stderr) == (1, True)
        before = timonel("record", "verify", **own)
        assert (before.returncode, before.stderr.split(":")[0]) == (1, "La base de datos no lo hizo")
        assert "Traceback" not in before.stderr
        assert timonel("migrate", "--quiet", **own).returncode == 0
        assert re.search(r"^0 asientos, 0 puntos de control, .*: 0 fallas$", timonel("record", "verify", **own).stdout)
        empty = timonel("record", "checkpoint", **own)
        assert (empty.returncode, empty.stderr) == (1, "record-empty: Todavía no hay nada registrado.\n")
        refused = timonel("framework", "export", "acts", **own)
        assert (refused.returncode, "Aún no se ha adoptado" in refused.stderr) == (1, True)
    finally:
        Server(tmp_path).remove()


def test_frameworks_are_shown_in_the_language_of_the_command_line_or_the_one_asked_for():
    shown = ["framework", "show", "dk", "--at", "2016-01-31"]
    assert "ÓRGANOS" in timonel(*shown, TIMONEL_LANGUAGE="es").stdout
    spanish, english = (timonel(*shown, TIMONEL_LANGUAGE=each).stdout.splitlines()[0] for each in ("es", "en"))
    assert spanish != english
    assert timonel(*shown, "--language", "es", TIMONEL_LANGUAGE="en").stdout.splitlines()[0] == spanish


def test_a_text_counts_in_both_languages(monkeypatch):
    for language, one, many in (("es", "1 falla", "2 fallas"), ("en", "1 fault", "2 faults")):
        monkeypatch.setitem(os.environ, "TIMONEL_LANGUAGE", language)
        assert words.ngettext("%(count)s fault", "%(count)s faults", 1) == one
        assert words.ngettext("%(count)s fault", "%(count)s faults", 2) == many
