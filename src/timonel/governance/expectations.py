"""What was expected in a faulty place of a file, in a few words: the last column of the report of an import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timonel.governance.sentences import sentence

EXPECTED: dict[str, str | Promise] = {
    "header-unknown": _("a column of the template"),
    "header-twice": _("each column once"),
    "header-missing": _("this column"),
    "cell-required": _("a value: it is required"),
    "cell-not-a-date": _("a day that exists, as 2026-11-23"),
    "cell-not-a-code": _("a code, as {example}"),
    "cell-not-a-choice": _("one of: {words}"),
    "cell-not-a-whole-number": _("a whole number"),
    "cell-too-long": _("at most {longest} characters"),
    "cell-control-character": _("text without control characters"),
    "cell-is-a-formula": _("its value, not a formula"),
    "cell-is-an-error": _("a value, not an error"),
    "cell-without-header": _("nothing: the column has no header"),
    "row-repeated": _("each row once"),
    "row-ends-before-it-begins": _("a day on or after the first"),
    "row-overlaps": _("days that no other version of the institution has"),
    "no-such-ministry": _("the number of a ministry"),
    "no-such-institution": _("the number of an institution"),
    "code-is-taken": _("a code that no other institution has on these days"),
}
"""By the code of the fault; of other codes the sentence says it."""


def expected_in(code: str, params: Mapping[str, Any]) -> str:
    """Say what was expected; the whole sentence of the fault where there is no shorter way."""
    if code not in EXPECTED:
        return sentence(code, params)
    return str(EXPECTED[code]).format_map({"example": "", "words": "", "longest": "", **params})
