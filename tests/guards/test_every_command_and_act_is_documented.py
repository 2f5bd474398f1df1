"""The pages that are made from the code say what the code says."""

from tests.guards.source import ROOT
from tools import document


def test_the_pages_made_from_the_code_are_the_latest():
    stale = [str(path.relative_to(ROOT)) for path, text in document.pages().items()
             if not path.exists() or path.read_text() != text]  # fmt: skip
    assert not stale, f"{', '.join(stale)}: run make docs"


def test_no_page_speaks_of_what_is_no_more():
    made = {path for path in (ROOT / "docs").rglob("*.md") if document.MADE in path.read_text()}
    assert made == set(document.pages())


def test_every_command_says_what_it_does():
    page = document.pages()[document.DOCS / "reference" / "commands.md"]
    headings = [block.split("\n") for block in page.split("\n## ")[1:]]
    assert len(headings) > 15
    silent = [lines[0] for lines in headings if len(lines) < 3 or not lines[2].endswith(".")]
    assert not silent, silent
    unsaid = [line for lines in headings for line in lines if line.startswith("- ") and line.rstrip().endswith("`:")]
    assert not unsaid, unsaid
