"""Every number, term and choice of the framework: its value on the day, its history, what is not stated."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from timonel.domain.parameters import Parameter, ValueState, Version
from timonel.domain.text import folded, sort_key
from timonel.governance.models import Adoption
from timonel.governance.queries.framework_pages.chosen import Choices, Chosen
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import Grounds, Link, Names
from timonel.governance.queries.framework_pages.wording import period_words, value_words, whole_period
from timonel.governance.queries.framework_pages.words import NOT_STATED, PARAMETER_KINDS, UNKNOWN, word
from timonel.pages.explanations import Explanation


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One value of a parameter and when it holds."""

    text: str
    stated: bool
    period: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter on the day, with its history; `set_query` fills the form of the act that sets it."""

    id: str
    name: str
    kind: str
    state: ValueState
    text: str
    grounds: Grounds | None
    why: Explanation
    set_by: Link | None
    note: str
    history: tuple[VersionRow, ...]
    set_query: str


@dataclass(frozen=True, slots=True)
class ParametersPage:
    """All that the page of parameters shows."""

    rows: tuple[ParameterRow, ...]
    states: Choices
    state: str
    words: str
    total: int
    unset: int


def parameters_page(chosen: Chosen, words: str = "", state: str = "") -> ParametersPage:
    """Give the parameters by name, narrowed to those of a state and whose name holds the words."""
    names = Names(chosen)
    explainer = Explainer(names)
    rows = [_row(names, explainer, parameter) for parameter in chosen.framework.parameters.values()]
    kept = [row for row in rows if state in ("", row.state) and folded(words) in folded(f"{row.name} {row.id}")]
    return ParametersPage(
        tuple(sorted(kept, key=lambda row: sort_key(row.name))),
        [
            ("", _("All")),
            (ValueState.SET, _("Set")),
            (ValueState.NOT_STATED, _("Not stated")),
            (ValueState.NONE, _("No value on that day")),
            (ValueState.UNKNOWN, _("Not known which value")),
        ],
        state,
        words,
        len(rows),
        sum(row.state is not ValueState.SET for row in rows),
    )


def _row(names: Names, explainer: Explainer, parameter: Parameter) -> ParameterRow:
    chosen = names.chosen
    value = parameter.on(chosen.on)
    plain_note = parameter.plain.get("note")
    adoption = chosen.adoption
    return ParameterRow(
        parameter.id,
        names.label(parameter.label, parameter.id),
        word(PARAMETER_KINDS, parameter.kind),
        value.state,
        _text(value.version, value.state, parameter),
        names.grounds(value.version) if value.version is not None else None,
        explainer.value(value),
        names.plain_holder(parameter.plain.get("set_by")),
        plain_note[names.language] if plain_note else "",
        tuple(_version(names, version, parameter) for version in parameter.versions),
        _set_query(adoption, parameter, value.version) if adoption is not None else "",
    )


def _set_query(adoption: Adoption, parameter: Parameter, version: Version | None) -> str:
    """Fill the form of the act that sets a parameter: which one, and how its value in force is compared and counted."""
    known = {"adoption": adoption.number, "parameter": parameter.id}
    if version is not None and version.value is not None:
        known |= {"comparator": version.comparator or "", "unit": version.unit or ""}
    return urlencode({name: value for name, value in known.items() if value})


def _text(version: Version | None, state: ValueState, parameter: Parameter) -> str:
    if version is not None:
        return value_words(version, parameter.kind)
    return str(UNKNOWN) if state is ValueState.UNKNOWN else _("no value on that day")


def _version(names: Names, version: Version, parameter: Parameter) -> VersionRow:
    period = period_words(whole_period(version.spans)) or str(NOT_STATED)
    return VersionRow(value_words(version, parameter.kind), version.is_stated, period, names.grounds(version))
