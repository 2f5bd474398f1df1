"""Clients that go on acting whatever becomes of the node, and remember what they asked and what they were told."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPException
from itertools import count
from queue import Empty, SimpleQueue
from random import Random
from typing import Any

from tests.serving import Client

TAKEN = "i-taken"
"""The number of an institution that is there: to register it again is refused."""


@dataclass
class Asked:
    """One act asked for, under its key, and its answer once there was one."""

    client: int
    key: str
    code: str
    typed: dict[str, Any]
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    again: bool = False
    audited: bool = False

    @property
    def entry(self) -> int | None:
        """The entry that the answer named; None for a refusal past the quota."""
        return self.answer.get("entry")

    @property
    def done(self) -> bool:
        return self.status == 201


@dataclass
class Registry:
    """What the clients share: the persons who have no account yet."""

    without_account: SimpleQueue[str] = field(default_factory=SimpleQueue)


@dataclass
class Acting:
    """One of the clients. It asks one thing at a time; what was not answered it asks again, under the same key."""

    place: int
    client: Client
    registry: Registry
    random: Random
    operator: bool = False
    family: str = ""
    asked: list[Asked] = field(default_factory=list)
    open: Asked | None = None
    faulty: int = 0
    fault: BaseException | None = None

    def __post_init__(self) -> None:
        self.institution = f"i-{self.family}{self.place}"
        self.plan = self._operators_acts() if self.operator else self._registrars_acts()

    def settle(self) -> None:
        """Ask again what has no answer yet, and once more the last that had one: it must be answered alike."""
        last = self.asked[-1] if self.asked else None
        if last is not None:
            status, answer = self.client.act(last.code, last.typed, last.key)
            assert (status, told(answer)) == (last.status, told(last.answer)), (last, status, answer)
        if self.open is not None:
            self.open.again = True
            assert self._ask(self.open), f"asked again in quiet, and no answer: {self.open}"

    def act_on(self, stop: threading.Event) -> None:
        """Act until the node is gone, or until told to stop."""
        try:
            while not stop.is_set():
                code, typed = next(self.plan)
                if not self._ask(Asked(self.place, f"{self.family}{self.place}-{len(self.asked)}", code, typed)):
                    return
        except BaseException as fault:
            self.fault = fault
            raise

    def _ask(self, asked: Asked) -> bool:
        """Ask, and say whether there was an answer; an error of the server is none."""
        self.open = asked
        try:
            asked.status, asked.answer = self.client.act(asked.code, asked.typed, asked.key)
        except (OSError, HTTPException, ValueError):
            return False
        if asked.status >= 500:
            self.faulty += 1
            return False
        assert asked.status == (422 if asked.typed.get("number") == TAKEN else 201), asked
        self.open = None
        self.asked.append(asked)
        if asked.code == "governance.register_person":
            self.registry.without_account.put(asked.answer["subject"]["number"])
        return True

    def _registrars_acts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Enter people, rename an institution of one's own day by day, declare interests, ask what is refused."""
        day = date(1900, 1, 1)
        for number in count():
            dice = self.random.random()
            if dice < 0.6:
                yield "governance.register_person", {"name": f"Persona {self.place} {number}"}
            elif dice < 0.8:
                day += timedelta(days=1)
                named = {"name": f"Nombre {number}", "from_on": str(day), "instrument": f"R. {number}"}
                yield "governance.rename_institution", {"institution": self.institution, **named}
            elif dice < 0.9:
                yield "governance.declare_interest", {"description": f"{self.place} {number}"}
            else:
                yield "governance.register_institution", an_institution(TAKEN)

    def _operators_acts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Open accounts, with their letters, for the people whom the others have entered."""
        for number in count():
            try:
                person = self.registry.without_account.get_nowait()
            except Empty:
                yield "governance.declare_interest", {"description": f"{self.place} {number}"}
            else:
                yield "governance.open_account", {"person": person, "email": f"{person}@example.org"}


def prepare(clients: Sequence[Acting]) -> None:
    """Enter what their acts need: an institution of each one's own, and one that all know."""
    for number in (TAKEN, *(client.institution for client in clients)):
        typed = an_institution(number)
        assert clients[0].client.act("governance.register_institution", typed, f"entered {number}")[0] == 201


def an_institution(number: str) -> dict[str, Any]:
    return {"number": number, "name": "Institución", "kind": "agency", "level": "central", "source": "test"}


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """Give of an answer what is kept: what is shown once is not."""
    return {name: value for name, value in answer.items() if name != "reply"}
