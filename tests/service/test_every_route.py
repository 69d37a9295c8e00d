"""Every route for every kind of caller: who gets in, and with which status who does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hand_clock import Hand
from service.credentials import signed
from service.desk import Desk
from unbroken.core.reports import NewKey
from unbroken.http.calls import Route
from unbroken.http.faults import Family
from unbroken.http.routes import ROUTES

Headers = dict[str, str]


def of(key: NewKey) -> Headers:
    """The headers of a key."""
    return {"x-api-key": key.key}


def revoked(desk: Desk, clock: Hand) -> Headers:
    """A key that was taken back."""
    key = desk.key()
    desk.service.keys.revoke(key.key_id)
    return of(key)


def expired(desk: Desk, clock: Hand) -> Headers:
    """A token that is over."""
    return signed(desk.key(), "ann", clock, exp=int(clock.moment.timestamp()) - 1)


CALLERS: dict[str, Callable[[Desk, Hand], Headers]] = {
    "admin": lambda desk, clock: of(desk.key()),
    "writer": lambda desk, clock: of(desk.key(scopes="write")),
    "reader": lambda desk, clock: of(desk.key(scopes="read")),
    "person": lambda desk, clock: of(desk.key(scopes="read,write", user_id="ann")),
    "signed": lambda desk, clock: signed(desk.key(), "ann", clock),
    "other": lambda desk, clock: of(desk.key(scopes="read,write", user_id="bo")),
    "guest": lambda desk, clock: {},
    "revoked": revoked,
    "expired": expired,
    "stranger": lambda desk, clock: of(desk.key("cafe")),
}
NOBODY = {"guest", "revoked", "expired"}


def refusal(route: Route, caller: str) -> int | None:
    """The status with which a caller is refused; None for who gets in."""
    if route.scope is None:
        return None
    if caller in NOBODY:
        return 401
    if caller == "stranger" and "{app_id}" in route.path:
        return 404
    if caller == "other" and "{user_id}" in route.path:
        return 404
    scopes = {
        "admin": {"read", "write", "admin"},
        "stranger": {"read", "write", "admin"},
        "writer": {"write"},
        "reader": {"read"},
    }.get(caller, {"read", "write"})
    return None if route.scope in scopes else 403


@pytest.mark.parametrize("caller", CALLERS)
def test_who_gets_in(desk: Desk, clock: Hand, caller: str) -> None:
    desk.key()
    headers = CALLERS[caller](desk, clock)
    for route in ROUTES:
        if route.media_type == "text/event-stream":
            continue
        path = route.path.format(app_id="shop", user_id="ann", id="x")
        body: dict[str, str] | None = None if route.body is None else {}
        answer = desk.ask(route.method, path, json=body, headers=headers)
        wanted, place = refusal(route, caller), (route.method, route.path)
        if wanted is None:
            assert answer.status_code in (200, 201, 204, 404, 409, 422), (place, answer.text)
            assert "There is no such app" not in answer.text
        else:
            assert answer.status_code == wanted, (place, answer.text)
        if answer.status_code >= 400:
            records = route.family is Family.RECORDS
            assert set(answer.json()) == {"error" if records else "detail"}
