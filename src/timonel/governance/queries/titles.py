"""What posts and their kinds are called, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from timonel.domain.mandates import Framework
from timonel.governance.models import Institution
from timonel.governance.queries.frameworks import framework_in_force


def language() -> str:
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
    """Name an institution by its latest name."""
    version = institution.versions.order_by("-period").first()
    return version.name if version else institution.number
