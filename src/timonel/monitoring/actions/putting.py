"""Put what a recipe has read into the tables, many rows at once, inside the import's act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from timonel.domain.facts import UNKNOWN, InstitutionFacts, ProjectFacts, to_plain
from timonel.domain.lights import LightRule, Missing, Plan, colour_of_share, light_rules
from timonel.domain.lights.gaps import degree_of
from timonel.domain.money import Money
from timonel.governance.acting import Act
from timonel.governance.queries.institutions import institutions_by_number
from timonel.governance.rows import Institution
from timonel.monitoring.lighting import light_reports
from timonel.monitoring.models import Light, Rating, Report
from timonel.monitoring.recipes import BaselineRow, Doubt, PortfolioReading, ProjectRow, RatingRow, Recipe, ReportRow
from timonel.portfolio.importing import ImportedPlan, ImportedProject, plans_of, put_plans, put_projects

AT_ONCE = 2000


@dataclass(slots=True)
class PutAway:
    """What came of the rows of a file: how many are new, what else was doubtful, and the facts for the manifest."""

    counts: dict[str, int] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)


def put_away(act: Act, recipe: Recipe, reading: PortfolioReading) -> PutAway:
    """Enter projects, plans, reports with their lights, and opinions; pass over what is in already."""
    into = PutAway()
    institutions = institutions_by_number({row.institution for row in reading.projects})
    projects = [row for row in reading.projects if _is_placed(row, institutions, recipe, into)]
    sources = {row.key: _source_key(recipe, row) for row in projects}
    flags = dict.fromkeys(recipe.plain.get("flags") or (), True)
    latest, plans = _latest(reading), _plans(reading)
    put = put_projects(
        [
            _project(recipe, row, institutions[row.institution], flags, plans.get(row.key, []), latest)
            for row in projects
        ],
        act.on.year,
    )
    keys = {key: put.rows[source].pk for key, source in sources.items()}
    currencies = {row.key: row.currency for row in projects}
    baselines = put_plans(
        _plan(keys[row.key], currencies[row.key], row) for row in reading.baselines if row.key in keys
    )
    rules = light_rules(act.framework, act.on, ProjectFacts(object=recipe.plain["object"], flags=flags))
    reports = _reports([row for row in reading.reports if row.key in keys], keys, currencies, into)
    lights = light_reports(reports, plans_of({report.project_id for report in reports}), rules)
    for report in reports:
        report.lit_under, report.lit_on = act.framework.hash, act.on
    Report.objects.bulk_create(reports, batch_size=AT_ONCE)
    Light.objects.bulk_create(lights, batch_size=AT_ONCE)
    ratings = _ratings([row for row in reading.ratings if row.key in keys], keys, rules)
    Rating.objects.bulk_create(ratings, batch_size=AT_ONCE)
    into.counts = {
        "projects_added": put.added,
        "projects_changed": put.changed,
        "baselines_added": len(baselines),
        "reports_added": len(reports),
        "lights_added": len(lights),
        "ratings_added": len(ratings),
    }
    into.facts = list(_facts(act, recipe, reading, projects, institutions, put.rows, sources))
    return into


def _is_placed(row: ProjectRow, known: Mapping[str, Institution], recipe: Recipe, into: PutAway) -> bool:
    """Say whether the project's institution stands in the register and its currency is one; else it is set aside."""
    column = recipe.part("institution")["column"]
    if row.institution not in known:
        into.doubts.append(Doubt(row.rows[-1], column, row.institution, "institution-not-registered", "set-aside"))
    elif not row.currency:
        column = str(recipe.part("money").get("currency_column", ""))
        into.doubts.append(Doubt(row.rows[-1], column, "", "currency-not-stated", "set-aside"))
    else:
        return True
    return False


def _source_key(recipe: Recipe, row: ProjectRow) -> str:
    """Give the key of a project in its source; that of a template is its institution's own."""
    return (row.key if recipe.institutions else f"{row.institution} {row.key}")[:200]


