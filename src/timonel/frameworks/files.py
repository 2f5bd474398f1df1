"""Find and read the files of a framework: from YAML to plain sections, every fault noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from timonel.frameworks.faults import FrameworkFault
from timonel.frameworks.schema import FILES, SECTIONS
from timonel.frameworks.shapes import Plain, Reading, Reference
from timonel.frameworks.tree import read_tree

ROOT = Path(__file__).parent
HOUSE = "house"
"""The folder whose posts and grants every framework has: who keeps registers, accounts and the record."""
FOLDERS = ("reforms", "overlays", "cases")


@dataclass(slots=True)
class CountryFiles:
    """Hold what the files of one country say, section by section, and where each key stands."""

    country: str
    header: dict[str, Plain] = field(default_factory=dict)
    sections: dict[str, dict[str, Plain]] = field(default_factory=lambda: {name: {} for name in SECTIONS})
    reforms: dict[str, Plain] = field(default_factory=dict)
    overlays: dict[str, Plain] = field(default_factory=dict)
    cases: dict[str, list[Plain]] = field(default_factory=dict)
    faults: list[FrameworkFault] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    lines: dict[str, tuple[str, int]] = field(default_factory=dict)
    """``bodies.sgd.reports_to`` to (file, line); for reforms the path begins with ``reforms/<file>``."""

    def place(self, path: str) -> tuple[str, int]:
        """Return file and line of a path, or of the nearest key above it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0]
        return f"{self.country}/framework.yaml", 1

    def fault(self, path: str, code: str, found: str, expected: str) -> None:
        """Note a fault at the line of a path."""
        file, line = self.place(path)
        self.faults.append(FrameworkFault(file, line, path, code, found, expected))


def countries(root: Path | None = None) -> list[str]:
    """List the countries that have a framework, in alphabetical order."""
    return sorted(path.parent.name for path in (root or ROOT).glob("*/framework.yaml"))


def read_country(country: str, root: Path | None = None) -> CountryFiles:
    """Read every file of a country, and of the house, without stopping at a fault."""
    folder = (root or ROOT) / country
    into = CountryFiles(country)
    if not (folder / "framework.yaml").is_file():
        into.faults.append(
            FrameworkFault(f"{country}/framework.yaml", 1, "", "no_file", "no such file", "framework.yaml")
        )
    for path in sorted((ROOT / HOUSE).glob("*.yaml")):
        _read_file(path, f"{HOUSE}/{path.name}", path.stem, into)
    for path in sorted(folder.glob("*.yaml")):
        _read_file(path, f"{country}/{path.name}", path.stem, into)
    for name in FOLDERS:
        for path in sorted((folder / name).glob("*.yaml")):
            _read_file(path, f"{country}/{name}/{path.name}", f"{name}/*", into)
    return into


def _read_file(path: Path, shown: str, kind: str, into: CountryFiles) -> None:
    if kind not in FILES:
        expected = "one of " + ", ".join(f"{name}.yaml" for name in FILES if "/" not in name)
        into.faults.append(FrameworkFault(shown, 1, "", "unknown_file", path.name, expected))
        return
    tree, faults = read_tree(path.read_text(encoding="utf-8"), shown)
    into.faults.extend(faults)
    if tree is None:
        return
    reading = Reading(shown)
    plain = FILES[kind].read(tree, "", reading)
    into.faults.extend(reading.faults)
    into.references.extend(reading.references)
    if plain is not None:
        _place(plain, kind, path.stem, reading, into)


def _place(plain: Plain, kind: str, stem: str, reading: Reading, into: CountryFiles) -> None:
    prefix = ""
    if kind == "framework":
        into.header = plain
        prefix = "framework."
    elif kind.endswith("/*"):
        folder = kind[:-2]
        getattr(into, folder)[stem] = plain
        prefix = f"{folder}/{stem}."
    elif kind == "powers":
        _merge_powers(plain, into.sections["powers"])
        prefix = "powers."
    elif kind in SECTIONS and kind not in ("sectors", "models"):
        into.sections[kind].update(plain)
        prefix = f"{kind}."
    else:
        for section, entries in plain.items():
            into.sections[section].update(entries or {})
    into.lines.update({prefix + path: (reading.file, line) for path, line in reading.lines.items()})


def _merge_powers(plain: dict[str, Any], powers: dict[str, Any]) -> None:
    """Add the grants of one file; a shared statement of ``unanswered`` becomes a grant of each power it names."""
    for power, grants in plain.items():
        if power != "unanswered":
            powers.setdefault(power, {}).update(grants or {})
    for entry in plain.get("unanswered") or []:
        if not isinstance(entry, dict):
            continue
        shared = {key: value for key, value in entry.items() if key != "powers"}
        name = str(shared.get("holder", "not_stated")).replace("_", "-")
        for power in entry.get("powers") or []:
            if power is not None:
                grants = powers.setdefault(power, {})
                grants[name if name not in grants else f"{name}-{len(grants)}"] = shared
