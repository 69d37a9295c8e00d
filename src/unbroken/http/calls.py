"""What a route is, what its handler is given, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from unbroken.http.access import Access
from unbroken.http.faults import Family
from unbroken.http.limits import BODY


class Runs(StrEnum):
    """Where a handler runs."""

    READS = "reads"
    """On the app's reading thread: `handler(engine, call)`."""
    WRITES = "writes"
    """On the app's writing thread, as one change: `handler(engine, call)`."""
    SERVES = "serves"
    """Beside the apps: `await handler(service, call)`."""


class Call(NamedTuple):
    """One request, taken apart: the texts of its path, and its query and body as typed values."""

    access: Access
    path: Mapping[str, str]
    query: Any
    body: Any
    headers: Mapping[str, str]
    digest: str = ""
    """The SHA-256 of the body as it was sent, where it may be sent again."""
    address: str = ""
    """The path and query as they were sent, of a question."""


class Answer(NamedTuple):
    """An answer that needs more than its value: another status, headers, or no JSON."""

    value: Any
    status: int = 200
    headers: Mapping[str, str] = {}
    media_type: str = "application/json"


NOBODY = Access("", "", None, ())
"""Who asks where everybody may."""


class NoQuery(msgspec.Struct, frozen=True):
    """Nothing is said behind the question mark."""


Handler = Callable[..., Any]


class Route(NamedTuple):
    """One method of one path: who may, what is sent, what is answered.

    `scope` None is for everybody. Of the texts in the path, `app_id` must be the app of the key,
    and `user_id` the person that a key of one person is for.
    """

    method: str
    path: str
    handler: Handler
    runs: Runs
    family: Family
    scope: str | None
    summary: str
    answer: Any = None
    body: type[msgspec.Struct] | None = None
    query: type[msgspec.Struct] = NoQuery
    status: int = 200
    largest: int = BODY
    also: tuple[int, ...] = ()
    """Other statuses of an answer that is no refusal."""
    media_type: str | None = None
    """Of an answer that is no JSON."""
    adds_webhook: bool = False
    """Whether the outbox has more to look after when it is done."""
    check: Handler | None = None
    """What is asked of others before it runs: `await check(service, call)`."""
