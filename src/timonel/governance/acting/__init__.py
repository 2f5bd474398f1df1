"""The frame that every act goes through, and what an action needs to be written."""

from timonel.governance.acting.act import (
    ACTIONS,
    Act,
    Action,
    Answer,
    Asker,
    Outcome,
    action,
    against,
    over,
    refuse_if,
    stands_against,
)
from timonel.governance.acting.clock import server_time
from timonel.governance.acting.inputs import INSTRUMENT, REASON, Ask
from timonel.governance.acting.tally import counted

__all__ = [
    "ACTIONS",
    "INSTRUMENT",
    "REASON",
    "Act",
    "Action",
    "Answer",
    "Ask",
    "Asker",
    "Outcome",
    "action",
    "against",
    "counted",
    "over",
    "refuse_if",
    "server_time",
    "stands_against",
]
