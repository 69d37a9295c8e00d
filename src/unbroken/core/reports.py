"""What the engine answers of its rarer calls: kept apart, since a status does without."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from unbroken.core.results import Recording, Streak
from unbroken.core.typing import TYPE_CHECKING, NamedTuple, StrEnum

if TYPE_CHECKING:
    from typing import Literal


class Skip(NamedTuple):
    """Excused local dates, of one streak or of all (`activity_type` None)."""

    id: str
    activity_type: str | None
    owner_id: str
    first_day: date
    last_day: date | None
    reason: str


class Timer(NamedTuple):
    """A timer that runs for one of the owner's streaks, or ran until it was stopped.

    `seconds` is how long it has run; `amount` what is logged for that, in the streak's `unit`,
    which is None where an activity is simply counted.
    """

    streak_id: str
    activity_type: str
    name: str
    owned_by_id: str
    started_at: datetime
    seconds: int
    amount: Decimal
    unit: str | None


class Stopped(NamedTuple):
    """A timer that was stopped, and what was logged; nothing where it was dropped."""

    timer: Timer
    recording: Recording | None


class SyncJoined(NamedTuple):
    """What setting up has brought, or would bring: `logs` and `streaks` come here, those `sent`
    go to the folder; `devices` were there before, `settled` says what was made one or renamed.
    """

    folder: str
    founded: bool
    devices: tuple[str, ...]
    logs: int
    streaks: int
    sent_logs: int
    sent_streaks: int
    settled: tuple[str, ...]
    dry_run: bool


class SyncPlace(NamedTuple):
    """What lies in a place that a database may be synced to.

    `sealed` is None where there is no vault yet. `passphrase` says whether one opens it, and
    `let_in` whether this machine has been let in.
    """

    folder: str
    sealed: bool | None
    passphrase: bool
    let_in: bool


class SyncAsked(NamedTuple):
    """This machine asks to be let into a sealed folder; on one that is in, `code` is given."""

    folder: str
    device: str
    code: str


class SyncWaiting(NamedTuple):
    """A sealed folder that this machine waits to be let into, as a person has named it."""

    folder: str
    git: bool


class SyncAdmitted(NamedTuple):
    """A machine that was let into a sealed folder."""

    folder: str
    device: str


class Synced(NamedTuple):
    """What one round of syncing did: changes `read` and `written`, and `logs` that came."""

    folder: str
    read: int
    written: int
    logs: int
    settled: tuple[str, ...]


class SyncDevice(NamedTuple):
    """A machine of the folder; `last_seen` is when it last changed something that has arrived."""

    id: str
    this: bool
    last_seen: datetime | None
    waiting: int
    """How many of its changes are in the folder but could not be read yet."""


class SyncNote(NamedTuple):
    """Something that was settled between machines, in words."""

    settled_at: datetime
    text: str


class SyncStatus(NamedTuple):
    """Where a database is synced to, and how it stands there; no `folder` where it is not.

    `waiting` is how many changes wait to be written; `problem` says why the folder cannot be used.
    `readers` are the machines that can read a folder that is `sealed`, beside whoever knows its
    `passphrase`, where it has one; `asking` are those that wait to be let in.
    """

    folder: str | None
    device: str | None
    waiting: int
    devices: tuple[SyncDevice, ...]
    settled: tuple[SyncNote, ...]
    problem: str | None
    sealed: bool = False
    readers: tuple[str, ...] = ()
    passphrase: bool = False
    asking: tuple[str, ...] = ()


class Reminder(NamedTuple):
    """What somebody is to be reminded of: one streak, at one or several of its times at once.

    `came_at` is when the last of `times` came, `ends_at` when the open period ends; `text` says
    what is still asked, without the streak's name.
    """

    streak_id: str
    activity_type: str
    name: str
    owned_by_id: str
    times: tuple[str, ...]
    came_at: datetime
    ends_at: datetime
    text: str


class Undone(NamedTuple):
    """A change that was taken back or done again: what was done, to which rows in short."""

    label: str
    made_at: datetime
    rows: str = ""


class Turned(NamedTuple):
    """Changes that were taken back or done again at once, or would be, in the order of it."""

    changes: tuple[Undone, ...]
    dry_run: bool


class Change(NamedTuple):
    """An entry of the journal: what was done, to which rows in short, and whether it still is.

    `number` names it to `undo` and `redo`. `program` is `command`, `app` or `service`, None where
    that is not known; of an app `opened_at` says which of its windows, by when that was opened.
    """

    number: int
    label: str
    rows: str
    made_at: datetime
    undone: bool
    program: str | None = None
    opened_at: datetime | None = None


class Numbers(NamedTuple):
    """How a streak stands, in three numbers; and how many periods were missed, where a change is
    one of what is missed alone.
    """

    current_streak: int
    longest_streak: int
    progress: int | None
    status: str | None
    missed: int | None = None


class Effect(NamedTuple):
    """What a change of rules does to one owner's numbers."""

    owner: str
    before: Numbers
    after: Numbers


