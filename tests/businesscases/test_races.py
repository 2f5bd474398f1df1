"""Two who adopt at the same moment: one version is next, the other is told that it moved on."""

import pytest

from tests.businesscases.cases import ADOPT, a_desk
from tests.domain.appraisal.a_case import typed
from tests.durability.together import codes, together
from tests.factories import TODAY
from timonel.businesscases.models import BusinessCase, CaseVersion
from timonel.governance.acting.frame import perform


@pytest.mark.parametrize("clients", [4])
def test_of_some_who_adopt_the_first_version_at_once_one_does(fresh_database, clients):
    desk = a_desk()
    given = {"subject_kind": "project", "subject_number": desk.project.number, "follows": 0, "reason": "x"}
    sent = [{**given, "file": desk.file(typed(purpose=f"Fin {place}"))} for place in range(clients)]
    asker = desk.formulator
    answers = together([lambda each=each: perform(asker, ADOPT, each, post=asker.post, on=TODAY) for each in sent])
    assert codes(answers) == {"done": 1, "refused": clients - 1}
    assert (BusinessCase.objects.count(), CaseVersion.objects.count()) == (1, 1)
