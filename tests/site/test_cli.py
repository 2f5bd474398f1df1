"""The `timonel` command: 0 when it is good, 1 when it was refused or something is false, 2 when it was misused."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from tests.programs import free_port, serving, timonel
from timonel.frameworks.files import ROOT as FRAMEWORKS
from timonel.site.cli import app
from timonel.site.embedded.server import Server

SCRIPT = Path(sys.executable).parent / "timonel"
COMMANDS = ["serve", "migrate", "init", "demo", "act", "token", "database", "framework", "record", "status"]
GROUPS = {
    "database": ["start", "stop", "status", "roles"],
    "framework": ["check", "show", "diagnose", "diff", "export", "schema"],
    "record": ["verify", "checkpoint", "rotate-key", "timestamp", "certificate", "export"],
}


@pytest.fixture(scope="module")
def place():
    """A folder through which every account may pass, so that the database lies in the data folder."""
    folder = Path(tempfile.mkdtemp(prefix="timonel-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def migrated(place):
    """An installation that was migrated and stopped, to be copied."""
    folder = place / "migrated"
    assert timonel("migrate", "--quiet", **environment(folder)).stderr == ""
    yield folder
    Server(folder).remove()


@pytest.fixture
def bare(place):
    """A data folder of the test's own, with nothing in it yet."""
    yield environment(place / "own")
    Server(place / "own").remove()


@pytest.fixture
def own(bare, migrated):
    """A migrated installation of the test's own."""
    subprocess.run(["cp", "--archive", migrated, bare["TIMONEL_DATA"]], check=True)
    return bare


def environment(folder):
    return {"TIMONEL_DATA": str(folder), "DATABASE_URL": "", "TIMONEL_DATABASE_OWNER_URL": ""}


def listed(said):
    return re.findall(r"^  ([a-z-]+)  ", said[said.index("Commands:") :], re.M)


def test_help_names_every_command_and_says_what_it_does():
    def said(*words):
        told = CliRunner().invoke(app, [*words, "--help"], prog_name="timonel")
        assert told.exit_code == 0
        assert told.stdout.startswith(f"Usage: {' '.join(['timonel', *words])} ")
        return told.stdout

    assert set(COMMANDS) <= set(listed(said()))
    for group, words in GROUPS.items():
        assert set(words) <= set(listed(said(group)))
        assert all(said(group, word) for word in words)


def test_the_installed_command_is_the_module():
    assert subprocess.run([SCRIPT, "--help"], capture_output=True, text=True).stdout == timonel("--help").stdout


@pytest.mark.parametrize("language", ["es", "en"])
def test_help_loads_neither_django_nor_the_database_nor_numbers(language):
    code = (
        "import sys; from timonel.site.cli import main\ntry: main()\nfinally: sys.stderr.write(' '.join(sys.modules))"
    )
    environment = os.environ | {"TIMONEL_LANGUAGE": language}
    ran = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, env=environment)
    loaded = ran.stderr.split()
    assert not {"django", "psycopg", "numpy", "scipy", "granian", "pydantic", "rich"} & set(loaded)


def test_help_costs_little_more_than_python_itself():
    def work(*arguments):
        """Seconds of the processor, the least of five: unlike the clock's, others on the machine hardly change them."""
        spent = []
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(spent)

    assert work("-m", "timonel", "--help") < 30 * work("-c", "pass")


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["framework", "nonsense"],
        ["framework", "show", "dk"],
        ["framework", "show", "dk", "--at", "2016-02-30"],
        ["framework", "diff", "dk@2016", "dk@2020-01-01"],
        ["serve", "--bind", "nowhere"],
        ["serve", "--bind", "127.0.0.1:99999"],
        ["serve", "--workers", "0"],
        ["record", "certificate", "first"],
    ],
)
def test_misuse_ends_with_2_and_says_what_was_wrong(words):
    told = timonel(*words)
    assert told.returncode == 2
    assert "Error: " in told.stderr
    assert "Traceback" not in told.stderr


