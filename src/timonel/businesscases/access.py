"""Who may write on a case that is not adopted yet."""

from __future__ import annotations

from timonel.businesscases.bearers import Matter, matter_of
from timonel.governance.acting.may import may_act
from timonel.governance.requests import Request

ADOPT = "businesscases.adopt_version"


def may_write(request: Request, matter: Matter) -> bool:
    """Say whether the viewer may write on the draft: whose post is of the institution, and who may adopt it."""
    post = request.viewer.post
    if post is None or matter.institution is None:
        return False
    return post.institution_id == matter.institution.pk or may_adopt(request, matter)


def may_adopt(request: Request, matter: Matter) -> bool:
    """Say whether the framework lets the viewer's post adopt a version."""
    _adoption, framework = request.in_force
    may = may_act(request.viewer, framework, ADOPT, request.on, matter.institution)
    return may is not None and may.allowed


def writable(request: Request, kind: str, number: str) -> Matter | None:
    """Give what a case is about to who may write on it; None to anybody else, as if there were none."""
    matter = matter_of(request.viewer, kind, number)
    return matter if matter is not None and may_write(request, matter) else None
