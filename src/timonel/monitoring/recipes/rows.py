"""What reading a portfolio gives: projects with their baselines, reports and opinions, and all that is doubtful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from timonel.domain.lights import Missing, Plan, Standing

Done = Literal["kept", "set-aside", "read-as", "joined", "passed-over"]
"""What was done with what is doubtful: kept as it stands; not taken over; read otherwise than it stands, as the recipe
says; taken for the same project as rows under another name; left out because it stands in the file already."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubtful place of a file: row as people count, column, what stands there, the rule, and what was done."""

    row: int
    column: str
    value: str
    rule: str
    done: Done
    instead: str = ""
    """What it was read as, or what it should agree with."""

    def to_plain(self) -> dict[str, Any]:
        """Write it as it goes into the quality report."""
        return {name: getattr(self, name) for name in ("row", "column", "value", "rule", "done", "instead")}


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project of the source: `key` names it there; `rows` are where it stands in the file."""

    key: str
    name: str
    institution: str
    rows: tuple[int, ...]
    currency: str = ""
    description: str = ""
    kind: str = ""
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """A baseline of a project: the first one (ordinal 0) is the original as far as the source goes back."""

    key: str
    ordinal: int
    from_on: date
    plan: Plan
    row: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What a source says of a project as of a day."""

    key: str
    as_of: date
    standing: Standing
    row: int
    year_planned: Decimal | None = None
    year_expected: Decimal | None = None
    sentences: tuple[str, str, str] = ("", "", "")
    """On schedule, on cost, on the opinion."""


@dataclass(frozen=True, slots=True)
class RatingRow:
    """An opinion of a project as of a day: by whom (`self`, `independent`, `not-stated`), of what, on which scale."""

    key: str
    as_of: date
    by: str
    of: str
    scale: str
    word: str
    degree: int | None
    percent: Decimal | None
    """A variance that the source states, positive when it is worse than planned."""
    missing: Missing | None
    row: int


@dataclass(slots=True)
class PortfolioReading:
    """All that one file says by one recipe; `doubts` are in the order of the file."""

    projects: list[ProjectRow] = field(default_factory=list)
    baselines: list[BaselineRow] = field(default_factory=list)
    reports: list[ReportRow] = field(default_factory=list)
    ratings: list[RatingRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    rows: int = 0

    def counts(self) -> Mapping[str, int]:
        """Count what was read."""
        return {
            "rows": self.rows,
            "projects": len(self.projects),
            "baselines": len(self.baselines),
            "reports": len(self.reports),
            "ratings": len(self.ratings),
            "doubts": len(self.doubts),
        }

    def doubts_by_rule(self) -> Mapping[tuple[str, str], int]:
        """Count the doubtful places by rule and by what was done, the most frequent first."""
        return dict(Counter((doubt.rule, doubt.done) for doubt in self.doubts).most_common())
