"""A governance framework: its bodies, posts and powers, and who may decide what on a day."""

from timonel.domain.mandates.framework import Framework
from timonel.domain.mandates.holding import CoSignature, Mandate, Seat, mandate, who_may
from timonel.domain.mandates.parts import (
    Agenda,
    Approval,
    Autonomy,
    Body,
    Grant,
    Holder,
    Institutions,
    Level,
    Light,
    Model,
    OfficeHolder,
    Post,
    Regime,
    ReportingLine,
    Sector,
    Trait,
)

__all__ = [
    "Agenda",
    "Approval",
    "Autonomy",
    "Body",
    "CoSignature",
    "Framework",
    "Grant",
    "Holder",
    "Institutions",
    "Level",
    "Light",
    "Mandate",
    "Model",
    "OfficeHolder",
    "Post",
    "Regime",
    "ReportingLine",
    "Seat",
    "Sector",
    "Trait",
    "mandate",
    "who_may",
]
