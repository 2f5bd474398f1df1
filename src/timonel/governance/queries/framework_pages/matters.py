"""Words for the matters that the shipped frameworks name; a country's own word needs none to be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from timonel.governance.queries.framework_pages.words import Words

MATTERS: Words = {
    "benefits": _("benefits"),
    "budget": _("budget"),
    "evaluations": _("evaluations"),
    "framework-conditions": _("framework conditions"),
    "ict-purchases": _("ICT purchases"),
    "operation-models": _("operating models"),
    "outsourced-operations": _("outsourced operations"),
    "principles": _("principles"),
    "procurement": _("procurement"),
    "project-status": _("status of projects"),
    "resource-allocation": _("allocation of resources"),
    "strategy-progress": _("progress of the strategy"),
}
