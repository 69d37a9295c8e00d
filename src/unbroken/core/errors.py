"""What the product raises on purpose: kinds of error, and the codes by which programs know them.

The one plain sentence for people stands where an error is raised. `Refusal` says that a rule
forbids something, `StoreError` that the database cannot be used.
"""

from __future__ import annotations

from unbroken.core.typing import Final, StrEnum


class ErrorCode(StrEnum):
    """What programs are told of an error (docs/interfaces.md section 1), with what each means."""

    LOCKED = "locked"
    """The database is in use by another program."""
    DAMAGED = "damaged"
    """The database, or a row of it, is damaged."""
    NOT_A_DATABASE = "not_a_database"
    """The file is no database of this product."""
    NEWER_VERSION = "newer_version"
    """The file was made by a newer version."""
    NO_ACCESS = "no_access"
    """The file cannot be opened for writing."""
    DISK = "disk"
    """The disk refused to write."""
    EXISTS = "exists"
    """A copy would take the place of a file."""
    NOT_FOUND = "not_found"
    """There is no such thing, or it is somebody else's."""
    FORBIDDEN = "forbidden"
    """The caller may not do this."""
    USAGE = "usage"
    """The command line is not used as it can be."""
    SYSTEM = "system"
    """The operating system refused something."""
    INTERRUPTED = "interrupted"
    """The person stopped it."""
    UNKNOWN_STREAK = "unknown_streak"
    """No streak has that name."""
    AMBIGUOUS_STREAK = "ambiguous_streak"
    """Several streaks begin with that name."""
    AMBIGUOUS_OWNER = "ambiguous_owner"
    """Several owners begin with that name."""
    AMBIGUOUS_ENTRY = "ambiguous_entry"
    """Several entries of the timezone timeline begin so."""
    NO_OWNER = "no_owner"
    """No owner is meant, or none has that name."""
    NO_ZONE = "no_zone"
    """The timezone timeline has no such entry."""
    UNKNOWN_ZONE = "unknown_zone"
    """There is no time zone of that name."""
    UNKNOWN_ACTIVITY_TYPE = "unknown_activity_type"
    """The settings do not allow that activity type."""
    LIVE = "live"
    """The streak is live, and what was asked is for one that is not."""
    PAUSED = "paused"
    """The streak is paused and takes no logs."""
    ARCHIVED = "archived"
    """The streak is archived and takes no logs."""
    NOT_INSTALLED = "not_installed"
    """What is asked for needs packages that are not installed."""
    NOT_SYNCED = "not_synced"
    """The database is synced to no folder."""
    SYNCED = "synced"
    """The database is synced to a folder already."""
    OTHER_VAULT = "other_vault"
    """Another vault lies in the folder than the one the database is synced to."""
    NOT_ARRIVED = "not_arrived"
    """What others have written into the folder has not arrived yet."""
    UNREACHABLE = "unreachable"
    """The shared folder is not there, or its server does not answer."""
    SEALED = "sealed"
    """The shared folder is sealed, or is to be, and what was given is no key to it."""
    NOT_SEALED = "not_sealed"
    """The shared folder is not sealed, and is asked for as if it were."""
    NOTHING_TO_UNDO = "nothing_to_undo"
    """The owner has no change to take back."""
    NOTHING_TO_REDO = "nothing_to_redo"
    """The owner has taken nothing back."""
    CHANGED_SINCE = "changed_since"
    """Another person has changed the same since."""
    NO_TIMER = "no_timer"
    """No timer runs, or none for that streak."""
    TIMER_RUNS = "timer_runs"
    """A timer runs for that streak already."""
    TIMER_FORGOTTEN = "timer_forgotten"
    """The timer has run for so long that it must be said when it ended."""
    NO_TIME_UNIT = "no_time_unit"
    """The streak counts no time."""
    NOT_SKIPPED = "not_skipped"
    """None of those dates is skipped."""
    STREAK_EXISTS = "streak_exists"
    """Another streak has that activity type or name."""
    OWNER_EXISTS = "owner_exists"
    """Another owner has that name."""
    ZONE_EXISTS = "zone_exists"
    """The timezone timeline has an entry at that instant."""
    LAST_OWNER = "last_owner"
    """The only owner cannot be removed."""
    OWN_OWNER = "own_owner"
    """An owner cannot remove themselves."""
    LAST_ZONE = "last_zone"
    """The only entry of a timeline cannot be removed."""
    FUTURE = "future"
    """The time is still to come."""
    IN_FUTURE = "in_future"
    """The day is still to come."""
    IN_MEMORY = "in_memory"
    """The database is only in memory."""
    OWN_DATABASE = "own_database"
    """The database in use cannot be imported into itself."""
    FILE_EXISTS = "file_exists"
    """A file or folder of that name is there."""
    BAD_FILE = "bad_file"
    """The file will not do."""
    BAD_DOCUMENT = "bad_document"
    """The interchange document will not do."""
    BAD_ACTIVITY_TYPE = "bad_activity_type"
    """That is no activity type."""
    BAD_AMOUNT = "bad_amount"
    """That is no amount."""
    BAD_COLOR = "bad_color"
    """That is no colour."""
    BAD_DATE = "bad_date"
    """That is no date, or none that can be."""
    BAD_ID = "bad_id"
    """That is no id."""
    BAD_METADATA = "bad_metadata"
    """The metadata is too large, or no JSON object."""
    BAD_MILESTONE = "bad_milestone"
    """A milestone has no title."""
    BAD_MONTH = "bad_month"
    """That is no month."""
    BAD_NAME = "bad_name"
    """A name is missing, or too long."""
    BAD_NOTE = "bad_note"
    """A note is too long."""
    BAD_NUMBER = "bad_number"
    """That is no whole number, or too small or large."""
    BAD_QUIET_HOURS = "bad_quiet_hours"
    """Those are no quiet hours."""
    BAD_REMINDER = "bad_reminder"
    """That is no time of a reminder, or the streak can have none."""
    BAD_RULE = "bad_rule"
    """That is no rule of a streak."""
    BAD_SCHEDULE = "bad_schedule"
    """That is no schedule."""
    BAD_SCOPE = "bad_scope"
    """That is no scope of an access key."""
    BAD_SETTING = "bad_setting"
    """A setting cannot have that value."""
    BAD_TARGET = "bad_target"
    """The target will not do."""
    BAD_TEXT = "bad_text"
    """That must be text."""
    BAD_TIME = "bad_time"
    """That is no time, or none that can be."""
    BAD_WEEKDAY = "bad_weekday"
    """That is no weekday."""


