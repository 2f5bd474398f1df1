"""What people read for the codes of this room, in their language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from timonel.governance.sentences import register

register(
    acts={
        "portfolio.propose_project": _("The project {subject} was proposed"),
        "portfolio.amend_project": _("The proposal of {subject} was changed"),
        "portfolio.register_project": _("The project {subject} was entered from a source"),
    },
    titles={
        "portfolio.propose_project": _("Propose a project"),
        "portfolio.amend_project": _("Change a proposal"),
        "portfolio.register_project": _("Enter a project that exists already"),
    },
    codes={
        "amount-under-nought": _("An amount cannot be under nought ({field})."),
        "not-an-amount": _("An amount has at most 15 digits and four decimals ({field})."),
        "not-a-currency": _("“{currency}” is no code of a currency."),
        "part-over-whole": _("A part cannot be more than the whole budget ({field})."),
        "end-before-start": _("The planned end ({end}) is before the planned start ({start})."),
        "partner-of-itself": _("The institution whose project it is cannot be its own partner."),
        "partner-twice": _("An institution is named as partner twice."),
        "no-such-flag": _("The framework knows no mark “{flag}”."),
        "flag-said-and-denied": _("“{flag}” is both said and denied."),
        "withheld-and-stated": _("“{field}” is given, or can never be withheld."),
        "withheld-without-ground": _("What is withheld needs the ground on which it is."),
        "not-reservable": _("“{field}” cannot be kept from the public."),
        "reserved-without-ground": _("What is kept from the public needs the rule that allows it."),
        "not-a-programme": _("{project} is no programme that can hold it."),
        "programme-of-itself": _("A programme cannot be part of itself."),
        "programme-is-over": _("The programme {project} is over."),
        "proposal-not-open": _("{project} cannot be changed now: it is not a proposal, nor was it returned."),
        "source-row-is-in": _("This row of the source is in already, as {project}."),
        "no-such-draft": _("You have no draft {draft}."),
        "draft-is-proposed": _("The draft {draft} was proposed already, as {project}."),
    },
)
