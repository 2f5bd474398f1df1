"""Files in an S3-compatible store that all nodes share, tried against a server of its own on this machine."""

import json
import subprocess
import sys
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.files.storage import default_storage
from django.db.models.functions import Now

from tests.factories import an_installation
from tests.serving import Client, an_installation_served, free_port
from timonel.governance import files
from timonel.governance.acting.errors import InputFault
from timonel.governance.acting.frame import perform
from timonel.governance.models import Adoption, Institution, StoredFile
from timonel.governance.sheets import institution_sheet, write_delimited
from timonel.site.storing import storage

BUCKET = "timonel"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Run a store with an empty bucket; give a client of it and the address as `TIMONEL_FILES` names it."""
    port, log = free_port(), tmp_path_factory.mktemp("s3") / "log"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as words:
        server = subprocess.Popen(command, stdout=words, stderr=words)
    endpoint = f"http://127.0.0.1:{port}"
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=endpoint, **keys)
    try:
        deadline = time.monotonic() + 60
        while True:
            assert server.poll() is None, log.read_text()
            try:
                client.create_bucket(Bucket=BUCKET)
                break
            except EndpointConnectionError:
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield client, f"s3://key:secret@{BUCKET}/%s?endpoint={endpoint}&region=us-east-1"
    finally:
        client.close()
        server.kill()
        server.wait()


def names(client, under):
    found = client.list_objects_v2(Bucket=BUCKET, Prefix=f"{under}/").get("Contents", [])
    return [each["Key"].removeprefix(f"{under}/") for each in found]


def a_sheet(number):
    row = {"number": number, "name": "Importada", "kind": "agency", "level": "central", "source": "test"}
    return write_delimited(institution_sheet("cl"), [{**row, "checked_on": "2026-11-01"}], "es")


@pytest.fixture
def kept_there(store, settings, tmp_path):
    """Lead this test's files into a folder of the store; give what lists them."""
    client, address = store
    settings.STORAGES = {**settings.STORAGES, "default": storage(address % tmp_path.name, tmp_path)}
    return lambda: names(client, tmp_path.name)


@pytest.fixture
def registrar(db):
    return an_installation("cl")


def test_a_file_is_stored_named_by_an_act_and_read_back(kept_there, registrar):
    stored = files.keep(BytesIO(a_sheet("i-a")), "sheet.csv", "text/csv", registrar.person)
    assert kept_there() == [files.path_of(stored.sha256)]
    typed = {"adoption": Adoption.objects.get().number, "file": stored.sha256, "when_faulty": "refuse-all"}
    done = perform(registrar, "governance.import_institutions", typed, post="registrar")
    assert Institution.objects.filter(number="i-a").exists()
    assert StoredFile.objects.get(pk=stored.pk).entry == done.entry
    StoredFile.objects.update(stored_at=Now() - timedelta(days=9))
    assert files.sweep() == 0
    assert files.read(stored) == a_sheet("i-a")


def test_the_same_bytes_lie_there_once(kept_there, registrar):
    for name in ("one.csv", "two.csv"):
        files.keep(BytesIO(b"the same"), name, "text/csv", registrar.person)
    assert len(kept_there()) == 1


@pytest.mark.parametrize(("hours", "left"), [(23, 1), (25, 0)])
def test_what_no_act_has_named_for_a_day_is_swept_out_of_the_store(kept_there, registrar, hours, left):
    files.keep(BytesIO(b"never named"), "sheet.csv", "text/csv", registrar.person)
    StoredFile.objects.update(stored_at=Now() - timedelta(hours=hours))
    assert files.sweep() == 1 - left
    assert len(kept_there()) == StoredFile.objects.count() == left


def test_what_was_altered_in_the_store_is_refused(kept_there, registrar, store):
    stored = files.keep(BytesIO(b"as it was sent"), "sheet.csv", "text/csv", registrar.person)
    client, _address = store
    there = f"{default_storage.location}/{files.path_of(stored.sha256)}"
    client.put_object(Bucket=BUCKET, Key=there, Body=b"altered")
    with pytest.raises(InputFault) as fault:
        files.read(stored)
    assert [each["code"] for each in fault.value.fields] == ["file-altered"]


@pytest.mark.long
def test_what_one_node_was_sent_an_act_on_another_names_and_neither_keeps_it(store, tmp_path):
    client, address = store
    with an_installation_served(tmp_path, country="cl", TIMONEL_FILES=address % "nodes") as installation:
        ports = [installation.serve(port=free_port()).port for _ in range(2)]
        one, other = [Client(installation, installation.tokens[0], port) for port in ports]
        status, sent = one.send("POST", "/api/v1/files", a_sheet("i-a"), **{"Content-Type": "text/csv"})
        assert status == 201
        adoption = json.loads(installation.python(ADOPTION))
        typed = {"adoption": adoption, "file": sent["sha256"], "when_faulty": "refuse-all"}
        assert other.act("governance.import_institutions", typed)[0] == 201
        assert installation.get("/institutions/i-a/", port=ports[0])[0] == 200
        assert names(client, "nodes") == [files.path_of(sent["sha256"])]
        assert not Path(installation.environment["TIMONEL_DATA"], "files").exists()
        one.close()
        other.close()


ADOPTION = """
import json
from timonel.governance.models import Adoption
print(json.dumps(Adoption.objects.get().number))
"""
