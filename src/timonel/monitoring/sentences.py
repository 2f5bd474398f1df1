"""What people read for the codes of this room, in their language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from timonel.governance.sentences import register

register(
    acts={
        "monitoring.import_portfolio": _("A portfolio was imported ({subject})"),
        "monitoring.submit_report": _("A report on {subject} was sent"),
        "monitoring.approve_report": _("A report on {subject} was approved"),
        "monitoring.override_light": _("A light of {subject} was overridden"),
        "monitoring.give_opinion": _("An independent opinion of {subject} was given"),
    },
    titles={
        "monitoring.import_portfolio": _("Import a portfolio"),
        "monitoring.submit_report": _("Send a report"),
        "monitoring.approve_report": _("Approve a report"),
        "monitoring.override_light": _("Override a light"),
        "monitoring.give_opinion": _("Give an independent opinion"),
    },
    codes={
        "import-empty": _("The file holds no project that the recipe can read."),
        "import-unreadable": _("The file cannot be read with this recipe ({why})."),
        "no-such-recipe": _("There is no recipe “{recipe}”."),
        "recipe-not-text": _("The recipe is no text in UTF-8."),
        "recipe-fault": _("Line {line} of the recipe, {key}: found {found}; expected {expected}."),
        "project-is-over": _("{project} is over: nothing more is reported of it."),
        "report-of-the-future": _("{day} is after today."),
        "report-not-after-the-last": _("The report must be of a day after the last one that stands, {last}."),
        "came-about-later": _("What came about cannot be after the day of the report ({field}: {day})."),
        "no-report-to-approve": _("No report of {day} waits for approval."),
        "report-approved-by-its-author": _("Somebody else than who sent the report approves it."),
        "no-such-light": _("No light “{light}” was kept for {day}."),
        "override-changes-nothing": _("The light “{light}” shows that colour already."),
        "opinion-not-independent": _("A post of the project's own institution is not independent of it."),
        "opinion-given-already": _("An independent opinion as of {day} is there already."),
    },
)
