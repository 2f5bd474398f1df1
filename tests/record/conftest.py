"""What the tests of the record share: keys of their own, never those of an installation."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.RECORD_KEYS = tmp_path / "keys"
    settings.BASE_URL = "https://gobernanza.example.cl"
