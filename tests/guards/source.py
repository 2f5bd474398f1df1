"""Read the source as trees, for guards that walk it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "timonel"


@cache
def modules(under: Path = SOURCE) -> dict[Path, ast.Module]:
    """Parse every module below a folder, migrations left out."""
    paths = sorted(path for path in under.rglob("*.py") if "migrations" not in path.parts)
    return {path: ast.parse(path.read_text(), filename=str(path)) for path in paths}


def place(path: Path, node: ast.AST | None = None) -> str:
    """Name a place in the source for the reader of a failure."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"


def imports(tree: ast.AST, *, inside: bool = True) -> Iterator[tuple[ast.stmt, str]]:
    """Name every module that a tree imports, those for the type checker alone left out.

    With `inside=False` only what is imported as soon as the module is.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node, name.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node, node.module or ""
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        elif inside or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from imports(node, inside=inside)


def tracked() -> list[Path]:
    """List the files of the repository, those not yet added too, as far as they are text."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]
