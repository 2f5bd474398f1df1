"""What the stages, gaps and flags of projects are called, in the reader's language."""

from __future__ import annotations

from timonel.domain.facts import FLAGS
from timonel.domain.mandates import Framework
from timonel.governance.queries.titles import language


def flags_of(framework: Framework) -> dict[str, str]:
    """Give the flags that a case may carry under a framework, each with its name: those of all, then its own."""
    spoken = language()
    names = {flag: es if spoken == "es" else en for flag, (es, en) in FLAGS.items()}
    own = {flag: label.text(spoken) if label is not None else flag for flag, label in framework.flags.items()}
    return {**names, **own}
