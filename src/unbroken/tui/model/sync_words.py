"""What the screens of syncing say, and of which field (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.content import Content

from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.core.reports import SyncAsked, SyncJoined
from unbroken.wording.synchronisation import joining_lines

REBUILD_QUESTION: Final = (
    "Read all of {folder} again, and write into it what it lacks? Nothing that was recorded is"
    " lost; it may take a while."
)
LEAVE_QUESTION: Final = (
    "Sync to {folder} no more? What was recorded stays here and there; what is logged from then on"
    " stays on this machine."
)
NOT_SYNCED: Final = (
    "Several machines find one truth through a folder that something carries, a server or a bucket."
)


def joined_content(joined: SyncJoined) -> Content:
    """What would come and go, or what came of it: first where, then how much."""
    return _first_bold(joining_lines(joined))


def asked_content(asked: SyncAsked) -> Content:
    """That this machine waits to be let in, and the code by which it is."""
    said = (
        f"{asked.folder} is sealed, and this machine waits to be let in. On one that is in, write"
        " its code among the machines, in the settings, or run `unbroken sync admit` with it; then"
        " look again here."
    )
    return Content.assemble((f"The code is {asked.code}", "bold"), "\n", said)


def field_of(error: Refusal | StoreError, *, by_phrase: bool) -> str:
    """The field of the form that an error is about; `by_phrase` where a passphrase was written."""
    if isinstance(error, Refusal) and error.field:
        return error.field
    if error.code in (ErrorCode.SEALED, ErrorCode.NOT_SEALED):
        return "passphrase" if by_phrase else "sealing"
    return "path"


def _first_bold(lines: Iterable[str]) -> Content:
    first, *others = lines
    return Content("\n").join([Content.styled(first, "bold"), *map(Content, others)])
