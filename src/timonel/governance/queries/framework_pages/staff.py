"""The posts of one body drawn with their reporting lines."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from timonel.domain.legal import Label
from timonel.domain.mandates import Holder
from timonel.domain.questions import LineFinding, reports_to
from timonel.domain.truth import Truth
from timonel.governance.queries.framework_pages.chosen import Chosen
from timonel.governance.queries.framework_pages.names import Names
from timonel.governance.queries.framework_pages.wording import capital
from timonel.pages.charts import Box, Chart, ReportingLine, organisation_chart


def staff_chart(chosen: Chosen, name: str) -> Chart | None:
    """Draw the posts of a body on the day and to whom each reports; None when no line between posts is stated.

    Only what the framework says: a post of which it states no line hangs under
    nobody. The table beneath names the duties of each.
    """
    names, framework, body = Names(chosen), chosen.framework, Holder("body", name)
    posts = [
        post
        for post in framework.posts.values()
        if post.of == body and framework.in_force(post, chosen.on) is Truth.YES
    ]
    found = {post.id: _lines(chosen, post.id) for post in posts}
    lines = [
        ReportingLine(below, line.whom.id, capital(names.matters(line.matters)))
        for below, each in found.items()
        for line in each
        if line.whom is not None and line.whom.kind == "post"
    ]
    if not any(line.above in found for line in lines):
        return None
    tied = {key for line in lines for key in (line.below, line.above)}
    boxes = [Box(key, names.post(key).text, _("post") if key in found else _("outside the body")) for key in tied]
    boxes.sort(key=lambda box: (box.key in found, str(box.name)))
    chart = organisation_chart("staff", _("Posts and to whom they report"), boxes, lines)
    rows = [
        [names.post(post.id).text, _whom(names, found[post.id]), _duties(names, list(post.plain.get("duties") or ()))]
        for post in posts
    ]
    columns = [(_("Post"), "rowhead"), (_("Reports to"), "text"), (_("Duties"), "text")]
    return replace(chart, columns=columns, rows=rows)


def _lines(chosen: Chosen, post: str) -> list[LineFinding]:
    return [line for line in reports_to(chosen.framework, post, chosen.on) if line.whom is not None]


def _whom(names: Names, lines: list[LineFinding]) -> str:
    return ", ".join(names.holder(line.whom).text for line in lines if line.whom is not None) or "–"


def _duties(names: Names, duties: list[dict[str, str]]) -> str:
    return "; ".join(names.label(Label.read(duty), "") for duty in duties) or "–"
