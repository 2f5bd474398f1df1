"""CIO and transformation officer overlap: two posts need a case, and until it is filed they are flagged."""

import pytest
from django.test import Client

from tests.factories import TODAY, a_framework, a_post, act, an_installation
from timonel.domain.role_splits import overlap
from timonel.governance.acting.errors import InputFault, Refused
from timonel.governance.acting.frame import perform
from timonel.governance.models import Post, RoleSplit
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.role_splits import splits_without_case

CASE = {
    "case": "La transformación de servicios pide otra cultura.",
    "objectives": "CIO: eficiencia. CDTO: servicios digitales por diseño.",
    "alignment": "La CDTO depende del CIO y ambos sesionan cada semana.",
    "instrument": "R. 4",
}
FLAG = "sin razones registradas para separarlos"


@pytest.fixture
def registrar(db):
    return an_installation("cl", reforms=("agency:to-president",))


def flagged():
    return [(one.number, other.number) for one, other in splits_without_case(framework_in_force()[1], TODAY)]


def filing(registrar, post="cio", beside="cdto", **other):
    typed = {"post": post, "beside": beside, **CASE, **other}
    return perform(registrar, "governance.file_role_split", typed, post="registrar", on=TODAY)


@pytest.mark.catalogue("BR-08")
@pytest.mark.parametrize("order", [("cio", "cdto"), ("cdto", "cio")])
def test_the_second_of_two_overlapping_posts_is_established_with_a_warning(registrar, order):
    first = act(registrar, "governance.establish_post", post_kind=order[0])
    assert [finding["code"] for finding in first.findings if finding["outcome"] == "found"] == []
    second = act(registrar, "governance.establish_post", post_kind=order[1])
    (warning,) = [finding for finding in second.findings if finding["outcome"] == "found"]
    assert (warning["code"], warning["params"]) == ("roles-overlap-without-case", {"post": "cdto", "beside": "cio"})
    assert Post.objects.filter(number=order[1]).exists(), "a warning refuses nothing"
    assert flagged() == [("cdto", "cio")]


@pytest.mark.catalogue("BR-08")
def test_the_flag_stands_on_the_pages_until_the_case_is_filed(registrar):
    a_post(registrar, "cio"), a_post(registrar, "cdto")
    pages = ("/posts/", "/posts/cio/", "/posts/cdto/")
    assert [FLAG in Client().get(page).content.decode() for page in pages] == [True] * 3
    filing(registrar)
    assert flagged() == []
    assert [FLAG in Client().get(page).content.decode() for page in pages] == [False] * 3
    assert CASE["alignment"] in Client().get("/posts/cdto/").content.decode()


@pytest.mark.catalogue("BR-08")
@pytest.mark.parametrize("left_out", ["case", "objectives", "alignment"])
def test_case_objectives_and_alignment_are_each_required(registrar, left_out):
    a_post(registrar, "cio"), a_post(registrar, "cdto")
    with pytest.raises(InputFault) as fault:
        filing(registrar, **{left_out: "   "})
    assert [field["field"] for field in fault.value.fields] == [left_out]
    assert not RoleSplit.objects.exists()


def test_a_pair_is_filed_once_and_never_of_one_post(registrar):
    a_post(registrar, "cio"), a_post(registrar, "cdto")
    filing(registrar)
    for pair, code in ((("cdto", "cio"), "split-already-filed"), (("cio", "cio"), "split-from-itself")):
        with pytest.raises(Refused) as refusal:
            filing(registrar, *pair)
        assert [finding["code"] for finding in refusal.value.findings] == [code]
    assert RoleSplit.objects.count() == 1


def test_posts_whose_roles_do_not_overlap_are_not_flagged(registrar):
    for kind in ("cio", "cto", "cdo"):
        a_post(registrar, kind)
    assert flagged() == []


def test_posts_that_one_person_holds_by_the_framework_do_not_overlap():
    posts = a_framework("uk").posts
    assert not overlap(posts["executive-director-of-gds"], posts["chief-digital-officer"])
    us = a_framework("us").posts
    assert overlap(us["federal-cio"], us["administrator-of-usds"])
