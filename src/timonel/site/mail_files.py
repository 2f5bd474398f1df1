"""Letters as files that only the installation's own account can read: they carry links that open accounts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend


class PrivateFiles(EmailBackend):
    """Write each letter into a file of a folder that is closed to others."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        folder: str = settings.EMAIL_FILE_PATH  # type: ignore[misc]
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(*arguments, **options)
