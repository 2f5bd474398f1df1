"""What the stages, gaps and flags of projects are called, in the reader's language."""

from __future__ import annotations

from timonel.domain.facts import FLAGS
from timonel.domain.legal import Label
from timonel.domain.mandates import Framework
from timonel.governance.queries.titles import language
from timonel.governance.queries.words import words_of


def flags_of(framework: Framework) -> dict[str, str]:
    """Give the flags that a case may carry under a framework, each with its name: those of all, then its own."""
    spoken = language()
    names = {flag: es if spoken == "es" else en for flag, (es, en) in FLAGS.items()}
    own = {flag: label.text(spoken) if label is not None else flag for flag, label in framework.flags.items()}
    return {**names, **own}


def decider_name(framework: Framework, kind: str, name: str) -> str:
    """Name who decides: a body, or a kind of post; its id where the framework in force does not know it."""
    known = (framework.bodies if kind == "body" else framework.posts).get(name)
    return known.label.text(language()) if known is not None and known.label is not None else name


def sector_names(framework: Framework) -> dict[str, str]:
    """Give the sectors of a framework, each with its name, and those of the registers it ships."""
    spoken = language()
    named = {key: each.label.text(spoken) for key, each in framework.sectors.items() if each.label is not None}
    return {**words_of("sector"), **named}


def product_names(framework: Framework) -> dict[str, str]:
    """Give the products that the project models of a framework ask for, with their names; of one id the first."""
    spoken = language()
    named: dict[str, str] = {}
    for model in framework.models.values():
        for phase in model.phases or ():
            for product, item in (phase.get("products") or {}).items():
                label = Label.read(item["label"])
                named.setdefault(product, label.text(spoken) if label is not None else product)
    return named


def approval_names(framework: Framework) -> dict[str, str]:
    """Give the approvals that a framework demands, each with its name."""
    spoken = language()
    approvals = framework.approvals.values()
    return {each.id: each.label.text(spoken) if each.label is not None else each.id for each in approvals}


def phase_names(framework: Framework) -> dict[str, str]:
    """Give the phases of the project models of a framework, each with its name; of two of one id the first."""
    spoken = language()
    named: dict[str, str] = {}
    for model in framework.models.values():
        for phase in model.phases or ():
            label = Label.read(phase["label"])
            named.setdefault(phase["id"], label.text(spoken) if label is not None else phase["id"])
    return named
