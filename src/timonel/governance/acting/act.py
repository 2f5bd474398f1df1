"""What an action is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.db import models

from timonel.domain.findings import Finding
from timonel.domain.findings import Outcome as Verdict
from timonel.domain.mandates import Framework, Mandate, Seat
from timonel.governance.acting.errors import Refused
from timonel.governance.acting.inputs import Inputs, inputs_of
from timonel.governance.models import Institution, Letter, Person, Post, SubjectRow

if TYPE_CHECKING:
    from timonel.record.append import Reserved


Origin = Literal["act", "import", "demonstration"]
"""What an entry comes from: a real act, an import of what others recorded, or a demonstration."""


@dataclass(frozen=True)
class Asker:
    """Who asks, as far as the door could tell: the person, and the account or token by which they came.

    `most_a_minute` is how many acts they may ask for in one minute; None for no limit.
    """

    person: Person
    key: str
    post: str | None = None
    most_a_minute: int | None = None

    @property
    def by_token(self) -> bool:
        """Whether a program asks, by the token it bears."""
        return self.key.startswith("token:")


@dataclass(frozen=True)
class Act:
    """One act under way: who, in which post, on which legal day, under which framework, carrying out what.

    `appointment` is how the person holds the post: titular or substitute. `cause`
    is the record entry that this act carries out. `others` are the rows beside the
    subject that the act changes, locked like it.
    """

    person: Person
    post: Post
    on: date
    framework: Framework
    appointment: str
    cause: int | None = None
    origin: Origin = "act"
    source_at: datetime | None = None
    subject: SubjectRow | None = None
    others: Sequence[SubjectRow] = ()
    by_token: bool = False

    @property
    def seat(self) -> Seat:
        """The post as the framework knows it: its kind, and the institution it belongs to on the day."""
        return seat_of(self.post, self.on)


@dataclass(frozen=True)
class Outcome:
    """What an action has done: the subject, other rows it made or changed, what it found, what to remember.

    `rows` are written into the record's `changes` beside the subject. `facts`
    are added to the facts of the subject; a value of `Reserved` is hashed.
    `reply` is shown to the asker once and kept nowhere. `letters` leave once
    the act is committed.
    """

    subject: SubjectRow
    rows: Sequence[models.Model] = ()
    findings: Sequence[Finding] = ()
    facts: Mapping[str, Any | Reserved] = field(default_factory=dict)
    reply: Mapping[str, Any] = field(default_factory=dict)
    letters: Sequence[Letter] = ()


@dataclass(frozen=True)
class Answer:
    """What the asker of a done act is told: the entry, its subject and the findings."""

    entry: int
    code: str
    subject_kind: str
    subject_number: str
    findings: list[dict[str, Any]]
    reply: Mapping[str, Any] = field(default_factory=dict)

    def as_answer(self) -> dict[str, Any]:
        """Give what is kept under the idempotency key; the reply is not."""
        return {
            "entry": self.entry,
            "code": self.code,
            "subject": {"kind": self.subject_kind, "number": self.subject_number},
            "findings": self.findings,
        }


Over = Callable[[Mapping[str, Any]], Institution | None]
Asked = Callable[[Framework, Seat, Mapping[str, Any], date], Mandate]
"""Asks the framework about one act's own mandate: from the seat, the inputs and the day to who holds which power."""


Conceals = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def _as_it_is(finding: Mapping[str, Any]) -> Mapping[str, Any]:
    return finding


@dataclass(frozen=True)
class Action:
    """An act that can be done here: its code, the power it needs, its function and the schema of its inputs.

    `subject` names the input that is locked; None when the act makes its
    subject. `also` names the inputs whose rows it changes beside the subject:
    they are locked and their version grows as the subject's does. `alone` says
    that the person does nothing else meanwhile, for the act changes what they
    themselves may do. `over` says over which institution the power is exercised;
    None when over none in particular. `asked` is for an act whose power hangs on its
    inputs, as that of a decision does on what is decided: it answers the mandate
    in the place of `power`. `long`: pages do it in the background, as a job.
    `conceals` gives a finding of a refusal as it goes into the record, where no
    subject of the act says what of it is reserved.
    """

    code: str
    power: str
    function: Callable[..., Outcome]
    inputs: Inputs
    subject: str | None
    over: Over
    also: tuple[str, ...] = ()
    alone: bool = False
    asked: Asked | None = None
    long: bool = False
    conceals: Conceals = _as_it_is

    @property
    def title(self) -> str:
        """The first line of its description: what it means in the field."""
        return (self.function.__doc__ or "").strip().splitlines()[0]

    @property
    def description(self) -> str:
        """The rule in words, from the function's docstring."""
        return "\n".join(line.strip() for line in (self.function.__doc__ or "").strip().splitlines()[1:]).strip()


ACTIONS: dict[str, Action] = {}
Function = TypeVar("Function", bound=Callable[..., Outcome])


def _over_nothing(_: Mapping[str, Any]) -> Institution | None:
    return None


def over(name: str) -> Over:
    """Let the power be exercised over the institution of that input, or the one its row belongs to."""

    def institution(values: Mapping[str, Any]) -> Institution | None:
        row = values.get(name)
        return row if isinstance(row, Institution) or row is None else getattr(row, "institution", None)

    return institution


def action(
    code: str,
    *,
    power: str,
    subject: str | None = None,
    also: tuple[str, ...] = (),
    over: Over = _over_nothing,
    alone: bool = False,
    asked: Asked | None = None,
    long: bool = False,
    conceals: Conceals = _as_it_is,
) -> Callable[[Function], Function]:
    """Register a function as the act of that code; only the frame may call it."""

    def register(function: Function) -> Function:
        if code in ACTIONS:
            raise TypeError(f"{code} is registered twice")
        inputs = inputs_of(function)
        for locked in also if subject is None else (subject, *also):
            if locked not in inputs.by_name or inputs.by_name[locked].row is None:
                raise TypeError(f"{code}: {locked} is no row to lock")
        ACTIONS[code] = Action(code, power, function, inputs, subject, over, also, alone, asked, long, conceals)
        return function

    return register


def seat_of(post: Post, on: date) -> Seat:
    """Give a post as the framework knows it."""
    institution = post.institution
    return Seat(post.post_kind, institution.facts(on) if institution is not None else None)


AGAINST = frozenset({Verdict.NOT_HELD, Verdict.NEEDS_AGREEMENT, Verdict.FAILS, Verdict.REFUSED, Verdict.UNKNOWN})
"""Answers that stand against an act. Unknown does: what the law leaves open gives nobody a power."""


def stands_against(finding: Finding) -> bool:
    """Say whether a finding stands against the act that asked for it."""
    return finding.outcome in AGAINST


def against(code: str, /, **params: Any) -> Finding:
    """Give the finding that a rule of the registers is broken, with the values its sentence needs."""
    return Finding(code, Verdict.FAILS, code=code, params={name: str(value) for name, value in params.items()})


def refuse_if(findings: Iterable[Finding]) -> None:
    """Refuse the act when any of the findings stands against it; all of them are told."""
    against = [finding for finding in findings if stands_against(finding)]
    if against:
        raise Refused(findings=[finding.to_plain() for finding in against])
