"""What the closed lists of a framework are called: kinds, levels, intensities, stages, comparators."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

NOT_STATED = _("not stated")
UNKNOWN = _("not known")

BODY_KINDS: Words = {
    "government": _("government"),
    "head-of-state": _("head of State"),
    "ministry": _("ministry"),
    "undersecretariat": _("undersecretariat"),
    "agency": _("agency"),
    "directorate": _("directorate"),
    "division": _("division"),
    "unit": _("unit"),
    "office": _("office"),
    "committee": _("committee"),
    "council": _("council"),
    "board": _("board"),
    "secretariat": _("secretariat"),
    "network": _("network"),
    "working-group": _("working group"),
    "parliament": _("parliament"),
    "court": _("court"),
    "audit-office": _("audit office"),
    "regulator": _("regulator"),
    "public-law-body": _("body under public law"),
    "association": _("association"),
    "other": _("other"),
}
LEVELS: Words = {
    "strategic": _("strategic"),
    "operational": _("operational"),
    "advisory": _("advisory"),
    "not_stated": NOT_STATED,
}
INSTITUTION_TYPES: Words = {
    "unit": _("internal unit, office or directorate"),
    "agency": _("agency"),
    "political-authority": _("ministry or like political authority"),
    "not_stated": NOT_STATED,
}
INSTRUMENT_KINDS: Words = {
    "constitution": _("constitution"),
    "law": _("law"),
    "decree-law": _("decree-law"),
    "decree": _("decree"),
    "regulation": _("regulation"),
    "presidential-instruction": _("presidential instruction"),
    "resolution": _("resolution"),
    "circular": _("circular"),
    "budget-law": _("budget law"),
    "cabinet-decision": _("cabinet decision"),
    "executive-order": _("executive order"),
    "memorandum": _("memorandum"),
    "policy": _("policy"),
    "guidance": _("guidance"),
    "agreement": _("agreement"),
    "treaty": _("treaty"),
    "bill": _("bill"),
    "other": _("other"),
}
INTENSITIES: Words = {
    "advise": _("advises"),
    "comply-or-explain": _("comply or explain"),
    "condition": _("sets conditions"),
    "bind": _("binds"),
    "stop": _("may stop"),
    "not_stated": NOT_STATED,
}
REACHES: Words = {
    "own": _("its own institution"),
    "own-sector": _("its own sector"),
    "all": _("all institutions"),
}
INSTITUTION_KEYS: Words = {
    "sector": _("sector"),
    "level": _("level of government"),
    "kind": _("kind of institution"),
    "ministry": _("ministry"),
    "code": _("code"),
    "flag": _("mark"),
}
BOUND: Words = {
    "bound": _("bound"),
    "may-adhere": _("may adhere"),
    "exempt": _("exempt"),
    "not_stated": NOT_STATED,
}
OBJECTS: Words = {
    "project": _("project"),
    "programme": _("programme"),
    "expense": _("expense"),
    "acquisition": _("acquisition"),
    "norm": _("norm"),
}
MEASURES: Words = {
    "total-budget": _("total budget"),
    "annual-cost": _("cost per year"),
    "contract-value": _("value of the contract"),
    "ict-spend": _("ICT share"),
    "institution-ict-cost": _("yearly ICT cost of the institution"),
}
COMPARATORS: Words = {
    "over": _("over"),
    "at-least": _("at least"),
    "under": _("under"),
    "at-most": _("at most"),
    "not_stated": NOT_STATED,
}
EFFECTS: Words = {
    "notice": _("notice"),
    "opinion": _("opinion"),
    "classifies": _("classifies the case"),
    "binding": _("binding decision"),
    "parliament": _("approval by parliament"),
    "needs-agreement": _("only with its agreement"),
    "exempt": _("exempt"),
}
MOMENTS: Words = {
    "submission": _("when the case is submitted"),
    "gate": _("at a gate"),
    "before-tender": _("before the tender"),
    "before-contract": _("before the contract"),
    "before-spend": _("before spending"),
    "yearly-round": _("in the yearly round"),
    "not_stated": NOT_STATED,
}
SILENCES: Words = {
    "approves": _("silence approves"),
    "refuses": _("silence refuses"),
    "nothing": _("silence has no effect"),
    "not_stated": NOT_STATED,
}
SEAT_KINDS: Words = {
    "public": _("public sector"),
    "semi-public": _("semi-public"),
    "private": _("private sector"),
    "academia": _("academia"),
    "civil-society": _("civil society"),
    "subnational": _("regions and municipalities"),
    "any": _("any"),
    "not_stated": NOT_STATED,
}
FORMATIONS: Words = {
    "operational": _("operational (formation)"),
    "political": _("political"),
}
FUNCTION_ROLES: Words = {
    "leads": _("leads"),
    "shares": _("shares"),
    "supports": _("supports"),
    "not_stated": NOT_STATED,
}
PROCEDURE_WORDS: Words = {
    "chair-decides": _("the chair decides"),
    "motion-falls": _("the motion falls"),
    "declare-and-abstain": _("declares the interest and abstains"),
    "none": _("none"),
    "majority": _("by majority"),
    "unanimity": _("by unanimity"),
    "consensus": _("by consensus"),
    "advice-only": _("gives advice only"),
    "as-needed": _("as needed"),
    "not_stated": NOT_STATED,
}
SELECTIONS: Words = {
    "political": _("political appointment"),
    "exclusive-confidence": _("post of exclusive confidence"),
    "open-competition": _("open competition"),
    "senior-public-management": _("senior public management system"),
    "senior-civil-service": _("senior civil service"),
    "elected": _("election"),
    "ex-officio": _("by virtue of another office"),
    "designated": _("designation"),
    "nominated": _("nomination"),
    "not_stated": NOT_STATED,
}
ANSWERS: Words = {
    "true": _("yes"),
    "false": _("no"),
    "partial": _("in part"),
    "yes": _("yes"),
    "no": _("no"),
    "unknown": UNKNOWN,
    "not_stated": NOT_STATED,
    "none": _("none"),
}
UNITS: Words = {
    "percent": "%",
    "days": _("days"),
    "working-days": _("working days"),
    "weeks": _("weeks"),
    "months": _("months"),
    "years": _("years"),
}
PARAMETER_KINDS: Words = {
    "money": _("amount"),
    "number": _("number"),
    "share": _("share"),
    "duration": _("term"),
    "count": _("count"),
    "choice": _("choice"),
    "flag": _("yes or no"),
    "list": _("list"),
    "text": _("text"),
}
CHOICES: Words = {
    "simple": _("simple majority"),
    "absolute": _("absolute majority"),
    "two-thirds": _("two thirds"),
    "present": _("of those present"),
    "members": _("of all members"),
    "votes-cast": _("of the votes cast"),
    "authority": _("the authority"),
    "institution": _("the institution"),
    "all-assessed": _("all that were assessed"),
    "high-risk": _("only those of high risk"),
    "issue": _("the day of issue"),
    "publication": _("the day of publication"),
    "high": _("high"),
    "normal": _("normal"),
    "medium": _("medium"),
    "low": _("low"),
}
LACKING: Words = {
    "owner": _("an owner"),
    "milestones": _("milestones"),
    "indicators": _("indicators"),
}
EXTERNAL_REVIEWS: Words = {
    "mandatory": _("compulsory"),
    "optional": _("optional"),
    "none": _("none"),
    "not_stated": NOT_STATED,
}
SECTIONS: Words = {
    "instruments": _("Instruments"),
    "bodies": _("Bodies"),
    "posts": _("Posts"),
    "powers": _("Powers"),
    "approvals": _("Approvals"),
    "models": _("Project models"),
    "regimes": _("Monitoring regimes"),
    "lights": _("Traffic lights"),
    "parameters": _("Parameters"),
    "sectors": _("Sectors"),
    "levels": _("Levels of government"),
    "autonomies": _("Autonomies"),
    "traits": _("Attributes of the country"),
    "holders": _("Office-holders"),
    "agendas": _("Strategies"),
}


def word(words: Words, code: str | None) -> str:
    """Give the word for a code of a closed list; the code itself where the list does not know it."""
    if code is None:
        return str(NOT_STATED)
    return str(words.get(code, code))
