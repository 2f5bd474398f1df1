"""What *why?* and a refusal show, as sentences ready to be read.

The domain answers with codes and facts; whoever turns a finding into sentences
fills these. Pages draw them with `components/why.html` and `components/refusal.html`.
"""

from __future__ import annotations

from dataclasses import dataclass

from timonel.pages.texts import Text


@dataclass(frozen=True, slots=True)
class BasisLine:
    """An article as it is cited, with the address of its text if it is known."""

    text: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact that was used, with the words it is called by."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something is required, refused or allowed; what it rests on stands in `because`."""

    sentence: Text
    rule: Text = ""
    value: Text = ""
    basis: tuple[BasisLine, ...] = ()
    facts: tuple[FactLine, ...] = ()
    because: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused, because of which fact, on which basis, and what to do now."""

    what: Text
    because: tuple[Text, ...] = ()
    basis: tuple[BasisLine, ...] = ()
    now: tuple[Text, ...] = ()
    explanation: Explanation | None = None
