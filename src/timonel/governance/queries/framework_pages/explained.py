"""From a finding of the domain to what *why?* shows: sentences with names instead of ids, and linked grounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timonel.domain.findings import Finding, Reason
from timonel.domain.legal import Statement
from timonel.domain.mandates import Mandate
from timonel.domain.parameters import Value, ValueState
from timonel.domain.routing import ApprovalFinding
from timonel.governance.queries.framework_pages.conditions import key_words
from timonel.governance.queries.framework_pages.names import Names
from timonel.governance.queries.framework_pages.wording import (
    amount_words,
    capital,
    day_words,
    period_words,
    value_words,
    whole_period,
)
from timonel.governance.queries.framework_pages.words import (
    ANSWERS,
    CHOICES,
    COMPARATORS,
    EFFECTS,
    INSTITUTION_KEYS,
    INTENSITIES,
    LACKING,
    MEASURES,
    OBJECTS,
    PARAMETER_KINDS,
    SECTIONS,
    word,
)
from timonel.governance.reasons import sentence_of
from timonel.pages.explanations import Explanation, FactLine

NOTHING = "–"
DAYS = ("on", "from", "to", "begins", "from_on", "to_on", "expires_on", "latest")

LABELS: Mapping[str, str | Promise] = {
    "post": gettext_lazy("Post"),
    "body": gettext_lazy("Body"),
    "on": gettext_lazy("On the day"),
    "parameter": gettext_lazy("Parameter"),
    "power": gettext_lazy("Power"),
    "institution": gettext_lazy("Institution"),
    "measure": gettext_lazy("Amount compared"),
    "effect": gettext_lazy("Effect"),
    "function": gettext_lazy("Function"),
    "person": gettext_lazy("Person"),
}
"""Which parameters stand below a sentence as facts when the sentence does not name them."""


def _many(name: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: ", ".join(name(each) for each in text.split(", ")) if text else NOTHING


def _day(text: str) -> str:
    head, _space, day = text.rpartition(" ")
    try:
        shown = day_words(day)
    except ValueError:
        return text or NOTHING
    return {"by": _("%(day)s at the latest"), "after": _("%(day)s at least")}.get(head, "%(day)s") % {"day": shown}


class Explainer:
    """Turn findings about one chosen framework into explanations."""

    def __init__(self, names: Names) -> None:
        self.names = names
        either = _many(lambda each: names.either(each).text)
        power = _many(names.power)
        self._readers: dict[str, Callable[[str], str]] = {
            **dict.fromkeys(DAYS, _day),
            **dict.fromkeys(("post", "body", "holders", "bodies", "ministries"), either),
            **dict.fromkeys(("power", "powers", "rules", "sells"), power),
            **dict.fromkeys(("instrument", "instruments"), _many(lambda each: names.instrument(each).text)),
            **dict.fromkeys(("amount", "limit"), amount_words),
            **dict.fromkeys(("matter", "matters"), _many(names.matter)),
            "parameter": lambda text: names.parameter(text).text,
            "function": names.function,
            "flag": names.flag,
            "product": names.product,
            "level": lambda text: names.entry("levels", text).text,
            "autonomy": lambda text: names.entry("autonomies", text).text,
            "agenda": lambda text: names.entry("agendas", text).text,
            "trait": lambda text: names.entry("traits", text).text,
            "measure": lambda text: capital(word(MEASURES, text)),
            "comparator": lambda text: word(COMPARATORS, text),
            "effect": lambda text: word(EFFECTS, text),
            "lacks": _many(lambda each: word(LACKING, each)),
            "value": lambda text: word(ANSWERS, text),
            "stated": lambda text: word(ANSWERS, text),
            "kind": lambda text: word(PARAMETER_KINDS, text),
            "section": lambda text: word(SECTIONS, text),
            "code": lambda text: sentence_of(text, {}, rule="legal-basis"),
        }

    def finding(self, found: Finding, sentence: str = "") -> Explanation:
        """Explain a finding; a page may give a sentence of its own that says it better."""
        return Explanation(
            sentence=sentence or self.sentence(found),
            value=self._value(found),
            basis=self.names.cited(found.basis, full=True),
            facts=self._facts(found),
            because=tuple(self.reason(item) for item in found.because),
        )

    def sentence(self, found: Finding | Reason) -> str:
        """Give the sentence of a finding or reason."""
        rule = found.rule if isinstance(found, Finding) else ""
        truth = found.truth.name.lower() if isinstance(found, Reason) and found.truth is not None else ""
        return sentence_of(found.code, self._params(found), rule=rule, truth=truth)

    def reason(self, reason: Finding | Reason) -> Explanation:
        """Explain a reason and those under it."""
        if isinstance(reason, Finding):
            return self.finding(reason)
        return Explanation(
            sentence=self.sentence(reason),
            basis=self.names.cited(reason.basis, full=True),
            because=tuple(self.reason(item) for item in reason.because),
        )

    def statement(self, statement: Statement, sentence: str) -> Explanation:
        """Explain that a statement holds: since when, on which basis, looked up when."""
        facts = [(_("Period"), period_words(whole_period(statement.spans)))]
        if statement.ground.checked_on:
            facts.append((_("Looked up on"), day_words(statement.ground.checked_on)))
        return Explanation(
            sentence=sentence,
            basis=self.names.cited(statement.basis, full=True),
            facts=tuple(FactLine(label, value) for label, value in facts if value),
        )

    def value(self, value: Value) -> Explanation:
        """Explain what a parameter is on the day that is asked about."""
        entry = self.names.framework.parameters[value.parameter]
        params: dict[str, Any] = {"parameter": value.parameter, "on": self.names.chosen.on.isoformat()}
        code = {ValueState.NONE: "no_limit_in_force", ValueState.UNKNOWN: "value_unknown_on_day"}.get(value.state)
        if value.version is not None:
            shown = value_words(value.version, entry.kind)
            said = f"{self.names.parameter(value.parameter).text}: {shown}."
            return self.statement(value.version, said)
        because = tuple(self.statement(each, f"{capital(value_words(each, entry.kind))}.") for each in value.candidates)
        reason = Reason(code or "", params)
        return Explanation(sentence=self.sentence(reason), because=because)

    def _params(self, found: Finding | Reason) -> dict[str, str]:
        read = {name: self._readers.get(name, _as_it_is)(str(text)) for name, text in found.params.items()}
        words = self._case_words(found.code, found.params)
        return {**read, **words}

    def _case_words(self, code: str, params: Mapping[str, str]) -> dict[str, str]:
        """Name the facts of a case by the list they come from."""
        lists: dict[str, Callable[[str], str]] = {
            "object": lambda each: word(OBJECTS, each),
            "risk_class": lambda each: word(CHOICES, each),
            "flag": self.names.flag,
            "institution_flag": self.names.flag,
            "institution": lambda each: key_words(self.names, params.get("key", ""), each),
        }
        if code == "measure":
            return {"measure": f"«{self._measure(params)}»"}
        if code not in lists:
            return {}
        shown = {"key": word(INSTITUTION_KEYS, params.get("key"))} if "key" in params else {}
        shown["any_of"] = _many(lists[code])(params.get("any_of", ""))
        fact = params.get("fact", "unknown")
        shown["fact"] = word(ANSWERS, fact) if fact in ANSWERS or "=" in fact else lists[code](fact)
        return shown

    def _measure(self, params: Mapping[str, str]) -> str:
        """Name a measure of a strategy; its id where the framework in force knows it no more."""
        agenda = self.names.framework.agendas.get(params.get("agenda", ""))
        name = params.get("measure", "")
        known = agenda is not None and name in dict(agenda.measures)
        return self.names.label(agenda.measure_label(name), name) if agenda is not None and known else name

    def _facts(self, found: Finding) -> tuple[FactLine, ...]:
        said = self.sentence(found)
        shown = self._params(found)
        return tuple(
            FactLine(LABELS[name], value)
            for name, value in shown.items()
            if name in LABELS and value != NOTHING and value not in said
        )

    def _value(self, found: Finding) -> str:
        if isinstance(found, Mandate) and found.intensity:
            return word(INTENSITIES, found.intensity)
        if isinstance(found, ApprovalFinding):
            return word(EFFECTS, found.effect)
        return ""


def _as_it_is(text: str) -> str:
    return text or NOTHING
