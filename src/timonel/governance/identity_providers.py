"""What an operator says about a provider of identities, and which web addresses are safe to name.

Read by the settings, before Django is set up.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr


def is_loopback(host: str | None) -> bool:
    """Whether a host is this very machine: `localhost` or an address of its loopback."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def is_address(host: str | None) -> bool:
    """Whether a host is a number and no name."""
    try:
        return bool(ip_address(host or ""))
    except ValueError:
        return False


def web_address(text: str) -> str:
    """Give a web address without its last slash, or refuse it.

    It must be of `https`; of `http` only when it leads to this very machine.
    It has neither query, fragment nor credentials.
    """
    parts = urlsplit(text)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise ValueError("an address beginning with https:// is expected (http:// only on this machine)")
    if not parts.hostname or parts.query or parts.fragment or parts.username is not None:
        raise ValueError("a plain web address is expected, without query, fragment or credentials")
    return text.rstrip("/")


def origin(address: str) -> str:
    """Give the origin of a web address: scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


WebAddress = Annotated[str, AfterValidator(web_address)]


class OpenIDProvider(BaseModel):
    """One provider of OpenID Connect.

    `server` is its issuer. `connect_by_email` lets it vouch for the e-mail of an
    existing account: only for a provider that gives addresses to their owners.
    `origins` are further origins that its sign-in leads the browser through,
    when they are not the issuer's; forms of ours may lead there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,29}$")
    name: str = Field(min_length=1, max_length=40)
    server: WebAddress
    client: str = Field(min_length=1, max_length=190)
    secret: SecretStr = SecretStr("")
    connect_by_email: bool = False
    origins: tuple[WebAddress, ...] = ()


def distinct(providers: tuple[OpenIDProvider, ...]) -> tuple[OpenIDProvider, ...]:
    """Refuse two providers of one id, and one that takes ClaveÚnica's."""
    ids = ["claveunica", *(provider.id for provider in providers)]
    if len(ids) != len(set(ids)):
        raise ValueError("each provider needs an id of its own, other than claveunica")
    return providers


OpenIDProviders = Annotated[tuple[OpenIDProvider, ...], AfterValidator(distinct)]
