"""Files outlive kills whole or not at all, and none is swept that an act names."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from stat import S_IMODE

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.functions import Now

from tests.durability.together import begin, ended, wait_until_blocked
from tests.factories import an_installation
from timonel.governance import files
from timonel.governance.acting.errors import InputFault
from timonel.governance.acting.frame import perform
from timonel.governance.models import Adoption, Institution, StoredFile
from timonel.governance.sheets import institution_sheet, write_delimited
from timonel.record.models import Entry
from timonel.site.content_folder import ContentFolder

HALF_WRITTEN = """
import sys, time
from django.conf import settings
settings.configure()
from django.core.files.base import File
from timonel.site.content_folder import ContentFolder

class Slow(File):
    def chunks(self, chunk_size=None):
        yield b"first half, "
        print("half", flush=True)
        time.sleep(60)
        yield b"second half"

ContentFolder(location=sys.argv[1]).save("files/ab/abc", Slow(None))
"""


def test_a_node_killed_while_it_stores_a_file_leaves_none_under_its_name(tmp_path):
    writer = subprocess.Popen([sys.executable, "-c", HALF_WRITTEN, tmp_path], stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline() == "half\n"
    writer.kill()
    writer.communicate()
    store = ContentFolder(location=str(tmp_path))
    assert not store.exists("files/ab/abc")
    store.save("files/ab/abc", ContentFile(b"first half, second half"))
    with store.open("files/ab/abc") as kept:
        assert kept.read() == b"first half, second half"
    modes = [S_IMODE((tmp_path / place).stat().st_mode) for place in ("files", "files/ab", "files/ab/abc")]
    assert modes == [0o700, 0o700, 0o600]


@pytest.fixture
def registrar(fresh_database):
    return an_installation("cl")


def a_sheet(number):
    row = {"number": number, "name": "Importada", "kind": "agency", "level": "central", "source": "test"}
    return write_delimited(institution_sheet("cl"), [{**row, "checked_on": "2026-11-01"}], "es")


def kept(registrar, content, *, hours=0):
    stored = files.keep(BytesIO(content), "sheet.csv", "text/csv", registrar.person)
    StoredFile.objects.filter(pk=stored.pk).update(stored_at=Now() - timedelta(hours=hours))
    return stored


def importing(registrar, stored):
    typed = {"adoption": Adoption.objects.get().number, "file": stored.sha256, "when_faulty": "refuse-all"}
    return perform(registrar, "governance.import_institutions", typed, post="registrar")


@pytest.mark.parametrize(("hours", "left"), [(23, True), (25, False)])
def test_a_file_that_no_act_has_named_for_a_day_is_swept_with_its_bytes(registrar, hours, left):
    stored = kept(registrar, b"never named", hours=hours)
    assert files.sweep() == (not left)
    assert StoredFile.objects.filter(pk=stored.pk).exists() == left
    assert default_storage.exists(files.path_of(stored.sha256)) == left


def test_a_file_that_an_act_has_named_stays(registrar):
    stored = kept(registrar, a_sheet("i-a"), hours=25)
    importing(registrar, stored)
    assert files.sweep() == 0
    assert files.read(stored) == a_sheet("i-a")


def test_the_same_bytes_sent_again_wait_for_an_act_from_then_on(registrar):
    kept(registrar, b"sent twice", hours=25)
    files.keep(BytesIO(b"sent twice"), "again.csv", "text/csv", registrar.person)
    assert files.sweep() == 0


def test_a_file_is_not_swept_while_an_act_names_it(registrar, fresh_database):
    stored = kept(registrar, a_sheet("i-a"), hours=25)
    rival = "INSERT INTO governance_institution (number, version, sort_key, source) VALUES ('i-a', 0, '', '')"
    with psycopg.connect(fresh_database.superuser_url) as first, ThreadPoolExecutor(1) as pool:
        first.execute(rival)
        importing_it = begin(pool, importing, registrar, stored)
        with psycopg.connect(fresh_database.superuser_url, autocommit=True) as watch:
            wait_until_blocked(watch)
        assert files.sweep() == 0
        first.rollback()
        done = ended(importing_it)
    assert StoredFile.objects.get(pk=stored.pk).entry == done.entry
    assert Institution.objects.filter(number="i-a").exists()
    assert files.read(stored) == a_sheet("i-a")


def test_an_act_that_names_a_swept_file_is_told_so_and_leaves_nothing(registrar):
    stored = kept(registrar, a_sheet("i-a"), hours=25)
    assert files.sweep() == 1
    size = Entry.objects.count()
    with pytest.raises(InputFault) as fault:
        importing(registrar, stored)
    assert [(each["field"], each["code"]) for each in fault.value.fields] == [("file", "no-such")]
    assert Entry.objects.count() == size
