"""The tables of this room that other rooms may name: the ground of their own subjects, and what acts speak of.

Only as types and as keys: what stands in them is asked of the queries.
"""

from timonel.governance.models import Institution, Letter, Person, Post, StoredFile
from timonel.governance.models.subject import SubjectRow, only_once

__all__ = ["Institution", "Letter", "Person", "Post", "StoredFile", "SubjectRow", "only_once"]
