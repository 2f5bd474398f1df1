"""Make the Spanish catalogue from `locale_parts/*.csv` and name what is missing, left over or at odds.

    python tools/translations.py            write the catalogue, list the faults
    python tools/translations.py --missing  print the missing texts as lines of a part, to be filled in

Exit 0 when every text is translated, 1 otherwise.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from timonel.site import translations


def main(arguments: list[str]) -> int:
    """Do what the command line asks."""
    if "--missing" in arguments:
        given, _ = translations.translations()
        lines = csv.writer(sys.stdout, lineterminator="\n")
        lines.writerow(["msgid", "es", "plural", "es_plural"])
        for msgid, (plural, _place) in translations.texts().items():
            if msgid not in given:
                lines.writerow([msgid, "", plural, ""])
        return 0
    translations.write()
    faults = translations.faults()
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