class Edited(NamedTuple):
    """A streak with new rules, and what they do to everybody's numbers; `remark` is a sentence of
    what else is to be known, if anything is.
    """

    streak: Streak
    effects: tuple[Effect, ...]
    remark: str = ""


class Removal(NamedTuple):
    """What goes when a streak is removed: everybody's logs, by the names of those who have some."""

    own: int
    others: tuple[tuple[str, int], ...]


class About(StrEnum):
    """What a sentence of a judgement tells of."""

    VERDICT = "verdict"
    """Why it is so."""
    RESCUE = "rescue"
    """What keeps the run alive."""
    BEFORE = "before"
    """What came before the present run."""
    LATER = "later"
    """What came of a period that is past."""
    STANDING = "standing"
    """How the attempt and the run stand."""


class Sentence(NamedTuple):
    """A plain sentence of a judgement."""

    text: str
    about: About = About.VERDICT


class Why(NamedTuple):
    """A judgement in words: a title, and plain sentences.

    `missed_on` is the day that they tell of with which a run ended, or that kept one from
    beginning: of several in a row the last one, of a period its first day.
    """

    title: str
    sentences: tuple[Sentence, ...]
    missed_on: date | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(each.text for each in self.sentences)


class Joined(NamedTuple):
    """What an import does to one owner's numbers in a streak that was there before."""

    activity_type: str
    name: str
    owner: str
    logs: int
    """How many logs join those that were there."""
    before: Numbers
    after: Numbers


class Measure(NamedTuple):
    """What logs of a streak are: its method (docs/domain.md 3), and the unit of amounts."""

    method: str
    unit: str | None


class Arrival(NamedTuple):
    """A streak of a document that comes in, with all logs that the document has of it.

    `activity_type` is what the document calls it. `stands` is `new`, `joins` where its logs join a
    streak that has its name, or `known` where it came in before. So many
    of the logs are `new_logs`; they are measured as `there` in the document, as `here` from now on.
    """

    activity_type: str
    name: str
    rule: str
    logs: int
    first_day: date | None
    last_day: date | None
    stands: Literal["new", "joins", "known"]
    new_logs: int
    there: Measure
    here: Measure


class Imported(NamedTuple):
    """What an import brought, or would bring.

    `first_day` and `last_day` are those of the new logs, `rules` those of the new streaks.
    `newcomers` are the new owners beside those who were there already, as they are called here,
    `persons` those of the document who are somebody else here: as they are called there and here.
    `owner_name` is who imported it.
    """

    owners: int
    streaks: int
    enrolments: int
    logs: int
    skips: int
    unchanged: int
    first_day: date | None
    last_day: date | None
    rules: tuple[tuple[str, str], ...]
    effects: tuple[Joined, ...]
    dry_run: bool
    arrivals: tuple[Arrival, ...] = ()
    newcomers: tuple[str, ...] = ()
    persons: tuple[tuple[str, str], ...] = ()
    owner_name: str = ""


class Compared(NamedTuple):
    """How many of a kind the database has and the copy has, and what becomes of them.

    `changed` are in both, but not the same.
    """

    before: int
    after: int
    lost: int
    gained: int
    changed: int


class Restored(NamedTuple):
    """What going back to a copy did, or would do; `replaced` is the old file.

    A streak is changed where its rules, targets, milestones or status are others; an owner where
    their days or their travel log are.
    """

    logs: Compared
    streaks: Compared
    skips: Compared
    owners: Compared
    replaced: str
    dry_run: bool


class Checked(NamedTuple):
    """What `doctor` found."""

    ok: bool
    path: str
    schema_version: int
    owners: int
    streaks: int
    logs: int
    zone_data: str
    problems: tuple[str, ...]
    repaired: int
    notes: tuple[str, ...]
    """What is odd, but can be so."""
    copy: str | None
    """What a repair kept of the database as it was."""
    set_aside: str | None
    """The file of the rows that a repair changed or left out, as they were."""


class NewKey(NamedTuple):
    """A key that was just made: the only time that its secret is seen."""

    key_id: str
    key: str
    secret: str
    app_id: str
    user_id: str | None
    scopes: tuple[str, ...]


class KnownKey(NamedTuple):
    """A key without its secret."""

    key_id: str
    app_id: str
    user_id: str | None
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None


class Webhook(NamedTuple):
    """Who is told of events; `secret` signs them, and is told once."""

    id: str
    url: str
    events: tuple[str, ...]
    made_at: datetime
    secret: str | None


class Delivery(NamedTuple):
    """An event that is to be sent: `body` is JSON."""

    id: str
    url: str
    secret: str
    body: str
