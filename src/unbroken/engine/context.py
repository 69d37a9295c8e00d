"""What every concern of the engine shares: store, clock, caller, and who and what is meant."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from unbroken.core.errors import Forbidden, NotFound, Refusal
from unbroken.core.instants import Instant, instant_of
from unbroken.core.local_days import Day, iso
from unbroken.engine.callers import Caller
from unbroken.engine.clock import Clock
from unbroken.engine.owner_rows import Person, load_people
from unbroken.engine.streak_rows import Habit, load_habits
from unbroken.store.connection import MEMORY, Store

if TYPE_CHECKING:
    from unbroken.engine.unit_of_work import Change

BACKUPS: Final = "backups"
"""The folder of copies, beside the database."""
DAILY: Final = "daily-"
"""How the names of the daily copies begin."""

Progressed = Callable[[int, int], None]
"""Told how many of how many steps are done."""


class Desk:
    """The base of the engine's concerns."""

    def __init__(self, store: Store, clock: Clock, caller: Caller) -> None:
        self.store = store
        self.clock = clock
        self.caller = caller

    def acting_as(self, caller: Caller) -> Self:
        """The same engine for another caller."""
        return type(self)(self.store, self.clock, caller)

    @property
    def database(self) -> Path | None:
        """Where the database lies; None where it is only in memory."""
        return None if self.store.path == MEMORY else Path(self.store.path)

    def version(self) -> int:
        """A number that changes when another program has changed the database."""
        return self.store.data_version

    def daily_copy(self) -> str:
        """Where today's copy of the database lies, or would lie."""
        folder = os.path.join(os.path.dirname(self.store.path), BACKUPS)
        return os.path.join(folder, f"{DAILY}{iso(self._today(self._me()))}.db")

    def copy_is_due(self) -> bool:
        """Whether something was changed today of which there is no daily copy yet."""
        return self.store.has_written and not os.path.exists(self.daily_copy())

    def close(self) -> None:
        """Closes the database file."""
        self.store.close()

    def _now(self) -> Instant:
        return instant_of(self.clock())

    def _owner_id(self) -> str:
        """Whose streaks are meant. Raises Forbidden for a guest."""
        if self.caller.owner_id is None:
            if self.caller.admin:
                raise Refusal("no_owner", "Say whose streaks you mean; name an owner.")
            raise Forbidden("A guest sees nothing here; act as an owner.")
        return self.caller.owner_id

    def _me(self) -> Person:
        """The owner who is meant."""
        owner_id = self._owner_id()
        person = load_people(self.store, owner_id).get(owner_id)
        if person is None:
            raise NotFound("That owner is not in this database any more.")
        return person

    def _require_admin(self, what: str) -> None:
        if not self.caller.admin:
            raise Forbidden(f"Only the first owner of this database may {what}.")

    def _habit(self, text: str) -> Habit:
        """The streak meant by an activity type, a name, or the beginning of either.

        Raises NotFound, naming the nearest, and Refusal where several begin so.
        """
        found = self._find(text)
        if found is not None:
            return found
        names = [habit.activity_type for habit in load_habits(self.store).values()]
        from difflib import get_close_matches

        near = get_close_matches(text.casefold(), names, 3, 0.5)
        if near:
            hint = f"did you mean {' or '.join(near)}?"
        elif names:
            hint = "see `unbroken status` for those there are."
        else:
            hint = "make one with `unbroken add`."
        raise NotFound(f"There is no streak “{text[:60]}”; {hint}", "unknown_streak")

    def _find(self, text: str) -> Habit | None:
        wanted = text.strip().casefold()
        listed = self.store.rows("SELECT id, activity_type, name FROM streaks ORDER BY position")
        exact = [row for row in listed if row[1] == wanted] or [
            row for row in listed if row[2].casefold() == wanted
        ]
        found = exact or [
            row
            for row in listed
            if wanted and (row[1].startswith(wanted) or row[2].casefold().startswith(wanted))
        ]
        if len(found) > 1:
            names = ", ".join(row[1] for row in found[:5])
            raise Refusal(
                "ambiguous_streak", f"“{text[:60]}” could be any of {names}; write more of it."
            )
        return load_habits(self.store, found[0][0])[found[0][0]] if found else None

    def _today(self, person: Person) -> Day:
        return person.days.date_at(self._now())

    @contextmanager
    def _changing(
        self, label: str, *, discard: bool = False, journaled: bool = True
    ) -> Iterator[Change]:
        """One transaction, one entry in the journal. With `discard`, it is only tried out."""
        from unbroken.engine.journal import write_entry
        from unbroken.engine.unit_of_work import Change

        with self.store.writing(discard=discard):
            change = Change(self.store, label)
            yield change
            change.settle()
            if change.operations and journaled and not discard:
                write_entry(change, self.caller.owner_id or "", self._now())
