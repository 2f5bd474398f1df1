"""Two nodes on one database elsewhere act together: what one has done holds at the other's next request."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psycopg
import pytest

from tests.durability.acting import an_institution
from tests.serving import Client, Installation, Node, addresses_of, an_installation_served, free_port
from timonel.frameworks.loader import load_framework
from timonel.governance.sheets import institution_sheet, write_delimited
from timonel.site.embedded import roles
from timonel.site.embedded.server import Server

CLIENTS = 8
SIGNED_IN = """
from django.conf import settings
from django.test import Client
from timonel.governance.models import Account
browser = Client()
browser.force_login(Account.objects.get(email=sys.argv[1]))
print(f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}")
"""


@dataclass
class Nodes:
    """Two nodes of one installation, and the database that both use."""

    installation: Installation
    first: Node
    second: Node
    database: psycopg.Connection
    clients: list[Client] = field(default_factory=list)

    def at(self, node: Node, token: str | None = None) -> Client:
        """Give a client of a node, by default with a token of the registrar."""
        self.clients.append(Client(self.installation, token or self.installation.tokens[0], node.port))
        return self.clients[-1]

    def both(self, token: str | None = None) -> list[Client]:
        """Give eight clients, four at each node; each with a token of its own unless one is given."""
        tokens = [token] * CLIENTS if token else self.installation.tokens
        return [self.at((self.first, self.second)[place % 2], each) for place, each in enumerate(tokens)]

    def one(self, query, *values):
        return self.database.execute(query, values).fetchone()[0]

    def size(self):
        return self.one("SELECT size FROM record_head")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory):
    elsewhere = Server(tmp_path_factory.mktemp("elsewhere"))
    elsewhere.start(keep=True)
    folder = tmp_path_factory.mktemp("nodes")
    try:
        with (
            an_installation_served(folder, CLIENTS, 1, country="cl", **addresses_of(elsewhere)) as installation,
            elsewhere.connect(roles.APP, roles.DATABASE) as database,
        ):
            both = [installation.serve(threads=8, port=free_port()) for _node in range(2)]
            yield Nodes(installation, *both, database)
            verified = installation.run("record", "verify")
            assert verified.returncode == 0, verified.stdout
    finally:
        elsewhere.remove()


@pytest.fixture(autouse=True)
def closed_links(nodes):
    yield
    for client in nodes.clients:
        client.close()
    nodes.clients.clear()


def done(answered):
    status, answer = answered
    assert status == 201, answer
    return answer


def together(works):
    with ThreadPoolExecutor(len(works)) as pool:
        return [begun.result(60) for begun in [pool.submit(work) for work in works]]


def test_of_eight_at_two_nodes_who_saw_the_same_version_one_changes_it(nodes):
    done(nodes.at(nodes.first).act("governance.register_institution", an_institution("i-stale")))
    size = nodes.size()

    def rename(place, client):
        typed = {"institution": "i-stale", "name": f"N {place}", "from_on": f"2026-0{place + 1}-01", "instrument": "R."}
        return lambda: client.act("governance.rename_institution", typed, seen=1)

    answers = together([rename(place, client) for place, client in enumerate(nodes.both())])
    assert Counter((status, answer["code"]) for status, answer in answers) == {
        (201, "governance.rename_institution"): 1,
        (409, "stale-subject"): 7,
    }
    assert nodes.size() == size + 1
    assert nodes.one("SELECT version FROM governance_institution WHERE number = 'i-stale'") == 2


def test_eight_at_two_nodes_with_the_same_key_are_given_one_act(nodes):
    size, clients = nodes.size(), nodes.both(nodes.installation.tokens[0])
    answers = together(
        [lambda client=client: client.act("governance.register_person", {"name": "Una"}, "same") for client in clients]
    )
    assert len({(done(answer)["entry"], answer[1]["subject"]["number"]) for answer in answers}) == 1
    assert nodes.size() == size + 1


def test_the_entries_of_two_nodes_are_numbered_without_gap_and_their_times_never_fall(nodes):
    size = nodes.size()

    def register_ten(client):
        return lambda: [
            done(client.act("governance.register_person", {"name": "Una"}, f"ten {number}"))["entry"]
            for number in range(10)
        ]

    answers = together([register_ten(client) for client in nodes.both()])
    assert sorted(entry for entries in answers for entry in entries) == list(range(size, size + 80))
    rows = nodes.database.execute("SELECT seq, recorded_at FROM record_entry ORDER BY seq").fetchall()
    assert [seq for seq, _at in rows] == list(range(size + 80))
    assert [at for _seq, at in rows] == sorted(at for _seq, at in rows)


def test_a_token_voided_at_one_node_is_void_at_the_other(nodes):
    secret = nodes.installation.python(ANOTHER_TOKEN).strip()
    bearer = nodes.at(nodes.second, secret)
    done(bearer.act("governance.register_person", {"name": "Una"}))
    number = nodes.one("SELECT id FROM governance_token WHERE label = 'void'")
    done(nodes.at(nodes.first).act("governance.revoke_token", {"token": number}))
    status, answer = bearer.act("governance.register_person", {"name": "Otra"})
    assert (status, answer["code"]) == (401, "no-token")


def test_a_session_of_an_account_closed_at_one_node_is_over_at_the_other(nodes):
    operator = nodes.at(nodes.first, nodes.installation.operator_tokens[0])
    person = done(nodes.at(nodes.first).act("governance.register_person", {"name": "Sonia"}))["subject"]["number"]
    done(operator.act("governance.open_account", {"person": person, "email": "sonia@example.org"}))
    cookie = nodes.installation.python(SIGNED_IN, "sonia@example.org").strip()
    for node in (nodes.first, nodes.second):
        status, page = nodes.installation.get("/me/", port=node.port, Cookie=cookie)
        assert (status, "Sonia" in page.decode()) == (200, True)
    done(operator.act("governance.close_account", {"person": person}))
    status, page = nodes.installation.get("/me/", port=nodes.second.port, Cookie=cookie)
    assert (status, "Sonia" in page.decode()) == (302, False)


def test_an_appointment_ended_at_one_node_gives_no_rights_at_the_other(nodes):
    registrar = nodes.at(nodes.first)
    done(registrar.act("governance.establish_post", {"post_kind": "auditor"}))
    person = done(registrar.act("governance.register_person", {"name": "Aurelio"}))["subject"]["number"]
    operator = nodes.at(nodes.first, nodes.installation.operator_tokens[0])
    done(operator.act("governance.open_account", {"person": person, "email": "aurelio@example.org"}))
    held = {"post": "auditor", "person": person, "instrument": "D. 3"}
    done(registrar.act("governance.appoint_person", {**held, "from_on": "2026-01-01"}))
    auditor = nodes.at(nodes.second, nodes.installation.python(TOKEN_OF, person).strip())
    done(auditor.act("governance.declare_interest", {"description": "mine"}))
    yesterday = str(nodes.one("SELECT (now() AT TIME ZONE time_zone)::date - 1 FROM governance_adoption"))
    done(registrar.act("governance.end_appointment", {**held, "last_on": yesterday, "reason": "resigned"}))
    status, answer = auditor.act("governance.declare_interest", {"description": "mine"})
    assert (status, answer["code"]) == (403, "not-appointed")


ANOTHER_TOKEN = """
from tests.factories import asker
from timonel.governance.acting.frame import perform
from timonel.governance.models import Person
registrar = asker(Person.objects.get(appointments__post__number="registrar"))
print(perform(registrar, "governance.issue_token", {"label": "void"}, post="registrar").reply["token"])
"""
TOKEN_OF = """
from tests.factories import asker
from timonel.governance.acting.frame import perform
from timonel.governance.models import Person
person = asker(Person.objects.get(number=sys.argv[1]))
print(perform(person, "governance.issue_token", {"label": "first"}, post="auditor").reply["token"])
"""


def in_force_at(nodes, node):
    """Act at a node, and give the hash of the framework that its entry cites."""
    entry = done(nodes.at(node).act("governance.register_person", {"name": "Una"}))["entry"]
    return json.loads(nodes.one("SELECT body FROM record_entry WHERE seq = %s", entry))["framework"]


def test_a_value_set_at_one_node_is_in_force_at_the_other(nodes):
    before = in_force_at(nodes, nodes.second)
    adoption = nodes.one("SELECT number FROM governance_adoption ORDER BY id DESC LIMIT 1")
    value = {"parameter": "committee-cadence", "value": "5", "unit": "months", "from_on": "2026-01-01"}
    value |= {"adoption": adoption, "instrument": "D. 4"}
    done(nodes.at(nodes.first).act("governance.set_parameter", value))
    after = in_force_at(nodes, nodes.second)
    assert after != before
    assert after == in_force_at(nodes, nodes.first)


def test_a_framework_adopted_at_one_node_is_in_force_at_the_other(nodes):
    before = in_force_at(nodes, nodes.second)
    framework = load_framework("cl", reforms=("agency",))
    adopting = {"country": "cl", "reforms": ["agency"], "expected_hash": framework.hash, "instrument": "D. 5"}
    adopting["from_on"] = str(nodes.one("SELECT (now() AT TIME ZONE time_zone)::date FROM governance_adoption"))
    done(nodes.at(nodes.first).act("governance.adopt_framework", adopting))
    assert in_force_at(nodes, nodes.second) == framework.hash.removeprefix("sha256:") != before


def test_a_file_kept_by_one_node_is_read_by_the_other(nodes):
    row = {"number": "i-file", "name": "Importada", "kind": "agency", "level": "central", "source": "test"}
    content = write_delimited(institution_sheet("cl"), [{**row, "checked_on": "2026-11-01"}], "es")
    named = {"Content-Type": "text/csv", "Timonel-File-Name": "sheet.csv"}
    kept = done(nodes.at(nodes.first).send("POST", "/api/v1/files", content, **named))
    adoption = nodes.one("SELECT number FROM governance_adoption ORDER BY id DESC LIMIT 1")
    typed = {"adoption": adoption, "file": kept["sha256"], "when_faulty": "refuse-all"}
    entry = done(nodes.at(nodes.second).act("governance.import_institutions", typed))["entry"]
    assert nodes.one("SELECT entry FROM governance_storedfile WHERE sha256 = %s", kept["sha256"]) == entry
    assert nodes.one("SELECT count(*) FROM governance_institution WHERE number = 'i-file'") == 1
