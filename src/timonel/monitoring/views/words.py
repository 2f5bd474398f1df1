"""How lights, opinions, doubts and their codes read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from timonel.domain.lights import Admission, Missing
from timonel.domain.lights.gaps import Gap

COLOURS = {0: "unknown", 1: "green", 2: "amber", 3: "red"}
COLOUR_WORDS = {
    0: _("Not rated"),
    1: _("Green"),
    2: _("Yellow"),
    3: _("Red"),
}
DEGREES = {
    0: _("Green"),
    1: _("Amber/green"),
    2: _("Amber"),
    3: _("Amber/red"),
    4: _("Red"),
}
MISSING = {
    Missing.NO_TOLERANCE: _("the framework sets no tolerance"),
    Missing.TOLERANCE_UNKNOWN: _("it is not known whether the tolerance was in force that day"),
    Missing.NO_REPORT: _("nobody has reported"),
    Missing.NO_BASELINE: _("there is no baseline to measure against"),
    Missing.WITHHELD: _("the source withholds the value"),
    Missing.RESET: _("the source says it was being set anew"),
    Missing.NOT_STATED: _("a value is not stated"),
    Missing.DOUBTFUL: _("the value stated cannot be meant, and was set aside"),
    Missing.OTHER_CURRENCY: _("plan, report and tolerance are not in one currency"),
    Missing.PLAN_IS_NOTHING: _("a share of a plan of nothing, or of no days, means nothing"),
}
AGAINST = {"original": _("original baseline"), "approved": _("approved baseline")}
OF = {
    "cost": _("Cost"),
    "schedule": _("Schedule"),
    "benefits": _("Benefits"),
    "overall": _("Overall"),
}
BY = {
    "self": _("the institution itself"),
    "independent": _("somebody independent"),
    "not-stated": _("the source does not say who"),
}
REPORT_STAGES = {
    "submitted": _("sent, not approved yet"),
    "approved": _("approved by management"),
    "imported": _("imported"),
}
GAPS = {
    Gap.ROSIER: _("rosier than the figures"),
    Gap.AGREES: _("agrees with the figures"),
    Gap.GLOOMIER: _("gloomier than the figures"),
    Gap.NOT_COMPARED: _("cannot be compared"),
}
GAP_TONES = {Gap.ROSIER: "warning", Gap.AGREES: "success", Gap.GLOOMIER: "info", Gap.NOT_COMPARED: "neutral"}
ADMISSIONS = {
    Admission.BEFORE: _("It admitted the risk before the figures showed it."),
    Admission.TOGETHER: _("It admitted the risk in the same report in which the figures showed it."),
    Admission.AFTER: _("It admitted the risk only after the figures had shown it."),
    Admission.NEVER: _("The figures show a risk that it has never admitted."),
    Admission.NO_TROUBLE: _("The figures have never shown a risk."),
    Admission.NO_OPINION: _("Nobody has given an opinion of it."),
}
MEASURED = {
    "cost-overrun-share": _("The cost is over the plan by %(found)s of it; the limit is %(limit)s."),
    "cost-overrun-amount": _("The cost is over the plan by %(found)s; the limit is %(limit)s."),
    "cost-variance-share": _("The cost differs from the plan by %(found)s of it; the limit is %(limit)s."),
    "schedule-slip-days": _("The end is %(found)s days after the planned one; the limit is %(limit)s."),
    "schedule-slip-months": _("The end is %(found)s days after the planned one; the limit is %(limit)s."),
    "schedule-variance-share": _("The end differs by %(found)s of the planned time; the limit is %(limit)s."),
    "benefit-shortfall-share": _("The benefits are short of the plan by %(found)s of it; the limit is %(limit)s."),
    "benefit-shortfall-amount": _("The benefits are short of the plan by %(found)s; the limit is %(limit)s."),
}
COMPARED = {
    "over": _("over"),
    "at-least": _("at least"),
    "under": _("under"),
    "at-most": _("at most"),
}
UNITS = {"percent": "%", "months": _("months"), "days": _("days")}
RULES = {
    "day-and-month-swapped": _("day and month were in each other's place"),
    "variance-without-dates": _("a variance is stated without the dates it comes from"),
    "variance-disagrees": _("the variance stated does not follow from the values of the row"),
    "variance-too-large": _("a variance beyond belief"),
    "amount-in-thousands": _("an amount in thousands where millions are stated"),
    "amount-too-large": _("an amount beyond belief"),
    "amount-negative": _("an amount under nought"),
    "cost-of-nothing": _("a cost of nothing for a project with a plan"),
    "nothing-planned": _("the row states no plan at all"),
    "row-repeated": _("the row stands in the file before"),
    "project-twice": _("a second row of a project that has one"),
    "ends-before-it-begins": _("it ends before it begins"),
    "not-a-value": _("no value can be read"),
    "not-on-the-scale": _("a word that is not on the scale"),
    "withheld": _("withheld by the source"),
    "reset": _("being set anew, says the source"),
    "name-differs": _("another name of the same project"),
    "name-ambiguous": _("the name may mean several projects"),
    "institution-unknown": _("an institution the recipe does not know"),
    "institution-not-registered": _("an institution that is not in the register"),
    "project-without-name": _("a row without the name of its project"),
    "period-unknown": _("a period the recipe does not know"),
    "currency-not-stated": _("no currency is stated"),
    "report-differs": _("a report of that day is in already and says something else"),
}
DONE = {
    "kept": _("kept as it stands"),
    "set-aside": _("set aside"),
    "read-as": _("read as"),
    "joined": _("joined to"),
    "passed-over": _("passed over"),
}
WORDS = {
    "colour": COLOURS,
    "colour_word": COLOUR_WORDS,
    "degree": DEGREES,
    "missing": {int(key): word for key, word in MISSING.items()},
    "against": AGAINST,
    "of": OF,
    "by": BY,
    "stage": REPORT_STAGES,
    "gap": GAPS,
    "gap_tone": GAP_TONES,
    "admission": ADMISSIONS,
    "rule": RULES,
    "done": DONE,
}
"""All of them, as the pages take them."""
