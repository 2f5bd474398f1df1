"""What an operator may set: environment variables, each with its meaning.

Everything else that can differ between installations is an act in the record,
not a setting.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from timonel.governance.identity_providers import OpenIDProviders, WebAddress


def default_folder() -> Path:
    """Say where data lives when nobody says: `.timonel/` in a checkout, the person's data folder when installed."""
    for parent in Path(__file__).resolve().parents:
        if (parent / "pyproject.toml").exists() and (parent / "Makefile").exists():
            return parent / ".timonel"
    from platformdirs import user_data_path

    return user_data_path("timonel")


class Configuration(BaseSettings):
    """The settings of one installation, read once at start from the environment."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    database_url: SecretStr | None = Field(None, validation_alias="DATABASE_URL")
    database_owner_url: SecretStr | None = Field(None, validation_alias="TIMONEL_DATABASE_OWNER_URL")
    folder: Path = Field(default_factory=default_folder, validation_alias="TIMONEL_DATA")
    secret_key: SecretStr | None = Field(None, validation_alias="TIMONEL_SECRET_KEY")
    address: str = Field("http://127.0.0.1:8000", validation_alias="TIMONEL_ADDRESS")
    hosts: str = Field("127.0.0.1,localhost,[::1]", validation_alias="TIMONEL_HOSTS")
    files: str = Field("", validation_alias="TIMONEL_FILES")
    mail_url: SecretStr | None = Field(None, validation_alias="TIMONEL_MAIL_URL")
    proxies: int = Field(0, ge=0, le=5, validation_alias="TIMONEL_PROXIES")
    idle_minutes: int = Field(30, ge=1, le=720, validation_alias="TIMONEL_IDLE_MINUTES")
    unsealed: Literal["warn", "stop"] = Field("warn", validation_alias="TIMONEL_UNSEALED")
    unsealed_minutes: int = Field(240, ge=15, le=10_080, validation_alias="TIMONEL_UNSEALED_MINUTES")
    acts_a_minute: int = Field(600, ge=0, le=1_000_000, validation_alias="TIMONEL_ACTS_A_MINUTE")
    openid: OpenIDProviders = Field((), validation_alias="TIMONEL_OPENID")
    claveunica_client: str = Field("", validation_alias="TIMONEL_CLAVEUNICA_CLIENT")
    claveunica_secret: SecretStr = Field(SecretStr(""), validation_alias="TIMONEL_CLAVEUNICA_SECRET")
    claveunica_address: WebAddress = Field(
        "https://accounts.claveunica.gob.cl", validation_alias="TIMONEL_CLAVEUNICA_ADDRESS"
    )

    @property
    def allowed_hosts(self) -> list[str]:
        """Name the hosts under which this installation answers, its public address among them."""
        named = urlsplit(self.address).hostname
        return [host for host in (*self.hosts.split(","), named) if host]


@lru_cache(maxsize=1)
def configuration() -> Configuration:
    """Read the settings once."""
    return Configuration()
