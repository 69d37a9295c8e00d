"""What a request says of who asks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from hand_clock import Hand
from unbroken.core.reports import NewKey


def admin(key: NewKey) -> dict[str, str]:
    """The headers of an admin."""
    return {"x-api-key": key.key_id, "x-api-secret": key.secret}


def part(value: Any) -> str:
    """A part of a token."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(key: NewKey, user: str, clock: Hand, **changes: Any) -> dict[str, str]:
    """The headers of a person, for whom the account has signed a token with its secret."""
    header = {"alg": "HS256", "typ": "JWT", "kid": key.key_id}
    claims = {
        "sub": key.app_id,
        "userData": {"externalId": user},
        "exp": int(clock.moment.timestamp()) + 3600,
    }
    header |= {name: value for name, value in changes.items() if name in header}
    claims |= {name: value for name, value in changes.items() if name in claims}
    message = f"{part(header)}.{part(claims)}"
    secret = changes.get("secret", key.secret).encode()
    signature = hmac.digest(secret, message.encode(), hashlib.sha256)
    account = changes.get("account", key.app_id)
    return {"x-enduser-access-token": f"{message}.{part(signature)}", "x-account-id": account}
