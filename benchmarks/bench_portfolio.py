"""Portfolio, list of projects and desk at 20,000 projects, 200,000 reports and 600 institutions, signed in.

Run with `python -m benchmarks.bench_portfolio`. Eight clients ask two workers; printed are the median and the 99th
percentile of all answers, and the queries of each page: how many, their time, and any that reads a large table from
end to end. Only aggregates may; a query of rows without an index fails the run.
"""

from __future__ import annotations

import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

from benchmarks.listing.installation import EMAIL, PORT, ask, served

BAR = 0.250
CLIENTS, SECONDS = 8, 3.0
PAGES = ["/portfolio/", "/portfolio/load/", "/portfolio/schedule/", "/projects/", "/projects/?sort=-budget", "/desk/"]
BARRED = ("/portfolio/", "/projects/", "/desk/")
LARGE = re.compile(r"Seq Scan on (portfolio_(project|approval|baseline)|monitoring_(report|rating))\b")
AGGREGATE = re.compile(r"\b(COUNT|SUM|MIN|MAX|percentile_cont)\(|DISTINCT ON", re.IGNORECASE)


def times(path: str, cookie: str) -> list[float]:
    end = time.perf_counter() + SECONDS

    def client(_number: int) -> list[float]:
        connection, taken = HTTPConnection("127.0.0.1", PORT, timeout=30), []
        while time.perf_counter() < end:
            begun = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            taken.append(time.perf_counter() - begun)
            assert answer.status == 200, (answer.status, path)
        return taken

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sorted(each for taken in pool.map(client, range(CLIENTS)) for each in taken)


def queries(path: str) -> tuple[int, float, list[str]]:
    """Ask for a page in this process; give how many queries it took, their time, and the rows read without an index."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from timonel.governance.models import Account

    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(Account.objects.get(email=EMAIL))
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    without = []
    for query in asked.captured_queries:
        if not query["sql"].lstrip().upper().startswith(("SELECT", "WITH")):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + query["sql"].replace("%", "%%"), [])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        scanned = LARGE.search(plan)
        if scanned and not AGGREGATE.search(query["sql"]):
            without.append(f"{scanned[0]}: {query['sql'][:300]}")
        if os.environ.get("SHOW_SLOW"):
            print(f"      {float(query['time']) * 1000:5.0f} ms {' '.join(query['sql'].split())[:160]}")
    return len(asked), sum(float(each["time"]) for each in asked.captured_queries), without


def main() -> int:
    """Measure, print, and fail over the bar or where rows are read without an index."""
    failed = False
    with served(workers=2, reports=True) as cookie:
        for path in PAGES:
            ask(path, cookie)
            taken = times(path, cookie)
            half, worst = taken[len(taken) // 2], taken[min(len(taken) - 1, int(len(taken) * 0.99))]
            count, spent, without = queries(path)
            failed = failed or bool(without) or (path in BARRED and worst > BAR)
            print(
                f"{path:26} p50 {half * 1000:6.0f} ms  p99 {worst * 1000:6.0f} ms  {len(taken) / SECONDS:6.1f}/s  "
                f"{count} queries, {spent * 1000:.0f} ms"
            )
            for each in without:
                print(f"    {each}")
    print(f"bar: p99 of {', '.join(BARRED)} under {BAR * 1000:.0f} ms")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
