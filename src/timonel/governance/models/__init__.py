"""The tables of people, institutions, posts and of the frame."""

from timonel.governance.models.frame import (
    AnswerGiven,
    AskerPace,
    Counter,
    Letter,
    RefusalTally,
    SavedView,
    SearchEntry,
    StoredFile,
)
from timonel.governance.models.frameworks import Adoption, FollowUp, FrameworkText, ParameterValue
from timonel.governance.models.institutions import (
    Institution,
    InstitutionIdentifier,
    InstitutionSuccession,
    InstitutionVersion,
)
from timonel.governance.models.jobs import Job
from timonel.governance.models.people import (
    Absence,
    Account,
    Appointment,
    Delegation,
    FocalPoint,
    Interest,
    Person,
    Post,
    Recusal,
    Token,
)
from timonel.governance.models.selection import Candidacy, PanelScore, RoleSplit, Selection
from timonel.governance.models.subject import Dated, SubjectRow, days, overlap

__all__ = [
    "Absence",
    "Account",
    "Adoption",
    "AnswerGiven",
    "Appointment",
    "AskerPace",
    "Candidacy",
    "Counter",
    "Dated",
    "Delegation",
    "FocalPoint",
    "FollowUp",
    "FrameworkText",
    "Institution",
    "InstitutionIdentifier",
    "InstitutionSuccession",
    "InstitutionVersion",
    "Interest",
    "Job",
    "Letter",
    "PanelScore",
    "ParameterValue",
    "Person",
    "Post",
    "Recusal",
    "RefusalTally",
    "RoleSplit",
    "SavedView",
    "SearchEntry",
    "Selection",
    "StoredFile",
    "SubjectRow",
    "Token",
    "days",
    "overlap",
]
