"""What the codes that acts ask for may be, and what each is called: for the forms, and for the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timonel.domain.identifiers import SCHEMES
from timonel.domain.text import sort_key
from timonel.governance import subjects
from timonel.governance.queries.framework_pages.words import SELECTIONS
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.posts import ABSTENTION_GROUNDS
from timonel.governance.queries.titles import language, post_kind_titles, power_titles
from timonel.governance.queries.words import place_names, words_of

Choices = Sequence[tuple[str, str | Promise]]

WORDS: dict[str, str | Promise] = {
    "central": _("central"),
    "regional": _("regional"),
    "local": _("local"),
    "other-power": _("other power of the State"),
    "autonomous": _("autonomous"),
    "titular": _("holder"),
    "substitute": _("substitute"),
    "resigned": _("resignation"),
    "removed": _("removal"),
    "term-ended": _("end of term"),
    "died": _("death"),
    "other": _("other"),
    "": _("not stated"),
    "over": _("over"),
    "at-least": _("at least"),
    "under": _("under"),
    "at-most": _("at most"),
    "refuse-all": _("Refuse the whole sheet"),
    "keep-good": _("Enter the rows without faults and list the others"),
    "open": _("open"),
    "done": _("done"),
    "merged": _("merged"),
    "split": _("divided"),
    "open-competition": SELECTIONS["open-competition"],
    "senior-public-management": SELECTIONS["senior-public-management"],
    "benefits": _("benefits"),
    "decision": _("decision"),
    "accepted": _("accepted"),
    "rejected": _("rejected"),
    "approved": _("approved"),
    "refused": _("refused"),
}
"""How the values of closed lists read."""

SCHEME_NAMES: dict[str, str | Promise] = {
    "cl-budget": _("Budget code (partida, chapter, programme)"),
    "cl-region": _("Region (single territorial code)"),
    "cl-province": _("Province (single territorial code)"),
    "cl-comuna": _("Comuna (single territorial code)"),
    "cl-rut": _("RUT"),
    "cl-run": _("RUN"),
    "cl-mercado-publico": _("Buyer in Mercado Público"),
    "cl-gescode": _("Code of the Gestor de Códigos del Estado"),
}
"""What the registers are called whose codes we know."""

REGION, COMUNA = 2, 5
"""How long the territorial codes of a region and of a comuna are."""


def _ordered(choices: Iterable[tuple[str, str | Promise]]) -> Choices:
    return sorted(choices, key=lambda pair: sort_key(str(pair[1])))


def _listed(name: str) -> Callable[[], Choices]:
    return lambda: _ordered(words_of(name).items())


def _places(digits: int) -> Choices:
    return _ordered((code, name) for code, name in place_names().items() if len(code) == digits)


def _parameters() -> Choices:
    _adoption, framework = framework_in_force()
    spoken = language()
    parameters = framework.parameters.values()
    return _ordered((each.id, each.label.text(spoken) if each.label else each.id) for each in parameters)


def instruments() -> Choices:
    """Give the instruments of the framework in force, by name."""
    _adoption, framework = framework_in_force()
    spoken = language()
    instruments = framework.instruments.values()
    return _ordered((each.id, each.label.text(spoken) if each.label else each.id) for each in instruments)


BY_NAME: Mapping[str, Callable[[], Choices]] = {
    "post_kind": lambda: _ordered(post_kind_titles().items()),
    "power": lambda: _ordered(power_titles().items()),
    "selection": lambda: _ordered((code, label) for code, label in SELECTIONS.items() if code != "not_stated"),
    "ground": lambda: ABSTENTION_GROUNDS,
    "scheme": lambda: _ordered((scheme, SCHEME_NAMES.get(scheme, scheme)) for scheme in SCHEMES),
    "parameter": _parameters,
    "subject_kind": lambda: _ordered((kind.kind, kind.label) for kind in subjects.KINDS.values()),
    "kind": _listed("kind"),
    "sector": _listed("sector"),
    "group": _listed("group"),
    "region": lambda: _places(REGION),
    "comuna": lambda: _places(COMUNA),
}
"""What an input, or a column of the record, may hold, by its name; where the country has no words for it, nothing."""

OF_ACT: Mapping[tuple[str, str], Callable[[], Choices]] = {
    ("governance.assign_follow_up", "instrument"): instruments,
}
"""The same where the name alone does not say it."""


def choices_for(act: str, name: str) -> Choices:
    """Give what an input of an act may be; nothing when anything may be written."""
    listed = OF_ACT.get((act, name)) or (BY_NAME.get(name) if act.startswith("governance.") else None)
    return listed() if listed is not None else ()


def called(act: str, name: str, value: str) -> str:
    """Say what a code is called that an act wrote into a column of that name; what nobody named stays as it is."""
    return str(dict(choices_for(act, name)).get(value) or WORDS.get(value, value) if value else value)
