"""What people read of reviews, orders to stop, reserves and closings: closed lists, and the codes of their acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from timonel.governance.sentences import register
from timonel.portfolio.views.words import STOP_REASONS

OPENED_BY = {
    "schedule": _("its schedule"),
    "cost": _("its cost"),
    "benefits": _("its benefits"),
    "reds": _("reds in a row"),
    "decision": _("a decision"),
}
REVIEW_STAGES = {"open": _("open"), "reported": _("reported"), "closed": _("closed")}
REVIEW_TONES = {"open": "warning", "reported": "info", "closed": "neutral"}
ANSWERS = {"": _("not answered"), "accepted": _("will be done"), "rejected": _("will not be done")}
MOVE_STAGES = {"asked": _("asked for"), "approved": _("granted"), "refused": _("not granted")}
LESSONS = {
    "context": _("Context"),
    "what_was_done": _("What was done"),
    "what_worked": _("What worked"),
    "what_did_not": _("What did not"),
    "evidence": _("How one knows"),
    "advice": _("Advice to the next"),
}
WORDS = {
    "opened_by": OPENED_BY,
    "review_stage": REVIEW_STAGES,
    "review_tone": REVIEW_TONES,
    "answer": ANSWERS,
    "move": MOVE_STAGES,
    "stop": STOP_REASONS,
    "lesson": LESSONS,
}

register(
    acts={
        "monitoring.open_review": _("A review of {subject} was opened"),
        "monitoring.order_external_review": _("An external review of {subject} was ordered"),
        "monitoring.report_review": _("The review {subject} was reported"),
        "monitoring.answer_recommendation": _("A recommendation of the review {subject} was answered"),
        "monitoring.submit_corrective_plan": _("The corrective plan of the review {subject} was submitted"),
        "monitoring.settle_recommendation": _("A recommendation of the review {subject} was found carried out"),
        "monitoring.close_review": _("The review {subject} was closed"),
        "monitoring.stop_project": _("{subject} was ordered to stop"),
        "monitoring.appeal_stop": _("The order to stop {subject} was appealed"),
        "monitoring.decide_appeal": _("The appeal against stopping {subject} was decided"),
        "monitoring.set_reserve": _("The risk reserve of {subject} was set aside"),
        "monitoring.ask_reserve": _("Money from the risk reserve of {subject} was asked for"),
        "monitoring.decide_reserve": _("A draw from the risk reserve of {subject} was decided"),
        "monitoring.close_project": _("{subject} was closed"),
        "monitoring.measure_benefit": _("A benefit of {subject} was measured"),
        "monitoring.report_benefits": _("The benefits of {subject} were reported"),
    },
    titles={
        "monitoring.open_review": _("Open a review"),
        "monitoring.order_external_review": _("Order an external review"),
        "monitoring.report_review": _("Report a review"),
        "monitoring.answer_recommendation": _("Answer a recommendation"),
        "monitoring.submit_corrective_plan": _("Submit a corrective plan"),
        "monitoring.settle_recommendation": _("Find a recommendation carried out"),
        "monitoring.close_review": _("Close a review"),
        "monitoring.stop_project": _("Order a project to stop"),
        "monitoring.appeal_stop": _("Appeal against an order to stop"),
        "monitoring.decide_appeal": _("Decide an appeal against a stop"),
        "monitoring.set_reserve": _("Set the risk reserve aside"),
        "monitoring.ask_reserve": _("Ask for money from the risk reserve"),
        "monitoring.decide_reserve": _("Decide a draw from the risk reserve"),
        "monitoring.close_project": _("Close a project"),
        "monitoring.measure_benefit": _("Note the measure of a benefit"),
        "monitoring.report_benefits": _("Report the benefits"),
    },
    codes={
        "review-proposed-schedule": _("The schedule is red: a review is proposed."),
        "review-proposed-cost": _("The cost is red: a review is proposed."),
        "review-proposed-benefits": _("The benefits are red: a review is proposed."),
        "light-is-red": _("The light “{light}” is red against the {against} baseline."),
        "reds-open-review": _("{reds} reds in a row; {least} open a review."),
        "reds-open-escalation": _("{reds} reds in a row; {least} take it to whoever stands above."),
        "reds-open-freeze": _("{reds} reds in a row; {least} freeze what is not spent."),
        "review-is-open": _("A review for that is open already: {review}."),
        "review-not-open": _("The review {review} is not open."),
        "review-not-reported": _("The review {review} has not been reported, or is closed."),
        "review-is-closed": _("The review {review} is closed."),
        "reviewer-of-the-same-house": _(
            "The reviewer belongs to {institution}, whose project it is or which takes part."
        ),
        "reviewer-took-part": _("The reviewer took part in the project before."),
        "reviewer-has-an-interest": _("The reviewer has an interest in {institution}."),
        "too-many-recommendations": _("A review makes at most {most} recommendations."),
        "no-such-recommendation": _("The review {review} has no recommendation {number}."),
        "recommendation-is-answered": _("Recommendation {number} is answered already."),
        "recommendation-not-accepted": _("Recommendation {number} was not accepted."),
        "recommendation-is-done": _("Recommendation {number} was found carried out already."),
        "recommendation-is-open": _("Recommendation {number} is open still."),
        "accepted-without-owner": _(
            "What is accepted names who answers for it, and until when (recommendation {number})."
        ),
        "day-is-past": _("{day} is past."),
        "no-stop-order": _("{project} does not stand still by an order."),
        "stop-is-appealed": _("The order was appealed on {day} already."),
        "appeal-too-late": _("The appeal was to be made until {day}."),
        "stop-not-appealed": _("Nobody has appealed against the stop of {project}."),
        "appeal-is-decided": _("The appeal was decided on {day}."),
        "appeal-decided-by-the-orderer": _("Who gave the order does not decide the appeal against it."),
        "no-reserve-demanded": _("No monitoring regime of the project demands a risk reserve."),
        "reserve-demanded": _("The regime demands {percent} % of the budget of {budget} as risk reserve."),
        "budget-unknown": _("The budget of the project is not known, and so neither is its reserve."),
        "reserve-is-set": _("The risk reserve of {project} is set aside already."),
        "no-reserve": _("{project} has no risk reserve."),
        "draw-of-nothing": _("{amount} is no amount to set aside or to draw."),
        "draw-over-balance": _("{amount} is more than what is left of the reserve, {balance}."),
        "draw-is-waiting": _("A draw that {project} asked for waits for its decision."),
        "no-draw-asked": _("{project} has asked for no draw."),
        "project-not-to-close": _("{project} is not at a stage in which it can be closed."),
        "project-is-closed": _("{project} was closed with its report already."),
        "project-not-closed": _("{project} is not closed: its benefits are reported after that."),
        "lesson-missing": _("The case template lacks a part ({part})."),
        "no-such-benefit": _("The business case plans no benefit “{benefit}”."),
        "benefit-is-measured": _("“{benefit}” has a measure of {day} already."),
        "benefit-not-measured": _("“{benefit}” has not been measured."),
        "benefits-are-reported": _("The benefits were reported on {day}."),
    },
)
