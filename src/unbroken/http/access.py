"""Who asks: keys, and tokens that apps sign for their people (docs/service.md)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from unbroken.core.errors import Refusal
from unbroken.core.members import check_id
from unbroken.core.reports import KnownKey
from unbroken.engine.access_keys import AccessKeys
from unbroken.http.faults import unauthenticated

LONGEST_TOKEN: Final = 86_400
"""Seconds for which an app may sign a token."""


class Access(NamedTuple):
    """What a request may do: `user_id` None is everybody of the app."""

    key_id: str
    app_id: str
    user_id: str | None
    scopes: tuple[str, ...]
    expires: float | None = None
    """When a token is over, in seconds since 1970."""

    def is_good(self, keys: AccessKeys, now: datetime) -> bool:
        """Whether it still holds: its key is not revoked, and its token not over."""
        if self.expires is not None and self.expires <= now.timestamp():
            return False
        return keys.is_good(self.key_id.partition("/")[0])

    def allows(self, scope: str) -> bool:
        """Whether a scope is among those given; an admin has all of them."""
        return scope in self.scopes or "admin" in self.scopes


def access_of(headers: Mapping[str, str], keys: AccessKeys, now: datetime) -> Access:
    """Who a request comes from. Raises Fault (401) for nobody, or nobody known."""
    token = headers.get("x-enduser-access-token")
    if token is not None:
        return _signed(token, headers.get("x-account-id", ""), keys, now)
    given = headers.get("x-api-key")
    if given is None:
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not given:
            raise unauthenticated("Say who you are: send an access key in x-api-key.")
    key_id, dot, secret = given.strip().partition(".")
    if not dot:
        secret = headers.get("x-api-secret", "")
    return _access(keys.recognized(key_id, secret), "That access key is not known here.")


def _access(key: KnownKey | None, otherwise: str) -> Access:
    if key is None:
        raise unauthenticated(otherwise)
    return Access(key.key_id, key.app_id, key.user_id, key.scopes)


def _signed(token: str, account: str, keys: AccessKeys, now: datetime) -> Access:
    """The person for whom an app has signed a token (JWT, HS256)."""
    refusal = unauthenticated("That token is not signed by a key of this account, or is over.")
    try:
        head, payload, signature = token.split(".")
        header, claims = _object(head), _object(payload)
        signed = _bytes(signature)
    except (ValueError, RecursionError):
        raise refusal from None
    key_id, expires = header.get("kid"), claims.get("exp")
    person = claims.get("userData")
    user_id = person.get("externalId") if isinstance(person, dict) else None
    if (
        header.get("alg") != "HS256"
        or not isinstance(key_id, str)
        or not isinstance(expires, int | float)
        or not now.timestamp() < expires <= now.timestamp() + LONGEST_TOKEN
        or not (isinstance(user_id, str) and _is_id(user_id))
    ):
        raise refusal
    key = keys.signed(key_id, f"{head}.{payload}".encode(), signed)
    if key is None or account != key.app_id or claims.get("sub") != key.app_id:
        raise refusal
    if key.user_id not in (None, user_id):
        raise refusal
    scopes = tuple(
        each for each in ("read", "write") if each in key.scopes or "admin" in key.scopes
    )
    return Access(f"{key.key_id}/{user_id}", key.app_id, user_id, scopes, expires)


def _is_id(text: str) -> bool:
    try:
        return bool(check_id(text, "user"))
    except Refusal:
        return False


def _object(part: str) -> dict[str, Any]:
    found = json.loads(_bytes(part))
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _bytes(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part.encode("ascii") + b"=" * (-len(part) % 4))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("no base64") from error