def test_a_sound_framework_is_good_and_a_faulty_one_is_not(tmp_path):
    told = timonel("framework", "check", "dk")
    assert (told.returncode, told.stdout) == (0, "dk: 0 faults\n")
    (tmp_path / "xx").mkdir()
    told = timonel("framework", "check", "xx", "--folder", str(tmp_path))
    assert told.returncode == 1
    assert "xx/framework.yaml:1: (file): found no such file" in told.stdout
    told = timonel("framework", "show", "xx", "--at", "2016-01-31")
    assert told.returncode == 1
    assert "Traceback" not in told.stderr


def test_a_framework_is_shown_diagnosed_and_compared_as_text_and_as_json():
    assert (FRAMEWORKS / "dk").exists()
    told = timonel("framework", "show", "dk", "--at", "2016-01-31")
    assert told.returncode == 0
    assert re.search(r"council-threshold +over 10000000 DKK", told.stdout)
    found = json.loads(timonel("framework", "diagnose", "dk", "--at", "2016-01-31", "--json").stdout)
    assert {"rule", "outcome", "principles", "review_lines"} <= found[0].keys()
    assert timonel("framework", "diff", "dk@2016-01-31", "dk@2016-01-31").stdout.strip() == ""
    assert "council-threshold" in timonel("framework", "diff", "dk@2012-01-31", "dk@2024-01-31").stdout
    assert json.loads(timonel("framework", "schema").stdout)["$schema"].startswith("https://json-schema.org/")


def test_the_database_is_started_kept_and_stopped(bare):
    assert timonel("database", "status", **bare).returncode == 1
    assert "was started" in timonel("database", "start", **bare).stdout
    assert "runs already" in timonel("database", "start", **bare).stdout
    assert timonel("migrate", "--quiet", **bare).stdout == ""
    assert "it runs" in timonel("database", "status", **bare).stdout
    assert "was stopped" in timonel("database", "stop", **bare).stdout
    assert "was not running" in timonel("database", "stop", **bare).stdout
    assert timonel("database", "status", **bare).returncode == 1


def test_a_command_that_needs_the_database_starts_it_and_stops_it_again(own):
    told = timonel("record", "verify", **own)
    assert not Server(Path(own["TIMONEL_DATA"])).answers()
    assert (told.returncode, told.stdout.startswith("0 entries, 0 checkpoints")) == (0, True)


def test_an_empty_record_is_neither_signed_nor_exported(own, tmp_path):
    for words in (["checkpoint"], ["certificate", "0"], ["export", str(tmp_path / "out")]):
        told = timonel("record", *words, **own)
        assert (told.returncode, told.stderr) == (1, "record-empty: Nothing is recorded yet.\n")
    assert not (tmp_path / "out").exists()


def test_an_external_database_is_used_and_neither_started_nor_stopped(fresh_database):
    external = fresh_database.environment
    assert timonel("database", "status", **external).returncode == 0
    for word in ("start", "stop"):
        told = timonel("database", word, **external)
        assert told.returncode == 1
        assert "external database" in told.stderr
    assert timonel("migrate", **external).returncode == 0
    told = timonel("migrate", **external | {"TIMONEL_DATABASE_OWNER_URL": ""})
    assert told.returncode == 1
    assert "TIMONEL_DATABASE_OWNER_URL" in told.stderr
    told = timonel("database", "status", DATABASE_URL="postgresql://x@/x?host=/nowhere")
    assert (told.returncode, "does not answer" in told.stderr) == (1, True)


def test_an_installation_that_runs_says_how_it_stands(own):
    told = timonel("status", **own)
    assert (told.returncode, told.stdout.splitlines()[0]) == (1, "database: faulty")
    assert "database-unreachable" in told.stdout
    assert not Server(Path(own["TIMONEL_DATA"])).answers(), "nothing is started to say so"
    timonel("database", "start", **own)
    told = timonel("status", **own)
    assert told.returncode == 0
    assert re.findall(r"^(\w+): (\w+)$", told.stdout, re.M) == [
        ("database", "well"), ("record", "well"), ("jobs", "well")
    ]  # fmt: skip
    assert json.loads(timonel("status", "--json", **own).stdout)["record"]["entries"] == 0


