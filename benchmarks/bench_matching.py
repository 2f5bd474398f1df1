"""How well and how fast likely duplicates are found, beside comparing with every name by rapidfuzz.

Run with `python -m benchmarks.bench_matching [--texts 100000]`. The table is about real names (benchmarks/matching):
by kind of edit, whether the name meant is among the five shown, and whether it is flagged as likely the same. Other
names that are flagged count as false, unless they differ from the one meant in brackets and capitals alone. The bar of
speed is CPU seconds for all pairs and for one question while typing. Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable

from rapidfuzz import fuzz, process

from benchmarks.matching.labels import Label, labels, names, padded, read
from timonel.domain.matching import LIKELY, TOP, Index, Row
from timonel.frameworks.synonyms import ict_synonyms

ALL_PAIRS_CPU_SECONDS, ONE_MILLISECONDS = 60.0, 20.0
QUESTIONS = 300
Answer = list[tuple[str, float]]


def folded(name: str) -> str:
    return name.casefold()


def ours(portfolio: list[str]) -> Callable[[str], Answer]:
    index = Index.build((Row(f"{at:06}", name) for at, name in enumerate(portfolio)), ict_synonyms())
    return lambda typed: [(near.row.name, near.score) for near in index.nearest(Row("", typed), least=0.0)]


def over_all_names(portfolio: list[str]) -> Callable[[str], Answer]:
    def ask(typed: str) -> Answer:
        found = process.extract(typed, portfolio, scorer=fuzz.token_sort_ratio, processor=folded, limit=TOP)
        return [(name, score / 100) for name, score, _place in found]

    return ask


def answered(known: list[Label], ask: Callable[[str], Answer]) -> list[tuple[Label, Answer]]:
    return [(label, [near for near in ask(label.typed) if near[0] != label.typed]) for label in known]


def best_limit(found: list[tuple[Label, Answer]]) -> float:
    """Give the score from which to flag that suits a method best on this very set: kinder than what ours is given."""

    def value(limit: float) -> float:
        right = wrong = missed = 0
        for label, answer in found:
            flagged = {name for name, score in answer if score >= limit}
            hits = flagged & label.meant if label.kind != "sibling" else set()
            right += bool(hits)
            wrong += len(flagged - hits)
            missed += label.kind != "sibling" and not hits
        return 2 * right / max(2 * right + wrong + missed, 1)

    return max((limit / 100 for limit in range(40, 100)), key=value)


def by_kind(found: list[tuple[Label, Answer]], limit: float) -> dict[str, tuple[int, float, float, float]]:
    """Give for each kind: how many, the share met in five, the share flagged, and the share of flags that are right."""
    kinds: dict[str, list[tuple[bool, bool, int, int]]] = defaultdict(list)
    for label, answer in found:
        flagged = {name for name, score in answer if score >= limit}
        shown = {name for name, _score in answer[:TOP]}
        hits = flagged & label.meant
        kinds[label.kind].append((bool(shown & label.meant), bool(hits), len(hits), len(flagged)))
    return {
        kind: (
            len(each),
            statistics.mean(one[0] for one in each),
            statistics.mean(one[1] for one in each),
            sum(one[2] for one in each) / max(sum(one[3] for one in each), 1),
        )
        for kind, each in kinds.items()
    }


def quality() -> None:
    portfolio, known = names(), labels()
    found, others = answered(known, ours(portfolio)), answered(known, over_all_names(portfolio))
    limit = best_limit(others)
    print(f"{len(portfolio)} real names, {len(known)} labels; ours flags from {LIKELY} on, rapidfuzz from {limit} on")
    heads = ("recall@5", "recall", "precision")
    print(f"{'':20} {'ours':^32}{'rapidfuzz over all names':^32}")
    print(f"{'kind of edit':14}{'count':>6}", *(f"{head:>10}" for head in heads * 2))
    ways = (by_kind(found, LIKELY), by_kind(others, limit))
    for kind, (count, *_shares) in ways[0].items():
        shares = [share for way in ways for share in way[kind][1:]]
        if kind != "sibling":
            print(f"{kind:14}{count:6}", *(f"{share:10.0%}" for share in shares))
    for way, said in zip(ways, ("ours", "rapidfuzz"), strict=True):
        print(f"siblings wrongly flagged: {way['sibling'][2]:.0%} of {way['sibling'][0]} ({said})")
    translated()


def translated() -> None:
    """Find the title of a standard by its translation, which the Government Digital Service made."""
    rows = read("standards")
    portfolio = [row["en"] for row in rows] + names()
    for name, ask in (("ours", ours(portfolio)), ("rapidfuzz", over_all_names(portfolio))):
        met = statistics.mean(row["en"] in [near for near, _score in ask(row["es"])[:TOP]] for row in rows)
        print(f"official translations of {len(rows)} titles, among {len(portfolio)} names: recall@5 {met:.0%} ({name})")


def many(count: int) -> list[Row]:
    """Make so many rows: real names edited and joined, with purposes of some twenty words and fields."""
    draw = random.Random(100_000)
    real = read("names")
    rows = []
    for at in range(count):
        one, two, three = draw.choice(real), draw.choice(real), draw.choice(real)
        name = draw.choice([one["name"], padded(one["name"], draw), f"{one['name']} {two['name']}"])
        rows.append(
            Row(
                number=f"{at:07}",
                name=name[:200],
                purpose=f"{one['name']} {two['name']} {three['name']}",
                institution=one["institution"],
                supplier=f"supplier {draw.randrange(5000)}",
            )
        )
    return rows


def speed(count: int) -> bool:
    rows = many(count)
    Index.build(rows[:10], ict_synonyms()).pairs()
    begun, cpu = time.perf_counter(), time.process_time()
    index = Index.build(rows, ict_synonyms())
    built = time.process_time() - cpu
    pairs = index.pairs()
    spent, taken = time.process_time() - cpu, time.perf_counter() - begun
    print(f"all pairs of {count} texts: {spent:.1f} CPU s, under {ALL_PAIRS_CPU_SECONDS:.0f}")
    print(f"of which {built:.1f} to build; {taken:.1f} s by the clock; {len(pairs)} pairs likely the same")
    draw = random.Random(7)
    changed = index.with_changes(Row(f"n{at}", draw.choice(rows).name) for at in range(200))
    asked = [Row("", " ".join(draw.choice(rows).name.split()[: draw.randrange(2, 9)])) for _each in range(QUESTIONS)]
    times, cpus = [], []
    for row in asked:
        begun, cpu = time.perf_counter(), time.process_time()
        changed.nearest(row)
        times.append(time.perf_counter() - begun)
        cpus.append(time.process_time() - cpu)
    begun = time.process_time()
    index.with_changes([rows[0]])
    added = time.process_time() - begun
    portfolio = [row.name for row in rows]
    begun = time.process_time()
    over_all_names(portfolio)(asked[0].name)
    other = time.process_time() - begun
    p99, mean = sorted(cpus)[int(len(cpus) * 0.99)], statistics.mean(cpus)
    print(f"one while typing: CPU p99 {p99 * 1000:.1f} ms, under {ONE_MILLISECONDS:.0f}; mean {mean * 1000:.1f} ms")
    print(f"median by the clock {statistics.median(times) * 1000:.1f} ms; rapidfuzz {other * 1000:.0f} ms")
    print(f"one project added: {added * 1000:.1f} ms")
    return spent < ALL_PAIRS_CPU_SECONDS and p99 * 1000 < ONE_MILLISECONDS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000)
    given = parser.parse_args()
    quality()
    return 0 if speed(given.texts) else 1


if __name__ == "__main__":
    sys.exit(main())
