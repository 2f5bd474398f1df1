"""From the signature of an action to the one schema that form, API and command line share."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import PydanticCustomError

from timonel.domain.canonical import MAX_INTEGER
from timonel.domain.periods import FIRST_DAY, LAST_DAY
from timonel.governance.acting.errors import InputFault
from timonel.governance.models import StoredFile, SubjectRow

SHA256 = r"^[0-9a-f]{64}$"
LONGEST_LIST = 1000
"""The most values that a list of an act may hold; what is more comes in by a file."""


def _storable(text: str) -> str:
    """Refuse the one character that no text in the database can hold."""
    if "\0" in text:
        raise PydanticCustomError("control-character", "the text holds a character that cannot be kept")
    return text


@dataclass(frozen=True)
class Ask:
    """How an input is asked for: its label, a hint, and its limits.

    `most` is the longest text allowed, or the largest number, the limit included.
    `options` gives the values to choose from, each with its label, for the form
    alone; what is allowed is for the action to say.
    """

    label: str | Promise
    hint: str | Promise = ""
    most: int | None = None
    long: bool = False
    options: Callable[[], Sequence[tuple[str, str | Promise]]] | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class Input:
    """One input of an action: its name, how it is asked for, and what it resolves to."""

    name: str
    ask: Ask
    kind: Any
    required: bool
    default: Any
    many: bool = False

    @property
    def row(self) -> type[SubjectRow] | None:
        """The table whose number is meant; None for a plain value."""
        return self.kind if isinstance(self.kind, type) and issubclass(self.kind, SubjectRow) else None

    @property
    def choices(self) -> tuple[str, ...]:
        """The closed list of values, if it is one."""
        return get_args(self.kind) if get_origin(self.kind) is Literal else ()

    def annotation(self) -> Any:
        """Give the type by which a value sent in is checked."""
        limits: dict[str, Any] = {"title": str(self.ask.label)} if isinstance(self.ask.label, str) else {}
        length: dict[str, Any] = {"min_length": int(self.required), "max_length": LONGEST_LIST}
        if self.row is not None:
            plain: Any = str
            limits |= {"min_length": 1, "max_length": 160}
        elif self.kind is StoredFile:
            plain, limits = str, limits | {"pattern": SHA256}
        else:
            plain = self.kind
            if plain is str:
                limits |= {"max_length": self.ask.most or (20_000 if self.ask.long else 300)}
                if self.ask.pattern:
                    limits["pattern"] = self.ask.pattern
                if self.required:
                    limits["min_length"] = 1
            elif plain is int:
                limits |= {"ge": 0, "le": self.ask.most or MAX_INTEGER}
            elif plain is date:
                limits |= {"ge": FIRST_DAY, "le": LAST_DAY}
        one: Any = Annotated[plain, Field(**limits)]
        if plain is str:
            one = Annotated[one, AfterValidator(_storable)]
        whole: Any = Annotated[list[one], Field(**length)] if self.many else one
        return whole if self.required else whole | None


@dataclass(frozen=True)
class Inputs:
    """All inputs of an action, in the order of its signature, and the model that checks them."""

    each: tuple[Input, ...]
    model: type[BaseModel]
    by_name: Mapping[str, Input] = field(default_factory=dict)

    def check(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """Give the values in their types; all faults at once, each with its field."""
        try:
            checked = self.model.model_validate(dict(typed))
        except ValidationError as faults:
            raise InputFault(fields=[_field_fault(fault) for fault in faults.errors(include_url=False)]) from None
        return {name: getattr(checked, name) for name in self.by_name}


def _field_fault(fault: Any) -> dict[str, Any]:
    context = {name: str(value) for name, value in (fault.get("ctx") or {}).items()}
    shown = fault.get("input")
    return {
        "field": ".".join(str(part) for part in fault["loc"]),
        "code": fault["type"],
        "value": None if isinstance(shown, dict | list) else shown,
        "params": context,
    }


def _peel(annotation: Any) -> tuple[Any, Ask | None, bool, bool]:
    """Take an annotation apart into kind, question, whether it may be absent, whether it is a list."""
    ask, absent, many = None, False, False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *notes = get_args(annotation)
            ask = next((note for note in notes if isinstance(note, Ask)), ask)
        elif origin in (Union, types.UnionType):
            parts = [part for part in get_args(annotation) if part is not type(None)]
            absent = True
            annotation = parts[0]
        elif origin is list:
            many = True
            (annotation,) = get_args(annotation)
        else:
            return annotation, ask, absent, many


PLAIN = (str, int, bool, date, Decimal)


def inputs_of(function: Callable[..., Any]) -> Inputs:
    """Derive the inputs of an action from its keyword-only parameters. Each must say how it is asked for."""
    hints = get_type_hints(function, include_extras=True)
    found = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            continue
        kind, ask, absent, many = _peel(hints[name])
        if ask is None:
            raise TypeError(f"{function.__qualname__}: {name} does not say how it is asked for")
        known = kind in PLAIN or kind is StoredFile or get_origin(kind) is Literal
        if not known and not (isinstance(kind, type) and issubclass(kind, SubjectRow)):
            raise TypeError(f"{function.__qualname__}: {name} has no form as {kind!r}")
        required = parameter.default is inspect.Parameter.empty
        default = None if required else parameter.default
        if not required and not absent and default is None:
            raise TypeError(f"{function.__qualname__}: {name} may be None but does not say so")
        found.append(Input(name, ask, kind, required, default, many))
    fields: dict[str, Any] = {each.name: (each.annotation(), ... if each.required else each.default) for each in found}
    name = "".join(part.title() for part in function.__name__.split("_"))
    model = create_model(name, __config__=ConfigDict(extra="forbid", str_strip_whitespace=True), **fields)
    return Inputs(tuple(found), model, {each.name: each for each in found})


INSTRUMENT = Ask(
    _("Instrument"), hint=_("The resolution, decree or letter that orders this: kind, number and date."), most=300
)
REASON = Ask(_("Reason"), long=True)
