import json
from pathlib import Path

import jsonschema
import pytest

from tests.frameworks.a_country import FILES
from timonel.frameworks.files import FOLDERS, HOUSE, ROOT, countries
from timonel.frameworks.schema import json_schema
from timonel.frameworks.tree import read_tree

SCHEMA = json_schema()
SHIPPED = sorted(path for folder in (*countries(), HOUSE) for path in (ROOT / folder).rglob("*.yaml"))


def as_json(node):
    if node.kind == "mapping":
        return {key: as_json(value) for key, _, value in node.mapping()}
    if node.kind == "sequence":
        return [as_json(item) for item in node.sequence()]
    readers = {"integer": int, "float": float, "boolean": lambda text: text.lower() == "true", "null": lambda _: None}
    return readers.get(node.scalar_type, str)(node.text)


def errors(text, name):
    kind = name.split("/")[0] if name.split("/")[0] in FOLDERS else Path(name).stem
    tree, _ = read_tree(text, name)
    validator = jsonschema.Draft202012Validator({**SCHEMA, "anyOf": [{"$ref": f"#/$defs/file-{kind}"}]})
    return list(validator.iter_errors(as_json(tree)))


def test_the_schema_is_a_json_schema_and_plain_json():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_schema_accepts_every_shipped_file(path):
    name = path.relative_to(ROOT).as_posix().partition("/")[2]
    assert errors(path.read_text(encoding="utf-8"), name) == []


@pytest.mark.parametrize("name", FILES)
def test_the_schema_accepts_a_sound_file(name):
    assert errors(FILES[name], name) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("posts.yaml", "role: cio", "role: boss"),
        ("posts.yaml", ", checked_on: 2026-11-23", ""),
        ("posts.yaml", "checked_on: 2026-11-23", "checked_on: 2026"),
        ("posts.yaml", "basis: {source: book, where: p. 1}", "basis: {where: p. 1}"),
        ("posts.yaml", "heads: council", "head: council"),
        ("posts.yaml", "from: 2016-02-03", "from: yesterday"),
        ("parameters.yaml", 'value: "10"', "value: 10.5"),
        ("parameters.yaml", 'value: "10", ', ""),
        ("parameters.yaml", 'value: "10"', 'value: "10", not_stated: true'),
        ("approvals.yaml", "when: {amount: limit}", "when: {}"),
        ("approvals.yaml", "when: {amount: limit}", "when: {price: limit}"),
        ("powers.yaml", "holder: none", "holder: nobody"),
        ("powers.yaml", "stop-projects:", "rule-the-world:"),
        ("framework.yaml", "country: qq\n", ""),
        ("reforms/agency.yaml", "starts_on: 2018-01-01", "starts_on: soon"),
        ("overlays/qq-demo.yaml", "marked:", "mark:"),
        ("cases/routing.yaml", "expect:", "expects:"),
    ],
)
def test_the_schema_rejects_a_faulty_file(name, old, new):
    assert old in FILES[name]
    assert errors(FILES[name].replace(old, new), name)
