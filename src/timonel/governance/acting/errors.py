"""How an act can end otherwise than done: one class for each kind of refusal, with the status a browser gets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from timonel.domain.errors import TimonelError


class ActError(TimonelError):
    """An act was not done. `findings` say why; `fields` name the inputs at fault; `entry` is the recorded refusal."""

    status: ClassVar[int] = 422

    def __init__(
        self,
        code: str | None = None,
        *,
        findings: Sequence[dict[str, Any]] = (),
        fields: Sequence[dict[str, Any]] = (),
        **params: Any,
    ) -> None:
        super().__init__(code, **params)
        self.findings = list(findings)
        self.fields = list(fields)
        self.entry: int | None = None

    def __str__(self) -> str:
        """Name the code and each finding and field at fault, for logs and the command line."""
        found = [f"{each.get('code')} {each.get('params') or ''}".strip() for each in self.findings]
        faulty = [f"{each['field']}: {each['code']} {each['value']!r}" for each in self.fields]
        return "; ".join([super().__str__(), *found, *faulty])

    def as_answer(self) -> dict[str, Any]:
        """Give what is kept under the idempotency key and sent through every door."""
        return {
            "error": type(self).__name__,
            "code": self.code,
            "params": self.params,
            "findings": self.findings,
            "fields": self.fields,
            "entry": self.entry,
        }


class InputFault(ActError):
    """What was sent does not have the shape of the act. Nothing is recorded: it is a failed form."""

    code = "input-fault"


class NotAllowed(ActError):
    """This account may not act in this post on this day: not appointed, ended, or recused in the matter."""

    code = "not-allowed"
    status = 403


class NoMandate(ActError):
    """The framework in force does not give the post this power over this matter."""

    code = "no-mandate"
    status = 403


class Refused(ActError):
    """A rule stands against the act; the findings name it."""

    code = "refused"


class StaleSubject(ActError):
    """Somebody has changed the subject since the person saw it."""

    code = "stale-subject"
    status = 409


class KeyReused(ActError):
    """The idempotency key was used before, for something else."""

    code = "key-reused"
    status = 409


class RecordUnsealed(ActError):
    """Entries have waited too long for a checkpoint, and the installation takes no act until one is made.

    Nothing is recorded: that would be one more entry that waits.
    """

    code = "record-unsealed"
    status = 503


class TooManyActs(ActError):
    """This asker has asked for as many acts in this minute as one may. Nothing is done or recorded."""

    code = "too-many-acts"
    status = 429


def retry_after(error: ActError | None) -> dict[str, str]:
    """Give the header that says after how many seconds one may ask again; none where waiting does not help."""
    return {"Retry-After": str(error.params["seconds"])} if isinstance(error, TooManyActs) else {}


KINDS: dict[str, type[ActError]] = {
    kind.__name__: kind for kind in (InputFault, NotAllowed, NoMandate, Refused, StaleSubject, KeyReused)
}


def from_answer(answer: dict[str, Any]) -> ActError:
    """Rebuild the error that was the first answer under a key."""
    error = KINDS[answer["error"]](
        answer["code"], findings=answer["findings"], fields=answer["fields"], **answer["params"]
    )
    error.entry = answer["entry"]
    return error
