"""The engine: one door to all that Unbroken can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unbroken.core.errors import Refusal
from unbroken.core.reports import Imported, Undone
from unbroken.engine.backups import Copies
from unbroken.engine.callers import Caller
from unbroken.engine.civil_instants import OwnersMoments
from unbroken.engine.clock import Clock, system_clock
from unbroken.engine.context import Progressed
from unbroken.engine.doctor import Care
from unbroken.engine.explanation import Explaining
from unbroken.engine.history import History
from unbroken.engine.journal import latest_entry, turn_entry
from unbroken.engine.judged_enrolment import moment
from unbroken.engine.opening import open_desk
from unbroken.engine.owner_rows import load_people
from unbroken.engine.owners import Owners
from unbroken.engine.range_fill import Filling
from unbroken.engine.settings import Configuration
from unbroken.engine.skips import Skips
from unbroken.engine.streak_order import Ordering

if TYPE_CHECKING:
    from pathlib import Path

    from unbroken.engine.interchange.exporter import Moving


class Engine(Filling, History, Explaining, Skips, Ordering, Owners, Configuration, Care, Copies):
    """The engine service, as one caller sees it.

    Every method takes the caller into account (DOMAIN.md section 6) and answers frozen values.
    Raises Refusal where a rule says no, and StoreError where the file cannot be used; after either
    nothing has changed. An engine belongs to the thread that opened it.
    """

    def undo(self) -> Undone:
        """Takes back the owner's last change."""
        return self._turn(undo=True)

    def redo(self) -> Undone:
        """Does again what the owner took back last."""
        return self._turn(undo=False)

    def _turn(self, *, undo: bool) -> Undone:
        owner_id = self._owner_id()
        with self.store.writing():
            entry = latest_entry(self.store, owner_id, undone=not undo)
            if entry is None:
                done = "undo" if undo else "redo"
                raise Refusal(f"nothing_to_{done}", f"There is nothing to {done}.")
            turn_entry(self.store, entry, undo=undo)
            self._follow_owner()
        made_at = moment(entry.made_at)
        assert made_at is not None
        return Undone(entry.label, made_at)

    def _follow_owner(self) -> None:
        """Acts for the first owner where taking back an import has removed the one in use."""
        people = load_people(self.store)
        gone, first = self.caller.owner_id, next(iter(people))
        if gone not in people:
            self.store.rows("UPDATE changes SET owner_id = ? WHERE owner_id = ?", (first, gone))
            self.caller = Caller(True, first)

    def moments(self) -> OwnersMoments:
        """What an importer of another tracker's file needs to know of the owner's time."""
        return self._moving().moments()

    def import_document(
        self,
        document: Any,
        *,
        foreign: bool,
        merge: bool = False,
        name_as: str | None = None,
        dry_run: bool = False,
        undoable: bool = True,
        progressed: Progressed | None = None,
    ) -> Imported:
        """Brings in a document as one change; what is there already, by its id, stays as it is.

        A `foreign` one is another tracker's: all of it belongs to the owner in use. With `merge`,
        logs of a streak whose activity type is taken join the streak that has it; with `name_as`
        that streak comes in under another name. With `dry_run` it is only tried out; one that is
        not `undoable` leaves no entry in the journal.

        Raises Refusal, naming the place, for a document that will not do.
        """
        moving = self._moving()
        imported = moving.import_document(
            document,
            foreign=foreign,
            merge=merge,
            name_as=name_as,
            dry_run=dry_run,
            undoable=undoable,
            progressed=progressed,
        )
        self.caller = moving.caller
        return imported

    def export_document(self) -> dict[str, Any]:
        """Everything, as an interchange document: exact, and always in the same order."""
        return self._moving().export_document()

    def _moving(self) -> Moving:
        from unbroken.engine.interchange.exporter import Moving

        return Moving(self.store, self.clock, self.caller)


def open_engine(
    path: Path | str | None = None,
    *,
    owner: str | None = None,
    caller: Caller | None = None,
    clock: Clock = system_clock,
    timeout: float = 5.0,
) -> Engine:
    """Opens the engine on a database file, which is made if there is none.

    The caller is `caller` if given; else the owner named, or the first one, who is the admin too.
    `timeout` is how many seconds another program's lock is waited for. Raises StoreError where the
    file cannot be used, and NotFound for an owner that is not known.
    """
    return open_desk(Engine, path, owner=owner, caller=caller, clock=clock, timeout=timeout)
