"""Every operation of the engine on one page, as the app, the command line and Python use it.

Each method stands for the function of the same name in the module that `operation` names, which is
given the context and the caller before its own arguments. That module is imported when it is first
called, since the start of a command is felt: a command that only reads never loads what writes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from functools import wraps
from importlib import import_module

from unbroken.core.errors import Unreadable
from unbroken.core.instants import instant_of
from unbroken.core.results import NO_PROFILE
from unbroken.core.typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from unbroken.engine.callers import Caller
from unbroken.engine.clock import Clock, system_clock
from unbroken.engine.context import Context, Progressed
from unbroken.engine.database_file import open_context
from unbroken.engine.lookup import caller_after, caller_named
from unbroken.store.owners import opening

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from unbroken.core.day_states import CalendarPeriod
    from unbroken.core.figures import Overview, Statistics
    from unbroken.core.reports import (
        Change,
        Checked,
        Delivery,
        Edited,
        Imported,
        Reminder,
        Removal,
        Restored,
        Skip,
        Stopped,
        SyncAdmitted,
        SyncAsked,
        Synced,
        SyncJoined,
        SyncPlace,
        SyncStatus,
        SyncWaiting,
        Timer,
        Turned,
        Undone,
        Webhook,
        Why,
    )
    from unbroken.core.results import (
        CalendarDay,
        Enrolment,
        Log,
        Milestone,
        Owner,
        ProgressRecord,
        Recording,
        Reward,
        Settings,
        Streak,
    )
    from unbroken.core.rule_validation import MilestoneGiven
    from unbroken.core.year_review import YearReview
    from unbroken.engine.calendar import ChainDays, Month, Recent
    from unbroken.engine.civil_instants import OwnersMoments

Operation = TypeVar("Operation", bound=Callable[..., Any])


def operation(
    module: str, *, follows: bool = False, in_part: bool = False, in_part_of_all: bool = False
) -> Callable[[Operation], Operation]:
    """A method of `Engine` that the function of its name in a module of the engine carries out.

    One that `follows` can take the owner in use away; the engine then acts for the first one left.
    One that answers `in_part` leaves out what cannot be read, where whoever asks is told of that;
    `in_part_of_all` only where it is asked about all streaks, as of one nothing would be left.
    """

    def declare(stub: Operation) -> Operation:
        name = stub.__name__

        function: Callable[..., Any] | None = None

        @wraps(stub)
        def call(self: Engine, *arguments: Any, **options: Any) -> Any:
            nonlocal function
            if function is None:
                function = cast(
                    "Operation", getattr(import_module(f"unbroken.engine.{module}"), name)
                )
            try:
                answer = function(self._context, self.caller, *arguments, **options)
            except Unreadable:
                parted = in_part or (in_part_of_all and not _names_one(stub, arguments, options))
                if not (parted and self.store.tells_gaps):
                    raise
                with self.store.leaving_gaps():
                    answer = function(self._context, self.caller, *arguments, **options)
            if follows:
                self.caller = caller_after(self._context, self.caller)
            return answer

        return cast("Operation", call)

    return declare


def _names_one(
    stub: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]
) -> bool:
    """Whether a call asks about one streak."""
    from inspect import signature  # costly to load, and only damage asks

    given = signature(stub).bind(None, *arguments, **options).arguments
    return given.get("streak") is not None


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

    @property
    def is_synced(self) -> bool:
        """Whether the database was synced to a folder when it was opened."""
        return self._context.is_synced

    def is_synced_by_now(self) -> bool:
        """Whether it is synced now, though another program may have set that up, or ended it."""
        return opening(self.store)[1]

    @property
    def unsent_since(self) -> str | None:
        """Why the folder could not be told of the last change, in a sentence; None if it was."""
        return self._context.unsent_since

    def leave_sending(self, on_unsent: Callable[[], None]) -> None:
        """Leaves it to another engine of the file to tell the folder of changes (`sync_write`).

        `on_unsent` is called after each, on the thread of this engine.
        """
        self._context.on_unsent = on_unsent

    @property
    def former_file(self) -> Path | None:
        """A copy of the file as an older version had left it, if opening it upgraded it."""
        return self._context.former_file

    def is_used_by(self, program: str, opened_at: datetime | None = None) -> None:
        """Says which program's changes these are from now on, for the journal.

        `program` is one of `store.journal.PROGRAMS`; of an app, when its window was opened, too.
        """
        at = None if opened_at is None else instant_of(opened_at)
        self.store.written_by = (program, at)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several operations that are kept together, or none of them. One may lie in another."""
        with self.store.writing():
            yield
        self._context.send()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several questions that see one state of the database."""
        with self.store.reading():
            yield

    def version(self) -> int:
        """A number that changes when another program, or another machine, has changed it."""
        return self.store.data_version + self._context.merges

    def close(self) -> None:
        """Closes the database file."""
        self.store.close()

    # how things stand

    @operation("enrolments", in_part=True)
    def status(self, streak: str | None = None, *, archived: bool = False) -> list[Enrolment]:
        """The owner's enrolments, in their order; archived ones when asked for or named."""

    @operation("enrolments", in_part=True)
    def due(self) -> list[Enrolment]:
        """What is still open in the current periods, most urgent first."""

    @operation("explanation")
    def why(self, streak: str, day: date | None = None) -> Why:
        """The judgement of one of the owner's streaks as of now, or of the period of a day."""

    @operation("progress", in_part=True)
    def progress(
        self, streak: str | None = None, *, all_owners: bool = False, status: str | None = None
    ) -> list[ProgressRecord]:
        """Attempts, oldest first: the owner's, or with `all_owners` everybody's (admins only)."""

    @operation("progress")
    def progress_record(self, record_id: str) -> ProgressRecord:
        """One attempt by its id."""

    @operation("progress", in_part=True)
    def rewards(self, streak: str | None = None, *, all_owners: bool = False) -> list[Reward]:
        """The reward logs, oldest first: the owner's, or everybody's (admins only)."""

    @operation("progress")
    def set_coupon(self, reward_id: str, **given: Any) -> Reward:
        """Adds to a reward log what of `coupon_code`, `issued_at`, `expires_at` is given."""

    @operation("calendar", in_part=True)
    def calendar(
        self, streak: str | None = None, *, year: int | None = None, month: int | None = None
    ) -> list[CalendarDay]:
        """The days of a month (default: the present one) with those that fill its weeks."""

    @operation("calendar", in_part=True)
    def month(
        self, streak: str | None = None, *, year: int | None = None, month: int | None = None
    ) -> Month:
        """What `calendar` answers, with the periods that touch its days."""

    @operation("calendar", in_part=True)
    def days(self, streak: str | None, first: date, last: date) -> list[CalendarDay]:
        """The days of any range, at most four years, of one streak or of all live ones."""

    @operation("calendar", in_part=True)
    def periods(
        self, streak: str | None, first: date, last: date
    ) -> dict[str, tuple[CalendarPeriod, ...]]:
        """By streak id, in the owner's order: the periods that touch a range of days."""

    @operation("calendar", in_part=True)
    def recent(self, streak_ids: Collection[str], count: int) -> dict[str, Recent]:
        """By streak id: the last `count` periods, the present one included."""

    @operation("calendar", in_part=True)
    def chains(self, streak: str) -> tuple[ChainDays, ...]:
        """Every chain of one streak, oldest first."""

    @operation("statistics", in_part_of_all=True)
    def statistics(
        self,
        streak: str | None = None,
        *,
        first: date | None = None,
        last: date | None = None,
    ) -> list[Statistics]:
        """The figures of one streak, or of every live one, over days, both included."""

    @operation("overview", in_part_of_all=True)
    def overview(
        self,
        streak: str | None = None,
        *,
        first: date | None = None,
        last: date | None = None,
        all_owners: bool = False,
    ) -> list[Overview]:
        """The figures that stand in a line; with `all_owners` everybody's (admins only)."""

    @operation("year_review", in_part_of_all=True)
    def year_review(self, year: int | None = None, streak: str | None = None) -> YearReview:
        """A year of one streak or of all, with its figures against the year before."""

    # logs

    @operation("recording")
    def log(
        self,
        streak: str,
        value: object = None,
        *,
        at: datetime | None = None,
        tz: str | None = None,
        note: str = "",
        unique_identifier: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        reference: str | None = None,
        new: bool = True,
        dry_run: bool = False,
    ) -> Recording:
        """Records an activity of the owner, for now or for the aware time `at`.

        `metadata` is a JSON object to be found again, `reference` the caller's own id of it.
        """

    @operation("range_fill")
    def fill(self, streak: str, first: date, last: date, value: object = None) -> int:
        """Logs once, at noon, on each day of a range that has no log yet; answers how often."""

    @operation("logs")
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

    @operation("notes", in_part=True)
    def notes(
        self,
        text: str = "",
        *,
        streak: str | None = None,
        before: Log | Skip | None = None,
        limit: object = 100,
    ) -> list[Log | Skip]:
        """Logs with a text in their note and skips with it in their reason, newest first."""

    @operation("logs")
    def log_by_id(self, log_id: str) -> Log:
        """One log by its id: the owner's, or for an admin who names none, anybody's."""

    @operation("logs")
    def log_count(
        self,
        streak: str | None = None,
        *,
        first: date | None = None,
        last: date | None = None,
        all_owners: bool = False,
    ) -> int:
        """How many logs there are of local dates `first` to `last`, both included.

        Of the owner, or with `all_owners` of everybody (admins only).
        """

    @operation("logs")
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

    @operation("logs")
    def delete_log(self, log_id: str) -> Log:
        """Deletes one of the owner's logs; what it counted for is judged anew."""

    # timers and reminders

    @operation("timers")
    def start(self, streak: str, *, at: datetime | None = None) -> Timer:
        """Starts a timer for one of the owner's streaks, now or as of the aware time `at`."""

    @operation("timers")
    def stop(
        self,
        streak: str | None = None,
        *,
        at: datetime | None = None,
        confirmed: bool = False,
        discard: bool = False,
    ) -> Stopped:
        """Stops the timer of a streak, or the only one that runs, and logs how long it ran."""

    @operation("timers")
    def timer(self) -> list[Timer]:
        """The owner's timers that run, the oldest first."""

    @operation("reminders")
    def remind(self, *, dry_run: bool = False) -> list[Reminder]:
        """What the owner is to be reminded of now; noted as sent before it is answered."""

    # skips

    @operation("skips", in_part=True)
    def skips(self, streak: str | None = None) -> list[Skip]:
        """The owner's skips, oldest first: all, or those that hold for one streak."""

    @operation("skips")
    def skip(
        self, streak: str | None, first: date, last: date | None = None, *, reason: str = ""
    ) -> Skip:
        """Excuses the dates `first` to `last` (default: that day alone); None means all streaks."""

    @operation("skips")
    def unskip(self, streak: str | None, first: date, last: date | None = None) -> Skip:
        """Takes dates out of the skips of one streak, or of those of all (None)."""

    # undo

    @operation("undo", follows=True)
    def undo(self) -> Undone:
        """Takes back the owner's last change."""

    @operation("undo", follows=True)
    def redo(self) -> Undone:
        """Does again what the owner took back last."""

    @operation("undo", follows=True)
    def undo_to(
        self, number: object, *, expected: int | None = None, dry_run: bool = False
    ) -> Turned:
        """Takes back the owner's changes up to the one of that number, it included, or none."""

    @operation("undo", follows=True)
    def redo_to(
        self, number: object, *, expected: int | None = None, dry_run: bool = False
    ) -> Turned:
        """Does again what the owner took back, up to the change of that number, or nothing."""

    @operation("journal")
    def journal(self, *, limit: object = None) -> list[Change]:
        """The owner's changes, newest first, those taken back among them."""

    # streaks

    @operation("answers.streak", in_part=True)
    def streaks(self) -> list[Streak]:
        """Every streak of the database, in order, archived ones too."""

    @operation("answers.streak")
    def streak(self, text: str) -> Streak:
        """The streak meant by an activity type, a name or the beginning of either."""

    @operation("streaks")
    def add(
        self,
        name: str,
        *,
        milestones: Sequence[MilestoneGiven] = (),
        dry_run: bool = False,
        **rules: Any,
    ) -> Streak:
        """Makes a streak and enrols the owner; `rules` are those of docs/domain.md section 3."""

    @operation("streaks")
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

    @operation("streak_order")
    def reorder(self, streak_ids: Sequence[str]) -> None:
        """Puts the owner's streaks in this order; those not named stay behind them."""

    @operation("life_cycle")
    def pause(self, streak: str) -> Streak:
        """Excuses the streak for everybody enrolled from today on, until it is resumed."""

    @operation("life_cycle")
    def resume(self, streak: str) -> Streak:
        """Ends a pause with the day before today."""

    @operation("life_cycle")
    def archive(self, streak: str) -> Streak:
        """Hides a streak; it is judged as of now from then on."""

    @operation("life_cycle")
    def restore(self, streak: str) -> Streak:
        """Brings an archived streak back, paused if it was archived while paused."""

    @operation("life_cycle")
    def removal(self, streak: str) -> Removal:
        """What would go with a streak."""

    @operation("life_cycle")
    def remove(self, streak: str) -> Streak:
        """Deletes a streak with everybody's logs on it; undo brings all of it back."""

    @operation("milestones")
    def add_milestone(self, streak: str, number: int, title: str) -> Milestone:
        """Adds a milestone to a streak; who has reached it already gets its reward."""

    @operation("milestones")
    def edit_milestone(
        self, milestone_id: str, number: int | None = None, title: str | None = None
    ) -> Milestone:
        """Changes what is given of a milestone; it keeps its id, and so its rewards."""

    @operation("milestones")
    def remove_milestone(self, milestone_id: str) -> Milestone:
        """Removes a milestone with its rewards."""

    # owners

    @operation("answers.owner")
    def owner(self) -> Owner:
        """The owner whose streaks are meant."""

    @operation("owners", in_part=True)
    def owners(self) -> list[Owner]:
        """Everybody, for an admin; else only the owner."""

    @operation("owners")
    def owner_named(self, owner: str) -> Owner:
        """The owner meant by a name, its beginning or an id; another than oneself for an admin."""

    @operation("owners")
    def add_owner(
        self,
        name: str,
        *,
        tz: str | None = None,
        day_start: object = 0,
        week_start: str = "monday",
        grace_period_days: object = 0,
        external_id: str | None = None,
        profile: Mapping[str, Any] = NO_PROFILE,
        quiet_hours: str | None = None,
    ) -> Owner:
        """Adds a person; without `tz` in the machine's zone."""

    @operation("members")
    def member_id(self, external_id: str, *, tz: str | None = None) -> str | None:
        """The id of the owner whom an app calls so; with `tz` one is made if there is none."""

    @operation("members")
    def add_member(self, external_id: str, *, tz: str, profile: Mapping[str, Any]) -> Owner:
        """Adds somebody an app records for, named as their profile says, or else by that id."""

    @operation("owners")
    def edit_owner(
        self, owner: str, *, tz: str | None = None, always: bool = False, **fields: Any
    ) -> Owner:
        """Changes what is given: `name`, `day_start`, `week_start`, `grace_period_days` …, `tz`.

        A new zone holds from now on; with `always` the one in force was wrong from its beginning
        on, and the new one stands in its place.
        """

    @operation("owners")
    def remove_owner(self, owner: str) -> Owner:
        """Removes a person with all their logs; undo brings them back. The last one stays."""

    @operation("timezone_timeline")
    def add_zone(self, owner: str, zone: str, since: datetime) -> Owner:
        """Says that a person was in `zone` from `since` on."""

    @operation("timezone_timeline")
    def edit_zone(
        self,
        owner: str,
        effective_from: datetime,
        *,
        zone: str | None = None,
        since: datetime | None = None,
    ) -> Owner:
        """Changes the zone of the entry that holds from `effective_from` on, or its instant."""

    @operation("timezone_timeline")
    def remove_zone(self, owner: str, effective_from: datetime) -> Owner:
        """Removes the entry that holds from `effective_from` on."""

    @operation("civil_instants")
    def moments(self) -> OwnersMoments:
        """What an importer of another tracker's file needs to know of the owner's time."""

    # settings

    @operation("settings")
    def settings(self) -> Settings:
        """Every setting."""

    @operation("settings")
    def configure(self, key: str, text: str) -> Settings:
        """Gives a setting the value that a text says; an empty text gives it its default."""

    # what was answered

    @operation("replies")
    def reply(self, reply_id: str) -> tuple[str, int, bytes] | None:
        """What was answered under an id: the request's fingerprint, the status, the body."""

    @operation("replies")
    def keep_reply(self, reply_id: str, fingerprint: str, status: int, body: bytes) -> None:
        """Keeps an answer for a day, in the transaction of what it answers."""

    # webhooks

    @operation("webhooks")
    def webhooks(self) -> list[Webhook]:
        """Every webhook, without its secret."""

    @operation("webhooks")
    def add_webhook(self, url: str, events: Iterable[str]) -> Webhook:
        """Tells `url` of events from now on; the answer alone has the secret that signs them."""

    @operation("webhooks")
    def remove_webhook(self, webhook_id: str) -> None:
        """Tells it of nothing any more."""

    @operation("webhooks")
    def tell(self, recording: Recording) -> None:
        """Puts what a recording has brought into the outbox of every webhook that wants it."""

    @operation("webhooks")
    def announce(self, owner_ids: Iterable[str]) -> int:
        """Tells what time has brought to some owners, each once; answers how many events."""

    @operation("webhooks")
    def due_events(self, most: int = 50) -> list[Delivery]:
        """What is to be sent now."""

    @operation("webhooks")
    def settle_events(self, taken: Mapping[str, bool]) -> None:
        """Notes by id whether an event was taken; one that was not is sent again later."""

    # other machines

    @operation("synchronisation.admission")
    def sync_place(self, folder: str, *, git: bool = False) -> SyncPlace:
        """What lies in a folder that the database may be synced to."""

    @operation("synchronisation.setup", follows=True)
    def sync_setup(
        self,
        folder: str,
        *,
        git: bool = False,
        seal: bool = False,
        passphrase: str | None = None,
        dry_run: bool = False,
        progressed: Progressed | None = None,
    ) -> SyncJoined:
        """Syncs the database to a folder from now on: makes its vault, or joins the one there."""

    @operation("synchronisation.admission")
    def sync_ask(self, folder: str, *, git: bool = False) -> SyncAsked:
        """Asks to be let into a sealed folder."""

    @operation("synchronisation.admission")
    def sync_waiting(self) -> SyncWaiting | None:
        """The folder that this machine waits to be let into; None where it waits for none."""

    @operation("synchronisation.admission")
    def sync_admit(self, code: str) -> SyncAdmitted:
        """Lets the machine that shows a code into the sealed folder."""

    @operation("synchronisation.rounds", follows=True)
    def sync(self) -> Synced:
        """Reads what others have written into the folder, and writes what waits."""

    @operation("synchronisation.reading", follows=True)
    def sync_read(self) -> Synced | None:
        """Takes over what others have written since; None where nothing has come."""

    @operation("synchronisation.reading")
    def sync_write(self) -> str | None:
        """Writes what waits into the folder; answers why it cannot be, in a sentence."""

    @operation("synchronisation.rounds")
    def sync_status(self) -> SyncStatus:
        """Where the database is synced to, and how it stands."""

    @operation("synchronisation.setup")
    def sync_leave(self) -> str:
        """Syncs no more; what was recorded stays here and there. Answers the folder."""

    @operation("synchronisation.rounds", follows=True)
    def sync_rebuild(self, *, progressed: Progressed | None = None) -> Synced:
        """Reads the whole folder again, writes what it lacks, and judges everything anew."""

    # the whole database

    @operation("interchange.importer", follows=True)
    def import_document(
        self,
        document: Any,
        *,
        foreign: bool,
        merge: bool = False,
        name_as: str | None = None,
        dry_run: bool = False,
        undoable: bool = True,
        left_out: Collection[str] = (),
        persons: Mapping[str, str] | None = None,
        progressed: Progressed | None = None,
    ) -> Imported:
        """Brings in a document as one change; what is there already, by its id, stays as it is."""

    @operation("interchange.exporter")
    def export_stream(self) -> dict[str, Any]:
        """The same as `export_document`, but for logs that are read when they are taken.

        They are to be taken inside one `snapshot`.
        """

    @operation("interchange.exporter")
    def export_document(self) -> dict[str, Any]:
        """Everything, as an interchange document: exact, and always in the same order."""

    @operation("backups")
    def backup(self, target: Path | None = None) -> Path:
        """Copies the database, by default into the folder `backups` beside it."""

    @operation("daily_copy")
    def copy_is_due(self) -> bool:
        """Whether something was changed today of which there is no daily copy yet."""

    @operation("daily_copy")
    def daily_copy(self) -> str:
        """Where today's copy of the database lies, or would lie."""

    @operation("backups")
    def daily_backup(self) -> Path | None:
        """Makes today's copy, if it is wanted and not there yet, and drops those too many."""

    @operation("backups")
    def restore_copy(self, source: Path, *, dry_run: bool = False) -> Restored:
        """Puts a copy in the database's place; the replaced file is kept among the copies."""

    @operation("doctor")
    def doctor(self, *, repair: bool = False) -> Checked:
        """Checks the file, and that what is stored equals what is judged from nothing."""


def open_engine(
    path: Path | str | None = None,
    *,
    owner: str | None = None,
    caller: Caller | None = None,
    clock: Clock = system_clock,
    timeout: float = 5.0,
    first_owner: bool = True,
) -> Engine:
    """Opens the engine on a database file, which is made if there is none.

    The caller is `caller` if given; else the owner named, or the first one, who is the admin too.
    `timeout` is how many seconds another program's lock is waited for. A new file gets a
    `first_owner` unless said otherwise; then there must be a `caller`. Raises StoreError where the
    file cannot be used, and NotFound for an owner that is not known.
    """
    context = open_context(path, clock, timeout, first_owner=first_owner)
    try:
        return Engine(context, caller or caller_named(context, owner))
    except BaseException:
        context.store.close()
        raise
