"""What goes wrong with a request, and the two bodies in which it is said."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, NamedTuple

from unbroken.core.errors import ErrorCode, Forbidden, NotFound, Refusal, StoreError
from unbroken.core.text import one_line


class Family(StrEnum):
    """Whose conventions a route follows."""

    ACTIVITIES = "activities"
    """Record an activity, get streaks: `{"detail": …}`."""
    RECORDS = "records"
    """Records of a schema: `{"error": {"code", "message"}}`."""


Place = tuple[str | int, ...]
"""Where in a request something stands: `("body", "timezone")`."""


class Problem(NamedTuple):
    """One thing that is wrong with what was sent."""

    place: Place
    message: str
    kind: str


class Fault(Exception):
    """A request that is refused, with a status; `code` is for programs, `message` for people."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        headers: dict[str, str] | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}
        self.problems = problems

    def body(self, family: Family) -> dict[str, Any]:
        """The body in which a family says it."""
        if family is Family.RECORDS:
            return {"error": {"code": self.code, "message": self.message}}
        if self.status != 422:
            return {"detail": self.message}
        problems = self.problems or (Problem(("body",), self.message, self.code),)
        return {"detail": [{"loc": list(p), "msg": m, "type": kind} for p, m, kind in problems]}


def invalid(place: Place, message: str, kind: str) -> Fault:
    """What was sent will not do."""
    return Fault(422, kind, message, problems=(Problem(place, message, kind),))


def unauthenticated(message: str) -> Fault:
    """Nobody known asks."""
    return Fault(401, "unauthenticated", message, headers={"WWW-Authenticate": "Bearer"})


def forbidden(scope: str) -> Fault:
    """The key has not the scope."""
    return Fault(403, ErrorCode.FORBIDDEN, f"This needs a key with the scope {scope}.")


def not_found(what: str = "There is no such thing here.") -> Fault:
    """There is no such thing, or it is somebody else's."""
    return Fault(404, ErrorCode.NOT_FOUND, what)


def overloaded() -> Fault:
    """More waits than can be done soon."""
    message = "Too much is waiting; send it again in a second."
    return Fault(503, "overloaded", message, headers={"Retry-After": "1"})


_PLACES: Final = {
    ErrorCode.BAD_TIME: "timestamp",
    ErrorCode.FUTURE: "timestamp",
    ErrorCode.UNKNOWN_ZONE: "timezone",
    ErrorCode.BAD_METADATA: "metadata",
    ErrorCode.UNKNOWN_ACTIVITY_TYPE: "activity_type",
    ErrorCode.BAD_NAME: "activity_type",
    ErrorCode.PAUSED: "activity_type",
    ErrorCode.ARCHIVED: "activity_type",
    ErrorCode.BAD_AMOUNT: "activity_type",
}
"""Which field of a recorded activity a refusal is about."""

_IN_PATH: Final = {"external_id": "user_id", "app_id": "app_id"}
_CONFLICTS: Final = frozenset(
    {
        *(ErrorCode.STREAK_EXISTS, ErrorCode.OWNER_EXISTS, ErrorCode.CHANGED_SINCE),
        ErrorCode.EXISTS,
        *(ErrorCode.LIVE, ErrorCode.PAUSED, ErrorCode.ARCHIVED),
        *(ErrorCode.NOTHING_TO_UNDO, ErrorCode.NOTHING_TO_REDO),
    }
)
"""Refusals because of how things stand, not of what was sent: 409 among records."""
_OF_UNDO: Final = frozenset({ErrorCode.NOTHING_TO_UNDO, ErrorCode.CHANGED_SINCE})

_UNUSABLE: Final = {
    ErrorCode.LOCKED: "The data of this app is in use by another program; try again in a moment.",
    ErrorCode.DISK: "The disk has no room for it; nothing was changed.",
}


def fault_of(error: Refusal | StoreError, family: Family) -> Fault:
    """What an error of the engine is by HTTP. What tells of files of the machine is left out."""
    if isinstance(error, StoreError):
        sentence = f"The data of this app cannot be used ({error.code}); its keeper must see to it."
        message = _UNUSABLE.get(error.code, sentence)
        return Fault(503, error.code, message, headers={"Retry-After": "5"})
    message = one_line(error.message, 1000)
    if isinstance(error, NotFound):
        return Fault(404, error.code, message)
    if isinstance(error, Forbidden):
        return Fault(403, error.code, message)
    if error.code in (_CONFLICTS if family is Family.RECORDS else _OF_UNDO):
        return Fault(409, error.code, message)
    field = _PLACES.get(error.code) if error.field in (None, "name") else error.field
    place: Place = ("body",) if field is None else ("body", field)
    if field in _IN_PATH:
        place = ("path", _IN_PATH[field])
    return Fault(422, error.code, message, problems=(Problem(place, message, error.code),))
