"""What agreeing with other machines has settled, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from unbroken.core.instants import Instant, rfc3339
from unbroken.core.local_days import zone_info
from unbroken.core.text import counted, listed
from unbroken.core.typing import TYPE_CHECKING
from unbroken.wording.dates import near_day

if TYPE_CHECKING:
    from unbroken.core.reports import SyncDevice, Synced, SyncJoined, SyncStatus
    from unbroken.core.results import Owner


def joined_sentence(name: str) -> str:
    """Two machines had made the same streak."""
    return f"“{name}” was made on two machines with the same rules; it is one streak now."


def renamed_sentence(wanted: str, name: str) -> str:
    """Two machines had given one name to what is not the same."""
    return f"“{wanted}” was made on two machines; the later one is “{name}” now."


def returned_sentence(name: str) -> str:
    """A streak was removed on one machine, and logged to on another."""
    return (
        f"“{name}” was removed on one machine while another logged to it; it is back, archived,"
        " with the logs that were not seen."
    )


def twice_sentence(count: int) -> str:
    """Logs came twice under one identifier."""
    return f"{counted(count, 'log')} came twice with one identifier; the first of each counts."


def ahead_sentence(device: str, at: int) -> str:
    """A machine's clock is far ahead; `at` is what it said, in microseconds since 1970."""
    said = rfc3339(Instant(at))[:10]
    return f"The clock of {device} says {said}; set it right there. Its changes count all the same."


def renewed_sentence(device: str) -> str:
    """A database was restored or copied, so that it must not go on as the machine that it was."""
    return (
        f"This database was restored, copied or moved; it is {device} no more, but a new machine."
    )


def rewritten_sentence(device: str) -> str:
    """The folder, or the whole machine, was set back."""
    return (
        f"The folder lacked what this machine wrote as {device}, or had something else in its"
        " place; all of it was written again, as a new machine."
    )


def lacking_sentence(device: str) -> str:
    """The folder has lost what a machine has written, and what was read here before."""
    return (
        f"The folder lacks what was read here of {device}; if that does not come back,"
        " `unbroken sync rebuild` writes it again."
    )


def waits_sentence(folder: str) -> str:
    """This machine waits to be let in."""
    return (
        f"This machine waits to be let into {folder}; `unbroken sync setup` with that folder shows"
        " the code again, and joins it once it is let in."
    )


def waiting_sentence(folder: str, code: str) -> str:
    """The same, with the code that is to be given on another machine."""
    return (
        f"This machine waits to be let into {folder}: on one that is in, run `unbroken sync admit"
        f" {code}`, then set it up here again."
    )


def joining_lines(joined: SyncJoined) -> Iterator[str]:
    """What setting up did, or would do."""
    would = "Would sync" if joined.dry_run else "Synced"
    if joined.founded:
        yield f"{would} to {joined.folder}, which no other machine uses yet."
    else:
        others = listed(joined.devices)
        yield f"{would} to {joined.folder}, which {others} {_use(joined.devices)}."
        yield f"From there: {_amounts(joined.streaks, joined.logs)}."
    yield f"From here: {_amounts(joined.sent_streaks, joined.sent_logs)}."
    yield from (f"  {sentence}" for sentence in joined.settled)


def round_lines(done: Synced) -> Iterator[str]:
    """What one round of syncing did."""
    came = f" ({counted(done.logs, 'new log')})" if done.logs else ""
    if done.read or done.written:
        yield f"Read {counted(done.read, 'change')} of others{came}, wrote {done.written:,}."
    elif done.settled:
        yield "Nothing new."
    else:
        yield f"Nothing new; {done.folder} has everything."
    yield from (f"  {sentence}" for sentence in done.settled)


def status_lines(status: SyncStatus, owner: Owner, now: datetime) -> Iterator[str]:
    """Where a database is synced to, and how it stands there."""
    if status.folder is None:
        yield status.problem or (
            "This database is not synced; `unbroken sync setup FOLDER` starts it."
        )
        return
    *parts, (_, settled) = status_parts(status, owner, now)
    for label, lines in parts:
        for place, line in enumerate(lines):
            yield f"{'' if place else label:<10}{line}"
    if settled:
        yield "Settled between machines:"
        yield from (f"  {line}" for line in settled)


def status_parts(
    status: SyncStatus, owner: Owner, now: datetime
) -> Iterator[tuple[str, list[str]]]:
    """The same of one that is synced, by what the lines are about; of what is not, no lines."""
    waits = counted(status.waiting, "change") if status.waiting else "nothing"
    yield "Folder", [each for each in (status.folder, status.problem) if each is not None]
    yield "Waiting", [f"{waits} to be written"]
    asking = map(asking_sentence, status.asking)
    yield "Sealed", [readers_text(status), *asking] if status.sealed else []
    yield "Machines", [device_text(device, owner, now) for device in status.devices]
    yield "Settled", [f"{note.settled_at.date()}  {note.text}" for note in status.settled]


def folder_lines(status: SyncStatus, owner: Owner, now: datetime) -> Iterator[str]:
    """The same in short: the folder, what waits, and the machines."""
    waits = f"; {counted(status.waiting, 'change')} to be written" if status.waiting else ""
    yield f"Through {status.folder}{waits}"
    if status.problem is not None:
        yield status.problem
    if status.sealed:
        yield f"Sealed: {readers_text(status)}"
        yield from map(asking_sentence, status.asking)
    yield from (device_text(device, owner, now) for device in status.devices)


def readers_text(status: SyncStatus) -> str:
    """Who can read a sealed folder."""
    phrase = ["whoever knows the passphrase"] if status.passphrase else []
    return f"read by {listed([*status.readers, *phrase])}"


def asking_sentence(device: str) -> str:
    """A machine waits to be let in."""
    return f"{device} asks to be let in: run `unbroken sync admit CODE` with the code it shows."


def device_text(device: SyncDevice, owner: Owner, now: datetime) -> str:
    """A machine, and when it was seen last."""
    if device.this:
        return f"{device.id}, this one"
    if device.last_seen is None:
        return f"{device.id}, nothing read of it yet"
    zone = owner.timezones[-1].timezone
    seen = device.last_seen.astimezone(zone_info(zone))
    today = now.astimezone(zone_info(zone)).date()
    said = f"{device.id}, last seen {near_day(seen.date(), today)} {seen:%H:%M}"
    if device.waiting:
        said += f"; {counted(device.waiting, 'change')} of it still to arrive"
    return said


def _amounts(streaks: int, logs: int) -> str:
    """Streaks and logs; fewer than before where twins became one."""
    return f"{counted(streaks, 'streak')}, {counted(logs, 'log')}"


def _use(devices: Sequence[str]) -> str:
    return "uses" if len(devices) == 1 else "use"
