"""What was written down: the notes of logs, and why days were skipped."""

from __future__ import annotations

from unbroken.core.instants import Instant, instant_of
from unbroken.core.local_days import Day
from unbroken.core.notes import PAUSE, Written
from unbroken.core.reports import Skip
from unbroken.core.results import Log
from unbroken.core.rule_validation import check_whole
from unbroken.core.rules import LARGEST_COUNT
from unbroken.core.text import clean, unaccented
from unbroken.engine.answers.log import log_answer
from unbroken.engine.answers.skip import skip_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.lookup import find_streak
from unbroken.store.notes import NotePlace, search_notes
from unbroken.store.owners import OwnerRow
from unbroken.store.skips import load_skips
from unbroken.store.streaks import load_streaks


def notes(
    context: Context,
    caller: Caller,
    text: str = "",
    *,
    streak: str | None = None,
    before: Log | Skip | None = None,
    limit: object = 100,
) -> list[Log | Skip]:
    """The owner's logs with `text` in their note and skips with it in their reason, newest first.

    Case and accents do not matter. Without a text it is every log that has a note, and every skip
    that has a reason; a skip stands at the start of its first day. At most `limit`, older than
    `before`. Of one streak, with the skips of all. Raises Refusal for a limit that is no whole
    number.
    """
    most = check_whole("limit", limit, 0, LARGEST_COUNT)
    sought, store = unaccented(clean(text).strip()), context.store

    def fits(note: str) -> bool:
        return sought in unaccented(note)

    with store.reading():
        only = None if streak is None else find_streak(store, streak).id
        reasons = [
            each
            for each in load_skips(store, owner_id=owner_id_of(caller))
            if each.reason not in ("", PAUSE)
            and (only is None or each.streak_id in (None, only))
            and fits(each.reason)
        ]
        owner = context.owner(caller)
        behind = None if before is None else _place(owner, before)
        rows = search_notes(
            store,
            fits,
            sought,
            owner_id=owner.id,
            now=context.now(),
            limit=most,
            streak_id=only,
            behind=behind,
        )
        found: list[Written] = [*map(log_answer, rows)]
        if reasons:
            streaks = load_streaks(store)
            skips = (skip_answer(each, streaks.get(each.streak_id or "")) for each in reasons)
            found += (each for each in skips if _place(owner, each).is_behind(behind))
        return sorted(found, key=lambda each: _place(owner, each).order())[:most]


def _place(owner: OwnerRow, written: Written) -> NotePlace:
    if isinstance(written, Log):
        at, recorded_at = instant_of(written.activity_at), instant_of(written.recorded_at)
        return NotePlace(at, recorded_at, written.id)
    started = owner.days.start_of(Day(written.first_day.toordinal()))
    return NotePlace(started, Instant(0), written.id)