def _latest(reading: PortfolioReading) -> Mapping[str, tuple[ReportRow, RatingRow | None]]:
    ratings = {row.key: row for row in reading.ratings if row.of == "overall"}
    return {row.key: (row, ratings.get(row.key)) for row in reading.reports}


def _plans(reading: PortfolioReading) -> Mapping[str, list[BaselineRow]]:
    found: dict[str, list[BaselineRow]] = {}
    for row in reading.baselines:
        found.setdefault(row.key, []).append(row)
    return found


def _day(value: Any) -> Any:
    return None if isinstance(value, Missing) else value


def _amount(value: Money | Missing) -> Decimal | None:
    return None if isinstance(value, Missing) else value.amount


def _gaps(plan: Plan, names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Say of each value that is missing, and not merely unsaid, why; under the name of its column."""
    found = {column: getattr(plan, name) for column, name in names.items()}
    return {
        column: {"why": value.code.replace("-", "_"), "ground": ""}
        for column, value in found.items()
        if isinstance(value, Missing) and value is not Missing.NOT_STATED
    }


def _project(
    recipe: Recipe,
    row: ProjectRow,
    institution: Institution,
    flags: Mapping[str, bool],
    plans: Sequence[BaselineRow],
    latest: Mapping[str, tuple[ReportRow, RatingRow | None]],
) -> ImportedProject:
    report, rating = latest[row.key]
    plan = plans[-1].plan if plans else Plan()
    standing = report.standing
    columns = {"start_planned_on": "start_on", "end_planned_on": "end_on", "total_budget": "cost"}
    return ImportedProject(
        source=recipe.id,
        source_key=_source_key(recipe, row),
        name=row.name,
        institution=institution.pk,
        object=recipe.plain["object"],
        currency=row.currency,
        purpose=row.description,
        work_kind=row.kind[:120],
        flags=flags,
        rating=rating.word[:60] if rating is not None and rating.degree is not None else "",
        rating_scale=rating.scale if rating is not None and rating.degree is not None else "",
        end_latest_on=_day(standing.end_on),
        cost_latest=_amount(standing.cost),
        benefits_latest=_amount(standing.benefits),
        start_planned_on=_day(plan.start_on),
        end_planned_on=_day(plan.end_on),
        total_budget=_amount(plan.cost),
        gaps=_gaps(plan, columns),
    )


def _plan(project: int, currency: str, row: BaselineRow) -> ImportedPlan:
    plan = row.plan
    return ImportedPlan(
        project=project,
        sequence=row.ordinal,
        approved_on=row.from_on,
        reason=row.reason,
        currency=currency,
        start_on=_day(plan.start_on),
        end_on=_day(plan.end_on),
        cost=_amount(plan.cost),
        benefits=_amount(plan.benefits),
        gaps=_gaps(plan, {name: name for name in ("start_on", "end_on", "cost", "benefits")}),
    )


def _reports(
    rows: Sequence[ReportRow], keys: Mapping[str, int], currencies: Mapping[str, str], into: PutAway
) -> list[Report]:
    """Give the reports that are not in yet; where one that is in says something else, it stays and that is named."""
    stored = Report.objects.filter(project__in=set(keys.values()))
    known = {(report.project_id, report.as_of): report for report in stored}
    new = []
    for row in rows:
        report = _report(keys[row.key], currencies[row.key], row)
        before = known.get((report.project_id, report.as_of))
        if before is None:
            new.append(report)
            known[report.project_id, report.as_of] = report
        elif before.standing() != report.standing():
            into.doubts.append(Doubt(row.row, "", row.as_of.isoformat(), "report-differs", "passed-over"))
    return new


def _report(project: int, currency: str, row: ReportRow) -> Report:
    standing = row.standing
    values = {"end": standing.end_on, "cost": standing.cost, "benefits": standing.benefits}
    return Report(
        project_id=project,
        as_of=row.as_of,
        stage="imported",
        currency=currency,
        end_expected_on=_day(standing.end_on),
        cost_expected=_amount(standing.cost),
        benefits_expected=_amount(standing.benefits),
        year_planned=row.year_planned,
        year_expected=row.year_expected,
        gaps={
            name: value.code
            for name, value in values.items()
            if isinstance(value, Missing) and value is not Missing.NOT_STATED
        },
        on_schedule=row.sentences[0],
        on_cost=row.sentences[1],
        on_benefits=row.sentences[2],
        origin="import",
    )


def _ratings(rows: Sequence[RatingRow], keys: Mapping[str, int], rules: Sequence[LightRule]) -> list[Rating]:
    stored = Rating.objects.filter(project__in=set(keys.values())).values_list("project_id", "as_of", "by", "of")
    known = set(stored)
    by_subject = {rule.of: rule for rule in rules if rule.is_measured}
    new = []
    for row in rows:
        key = (keys[row.key], row.as_of, row.by, row.of)
        if key not in known:
            known.add(key)
            new.append(_rating(key[0], row, by_subject.get(row.of)))
    return new


def _rating(project: int, row: RatingRow, rule: LightRule | None) -> Rating:
    degree = row.degree
    if row.percent is not None and rule is not None:
        found = degree_of(colour_of_share(rule, Fraction(row.percent)))
        degree = None if found is None else int(found)
    return Rating(
        project_id=project,
        as_of=row.as_of,
        by=row.by,
        of=row.of,
        scale=row.scale,
        word=row.word[:60],
        degree=degree,
        percent=row.percent,
        missing=int(row.missing or 0),
    )


def _facts(
    act: Act,
    recipe: Recipe,
    reading: PortfolioReading,
    projects: Sequence[ProjectRow],
    institutions: Mapping[str, Institution],
    rows: Mapping[str, Any],
    sources: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """Give the facts of each project as the import found them, for the manifest, by which they can be replayed."""
    where = {number: row.facts(act.on) for number, row in institutions.items()}
    plans, latest = _plans(reading), _latest(reading)
    for row in projects:
        number = rows[sources[row.key]].number
        facts = _case(recipe, row, number, where[row.institution], plans.get(row.key, []), latest[row.key])
        yield {"key": row.key, "rows": list(row.rows), "facts": to_plain(facts)}


def _known(value: Any) -> Any:
    return UNKNOWN if isinstance(value, Missing) else value


def _case(
    recipe: Recipe,
    row: ProjectRow,
    number: str,
    institution: InstitutionFacts,
    plans: Sequence[BaselineRow],
    latest: tuple[ReportRow, RatingRow | None],
) -> ProjectFacts:
    report, rating = latest
    first, last = (plans[0].plan, plans[-1].plan) if plans else (Plan(), Plan())
    return ProjectFacts(
        object=recipe.plain["object"],
        number=number,
        as_of=report.as_of,
        institution=institution,
        total_budget=_known(last.cost),
        flags=dict.fromkeys(recipe.plain.get("flags") or (), True),
        kind=row.kind or UNKNOWN,
        rating=rating.word if rating is not None and rating.degree is not None else UNKNOWN,
        rating_scale=rating.scale if rating is not None and rating.degree is not None else UNKNOWN,
        start_original_on=_known(first.start_on),
        start_approved_on=_known(last.start_on),
        end_original_on=_known(first.end_on),
        end_approved_on=_known(last.end_on),
        end_latest_on=_known(report.standing.end_on),
        cost_original=_known(first.cost),
        cost_approved=_known(last.cost),
        cost_latest=_known(report.standing.cost),
        benefits_original=_known(first.benefits),
        benefits_approved=_known(last.benefits),
        benefits_latest=_known(report.standing.benefits),
        rebaselines=max(len(plans) - 1, 0),
        origin="import",
    )
