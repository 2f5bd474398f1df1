"""What posts and their kinds are called, in the reader's language."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timonel.domain.legal import Label
from timonel.domain.mandates import Framework
from timonel.domain.powers import POWERS
from timonel.governance.models import Institution
from timonel.governance.queries.framework_pages.words import SELECTIONS, word
from timonel.governance.queries.frameworks import framework_in_force


def language() -> Literal["es", "en"]:
    """Give the reader's language as labels know it: es or en."""
    return "en" if (get_language() or "es").startswith("en") else "es"


def post_kind_title(framework: Framework, kind: str) -> str:
    """Name a kind of post; its id where the framework in force does not know it any more."""
    known = framework.posts.get(kind)
    return known.label.text(language()) if known is not None and known.label is not None else kind


def post_kind_titles() -> dict[str, str]:
    """Give every kind of post of the framework in force with its name."""
    _adoption, framework = framework_in_force()
    return {kind: post_kind_title(framework, kind) for kind in framework.posts}


def institution_title(institution: Institution) -> str:
    """Name an institution by its latest name; asks for it unless it was asked along with the row."""
    if institution.latest_name is not None:
        return institution.latest_name
    version = institution.versions.order_by("-period").first()
    return version.name if version else institution.number


def power_titles() -> dict[str, str]:
    """Give every power of the vocabulary with its name."""
    spoken = language()
    return {power.id: power.en if spoken == "en" else power.es for power in POWERS.values()}


def post_facts(framework: Framework, kind: str) -> list[tuple[str, str | None]]:
    """Give what the framework says of a kind of post, as label and value; None where it does not state it."""
    post = framework.posts.get(kind)
    if post is None:
        return [(_("Kind of post"), _("The framework in force does not know it."))]
    spoken = language()
    selection, term = post.plain.get("selection"), post.plain.get("term") or {}
    rank = Label.read(post.plain.get("rank")) if isinstance(post.plain.get("rank"), dict) else None
    bound = {"true": _("yes"), "false": _("no")}.get(str(term.get("ends_with_government")))
    substitutes = [post_kind_title(framework, each) for each in post.substitutes]
    return [
        (_("Rank"), rank.text(spoken) if rank else None),
        (_("Selection"), word(SELECTIONS, selection.get("procedure")) if isinstance(selection, dict) else None),
        (_("Ends with the government"), bound),
        (_("Substitutes, in order"), ", ".join(substitutes) or None),
    ]
