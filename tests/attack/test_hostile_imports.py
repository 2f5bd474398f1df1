"""A file that was made to harm is refused by row and column, and leaves nothing behind."""

import io

import pytest

from tests.attack.doors import does
from tests.examples import a_world
from timonel.governance import files
from timonel.governance.acting.errors import Refused
from timonel.governance.models import Institution, InstitutionVersion

pytestmark = pytest.mark.django_db

HEAD = "number,name,kind,level,from,to,ministry,source,checked_on"


@pytest.fixture
def world():
    return a_world()


def sent(world, *rows, head=HEAD, how="refuse-all", code="governance.import_institutions"):
    content = "\r\n".join([head, *rows]).encode()
    stored = files.keep(io.BytesIO(content), "x.csv", "text/csv", world.registrar.person)
    given = {"adoption": world.adoption.number, "file": stored.sha256, "when_faulty": how}
    return does(world.registrar, code, **given)


@pytest.mark.parametrize(
    "row",
    [
        "i-7,Uno,agency,central,2026-01-01,9999-12-31,,test,2026-11-01",
        "i-7,Uno,agency,central,0001-01-01,,,test,2026-11-01",
        "i-7,Uno,agency,central,2026-01-01,2025-01-01,,test,2026-11-01",
        "i-7,U\0no,agency,central,2026-01-01,,,test,2026-11-01",
        "i-7,=HYPERLINK(1),agency,central,2026-01-01,,i-none,test,2026-11-01",
        f"i-7,{'x' * 5000},agency,central,2026-01-01,,,test,2026-11-01",
        f"{'i' * 5000},Uno,agency,central,2026-01-01,,,test,2026-11-01",
        "../../etc,Uno,agency,central,2026-01-01,,,test,2026-11-01",
    ],
)
def test_a_row_that_cannot_be_kept_is_refused(world, row):
    for how in ("refuse-all", "keep-good"):
        before = Institution.objects.count()
        with pytest.raises(Refused) as refused:
            sent(world, row, how=how)
        assert refused.value.findings
        assert Institution.objects.count() == before


def test_a_faulty_row_leaves_no_institution_without_a_name_behind(world):
    sent(
        world,
        "i-7,Uno,agency,central,2026-01-01,,,test,2026-11-01",
        "i-8,Dos,agency,central,2026-01-01,,i-none,test,2026-11-01",
        how="keep-good",
    )
    named = set(InstitutionVersion.objects.values_list("institution__number", flat=True))
    assert set(Institution.objects.values_list("number", flat=True)) == named
    assert "i-7" in named


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"\xff\xfe\x00", b"PK\x03\x04" + b"\0" * 100, b'"' * 100_000])
def test_a_file_that_is_no_sheet_is_refused(world, content):
    stored = files.keep(io.BytesIO(content or b"\n"), "x.csv", "text/csv", world.registrar.person)
    given = {"adoption": world.adoption.number, "file": stored.sha256, "when_faulty": "keep-good"}
    with pytest.raises(Refused):
        does(world.registrar, "governance.import_institutions", **given)


def test_a_code_that_overlaps_in_days_without_end_is_refused(world):
    head = "number,scheme,value,from,to,source"
    with pytest.raises(Refused):
        sent(world, "i-1,cl-budget,08.77,2026-01-01,9999-12-31,test", head=head, code="governance.import_identifiers")
    with pytest.raises(Refused):
        sent(world, "i-1,cl-budget,08.77,2026-01-02,2026-01-01,test", head=head, code="governance.import_identifiers")
