"""One import of 20,000 projects with plans, reports, lights and opinions, beside Django saving projects row by row.

Run with `python -m benchmarks.bench_import`. The file is the template, its projects drawn; the act goes through the
frame, into an installation of its own. Memory is the peak of the process, before and after.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

PROJECTS, ROW_BY_ROW = 20_000, 300
SLOWEST = 60.0


def content(size: int) -> str:
    """Give a file of the template with so many projects, one report each."""
    from timonel.monitoring.recipes.template import COLUMNS

    drawn = random.Random(11)
    lines = [",".join(column.name for column in COLUMNS)]
    for number in range(size):
        begun = date(2020, 1, 1) + timedelta(days=drawn.randrange(1500))
        end, cost = begun + timedelta(days=drawn.randrange(100, 1500)), drawn.randrange(1_000_000, 900_000_000)
        late, spent = end + timedelta(days=drawn.randrange(-20, 400)), cost * drawn.randrange(80, 170) // 100
        cells = [f"K-{number}", f"Proyecto {number}", "i-1", "", "", "2026-06-30", "USD", begun, end, cost, cost * 2]
        lines.append(",".join(map(str, [*cells, late, spent, cost * 2, "amber", *[""] * 4])))
    return "\r\n".join(lines) + "\r\n"


def measure() -> int:
    """Print seconds, rates and memory; 1 when it is too slow."""
    from tests.factories import an_installation, an_institution
    from tests.monitoring.portfolios import bring_in
    from timonel.monitoring.models import Light, Report
    from timonel.portfolio.models import Project

    registrar = an_installation("us")
    institution = an_institution(registrar, "i-1", name="Institution")
    text = content(PROJECTS)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    bring_in(registrar, text)
    taken = time.perf_counter() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    made = Project.objects.count(), Report.objects.count(), Light.objects.count()
    begun = time.perf_counter()
    for number in range(ROW_BY_ROW):
        Project.objects.create(number=f"x-{number}", name="x", institution=institution, currency="USD", source="x")
    single = (time.perf_counter() - begun) / ROW_BY_ROW
    print(f"{made[0]} projects, {made[1]} reports, {made[2]} lights: {taken:.1f} s, {grown} MB more at the peak")
    print(f"the projects alone, saved one by one: {single * made[0]:.1f} s; ratio {single * made[0] / taken:.2f}")
    return 0 if taken < SLOWEST else 1


def main() -> int:
    """Begin an installation of its own in a folder, measure in it, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TIMONEL_DATA": folder, "DJANGO_SETTINGS_MODULE": "timonel.site.settings"}
        from timonel.site.embedded.server import Server

        server = Server(Path(folder))
        server.start(keep=True)
        try:
            import django

            django.setup()
            from timonel.site.databases import migrate

            migrate(verbosity=0)
            return measure()
        finally:
            server.remove()


if __name__ == "__main__":
    sys.exit(main())
