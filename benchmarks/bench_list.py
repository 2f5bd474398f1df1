"""The list of projects, 50 of 20,000 of 600 institutions, signed in, beside Django's admin list of the same table.

Run with `python -m benchmarks.bench_list`. Both show the same columns, are served by the same workers in the same run,
in turns, and are asked by the same four clients; what counts is the ratio of all answers, so that a busy moment weighs
on both.
"""

from __future__ import annotations

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

from benchmarks.listing.installation import PORT, served

BAR = 3.0
CLIENTS, ROUNDS, SECONDS = 4, 10, 1.5
PAGES = {"ours": "/projects/", "admin": "/admin/portfolio/project/"}


def rate(path: str, cookie: str) -> float:
    """Ask for a page for some seconds with all clients; give the answers a second."""
    end = time.perf_counter() + SECONDS

    def client(_number: int) -> int:
        connection, answered = HTTPConnection("127.0.0.1", PORT, timeout=30), 0
        while time.perf_counter() < end:
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            page = answer.read()
            assert answer.status == 200, (answer.status, path)
            assert page.count(b"Servicio ") == 50, "not the page that was asked for"
            answered += 1
        return answered

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(client, range(CLIENTS))) / SECONDS


def main() -> int:
    """Measure, print, and fail below the bar."""
    with served(workers=1, reports=False) as cookie:
        for path in PAGES.values():
            rate(path, cookie)  # not counted: the first answers of each thread make what later ones find made
        rates: dict[str, list[float]] = {name: [] for name in PAGES}
        for _round in range(ROUNDS):
            for name, path in PAGES.items():
                rates[name].append(rate(path, cookie))
    ours, admin = (statistics.fmean(rates[name]) for name in PAGES)
    for name, each in rates.items():
        print(f"{name:6} {statistics.fmean(each):7.1f} pages/s   ({min(each):.1f} to {max(each):.1f})")
    print(f"ratio  {ours / admin:7.2f}   bar {BAR}")
    return 0 if ours / admin >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
