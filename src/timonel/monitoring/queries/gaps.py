"""Opinions beside the figures, institution by institution: who rates rosier, and who admits a risk in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from timonel.domain.lights import Admission, Admissions, Colour, Degree, GapCount, Opinion, admission, gap_counts
from timonel.governance.queries.institutions import name_of_institution
from timonel.governance.queries.viewers import Viewer
from timonel.monitoring.models import Light, Rating, Report

_PREFERRED = {"self": 0, "not-stated": 1, "independent": 2}


@dataclass(frozen=True)
class InstitutionGap:
    """One institution: how its opinions stand to the computed lights, and when its projects admitted a risk."""

    number: str
    name: str
    gaps: GapCount
    admissions: Admissions


def institution_gaps(viewer: Viewer, on: date) -> Sequence[InstitutionGap]:
    """Give each institution with reports, by the share of opinions rosier than the figures, the highest first.

    The figures are the worst light against the original baseline. An opinion of cost or schedule alone is compared with
    the light of the same. Four queries at most, whatever the number of reports.
    """
    opinions = _opinions()
    names: dict[str, str] = {}
    by_project: dict[int, list[Opinion]] = defaultdict(list)
    owner: dict[int, str] = {}
    found: list[tuple[str, Degree | None, Colour]] = []
    rows = Report.objects.annotate(
        where=F("project__institution__number"), called=name_of_institution("project__institution", on)
    ).values_list("project_id", "as_of", "worst_original", "where", "called")
    for project, as_of, worst, where, called in rows:
        names[where], owner[project] = called or where, where
        degree, light = opinions.get((project, as_of), (None, None))
        figures = Colour(worst) if light is None else light
        found.append((where, degree, figures))
        by_project[project].append(Opinion(as_of, degree, figures))
    admitted: dict[str, list[Admission]] = defaultdict(list)
    for project, said in by_project.items():
        admitted[owner[project]].append(admission(said))
    listed = [
        InstitutionGap(where, names[where], count, Admissions.of(admitted[where]))
        for where, count in gap_counts(found).items()
    ]
    return sorted(listed, key=lambda each: (-(each.gaps.rosier_share or 0), -each.gaps.compared, each.name))


def _opinions() -> dict[tuple[int, date], tuple[Degree, Colour | None]]:
    """Give the opinion held against the figures of each report: of the whole, by the project itself if it gave one.

    Where opinions are of cost and schedule apart, it is the graver of those whose own light is rated, with that light;
    None instead of a light stands for the worst of all.
    """
    chosen: dict[tuple[int, date], tuple[int, int, Colour | None]] = {}
    rated = _lights_of_their_own()
    rows = Rating.objects.exclude(degree=None).values_list("project_id", "as_of", "by", "of", "degree")
    for project, as_of, by, of, given in rows:
        light = None if of == "overall" else rated.get((project, as_of, of), Colour.NOT_RATED)
        if light is Colour.NOT_RATED:
            continue
        candidate = (_PREFERRED[by] if of == "overall" else len(_PREFERRED), int(given or 0), light)
        known = chosen.get((project, as_of))
        if known is None or (candidate[0], -candidate[1]) < (known[0], -known[1]):
            chosen[project, as_of] = candidate
    return {key: (Degree(degree), light) for key, (_rank, degree, light) in chosen.items()}


def _lights_of_their_own() -> dict[tuple[int, date, str], Colour]:
    """Give the lights against the original baseline of projects whose opinions are of cost and schedule apart."""
    apart = Rating.objects.exclude(of="overall").values("project")
    rows = Light.objects.filter(against="original", colour__gt=0, report__project__in=apart)
    return {
        (project, as_of, of): Colour(colour)
        for project, as_of, of, colour in rows.values_list("report__project", "report__as_of", "of", "colour")
    }
