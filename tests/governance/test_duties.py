"""What waits for a post is its own: a follow-up in a matter that is none of its duties is refused."""

import pytest

from tests.factories import TODAY, a_person, a_post, an_installation, appointed
from timonel.governance.acting.errors import Refused
from timonel.governance.acting.frame import perform
from timonel.governance.models import FollowUp, Post
from timonel.governance.queries.desk import desk_of
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.viewers import Viewer
from timonel.record.models import Entry

CDTO = (
    "Rediseño y entrega de servicios digitales",
    "Política de servicios compartidos internos",
    "Colaboración y participación del público",
)
CTO = (
    "Estrategia conjunta de compras TIC",
    "Fondos TIC específicos",
    "Habilitantes comunes",
    "Estrategia de ciberseguridad",
)


@pytest.fixture
def minister(db):
    """Begin under the agency, with its officers' posts, and give the minister who follows instructions up."""
    registrar = an_installation("cl", reforms=("agency:to-president",))
    for kind in ("cdto", "cto", "cdsdpo"):
        a_post(registrar, kind)
    return appointed(registrar, a_post(registrar, "minister-segpres"), a_person(registrar, "Mónica Ministra"))


def assign(minister, owner, matter, item="Hacer algo"):
    typed = {"instrument": "agency-instruction", "item": item, "owner": owner, "matter": matter}
    return perform(minister, "governance.assign_follow_up", typed, post="minister-segpres", on=TODAY)


def desk(owner):
    post = Post.objects.get(number=owner)
    return [item.title for item in desk_of(Viewer(post=post), framework_in_force()[1], TODAY).waiting]


@pytest.mark.catalogue("BR-04")
def test_the_desk_of_the_transformation_officer_has_services_shared_services_and_engagement_only(minister):
    for matter in CDTO:
        assign(minister, "cdto", matter)
    for matter in (*CTO, "Datos abiertos", "Hacer de todo", ""):
        entries = Entry.objects.count()
        with pytest.raises(Refused) as refusal:
            assign(minister, "cdto", matter)
        assert [finding["code"] for finding in refusal.value.findings] == ["not-among-its-duties"]
        assert Entry.objects.count() == entries + 1
    assert FollowUp.objects.count() == 3
    assert desk("cdto") == [f"{matter}: Hacer algo" for matter in CDTO]
    assert desk("cto") == []


def test_each_duty_of_the_technology_officer_is_taken_by_that_post_and_no_duty_of_another(minister):
    for matter in CTO:
        assign(minister, "cto", matter)
    with pytest.raises(Refused):
        assign(minister, "cto", CDTO[0])
    assert len(desk("cto")) == 4


@pytest.mark.parametrize("matter", [CDTO[0].upper(), "Rethinking digital service design and delivery"])
def test_a_matter_is_named_in_either_language_whatever_the_capitals(minister, matter):
    assign(minister, "cdto", matter)
    assert FollowUp.objects.get().matter == matter


@pytest.mark.parametrize("matter", ["", "Cualquier materia"])
def test_where_the_framework_states_no_duties_any_matter_is_taken(minister, matter):
    assign(minister, "cdsdpo", matter)
    assert desk("cdsdpo") == [f"{matter}: Hacer algo" if matter else "Hacer algo"]
