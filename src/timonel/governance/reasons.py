"""What people read for the codes that the rules of the domain answer with, in their language.

A key is a code; ``rule:code`` where one rule means something else by it than
others; and either with ``:yes``, ``:no`` or ``:unknown`` behind it where the
sentence depends on whether the reason holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from timonel.domain.diagnosis import CHECKS, Check
from timonel.governance.sentences import register, sentence

Texts = dict[str, str | Promise]

MANDATES: Texts = {
    "granted": _("The governance framework gives this power."),
    "anyone": _("Anybody may do this."),
    "none": _("It is stated that nobody holds this power."),
    "nobody_holds": _("Nobody holds this power."),
    "held_by_others": _("Others hold this power: {holders}."),
    "exercised_without_basis": _("It is exercised in fact, but no text gives it: that is no mandate."),
    "framework_does_not_set": _("The governance framework does not set it."),
    "level_unknown": _("The level of government of the institution is not known."),
    "no_such_post": _("The governance framework has no post “{post}”."),
    "post_not_in_force": _("The post {post} does not exist on {on}."),
    "post_not_surely_in_force": _("It is not known whether the post existed on {on}: a date is known only in part."),
    "grant_not_in_force": _("The power is given only for a time: from {from}, to {to}."),
    "grant_not_in_force:no": _("On {on} the power is not in force; it is given from {from}, to {to}."),
    "grant_not_in_force:unknown": _(
        "It is not known whether the power was in force on {on}: a date is known only in part."
    ),
    "body_not_in_force": _("{body} does not exist on {on}."),
    "body_not_in_force:unknown": _("It is not known whether {body} existed on {on}: a date is known only in part."),
    "other_matter": _("The power is for other matters ({matters}), not for {matter}."),
    "depends_on_case": _("It depends on the facts of the case."),
    "seat_without_institution": _(
        "It reaches only the post's own institution or sector, and which that is was not said."
    ),
    "other_institution": _("The power reaches only the post's own institution."),
    "other_sector": _("The power reaches only the post's own sector."),
    "other_sector:unknown": _("The power reaches only the post's own sector, and the sector is not known."),
    "outside_scope": _("The institution is not one of those that the power reaches."),
    "outside_scope:unknown": _("It is not known whether the institution is one of those that the power reaches."),
    "excepted": _("The institution is excepted from the power."),
    "excepted:unknown": _("It is not known whether the institution is excepted from the power."),
    "level_exempt": _("This level of government is exempt: {level}."),
    "not_adhered": _("This level of government is bound only once the institution adheres: {level}."),
    "autonomy": _("The institution has an autonomy of its own: {autonomy}."),
    "autonomy:unknown": _("It is not known whether the institution has an autonomy of its own: {autonomy}."),
    "autonomy_unknown": _("It is not known whether the institution's autonomy stands against it."),
    "institution_exempt": _("The institution is exempt from this power."),
    "keeps_control_of_its_field": _("The institution keeps control of its own field: its agreement is needed."),
    "unknown_power": _("There is no power “{power}” in the vocabulary."),
}
CASES: Texts = {
    "required": _("The case needs this approval."),
    "exempt": _("The case does not need this approval."),
    "unknown": _("It cannot be said whether the case needs this approval."),
    "approval_in_force": _("The approval is asked for on {on}."),
    "approval_in_force:yes": _("The rule that asks for this approval is in force on {on}."),
    "approval_in_force:no": _("The rule that asks for this approval is not in force on {on}."),
    "approval_in_force:unknown": _(
        "It is not known whether the rule that asks for this approval was in force on {on}."
    ),
    "regime_in_force": _("The monitoring regime is in force on {on}."),
    "regime_in_force:unknown": _("It is not known whether the monitoring regime was in force on {on}."),
    "all_of": _("All of these must hold."),
    "any_of": _("At least one of these must hold."),
    "none_of": _("None of these may hold."),
    "amount": _("{measure}: {amount}, held against {comparator} {limit}."),
    "amount:yes": _("{measure}: {amount} is {comparator} {limit}."),
    "amount:no": _("{measure}: {amount} is not {comparator} {limit}."),
    "amount_unknown": _("{measure}: no amount is known; the limit is {comparator} {limit}."),
    "rate_unknown": _("{measure}: {amount} is in another currency than the limit of {limit}, and no rate is known."),
    "between_versions": _("The limit changed on a day that is known only in part, so each value is tried."),
    "limit_not_comparable": _("The limit {limit} does not say how it is compared."),
    "no_limit_in_force": _("No limit is in force on {on}: {parameter}."),
    "object": _("The rule is for: {any_of}."),
    "object:no": _("The rule is for {any_of}, and the case is: {fact}."),
    "object:yes": _("The rule is for {any_of}."),
    "object:unknown": _("The rule is for {any_of}, and what the case is was not said."),
    "risk_class": _("The rule is for the risk class {any_of}; the case has: {fact}."),
    "institution": _("The rule is for institutions with {key}: {any_of}. This one has: {fact}."),
    "institution_flag": _("The rule is for institutions that are: {any_of}."),
    "institution_flag:no": _("The rule is for institutions that are: {any_of}. This one is not."),
    "institution_flag:unknown": _("The rule is for institutions that are: {any_of}. Whether this one is was not said."),
    "flag": _("The rule is for cases with: {any_of}."),
    "flag:no": _("The rule is for cases with: {any_of}. This one is not of that kind."),
    "flag:unknown": _("The rule is for cases with: {any_of}. Whether this one is of that kind was not said."),
    "category": _("The rule is for categories that begin with {any_of}; the case has: {fact}."),
    "as_decided": _("Who carries it out was decided for the case."),
    "whole_of_government": _("The case is whole-of-government, so the authority carries it out."),
    "not_whole_of_government": _("The case is not whole-of-government, so the institution carries it out."),
    "nobody_runs_for_all": _("Nobody may run whole-of-government projects, so the institution carries it out."),
    "flag_unknown": _("Whether this holds of the case is not known: {flag}."),
    "value_unknown_on_day": _("What {parameter} was on {on} is not known: a date is known only in part."),
    "framework_does_not_set:parameter": _("The governance framework does not set this value: {parameter}."),
    "framework_does_not_set:power": _("The governance framework does not say who holds this power: {power}."),
    "framework_does_not_set:level": _("The governance framework does not say whether this level is bound: {level}."),
}
BODIES: Texts = {
    "holds": _("It is held by {holders}: {power}."),
    "holder-of:holds": _("A source names who holds it."),
    "vacant": _("A source states that it is vacant."),
    "several_holders": _("Sources name several people at once."),
    "may_hold": _("{person} may hold it: a date is known only in part."),
    "date_known_in_part": _("Who holds it that day is not known: a date is known only in part."),
    "holder_not_stated": _("No source read says who holds it."),
    "reports": _("The reporting line is stated for that day."),
    "reports-to:framework_does_not_set": _("No source read says to whom it reports."),
    "legal-basis:framework_does_not_set": _("No source read says what established it."),
    "basis_in_force": _("An instrument that establishes it is in force."),
    "basis_pending": _("An instrument that establishes it begins later."),
    "no_basis_in_force": _("No instrument that establishes it is in force."),
    "no_legal_basis": _("It is stated to have no legal basis."),
    "instrument": _("It is established by {instrument}."),
    "instrument:yes": _("{instrument} is in force."),
    "instrument:no": _("{instrument} is not in force that day."),
    "instrument:unknown": _("It is not known whether {instrument} was in force that day."),
    "shared_function": _("Several bodies have a share in it: {bodies}."),
    "seat": _("It has a seat in {body}."),
    "both": _("It holds regulatory and executive powers alike."),
    "no_executive_power": _("It holds regulatory powers and no executive one."),
    "no_regulatory_power": _("It holds executive powers and no regulatory one."),
    "neither": _("It holds neither regulatory nor executive powers."),
}
DIAGNOSIS: Texts = {
    "not_enough_data": _("The data do not suffice to say."),
    "exercises_without_basis": _("{body} exercises without a legal basis: {powers}."),
    "legal_basis": _("{body}: {code}"),
    "nobody": _("It is stated that nobody holds: {power}."),
    "not_stated": _("No source read says who holds: {power}."),
    "exercised_in_fact": _("{holders} exercises it in fact, and no text gives it: {power}."),
    "shared": _("{function}: {bodies} have a share in it, in these ministries: {ministries}."),
    "one_of_several_leading": _("{body} is one of several that lead digital government."),
    "term_ends_with_government": _("{post}: whether the mandate ends with the government."),
    "term_ends_with_government:yes": _("{post}: the mandate ends with the government."),
    "term_ends_with_government:no": _("{post}: the mandate does not end with the government."),
    "term_ends_with_government:unknown": _("{post}: no source read says whether the mandate ends with the government."),
    "trait": _("{trait}: {value}."),
    "measure": _("{measure} ({agenda}) states no: {lacks}."),
    "measure:yes": _("{measure} ({agenda}) is stated to lack: {lacks}."),
    "measure:unknown": _("{measure} ({agenda}): no source read states {lacks}."),
    "issues_rules_and_sells": _("{body} issues binding rules ({rules}) and charges for services ({sells})."),
}
REFORMS: Texts = {
    "reform_refused": _("The reform “{reform}” does not fit this framework."),
    "needs_reform": _("The overlay “{overlay}” builds on the reform “{reform}”, which was not chosen."),
    "no_such_variant": _("There is no variant “{variant}”; there are: {variants}."),
    "no_such_stage": _("There is no stage “{stage}”; there are: {stages}."),
    "stage_before_earlier": _("The stage “{stage}” would begin before “{earlier}”."),
    "stage_requires": _("The stage “{stage}” needs “{required}” before it."),
    "instrument_not_in_force": _("The stage “{stage}” needs {instrument}, which is not in force on {on}."),
    "begins_before_its_instrument": _("“{entry}” would begin ({begins}) before what it rests on: {instruments}."),
    "already_there": _("“{entry}” is already among the {section}."),
    "not_there": _("“{entry}” is not among the {section}."),
    "no-such-framework": _("There is no governance framework of “{country}” here; there are those of: {countries}."),
    "no-such-reform": _("There is no reform or overlay “{found}” of this country; there are: {known}."),
    "framework_invalid": _("The files of the framework “{country}” have {faults} faults."),
    "not_a_framework": _("The stored text is not a governance framework."),
    "no_such_entry": _("The governance framework has no “{id}” among its {section}."),
}
VALUES: Texts = {
    "version_malformed": _("The value has parts that do not belong ({unknown}) or lacks some ({missing})."),
    "version_needs_a_day": _("The value must begin on a full day, not “{found}”."),
    "version_out_of_order": _("The value would begin ({begins}) on or before the day of a later one ({other})."),
    "not_a_comparator": _("“{found}” is no way to compare: over, at-least, under or at-most is."),
    "not_of_the_kind": _("“{found}” is no value of this kind: {kind}."),
    "not_an_amount": _("“{amount}” is no exact amount: at most 15 digits and 4 decimals, with a decimal point."),
    "not_a_currency": _("“{currency}” is no code of a currency or unit."),
    "currencies_differ": _("Amounts in {one} and in {other} cannot be compared without a rate."),
    "unknown_fact": _("These facts are not known to the rules: {keys}."),
    "malformed_fact": _("A fact has another form than expected: {reason}"),
    "other_schema": _("The facts follow version {schema} of their schema; version {expected} is expected."),
    "holidays-not-listed": _("The holidays of {year} are not listed, so working days cannot be counted."),
    "selection-not-demanded": _("The framework demands no particular selection for this post."),
    "selection-followed": _("The person was selected as the framework demands: {demanded}."),
    "rank-not-stated": _("The framework states no rank for this post."),
    "rank-followed": _("The rank is the one that the framework states."),
    "substitutes-not-stated": _("The framework does not state who stands in for this post."),
    "substitute-named": _("The framework names who stands in: {named}."),
    "negative-term": _("A term cannot be shorter than nothing: {term}."),
}

MATCHING: Texts = {
    "same_name": _("Both have the same name."),
    "same_words": _("The names share these words: {words}."),
    "same_meaning": _("“{one}” and “{other}” mean the same here."),
    "short_form": _("One is named by the short form {short}, the other in full."),
    "like_purpose": _("The purposes are alike: {words}."),
    "same_institution": _("Both are of one institution: {institution}."),
    "same_sector": _("Both are of one sector: {sector}."),
    "same_category": _("Both have these categories: {categories}."),
    "same_supplier": _("Both have one supplier: {supplier}."),
    "near_amount": _("The amounts are near each other: {one} and {other}."),
    "dates_overlap": _("They run at the same time."),
    "told_apart": _("They may be parts of one programme: one says {one}, the other {other}."),
}
SPLITTING: Texts = {
    "splitting_found": _(
        "Projects {projects} add up to {total}: together they need “{approval}”, which none of them needs alone."
    ),
    "splitting_unknown": _(
        "It cannot be said whether projects {projects} together need “{approval}”: "
        "an amount, a date or another fact is not known."
    ),
    "splitting_not_found": _("No projects entered within {days} days of each other pass a threshold together."),
    "splitting_ground_unknown": _(
        "It was not looked at which projects have this in common, since it is not known: {ground}."
    ),
    "splitting_window_unknown": _("It is not known within how many days projects are looked at together."),
    "splitting_member": _("Project {project}: {amount}, entered on {on}."),
}


def _label(check: Check) -> str:
    return check.en if (get_language() or "es").startswith("en") else check.es


FINDINGS: Texts = {check.id: lazy(partial(_label, check), str)() for check in CHECKS.values()}
"""The label of each check of the diagnosis is its sentence when it finds something."""

SENTENCES: Texts = {
    **MANDATES,
    **CASES,
    **BODIES,
    **DIAGNOSIS,
    **REFORMS,
    **VALUES,
    **MATCHING,
    **SPLITTING,
    **FINDINGS,
}

register(codes=SENTENCES)


def sentence_of(code: str, params: Mapping[str, object], *, rule: str = "", truth: str = "") -> str:
    """Give the sentence of a code as the rule means it and as the reason holds; the nearest one there is."""
    subject = next((name for name in ("parameter", "power", "level") if name in params), "")
    tried = (f"{rule}:{code}:{truth}", f"{code}:{truth}", f"{rule}:{code}", f"{code}:{subject}", code)
    return sentence(next((key for key in tried if key in SENTENCES), code), params)
