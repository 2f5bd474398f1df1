"""A small sound country as files, to be spoilt one line at a time."""

from __future__ import annotations

from pathlib import Path

from timonel.domain.powers import LEGAL_POWERS

GRANTED = {"stop-projects", "issue-standards"}
GROUND = "basis: {source: book, where: p. 1}, checked_on: 2026-11-23"
UNANSWERED = ", ".join(power for power in LEGAL_POWERS if power not in GRANTED)

FILES = {
    "framework.yaml": """\
country: qq
label: {es: País, en: Country}
currency: DKK
time_zone: UTC
languages: [es]
""",
    "sources.yaml": """\
book: {title: A book, publisher: Somebody, kind: secondary}
""",
    "instruments.yaml": """\
decree-1:
  label: {es: Decreto 1, en: Decree 1}
  kind: decree
  number: "1"
  issued: 2016-02-03
  basis: {source: book, where: p. 1}
  checked_on: 2026-11-23
""",
    "bodies.yaml": """\
council:
  label: {es: Consejo, en: Council}
  kind: council
  established_by: [decree-1]
  procedure: {quorum: quorum}
  reports_to: [{whom: {post: cio}}]
  basis: {source: book, where: p. 1}
  checked_on: 2026-11-23
""",
    "posts.yaml": f"""\
cio: {{label: {{es: CIO, en: CIO}}, role: cio, of: {{body: council}}, heads: council, from: 2016-02-03, {GROUND}}}
""",
    "powers.yaml": f"""\
stop-projects:
  nobody: {{holder: none, {GROUND}}}
issue-standards:
  council:
    holder: {{body: council}}
    intensity: bind
    over: {{reach: all}}
    basis: {{instrument: decree-1, where: art. 2, kind: primary}}
    checked_on: 2026-11-23
unanswered:
  - {{powers: [{UNANSWERED}], holder: not_stated, {GROUND}}}
""",
    "parameters.yaml": f"""\
limit:
  label: {{es: Umbral, en: Threshold}}
  kind: money
  unit: DKK
  versions:
    - {{from: 2016-02-03, comparator: over, value: "10", {GROUND}}}
quorum:
  label: {{es: Cuórum, en: Quorum}}
  kind: count
  versions:
    - {{from: 2016-02-03, not_stated: true, {GROUND}}}
""",
    "approvals.yaml": """\
review:
  label: {es: Revisión, en: Review}
  object: project
  when: {amount: limit}
  decided_by: {body: council}
  effect: binding
  from: 2016-02-03
  basis: {source: book, where: p. 1}
  checked_on: 2026-11-23
""",
    "cases/routing.yaml": """\
- case: Ten exactly is not reviewed
  date: 2016-02-03
  given: {object: project, total_budget: 10 DKK}
  expect: {approvals: []}
- case: More than ten is reviewed
  date: 2016-02-03
  given: {object: project, total_budget: 10.01 DKK}
  expect: {approvals: [review]}
""",
    "reforms/agency.yaml": f"""\
reform: agency
label: {{es: Agencia, en: Agency}}
basis: {{source: book, where: p. 1}}
checked_on: 2026-11-23
variants: {{to-finance: {{label: {{es: A Hacienda, en: To Finance}}}}}}
stages:
  - id: law
    label: {{es: Ley, en: Law}}
    order: 1
    starts_on: 2018-01-01
    add:
      instruments:
        law-9: {{label: {{es: Ley 9, en: Law 9}}, kind: law, issued: 2017-12-01, {GROUND}}}
      powers:
        stop-projects:
          council:
            holder: {{body: council}}
            from: stage
            basis: {{instrument: law-9, kind: primary}}
            checked_on: 2026-11-23
    end: {{powers: {{stop-projects: {{nobody: stage}}}}}}
""",
    "overlays/qq-demo.yaml": f"""\
overlay: qq-demo
label: {{es: Demostración, en: Demonstration}}
marked: {{es: no es derecho, en: not law}}
change:
  parameters:
    quorum: {{versions: [{{from: 2017-01-01, value: "5", {GROUND}}}]}}
""",
}


def write(root: Path, changes: dict[str, tuple[str, str]] | None = None, **more: str) -> Path:
    """Write the country below ``root``; ``changes`` replaces a piece of text in a file, which must be there."""
    files = dict(FILES)
    for name, (old, new) in (changes or {}).items():
        assert old in files[name], (name, old)
        files[name] = files[name].replace(old, new)
    files.update({name.replace("__", "/") + ".yaml": text for name, text in more.items()})
    for name, text in files.items():
        path = root / "qq" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
