"""Members as records: `/schema/account_user` (docs/service.md)."""

from __future__ import annotations

from typing import Final

from unbroken.core.errors import NotFound
from unbroken.core.members import PROFILE_FIELDS
from unbroken.core.results import Owner
from unbroken.engine.api import Engine
from unbroken.http.bodies import camel
from unbroken.http.calls import Answer, Call
from unbroken.http.lists import Fields, Page, Record, Single, page_of
from unbroken.http.record_access import reader_of
from unbroken.http.record_bodies import NewMember, ProfileChange

MEMBER_FIELDS: Final[Fields] = dict.fromkeys(
    ("id", "externalId", "name", "firstName", "lastName", "email", "phoneNumber", "status"), str
)


def list_members(engine: Engine, call: Call) -> Page:
    """Everybody the app records for: an admin's all, a person themselves."""
    mine = reader_of(engine, call)
    if mine is None:
        return page_of([], call.query, MEMBER_FIELDS)
    people = mine.owners() if mine.caller.owner_id is None else [mine.owner()]
    return page_of(map(_member_record, people), call.query, MEMBER_FIELDS)


def get_member(engine: Engine, call: Call) -> Single:
    """One member, by id or external id."""
    return Single(_member_record(_known_member(engine, call)))


def create_member(engine: Engine, call: Call) -> Single:
    """Adds a member, who is otherwise made by their first activity."""
    body: NewMember = call.body
    profile = _profile(body)
    return Single(
        _member_record(engine.add_member(body.external_id, tz=body.timezone, profile=profile))
    )


def change_member(engine: Engine, call: Call) -> Single:
    """Changes what is given of what is known of a member."""
    member = _known_member(engine, call)
    profile = {**member.profile, **_profile(call.body)}
    return Single(_member_record(engine.edit_owner(member.id, profile=profile)))


def delete_member(engine: Engine, call: Call) -> Answer:
    """Removes a member with all their logs."""
    engine.remove_owner(_known_member(engine, call).id)
    return Answer(None, 204)


def _profile(body: ProfileChange) -> dict[str, str]:
    given = {name: getattr(body, name) for name in PROFILE_FIELDS}
    return {name: value for name, value in given.items() if value is not None}


def _member_record(member: Owner) -> Record:
    return {
        "id": member.id,
        "externalId": member.external_id,
        "name": member.name,
        **{camel(name): member.profile.get(name) for name in PROFILE_FIELDS},
        "timezone": member.timezones[-1].timezone,
        "gracePeriodDays": member.grace_period_days,
    }


def _known_member(engine: Engine, call: Call) -> Owner:
    mine = reader_of(engine, call)
    if mine is not None:
        people = engine.owners() if mine.caller.owner_id is None else [mine.owner()]
        for each in people:
            if call.path["id"] in (each.id, each.external_id):
                return each
    raise NotFound("There is no such member.")
