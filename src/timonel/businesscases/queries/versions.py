"""The versions of a case, and what each says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from timonel.businesscases.models import CaseVersion
from timonel.domain.appraisal import read_case
from timonel.domain.appraisal.case import Case


def versions_of(kind: str, number: str) -> list[CaseVersion]:
    """Give the versions adopted of the case of a subject, the latest first."""
    rows = CaseVersion.objects.filter(case__subject_kind=kind, case__subject_number=number)
    return list(rows.select_related("person", "post__institution", "case").order_by("-ordinal"))


def latest_version(kind: str, number: str) -> CaseVersion | None:
    """Give the version in force of the case of a subject; None where none was adopted."""
    rows = CaseVersion.objects.filter(case__subject_kind=kind, case__subject_number=number)
    return rows.order_by("-ordinal").first()


def plain_of(version: CaseVersion) -> Mapping[str, Any]:
    """Give the content of a version in its plain form."""
    found: Mapping[str, Any] = json.loads(version.content)
    return found


def case_in(version: CaseVersion) -> Case:
    """Give the case that a version holds."""
    return _case(version.content)


@lru_cache(maxsize=256)
def _case(content: str) -> Case:
    """Read a content, which never changes, once."""
    case = read_case(json.loads(content)).case
    assert case is not None, "what was adopted was read without faults"
    return case
