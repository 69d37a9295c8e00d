"""What every operation works with: the database and the clock. Who asks is an argument."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from unbroken.core.errors import ErrorCode, Forbidden, NotFound, Refusal
from unbroken.core.instants import FIRST_INSTANT, Instant, instant_of
from unbroken.core.local_days import Day, LocalDays
from unbroken.core.typing import TYPE_CHECKING, Any
from unbroken.engine.callers import Caller
from unbroken.engine.clock import Clock
from unbroken.store.connection import MEMORY, Store
from unbroken.store.owners import OwnerRow, has_owner, opening, owner_with

if TYPE_CHECKING:
    from pathlib import Path

    from unbroken.store.unit_of_work import UnitOfWork

Progressed = Callable[[int, int], None]
"""Told how many of how many steps are done."""


class Context:
    """An open database and a clock, for whoever asks.

    A context belongs to the thread that opened it.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.former_file: Path | None = None
        """A copy of the file as an older version had left it, if opening it upgraded it."""
        self.is_synced = False
        """Whether the database was synced when it was opened."""
        self.merges = 0
        """How often something of other machines was taken over since it was opened."""
        self.has_unsent = False
        """Whether a change was kept that the folder is to be told of."""
        self.on_unsent: Callable[[], None] | None = None
        """Called then, where another connection tells the folder; this one never waits for it."""
        self._kept: dict[Hashable, Any] = {}
        self._kept_at: tuple[int, int] | None = None
        self.unsent_since: str | None = None
        """Why the folder could not be told of the last change, in a sentence."""

    def kept(self) -> dict[Hashable, Any]:
        """What was worked out from the file as it is, by what was asked for.

        It is empty again as soon as anybody has written to the file. Call it while reading.
        """
        written = self.store.data_version, self.store.changes
        if written != self._kept_at:
            self._kept, self._kept_at = {}, written
        return self._kept

    @property
    def database(self) -> Path | None:
        """Where the database lies; None where it is only in memory."""
        if self.store.path == MEMORY:
            return None
        from pathlib import Path  # most commands never ask, and its import is felt

        return Path(self.store.path)

    def now(self) -> Instant:
        """The present instant."""
        return instant_of(self.clock())

    def today(self, owner: OwnerRow) -> Day:
        """An owner's present local day."""
        return owner.days.date_at(self.now())

    def owner(self, caller: Caller) -> OwnerRow:
        """The owner whose streaks are meant.

        Raises Forbidden for a guest, and NotFound for one who is gone.
        """
        owner_id = owner_id_of(caller)
        owner = owner_with(self.store, owner_id)
        if owner is None:
            raise _gone()
        return owner

    def reader(self, caller: Caller) -> OwnerRow:
        """Whose week and day a rule is told by: the owner's, or an admin's who names nobody."""
        if caller.admin and caller.owner_id is None:
            return OwnerRow("", "", 0, 0, LocalDays(((FIRST_INSTANT, "UTC"),), 0))
        return self.owner(caller)

    def check_owner(self, caller: Caller) -> None:
        """Raises NotFound where the caller acts for an owner who is gone, taken away elsewhere."""
        if caller.owner_id is not None and not has_owner(self.store, caller.owner_id):
            raise _gone()

    @contextmanager
    def changing(
        self,
        caller: Caller,
        label: str,
        *,
        discard: bool = False,
        journaled: bool = True,
        loads_owner: bool = False,
    ) -> Iterator[UnitOfWork]:
        """One transaction, one entry in the journal, and judged anew what it touched.

        With `discard`, it is only tried out. The journal is an owner's: what an admin does who
        names none is not in it. Raises NotFound where the caller's owner is gone; a block that
        `loads_owner` finds that out by itself.
        """
        # a command that only reads goes without what writes
        from unbroken.engine.recalculation import recalculate
        from unbroken.store.journal import write_entry  # only what writes
        from unbroken.store.unit_of_work import UnitOfWork  # only what writes

        with self.store.writing(discard=discard):
            if not loads_owner:
                self.check_owner(caller)
            work = UnitOfWork(self.store, caller.owner_id or "", label)
            yield work
            recalculate(work)
            if work.operations and not discard:
                if journaled and work.owner_id:
                    is_synced = write_entry(work, self.now())
                else:  # settings that undo leaves alone are of this machine
                    is_synced = (journaled or not work.sets_alone) and opening(self.store)[1]
                if is_synced:
                    self.note_change(work)
        self.send()

    def note_change(self, work: UnitOfWork) -> None:
        """Notes what a change did for the other machines, in its transaction."""
        from unbroken.engine.synchronisation.capture import capture  # only where it is synced

        capture(work, self.now())
        self.has_unsent = True

    def send(self) -> None:
        """Tells the folder of the changes that were kept; what cannot be told now waits."""
        if not self.has_unsent or self.store.in_transaction:
            return
        if self.on_unsent is not None:
            self.has_unsent = False
            self.on_unsent()
            return
        # only where it is synced
        from unbroken.engine.synchronisation.publishing import send_waiting

        self.has_unsent = False
        self.unsent_since = send_waiting(self.store)


def _gone() -> NotFound:
    return NotFound("That owner is not in this database any more.")


def owner_id_of(caller: Caller) -> str:
    """Whose streaks are meant. Raises Forbidden for a guest."""
    if caller.owner_id is None:
        if caller.admin:
            raise Refusal(ErrorCode.NO_OWNER, "Say whose streaks you mean; name an owner.")
        raise Forbidden("A guest sees nothing here; act as an owner.")
    return caller.owner_id
