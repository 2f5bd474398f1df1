"""Check the files of a framework as a compiler would: every fault of every file in one run."""

from __future__ import annotations

import sys
from pathlib import Path

from timonel.frameworks.checks import entries, parameters, reforms
from timonel.frameworks.faults import FrameworkFault
from timonel.frameworks.files import CountryFiles, read_country


def check(country: str, root: Path | None = None) -> list[FrameworkFault]:
    """Return every fault of the files of a country, in the order of file and line; an empty list when sound."""
    return check_files(read_country(country, root))


def check_files(files: CountryFiles) -> list[FrameworkFault]:
    """Return the faults found while reading, and those seen only when all files are read.

    Reforms and overlays are tried, each variant, once the rest is sound.
    """
    entries.names(files)
    entries.references(files)
    entries.powers(files)
    entries.grounds(files)
    entries.dates(files)
    entries.beginnings(files)
    parameters.versions(files)
    parameters.uses(files)
    if not files.faults:
        reforms.tried(files)
    return sorted(set(files.faults))


def main(arguments: list[str]) -> int:
    """Print the faults of the named countries; return 1 when there is one."""
    faults = [fault for country in arguments for fault in check(country)]
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
