"""What the command line and pages show of a framework, as plain structures: describe, diagnose, differ, export."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from timonel.domain.comparison import changes_between
from timonel.domain.diagnosis import CHECKS, diagnose
from timonel.domain.legal import Basis, Label, Statement
from timonel.domain.mandates import Framework, who_may
from timonel.domain.mandates.framework import day_before
from timonel.domain.parameters import Value
from timonel.domain.powers import POWERS
from timonel.domain.questions import legal_basis, reports_to
from timonel.domain.truth import Truth


def describe(framework: Framework, on: date) -> dict[str, Any]:
    """Describe a framework as it stands on a day: bodies, posts, who may do what, approvals, values, instruments."""
    return {
        "country": framework.country,
        "label": _label(framework.label),
        "on": on.isoformat(),
        "hash": framework.hash,
        "reforms": [dict(entry) for entry in framework.reforms],
        "overlays": [dict(entry) for entry in framework.overlays],
        "acts": len(framework.acts),
        "instruments": _standing(framework, framework.instruments, on),
        "bodies": [
            {
                **entry,
                "kind": framework.bodies[entry["id"]].kind,
                "legal_basis": legal_basis(framework, framework.bodies[entry["id"]], on).code,
                "reports_to": [
                    {"whom": line.whom.id, "matters": sorted(line.matters) if line.matters else "all"}
                    for line in reports_to(framework, entry["id"], on)
                    if line.whom is not None
                ],
            }
            for entry in _standing(framework, framework.bodies, on)
        ],
        "posts": [
            {**entry, "role": framework.posts[entry["id"]].role} for entry in _standing(framework, framework.posts, on)
        ],
        "powers": powers_matrix(framework, on),
        "approvals": _standing(framework, framework.approvals, on),
        "parameters": [
            {"id": name, "label": _label(parameter.label), **_value(framework.value(name, on))}
            for name, parameter in framework.parameters.items()
        ],
    }


def powers_matrix(framework: Framework, on: date) -> list[dict[str, Any]]:
    """List every power of the vocabulary with its holders on a day: the who-may-decide-what matrix."""
    rows = []
    for power in POWERS.values():
        holders = [
            {
                "holder": found.holder.id if found.holder else found.code,
                "kind": found.holder.kind if found.holder else None,
                "outcome": found.outcome.value,
                "code": found.code,
                "intensity": found.intensity,
                "co_signatures": [signature.holder.id for signature in found.co_signatures],
                "demonstration": found.demonstration,
                "basis": _bases(found.basis),
            }
            for found in who_may(framework, power.id, on=on)
        ]
        rows.append(
            {"power": power.id, "label": {"es": power.es, "en": power.en}, "family": power.family, "holders": holders}
        )
    return rows


def diagnosis(framework: Framework, on: date) -> list[dict[str, Any]]:
    """List every check with its outcome, evidence, principles and the review's lines."""
    rows = []
    for found in diagnose(framework, on):
        check = CHECKS[found.rule]
        labels = {"label": {"es": check.es, "en": check.en}, "tension": found.is_tension}
        places = {"principles": list(found.principles), "review_lines": list(found.review_lines)}
        rows.append({**found.to_plain(), **labels, **places})
    return rows


def difference(before: Framework, on_before: date, after: Framework, on_after: date) -> list[dict[str, Any]]:
    """List what changed between two frameworks on two days."""
    return [change.to_plain() for change in changes_between(before, on_before, after, on_after)]


def acts_as_reform(framework: Framework, reform: str, label: Mapping[str, str]) -> dict[str, Any]:
    """Write the values that acts have set, and models published, as a reform: a stage for each act, by day.

    Applied to the same files it gives the same values.
    """
    acts = sorted(framework.acts, key=lambda act: str(act["version"]["from"]))
    stages = [
        {
            "id": f"act-{number}",
            "label": {"es": f"Acto {number}", "en": f"Act {number}"},
            "order": number,
            "starts_on": act["version"]["from"],
            **_changes_of(act),
        }
        for number, act in enumerate(acts, start=1)
    ]
    ground = {
        "basis": ["adoption"],
        "checked_on": max((act["version"]["checked_on"] for act in acts), default=""),
    }
    return {"reform": reform, "label": dict(label), **ground, "stages": stages}


def _changes_of(act: Mapping[str, Any]) -> dict[str, Any]:
    """Write what an act did as the changes of a stage: a value set, or a version of a project model published."""
    version = dict(act["version"])
    if "parameter" in act:
        return {"change": {"parameters": {act["parameter"]: {"versions": [version]}}}}
    return {"add": {"models": {act["id"]: version}}, "end": {"models": {act["model"]: day_before(version["from"])}}}


def as_yaml(plain: Mapping[str, Any]) -> str:
    """Write plain values as YAML 1.2 that the loader reads back alike."""
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    def quoted(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: quoted(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [quoted(item, key) for item in value]
        return DoubleQuotedScalarString(value) if isinstance(value, str) else value

    yaml = YAML()
    yaml.width = 120
    written = StringIO()
    yaml.dump(quoted(dict(plain)), written)
    return written.getvalue()


def _standing(framework: Framework, entries: Mapping[str, Statement], on: date) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "label": _label(entry.label),
            "from": entry.period.starts,
            "to": entry.period.ends,
            "in_force": truth.name.lower(),
            "demonstration": entry.demonstration,
            "basis": _bases(entry.basis),
        }
        for name, entry in entries.items()
        if (truth := framework.in_force(entry, on)) is not Truth.NO
    ]


def _value(value: Value) -> dict[str, Any]:
    version = value.version
    if version is None:
        return {"state": value.state.value, "candidates": [candidate.text for candidate in value.candidates]}
    shown = {"comparator": version.comparator, "value": version.text, "demonstration": version.demonstration}
    return {"state": value.state.value, **shown, "basis": _bases(version.basis)}


def _label(label: Label | None) -> dict[str, str] | None:
    return None if label is None else {"es": label.es, "en": label.en}


def _bases(basis: tuple[Basis, ...]) -> list[dict[str, str]]:
    return [entry.to_plain() for entry in basis]
