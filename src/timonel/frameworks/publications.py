"""Reading the phases of a project model that an act publishes, in the very shape of the files."""

from __future__ import annotations

from typing import Any

from timonel.domain.mandates import Framework
from timonel.frameworks.faults import FrameworkFault, FrameworkInvalid
from timonel.frameworks.schema.money import PHASES
from timonel.frameworks.shapes import Reading
from timonel.frameworks.tree import read_tree

PLACE = "phases"


def read_phases(text: str, framework: Framework) -> list[dict[str, Any]]:
    """Read phases with their products and gates, written as in `models.yaml`; ``FrameworkInvalid`` lists all faults.

    Who decides a gate, and what a condition names, must stand in the framework; no two phases have one id.
    """
    if _repeats(text):
        raise FrameworkInvalid(framework.country, [_fault(1, "", "alias", "an alias (*)", "each part written out")])
    tree, faults = read_tree(text, PLACE)
    reading = Reading(PLACE, faults)
    if tree is None:
        raise FrameworkInvalid(framework.country, faults or [_fault(1, "", "wrong_shape", "nothing", "phases")])
    phases = PHASES.read(tree, PLACE, reading)
    for ref in reading.references:
        if ref.target not in framework.sections[ref.section]:
            faults.append(_fault(ref.line, ref.key, "names_nothing", ref.target, f"the id of one of {ref.section}"))
    found: list[dict[str, Any]] = list(phases) if isinstance(phases, list) else []
    names = [str(phase["id"]) for phase in found if isinstance(phase, dict) and "id" in phase]
    for name in {name for name in names if names.count(name) > 1}:
        faults.append(_fault(1, PLACE, "twice", name, "an id of its own for each phase"))
    if faults:
        raise FrameworkInvalid(framework.country, sorted(faults))
    return found


def _repeats(text: str) -> bool:
    """Say whether the text has an alias, by which a few lines could stand for more than any memory holds."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.events import AliasEvent

    try:
        return any(isinstance(event, AliasEvent) for event in YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError:
        return False  # which the reading itself tells, with its place


def _fault(line: int, key: str, code: str, found: str, expected: str) -> FrameworkFault:
    return FrameworkFault(PLACE, line, key, code, found, expected)
