"""Words and calls that the code does without, and addresses that no file may hold."""

import ast
import re

import pytest

from tests.guards.source import ROOT, SOURCE, modules, place, tracked

CLOCKS = {"now", "today", "utcnow", "localdate", "localtime"}
MAY_READ_THE_CLOCK = [SOURCE / "governance" / "acting", SOURCE / "record"]
"""The frame says which day it is; the record, what its server's clock says."""

BANNED = {"manager", "managers", "helper", "helpers", "util", "utils", "common", "base", "process", "handle"}
BANNED_ALONE = {"data"}
BANNED_FOR_FACTS = {"status", "user", "session"}
"""Words for which the domain and the tables have better ones: stage, person, account, sitting."""

ASKED_FOR_BY_OTHERS = {
    ("domain/merkle.py", "data"): "outsiders' test vectors",
    ("governance/claveunica/provider.py", "data"): "allauth's provider",
    ("governance/openid/provider.py", "data"): "allauth's provider",
    ("governance/openid/provider.py", "process"): "allauth's provider",
    ("governance/signin_views.py", "process"): "allauth's views",
    ("site/middleware_signin.py", "process_view"): "Django's middleware",
    ("site/middleware.py", "process_view"): "Django's middleware",
    ("site/settings.py", "BASE_URL"): "allauth's e-mails",
}
"""Names that another's interface asks for, and whose."""


def calls():
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, node, ast.unparse(node.func)


def test_nothing_hangs_on_a_signal():
    said = re.compile(r"^(?:from|import) (?:django\.dispatch|django\.[\w.]*signals|blinker)", re.M)
    assert [place(path) for path in modules() if said.search(path.read_text())] == []


def test_only_the_frame_and_the_record_read_the_clock():
    wrong = []
    for path, node, called in calls():
        owner, _, last = called.rpartition(".")
        last = "" if last == "localtime" and node.args else last
        reads = last in CLOCKS and owner.split(".")[-1] in {"date", "datetime", "timezone"}
        if reads and not any(path.is_relative_to(folder) for folder in MAY_READ_THE_CLOCK):
            wrong.append(f"{place(path, node)} {called}")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_printed():
    assert [place(path, node) for path, node, called in calls() if called in ("print", "pprint")] == []


def test_money_is_never_a_float():
    money = [path for path in modules() if "money" in path.stem]
    assert money
    floats = [
        place(path, node)
        for path in money
        for node in ast.walk(modules()[path])
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and ast.unparse(node.func) == "float")
        or (isinstance(node, ast.arg | ast.AnnAssign) and node.annotation and "float" in ast.unparse(node.annotation))
        or (isinstance(node, ast.FunctionDef) and node.returns and "float" in ast.unparse(node.returns))
    ]
    assert not floats, "\n".join(floats)


def names(tree):
    """Give every name that a module coins."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node, node.name
        elif isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id


def test_names_do_without_the_banned_words():
    wrong = []
    for path, tree in modules().items():
        coined = [(None, path.stem), *names(tree)]
        facts = "models" in path.as_posix() or path.is_relative_to(SOURCE / "domain")
        alone = BANNED_ALONE | (BANNED_FOR_FACTS if facts else set())
        for node, name in coined:
            words = {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}
            banned = words & BANNED or name in alone
            within = str(path.relative_to(SOURCE))
            if banned and (within, name) not in ASKED_FOR_BY_OTHERS:
                wrong.append(f"{place(path, node)} {name}")
    assert not wrong, "\n".join(wrong)


INDEXES = [r"pypi\.org", r"pythonhosted", r"npmjs\.(?:org|com)", r"debian\.org", r"crates\.io", r"file:///\w"]
MACHINES = [r"(?<![\w.])/(?:work|root|home)/\w"]


@pytest.mark.parametrize("words", [INDEXES, MACHINES], ids=["package indexes", "folders of a machine"])
def test_no_file_names_an_address_of(words):
    pattern = re.compile("|".join(words))
    wrong = []
    for path in tracked():
        if path == ROOT / "tests" / "guards" / "test_forbidden_words_and_calls.py":
            continue
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        wrong += [f"{path.relative_to(ROOT)}:{number} {found[0]}" for number, line in enumerate(lines, 1)
                  if (found := pattern.search(line))]  # fmt: skip
    assert not wrong, "\n".join(wrong)
