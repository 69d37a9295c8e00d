"""How a person's streaks stand, once and as a stream of events (docs/service.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.responses import StreamingResponse

from unbroken.engine.api import Engine
from unbroken.http.activities import acting_for, seconds_left
from unbroken.http.bodies import plain
from unbroken.http.calls import Answer, Call
from unbroken.http.faults import not_found
from unbroken.http.news import StandingList

if TYPE_CHECKING:  # what is not served loads no server
    from unbroken.http.service import Service


class AccessAnswer(Struct, frozen=True):
    """What a key may do."""

    app_id: str
    user_id: str | None
    scopes: list[str]


def user_standing(engine: Engine, call: Call) -> StandingList:
    """How a person's streaks stand, with what is done in the open period."""
    user_id = call.path["user_id"]
    mine = acting_for(engine, user_id)
    if mine is None:
        return StandingList(user_id, [])
    return StandingList(
        user_id,
        [
            {
                **plain(each),
                "user_id": user_id,
                "expires_at": each.expires_at,
                "seconds_left": seconds_left(engine, each),
                "last_safe_day": each.last_safe_day,
            }
            for each in mine.status()
        ],
    )


async def user_events(service: Service, call: Call) -> Answer:
    """The same again and again, as server-sent events."""
    app_id, user_id = call.access.app_id, call.path["user_id"]
    if call.path["app_id"] != app_id:
        raise not_found("There is no such app.")

    async def ask() -> StandingList:
        thread = service.apps.thread(app_id)
        return await thread.read(lambda engine: user_standing(engine, call))

    await ask()  # what cannot be asked is refused before a stream begins

    def is_good() -> bool:
        return call.access.is_good(service.keys, service.clock())

    stream = StreamingResponse(
        service.streams.news(app_id, user_id, ask, is_good),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store"},
    )
    return Answer(stream)


async def access(service: Service, call: Call) -> AccessAnswer:
    """What the key may do."""
    return AccessAnswer(call.access.app_id, call.access.user_id, list(call.access.scopes))
