"""Whose records a request is about, and which ones it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.results import Owner, Streak
from unbroken.engine.api import Engine
from unbroken.engine.callers import owner
from unbroken.http.calls import Call
from unbroken.http.lists import ListQuery, Record

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def reader_of(engine: Engine, call: Call) -> Engine | None:
    """The engine for whom the caller asks about: everybody, or one person; None for nobody.

    An admin may name one person in the query by id or external id; a person only themselves.
    """
    user, named = call.access.user_id, getattr(call.query, "owned_by_id", None)
    if user is None and named is None:
        return engine
    person = engine.member_id(str(user or named))
    if person is None or (user is not None and named not in (None, user, person)):
        return None
    return engine.acting_as(owner(person))


class Asked(NamedTuple):
    """Whose records a list asks for, and of which streak: None is of all."""

    mine: Engine
    activity_type: str | None

    @property
    def of_everybody(self) -> bool:
        """Whether everybody's are meant, not one person's."""
        return self.mine.caller.owner_id is None


def asked_of(engine: Engine, call: Call) -> Asked | None:
    """What a list asks for; None where it names nobody or no streak that there is."""
    query: ListQuery = call.query
    mine = reader_of(engine, call)
    if mine is None or query.streak_id is None:
        return None if mine is None else Asked(mine, None)
    streak = streak_named(engine, query.streak_id)
    return None if streak is None else Asked(mine, streak.activity_type)


def member_of(engine: Engine, call: Call, named: str | None, zone: str) -> str:
    """The id of whose log it is; somebody new is made, unless an id of ours is meant."""
    user = call.access.user_id
    if user is None and named is None:
        raise Refusal(ErrorCode.NO_OWNER, "Say whose log it is in ownedById.", "ownedById")
    wanted = str(user or named)
    found = engine.member_id(wanted)
    if user is not None and named not in (None, user, found):
        raise NotFound("There is no such member.")
    if found is None and is_id(wanted):
        raise NotFound("There is no such member.")
    return found or str(engine.member_id(wanted, tz=zone))


def is_id(text: str) -> bool:
    """Whether a text looks like an id of ours."""
    return _UUID.fullmatch(text) is not None


def people_of(engine: Engine) -> dict[str, Owner]:
    """By id: everybody the app records for."""
    return {each.id: each for each in engine.owners()}


def owned_by(people: Mapping[str, Owner], owner_id: str) -> Record:
    """What a record says of whose it is."""
    person = people[owner_id]
    return {"id": person.id, "externalId": person.external_id, "name": person.name}


def streak_named(engine: Engine, streak_id: str) -> Streak | None:
    """The streak with an id, if there is one."""
    return next((each for each in engine.streaks() if each.id == streak_id), None)


def known_streak(engine: Engine, streak_id: str) -> Streak:
    """The streak with an id. Raises NotFound where there is none."""
    found = streak_named(engine, streak_id)
    if found is None:
        raise NotFound("There is no such streak.")
    return found
