"""Reminders: what somebody is to be reminded of now, each once a period (docs/domain.md 8)."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.core.ids import derived_id
from unbroken.core.instants import Instant, moment_of
from unbroken.core.local_days import Day, iso
from unbroken.core.reminders import (
    QuietHours,
    comes_at,
    quiet_until,
    read_quiet_hours,
    read_reminders,
)
from unbroken.core.reports import Reminder
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.judged_enrolment import JudgedEnrolment, load_judged
from unbroken.store.owners import OwnerRow
from unbroken.store.reminders import forget_sent, has_reminders, note_sent, sent_reminders
from unbroken.store.skips import load_recent_skips
from unbroken.wording.reminders import reminder_text

_REMEMBERED: Final = 7
"""Days after the end of its period for which it is known that a reminder was sent."""


class _Come(NamedTuple):
    """The reminders of one streak that have come and were not sent: their texts, by id."""

    judged: JudgedEnrolment
    texts: dict[str, str]
    last_day: Day
    at: Instant


def remind(context: Context, caller: Caller, *, dry_run: bool = False) -> list[Reminder]:
    """What the owner is to be reminded of now: several times of one streak are one reminder.

    It is noted as sent before it is answered: whoever asks meanwhile, or after a crash, is not
    answered the same again. With `dry_run` nothing is noted.
    """
    store = context.store
    owner = context.owner(caller)
    if not has_reminders(store):
        return []
    with store.reading():
        come = list(_come(context, owner))
    if come and not dry_run:
        with store.writing():
            come = list(_come(context, owner))  # another program may have been faster
            _note(context, owner, come)
    return [_answer(each) for each in come]


def pass_over(context: Context, owner: OwnerRow, streak_id: str) -> None:
    """Notes as sent what had come before the reminders of a streak were set: nobody who sets 08:30
    in the evening wants to hear of that morning.
    """
    passed = _come(context, owner, waits=False)  # those too that would come after quiet hours
    _note(context, owner, [each for each in passed if each.judged.streak.id == streak_id])


def _note(context: Context, owner: OwnerRow, come: list[_Come]) -> None:
    store, now = context.store, context.now()
    forget_sent(store, Day(context.today(owner) - _REMEMBERED))
    for each in come:
        for key in each.texts:
            note_sent(store, key, each.judged.row.id, each.last_day, now)


def _come(context: Context, owner: OwnerRow, *, waits: bool = True) -> Iterator[_Come]:
    """What has come of an owner's reminders: in quiet hours nothing, where it `waits` for their
    end.
    """
    store, now = context.store, context.now()
    hours = None if owner.quiet_hours is None else read_quiet_hours(owner.quiet_hours)
    if waits and quiet_until(now, hours, owner.days) is not None:
        return
    skips, sent = load_recent_skips(store, owner.id), sent_reminders(store)
    for each in load_judged(context, None, owner_id=owner.id):
        today, period = each.assessment.today, each.assessment.period
        if not each.streak.reminders or period is None or not each.enrolment().due:
            continue
        if any(
            first <= today and (last is None or today <= last)
            for first, last in skips.get(each.row.id, ())
        ):
            continue
        found = _of_one(each, period, hours, sent, waits=waits)
        if found is not None:
            yield found


def _of_one(
    judged: JudgedEnrolment,
    period: int,
    hours: QuietHours | None,
    sent: set[str],
    *,
    waits: bool,
) -> _Come | None:
    frame, today, now = judged.judge.frame, judged.assessment.today, judged.now
    first_day, ends_at = frame.grid.first_day(period), frame.end_of(period)
    texts, latest = {}, None
    for time in read_reminders(judged.streak.reminders or ()):
        key = derived_id("reminder", judged.row.id, iso(first_day), time.text)
        at = comes_at(time, today, ends_at, hours, frame.days, waits=waits)
        if at <= now and key not in sent:
            texts[key] = time.text
            latest = max(at, latest or at)
    if latest is None:
        return None
    return _Come(judged, texts, frame.grid.last_day(period), latest)


def _answer(come: _Come) -> Reminder:
    enrolment = come.judged.enrolment()
    task = enrolment.task_progress
    assert task is not None, "what is due has a period"
    return Reminder(
        enrolment.streak_id,
        enrolment.activity_type,
        enrolment.name,
        enrolment.user_id,
        tuple(come.texts.values()),
        moment_of(come.at),
        task.ends_at,
        reminder_text(enrolment, task),
    )
