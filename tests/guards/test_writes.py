"""Every write is an act: outside the actions only what docs/not-acts.md names writes to the database."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "timonel"
CALLS = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "create_account",
}
STATEMENTS = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|TRUNCATE\s+\S+|UPDATE\s+\"\{)", re.IGNORECASE
)
ROWS = re.compile(r"objects|_default_manager|\.save\((?!drawn)|\.delete\(|create_account")


def writes(path):
    """Name the places of a file that write to the database, as far as its text tells."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            text = ast.unparse(node)
            if ROWS.search(text) and "super()" not in text:
                yield node.lineno, text
        elif isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            text = node.value if isinstance(node, ast.Constant) else ast.unparse(node)
            if STATEMENTS.search(text):
                yield node.lineno, text


def may_write(path):
    parts = path.relative_to(PACKAGE).parts
    return "migrations" in parts or "actions" in parts or parts[0] in ("domain", "frameworks") or "embedded" in parts


def listed():
    rows = (ROOT / "docs" / "not-acts.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([^`]+\.py)` \|", rows, re.MULTILINE))


def test_every_write_is_an_act():
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if not may_write(path) and any(True for _place in writes(path))
    }
    assert found == listed()