@pytest.mark.long
def test_the_printed_roles_make_a_database_on_a_server_of_ones_own(tmp_path):
    """Run the script on a bare server, then migrate through the addresses it names."""
    server = Server(tmp_path / "server")
    try:
        server.start()
        with server.connect() as superuser:
            for line in ("DROP DATABASE timonel", "DROP ROLE timonel_app", "DROP ROLE timonel_owner"):
                superuser.execute(line)
        said = timonel("database", "roles").stdout
        before, inside = re.sub(r"^--.*$", "", said, flags=re.M).split("\\connect timonel\n")
        with server.connect() as superuser:
            for line in filter(str.strip, before.split(";")):
                superuser.execute(line)
        with server.connect(database="timonel") as superuser:
            superuser.execute(inside)
        address = "postgresql://{role}:password%20of%20{role}@/timonel?host=" + str(server.place.sockets)
        external = {
            "DATABASE_URL": address.format(role="timonel_app"),
            "TIMONEL_DATABASE_OWNER_URL": address.format(role="timonel_owner"),
        }
        assert timonel("migrate", "--quiet", **external).returncode == 0
        with serving(**external) as node:
            assert node.get("/healthz")[0] == 200
    finally:
        server.remove()


def test_serving_is_refused_with_every_fault_and_its_mend(fresh_database):
    told = timonel("serve", f"--bind=127.0.0.1:{free_port()}", **fresh_database.environment)
    assert told.returncode == 1
    assert [line.partition(":")[0] for line in told.stderr.splitlines()] == [
        "commits-not-durable (setting fsync)",
        "commits-not-durable (setting full_page_writes)",
        "commits-not-durable (setting synchronous_commit)",
    ]
    told = timonel("serve", DATABASE_URL="postgresql://x@/x?host=/nowhere")
    assert told.returncode == 1
    assert "database-unreachable" in told.stderr


def test_serving_before_migrating_is_refused_and_says_what_to_run(bare):
    told = timonel("serve", f"--bind=127.0.0.1:{free_port()}", **bare)
    assert told.returncode == 1
    assert "Run: timonel migrate" in told.stderr
    assert not Server(Path(bare["TIMONEL_DATA"])).answers()


def test_two_nodes_share_the_embedded_database_and_the_last_stops_it(own):
    server = Server(Path(own["TIMONEL_DATA"]))
    with serving(**own) as first:
        with serving(**own) as second:
            assert first.get("/healthz")[0] == second.get("/healthz")[0] == 200
            assert first.port != second.port
        assert second.program.returncode == 0
        assert first.get("/healthz")[0] == 200
    assert first.program.returncode == 0
    assert not server.answers()


def test_a_node_tells_that_its_database_died_and_serves_again_when_it_is_back(own):
    with serving(**own) as node:
        timonel("database", "stop", **own)
        assert node.get("/healthz")[0] == 503
        timonel("database", "start", **own)
        assert node.get("/healthz")[0] == 200
    assert Server(Path(own["TIMONEL_DATA"])).answers(), "it was started to be kept"


@pytest.mark.long
def test_a_killed_node_leaves_nothing_that_hinders_the_next(own):
    with serving(**own) as node:
        node.program.kill()
        node.program.communicate()
    with serving(**own) as node:
        assert node.get("/healthz")[0] == 200
    assert not Server(Path(own["TIMONEL_DATA"])).answers()


@pytest.mark.long
def test_a_port_that_is_taken_is_said(own):
    with serving(**own) as node:
        told = timonel("serve", f"--bind=127.0.0.1:{node.port}", "--workers=1", **own)
        assert told.returncode == 1
        assert f"127.0.0.1:{node.port}" in told.stderr
        assert "Traceback" not in told.stderr


@pytest.mark.long
def test_secrets_of_the_environment_are_never_printed(fresh_database):
    password = psycopg.conninfo.conninfo_to_dict(fresh_database.url)["password"]
    for words in (["database", "status"], ["migrate"], ["serve"], ["database", "start"]):
        told = timonel(*words, **fresh_database.environment)
        assert password not in told.stdout + told.stderr
    assert os.environ.get("DATABASE_URL") is None
