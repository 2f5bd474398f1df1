"""`python -m timonel` is the `timonel` command."""

from timonel.site.cli import main

main()
