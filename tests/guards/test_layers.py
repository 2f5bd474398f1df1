"""Who may import whom: the contracts hold, cover every app, and would notice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.source import ROOT, SOURCE, imports, modules, place

LINTER = Path(sys.executable).parent / "lint-imports"

AT_ONCE = {"numpy", "scipy"}
WHEN_NEEDED = AT_ONCE | {"sklearn", "sparse_dot_topn", "rapidfuzz", "pyxirr"}
"""What the domain may import besides the standard library: at once, and inside functions."""

WRONG = {
    "The domain is plain Python": ("domain/notebook.py", "import django"),
    "Who may know about whom": ("record/gossip.py", "import timonel.governance"),
    "Inside an app": ("governance/models/gossip.py", "import timonel.governance.actions"),
    "Views and APIs never touch models": ("governance/views/gossip.py", "import timonel.governance.models"),
    "The tables of the record are private": ("governance/gossip.py", "import timonel.record.models"),
}
"""For each contract an import that breaks it."""


def lint(folder):
    found = subprocess.run(
        [LINTER, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
    )
    return found.returncode, found.stdout


def test_every_import_follows_the_contracts():
    code, said = lint(ROOT)
    assert code == 0, said


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(
        SOURCE, folder / "src" / "timonel", ignore=shutil.ignore_patterns("__pycache__", "static", "locale*")
    )
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


@pytest.mark.parametrize("contract", WRONG)
def test_an_import_against_a_contract_is_noticed(copy, contract):
    name, line = WRONG[contract]
    added = copy / "src" / "timonel" / name
    added.write_text(line + "\n")
    try:
        code, said = lint(copy)
    finally:
        added.unlink()
    assert code == 1
    broken = said[said.index("Broken contracts") :]
    assert contract in " ".join(broken.split())


def test_a_folder_without_a_place_in_the_order_is_noticed(copy):
    added = copy / "src" / "timonel" / "newcomer"
    added.mkdir()
    (added / "__init__.py").touch()
    try:
        code, said = lint(copy)
    finally:
        shutil.rmtree(added)
    assert code == 1
    assert "newcomer" in said


def test_the_tables_of_every_app_are_private():
    said = (ROOT / ".importlinter").read_text()
    apps = {path.parent.name for path in SOURCE.glob("*/models*") if path.suffix in ("", ".py")}
    assert {app for app in apps if f"protected_modules = timonel.{app}.models\n" not in said} == set()


def test_the_domain_imports_nothing_but_what_is_listed():
    wrong = []
    for path, tree in modules(SOURCE / "domain").items():
        for inside, allowed in ((False, AT_ONCE), (True, WHEN_NEEDED)):
            for node, name in imports(tree, inside=inside):
                top = name.partition(".")[0]
                ours = name == "timonel.domain" or name.startswith("timonel.domain.")
                if not ours and top not in allowed | sys.stdlib_module_names:
                    wrong.append(f"{place(path, node)} imports {name}")
    assert not wrong, "\n".join(sorted(set(wrong)))
