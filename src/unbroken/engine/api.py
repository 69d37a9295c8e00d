"""Every operation of the engine on one page, as the app, the command line and Python use it.

Each method hands its arguments, with the caller, to the function of the same name in the module
that its body names. That module is imported when it is first needed, since the start of a command
is felt: a command that only reads never loads what writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from unbroken.engine.callers import Caller
from unbroken.engine.clock import Clock, system_clock
from unbroken.engine.context import Context, Progressed, open_context
from unbroken.engine.lookup import caller_after, caller_named

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from unbroken.core.day_states import CalendarPeriod
    from unbroken.core.reports import (
        Checked,
        Edited,
        Imported,
        Removal,
        Restored,
        Skip,
        Undone,
        Why,
    )
    from unbroken.core.results import (
        CalendarDay,
        Enrolment,
        Log,
        Owner,
        ProgressRecord,
        Recording,
        Reward,
        Settings,
        Streak,
    )
    from unbroken.core.rule_validation import MilestoneGiven
    from unbroken.engine.calendar import ChainDays, Recent
    from unbroken.engine.civil_instants import OwnersMoments


class Engine:
    """The engine, as one caller sees it.

    Every method takes the caller into account (docs/domain.md section 6) and answers frozen values.
    Raises Refusal where a rule says no, and StoreError where the file cannot be used; after either
    nothing has changed. An engine belongs to the thread that opened it.
    """

    def __init__(self, context: Context, caller: Caller) -> None:
        self._context = context
        self.store = context.store
        self.clock = context.clock
        self.caller = caller
        """Who asks; only a change that takes its own owner away makes it another."""

    # the connection

    def acting_as(self, caller: Caller) -> Self:
        """The same engine for another caller."""
        return type(self)(self._context, caller)

    @property
    def database(self) -> Path | None:
        """Where the database lies; None where it is only in memory."""
        return self._context.database

    def version(self) -> int:
        """A number that changes when another program has changed the database."""
        return self.store.data_version

    def close(self) -> None:
        """Closes the database file."""
        self.store.close()

    # how things stand

    def status(self, streak: str | None = None, *, archived: bool = False) -> list[Enrolment]:
        """The owner's enrolments, in their order; archived ones when asked for or named."""
        from unbroken.engine.enrolments import status

        return status(self._context, self.caller, streak, archived=archived)

    def due(self) -> list[Enrolment]:
        """What is still open in the current periods, most urgent first."""
        from unbroken.engine.enrolments import due

        return due(self._context, self.caller)

    def why(self, streak: str) -> Why:
        """The judgement of one of the owner's streaks, explained as of now."""
        from unbroken.engine.explanation import why

        return why(self._context, self.caller, streak)

    def progress(
        self, streak: str | None = None, *, all_owners: bool = False, status: str | None = None
    ) -> list[ProgressRecord]:
        """Attempts, oldest first: the owner's, or with `all_owners` everybody's (admins only)."""
        from unbroken.engine.progress import progress

        return progress(self._context, self.caller, streak, all_owners=all_owners, status=status)

    def progress_record(self, record_id: str) -> ProgressRecord:
        """One attempt by its id."""
        from unbroken.engine.progress import progress_record

        return progress_record(self._context, self.caller, record_id)

    def rewards(self, streak: str | None = None, *, all_owners: bool = False) -> list[Reward]:
        """The reward logs, oldest first: the owner's, or everybody's (admins only)."""
        from unbroken.engine.progress import rewards

        return rewards(self._context, self.caller, streak, all_owners=all_owners)

    def calendar(
        self, streak: str | None = None, *, year: int | None = None, month: int | None = None
    ) -> list[CalendarDay]:
        """The days of a month (default: the present one) with those that fill its weeks."""
        from unbroken.engine.calendar import calendar

        return calendar(self._context, self.caller, streak, year=year, month=month)

    def days(self, streak: str | None, first: date, last: date) -> list[CalendarDay]:
        """The days of any range, at most four years, of one streak or of all live ones."""
        from unbroken.engine.calendar import days

        return days(self._context, self.caller, streak, first, last)

    def periods(
        self, streak: str | None, first: date, last: date
    ) -> dict[str, tuple[CalendarPeriod, ...]]:
        """By streak id, in the owner's order: the periods that touch a range of days."""
        from unbroken.engine.calendar import periods

        return periods(self._context, self.caller, streak, first, last)

    def recent(self, streak_ids: Collection[str], count: int) -> dict[str, Recent]:
        """By streak id: the last `count` periods, the present one included."""
        from unbroken.engine.calendar import recent

        return recent(self._context, self.caller, streak_ids, count)

    def chains(self, streak: str) -> tuple[ChainDays, ...]:
        """Every chain of one streak, oldest first."""
        from unbroken.engine.calendar import chains

        return chains(self._context, self.caller, streak)

    # logs

    def log(
        self,
        streak: str,
        value: object = None,
        *,
        at: datetime | None = None,
        tz: str | None = None,
        note: str = "",
        unique_identifier: str | None = None,
        new: bool = True,
        dry_run: bool = False,
    ) -> Recording:
        """Records an activity of the owner, for now or for the aware time `at`."""
        from unbroken.engine.recording import log

        return log(
            self._context,
            self.caller,
            streak,
            value,
            at=at,
            tz=tz,
            note=note,
            unique_identifier=unique_identifier,
            new=new,
            dry_run=dry_run,
        )

    def fill(self, streak: str, first: date, last: date, value: object = None) -> int:
        """Logs once, at noon, on each day of a range that has no log yet; answers how often."""
        from unbroken.engine.range_fill import fill

        return fill(self._context, self.caller, streak, first, last, value)

    def history(
        self,
        streak: str | None = None,
        *,
        first: date | None = None,
        last: date | None = None,
        limit: int | None = None,
        all_owners: bool = False,
    ) -> list[Log]:
        """The logs of local dates `first` to `last`, both included, newest first."""
        from unbroken.engine.logs import history

        return history(
            self._context,
            self.caller,
            streak,
            first=first,
            last=last,
            limit=limit,
            all_owners=all_owners,
        )

    def edit_log(
        self,
        log_id: str,
        *,
        value: object = None,
        at: datetime | None = None,
        tz: str | None = None,
        note: str | None = None,
    ) -> Log:
        """Changes what is given of one of the owner's logs."""
        from unbroken.engine.logs import edit_log

        return edit_log(self._context, self.caller, log_id, value=value, at=at, tz=tz, note=note)

    def delete_log(self, log_id: str) -> Log:
        """Deletes one of the owner's logs; what it counted for is judged anew."""
        from unbroken.engine.logs import delete_log

        return delete_log(self._context, self.caller, log_id)

    # skips

    def skips(self, streak: str | None = None) -> list[Skip]:
        """The owner's skips, oldest first: all, or those that hold for one streak."""
        from unbroken.engine.skips import skips

        return skips(self._context, self.caller, streak)

    def skip(
        self, streak: str | None, first: date, last: date | None = None, *, reason: str = ""
    ) -> Skip:
        """Excuses the dates `first` to `last` (default: that day alone); None means all streaks."""
        from unbroken.engine.skips import skip

        return skip(self._context, self.caller, streak, first, last, reason=reason)

    def unskip(self, streak: str | None, first: date, last: date | None = None) -> Skip:
        """Takes dates out of the skips of one streak, or of those of all (None)."""
        from unbroken.engine.skips import unskip

        return unskip(self._context, self.caller, streak, first, last)

    # undo

    def undo(self) -> Undone:
        """Takes back the owner's last change."""
        from unbroken.engine.undo import undo

        undone = undo(self._context, self.caller)
        self._follow_owner()
        return undone

    def redo(self) -> Undone:
        """Does again what the owner took back last."""
        from unbroken.engine.undo import redo

        redone = redo(self._context, self.caller)
        self._follow_owner()
        return redone

    # streaks

    def streaks(self) -> list[Streak]:
        """Every streak of the database, in order, archived ones too."""
        from unbroken.engine.streaks import streaks

        return streaks(self._context, self.caller)

    def streak(self, text: str) -> Streak:
        """The streak meant by an activity type, a name or the beginning of either."""
        from unbroken.engine.streaks import streak

        return streak(self._context, self.caller, text)

    def add(
        self,
        name: str,
        *,
        milestones: Sequence[MilestoneGiven] = (),
        dry_run: bool = False,
        **rules: Any,
    ) -> Streak:
        """Makes a streak and enrols the owner; `rules` are those of docs/domain.md section 3."""
        from unbroken.engine.streaks import add

        return add(
            self._context, self.caller, name, milestones=milestones, dry_run=dry_run, **rules
        )

    def edit(
        self,
        streak: str,
        *,
        milestones: Sequence[MilestoneGiven] | None = None,
        whole_history: bool = False,
        dry_run: bool = False,
        **rules: Any,
    ) -> Edited:
        """Changes rules, and says what that does to the numbers of everybody enrolled."""
        from unbroken.engine.streaks import edit

        return edit(
            self._context,
            self.caller,
            streak,
            milestones=milestones,
            whole_history=whole_history,
            dry_run=dry_run,
            **rules,
        )

    def reorder(self, streak_ids: Sequence[str]) -> None:
        """Puts the owner's streaks in this order; those not named stay behind them."""
        from unbroken.engine.streak_order import reorder

        reorder(self._context, self.caller, streak_ids)

    def pause(self, streak: str) -> Streak:
        """Excuses the streak for everybody enrolled from today on, until it is resumed."""
        from unbroken.engine.life_cycle import pause

        return pause(self._context, self.caller, streak)

    def resume(self, streak: str) -> Streak:
        """Ends a pause with the day before today."""
        from unbroken.engine.life_cycle import resume

        return resume(self._context, self.caller, streak)

    def archive(self, streak: str) -> Streak:
        """Hides a streak; it is judged as of now from then on."""
        from unbroken.engine.life_cycle import archive

        return archive(self._context, self.caller, streak)

    def restore(self, streak: str) -> Streak:
        """Brings an archived streak back, paused if it was archived while paused."""
        from unbroken.engine.life_cycle import restore

        return restore(self._context, self.caller, streak)

    def removal(self, streak: str) -> Removal:
        """What would go with a streak."""
        from unbroken.engine.life_cycle import removal

        return removal(self._context, self.caller, streak)

    def remove(self, streak: str) -> Streak:
        """Deletes a streak with everybody's logs on it; undo brings all of it back."""
        from unbroken.engine.life_cycle import remove

        return remove(self._context, self.caller, streak)

    # owners

    def owner(self) -> Owner:
        """The owner whose streaks are meant."""
        from unbroken.engine.answers.owner import owner_answer

        return owner_answer(self._context.owner(self.caller))

    def owners(self) -> list[Owner]:
        """Everybody, for an admin; else only the owner."""
        from unbroken.engine.owners import owners

        return owners(self._context, self.caller)

    def owner_named(self, owner: str) -> Owner:
        """The owner meant by a name, its beginning or an id; another than oneself for an admin."""
        from unbroken.engine.owners import owner_named

        return owner_named(self._context, self.caller, owner)

    def add_owner(
        self,
        name: str,
        *,
        tz: str | None = None,
        day_start: object = 0,
        week_start: str = "monday",
        grace_period_days: object = 0,
    ) -> Owner:
        """Adds a person; without `tz` in the machine's zone."""
        from unbroken.engine.owners import add_owner

        return add_owner(
            self._context,
            self.caller,
            name,
            tz=tz,
            day_start=day_start,
            week_start=week_start,
            grace_period_days=grace_period_days,
        )

    def edit_owner(
        self, owner: str, *, tz: str | None = None, always: bool = False, **fields: Any
    ) -> Owner:
        """Changes `name`, `day_start`, `week_start` or `grace_period_days` of a person, or `tz`."""
        from unbroken.engine.owners import edit_owner

        return edit_owner(self._context, self.caller, owner, tz=tz, always=always, **fields)

    def remove_owner(self, owner: str) -> Owner:
        """Removes a person with all their logs; undo brings them back. The last one stays."""
        from unbroken.engine.owners import remove_owner

        return remove_owner(self._context, self.caller, owner)

    def add_zone(self, owner: str, zone: str, since: datetime) -> Owner:
        """Says that a person was in `zone` from `since` on."""
        from unbroken.engine.timezone_timeline import add_zone

        return add_zone(self._context, self.caller, owner, zone, since)

    def edit_zone(
        self,
        owner: str,
        effective_from: datetime,
        *,
        zone: str | None = None,
        since: datetime | None = None,
    ) -> Owner:
        """Changes the zone of the entry that holds from `effective_from` on, or its instant."""
        from unbroken.engine.timezone_timeline import edit_zone

        return edit_zone(self._context, self.caller, owner, effective_from, zone=zone, since=since)

    def remove_zone(self, owner: str, effective_from: datetime) -> Owner:
        """Removes the entry that holds from `effective_from` on."""
        from unbroken.engine.timezone_timeline import remove_zone

        return remove_zone(self._context, self.caller, owner, effective_from)

    def moments(self) -> OwnersMoments:
        """What an importer of another tracker's file needs to know of the owner's time."""
        from unbroken.engine.civil_instants import OwnersMoments

        return OwnersMoments(self._context.owner(self.caller).days, self._context.now())

    # settings

    def settings(self) -> Settings:
        """Every setting."""
        from unbroken.engine.settings import settings

        return settings(self._context, self.caller)

    def configure(self, key: str, text: str) -> Settings:
        """Gives a setting the value that a text says; an empty text gives it its default."""
        from unbroken.engine.settings import configure

        return configure(self._context, self.caller, key, text)

    # the whole database

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
        """Brings in a document as one change; what is there already, by its id, stays as it is."""
        from unbroken.engine.interchange.importer import import_document

        imported = import_document(
            self._context,
            self.caller,
            document,
            foreign=foreign,
            merge=merge,
            name_as=name_as,
            dry_run=dry_run,
            undoable=undoable,
            progressed=progressed,
        )
        self._follow_owner()
        return imported

    def export_document(self) -> dict[str, Any]:
        """Everything, as an interchange document: exact, and always in the same order."""
        from unbroken.engine.interchange.exporter import export_document

        return export_document(self._context, self.caller)

    def backup(self, target: Path | None = None) -> Path:
        """Copies the database, by default into the folder `backups` beside it."""
        from unbroken.engine.backups import backup

        return backup(self._context, self.caller, target)

    def copy_is_due(self) -> bool:
        """Whether something was changed today of which there is no daily copy yet."""
        from unbroken.engine.daily_copy import copy_is_due

        return copy_is_due(self._context, self.caller)

    def daily_copy(self) -> str:
        """Where today's copy of the database lies, or would lie."""
        from unbroken.engine.daily_copy import daily_copy

        return daily_copy(self._context, self.caller)

    def daily_backup(self) -> Path | None:
        """Makes today's copy, if it is wanted and not there yet, and drops those too many."""
        from unbroken.engine.backups import daily_backup

        return daily_backup(self._context, self.caller)

    def restore_copy(self, source: Path, *, dry_run: bool = False) -> Restored:
        """Puts a copy in the database's place; the replaced file is kept among the copies."""
        from unbroken.engine.backups import restore_copy

        return restore_copy(self._context, self.caller, source, dry_run=dry_run)

    def doctor(self, *, repair: bool = False) -> Checked:
        """Checks the file, and that what is stored equals what is judged from nothing."""
        from unbroken.engine.doctor import doctor

        return doctor(self._context, self.caller, repair=repair)

    def _follow_owner(self) -> None:
        """Acts for the first owner from here on, where a change has taken the one in use away."""
        self.caller = caller_after(self._context, self.caller)


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
    context = open_context(path, clock, timeout)
    try:
        return Engine(context, caller or caller_named(context, owner))
    except BaseException:
        context.store.close()
        raise
