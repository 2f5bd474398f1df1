"""What an id_token says, once it is sure that the provider said it, to us, in answer to this sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS_APART = 30
"""Seconds by which the provider's clock may differ from ours."""


def verified_claims(
    id_token: object, keys: Mapping[str, Any], *, issuer: str, client: str, nonce: str
) -> dict[str, Any]:
    """Give the claims of an id_token, or raise OAuth2Error.

    It must be signed by one of the provider's keys, by an algorithm that needs
    the provider's private key; issued by that provider, for this client, not
    over, and carry the nonce that this sign-in sent.
    """
    if not isinstance(id_token, str):
        raise OAuth2Error("no id_token")
    try:
        claims = jwt.decode(
            id_token,
            key=_key(id_token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client,
            leeway=CLOCKS_APART,
            options={"require": ["iss", "aud", "exp", "iat", "sub"]},
        )
    except jwt.PyJWTError as fault:
        raise OAuth2Error("the id_token does not hold") from fault
    if not compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise OAuth2Error("the id_token answers another sign-in")
    if claims.get("azp", client) != client:
        raise OAuth2Error("the id_token is for another client")
    return claims


def _key(id_token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """Find the key an id_token names; the only one, when it names none."""
    named = jwt.get_unverified_header(id_token).get("kid")
    signing = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.public_key_use in (None, "sig")]
    fitting = [key for key in signing if key.key_id == named] if named is not None else signing
    if len(fitting) != 1:
        raise OAuth2Error("the id_token is signed by none of the provider's keys")
    return fitting[0]
