"""The plain form of an act, derived from its inputs: shape only, no rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

from timonel.governance import subjects
from timonel.governance.acting import ACTIONS, Action
from timonel.governance.acting.inputs import Input
from timonel.governance.choices import WORDS, Choices, choices_for
from timonel.governance.models import StoredFile
from timonel.governance.queries.viewers import Viewer
from timonel.governance.sentences import sentence

MOST_OPTIONS = 1000


def register_words(words: Mapping[str, str | Promise]) -> None:
    """Add how the values of another room's closed lists read; a value reads alike wherever it stands."""
    for value, read in words.items():
        WORDS.setdefault(value, read)


@dataclass(frozen=True)
class FormField:
    """One field as the page draws it."""

    name: str
    label: str | Promise
    hint: str | Promise
    kind: str
    required: bool
    value: Any = ""
    options: Choices = ()
    errors: Sequence[str] = field(default_factory=tuple)
    most: int | None = None


def label_of_input(act: str, name: str) -> str | Promise | None:
    """Give what an act calls its input; None when it has none of that name."""
    asked = ACTIONS[act].inputs.by_name.get(name) if act in ACTIONS else None
    return asked.ask.label if asked else None


def _kind(each: Input, options: Choices) -> str:
    if each.kind is StoredFile:
        return "file"
    if each.row is not None:
        return "rows" if each.many else "row"
    if options:
        return "ticks" if each.many else "choice"
    if each.kind is bool:
        return "checkbox"
    if each.kind is date:
        return "date"
    if each.kind in (int, Decimal):
        return "number"
    return "lines" if each.many else "long" if each.ask.long else "text"


def _options(action: Action, each: Input, viewer: Viewer) -> Choices:
    if each.ask.options:
        return each.ask.options()
    if each.choices:
        return [(choice, WORDS.get(choice, choice)) for choice in each.choices]
    if each.row is None:
        return choices_for(action.code, each.name)
    if each.row.kind not in subjects.KINDS:
        return ()
    kind = subjects.KINDS[each.row.kind]
    rows = list(kind.visible_to(viewer)[: MOST_OPTIONS + 1])
    return [(row.number, kind.title(row)) for row in rows] if len(rows) <= MOST_OPTIONS else ()


def _begins_with(each: Input, options: Choices) -> Any:
    """Give what a field holds before anything is typed: its default, or the only row there is to choose."""
    if each.default is None and each.required and not each.many and each.row is not None and len(options) == 1:
        return options[0][0]
    return "" if each.default is None else each.default


def fields_of(
    action: Action,
    viewer: Viewer,
    typed: Mapping[str, Any],
    faults: Sequence[Mapping[str, Any]] = (),
) -> list[FormField]:
    """Give the fields of an act's form, with what was typed and what is wrong with each."""
    wrong: dict[str, list[str]] = {}
    for fault in faults:
        name = str(fault["field"]).split(".")[0]
        wrong.setdefault(name, []).append(sentence(fault["code"], {**fault["params"], "value": fault["value"]}))
    return [
        FormField(
            name=each.name,
            label=each.ask.label,
            hint=each.ask.hint,
            kind=_kind(each, options),
            required=each.required and each.kind is not bool,
            value=typed.get(each.name, _begins_with(each, options)),
            options=options,
            errors=tuple(wrong.get(each.name, ())),
            most=each.ask.most,
        )
        for each in action.inputs.each
        for options in [_options(action, each, viewer)]
    ]


def typed_in(action: Action, sent: QueryDict) -> dict[str, Any]:
    """Read what a form sent into the shape of the act: empty is absent, a box not ticked is no, lines are a list."""
    typed: dict[str, Any] = {}
    for each in action.inputs.each:
        if each.kind is bool:
            typed[each.name] = each.name in sent
        elif each.many:
            written = sent.getlist(each.name)
            parts = [line.strip() for text in written for line in text.replace(",", "\n").splitlines()]
            typed[each.name] = [part for part in parts if part]
        elif text := str(sent.get(each.name, "")).strip():
            typed[each.name] = text
    return typed
