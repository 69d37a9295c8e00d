"""Attempts as records, which nobody writes: `/schema/streak_progress` (docs/service.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from unbroken.core.errors import NotFound
from unbroken.core.results import ProgressRecord
from unbroken.engine.api import Engine
from unbroken.http.bodies import camel_record
from unbroken.http.calls import Call
from unbroken.http.lists import Fields, ListQuery, Page, Record, Single, page_of
from unbroken.http.record_access import asked_of, owned_by, people_of, reader_of

PROGRESS_FIELDS: Final[Fields] = {
    **dict.fromkeys(("id", "streakId", "activityType", "ownedById", "uniqueIdentifier"), str),
    "streakProgressStatus": str,
    "currentProgressValue": int,
    **dict.fromkeys(("streakStartedAt", "streakCompletedAt", "streakBrokenAt"), datetime),
    **dict.fromkeys(("lastTaskContributionAt", "lastTaskCompletedAt"), datetime),
}


def list_progress(engine: Engine, call: Call) -> Page:
    """Records of progress, oldest first: an admin's of everybody, a person's own."""
    query: ListQuery = call.query
    asked = asked_of(engine, call)
    if asked is None:
        return page_of([], query, PROGRESS_FIELDS)
    found = asked.mine.progress(
        asked.activity_type,
        all_owners=asked.of_everybody,
        status=query.streak_progress_status,
    )
    return page_of(_progress(engine, found), query, PROGRESS_FIELDS)


def get_progress(engine: Engine, call: Call) -> Single:
    """One record of progress."""
    mine = reader_of(engine, call)
    if mine is None:
        raise NotFound("There is no such progress record.")
    [record] = _progress(engine, [mine.progress_record(call.path["id"])])
    return Single(record)


def _progress(engine: Engine, found: Iterable[ProgressRecord]) -> Iterator[Record]:
    people = people_of(engine)
    for each in found:
        yield {**camel_record(each), "ownedBy": owned_by(people, each.owned_by_id)}