RESTORE: Final = (
    "mend it with `unbroken doctor --repair`, or restore a copy with `unbroken restore FILE`"
)
"""What to do about what nobody can correct."""


class Refusal(Exception):
    """A rule says no. `code` is for programs, `message` one plain sentence for people.

    `field` is the name of the field that will not do, where it is one of several.
    """

    def __init__(self, code: ErrorCode, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class NotFound(Refusal):
    """There is no such thing, or it is somebody else's."""

    def __init__(self, message: str, code: ErrorCode = ErrorCode.NOT_FOUND) -> None:
        super().__init__(code, message)


class Forbidden(Refusal):
    """The caller may not do this (docs/domain.md 6)."""

    def __init__(self, message: str) -> None:
        super().__init__(ErrorCode.FORBIDDEN, message)


class StoreError(Exception):
    """The database cannot be used. `code` is for programs; the message says what to do."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Unreadable(StoreError):
    """A row, or a table, that this program did not write so; its code is `damaged`.

    `what` says what it is, to go behind “the database is damaged”; `advice` what to do.
    """

    def __init__(self, what: str, advice: str = RESTORE) -> None:
        super().__init__(ErrorCode.DAMAGED, f"The database is damaged: {what}; {advice}.")
        self.what = what
        self.advice = advice


class Clash(Unreadable):
    """Rows that the tables do not let stand beside each other."""


class SyncError(StoreError):
    """The folder that machines share cannot be used, or not now; the database is well."""
