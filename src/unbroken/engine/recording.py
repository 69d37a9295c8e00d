"""Recording an activity: one transaction that loads once, judges once and stores the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from unbroken.core.assessment import judge_of, let_pass
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.judge import Judge
from unbroken.core.judge_state import Frame, LogEntry
from unbroken.core.local_days import iso
from unbroken.core.results import Log, Recording, Reward
from unbroken.core.text import activity_type_of, one_line, unaccented
from unbroken.core.typing import Any
from unbroken.engine.answers.log import log_answer
from unbroken.engine.callers import ADMIN, Caller
from unbroken.engine.context import Context
from unbroken.engine.frames import frame_of, judged_until
from unbroken.engine.judged_enrolment import JudgedEnrolment, judge_enrolment, judge_state
from unbroken.engine.judgement import reward_rows, save_judged, stored_of
from unbroken.engine.logs import Activity, check_activity, own_log, refuse_idle
from unbroken.engine.lookup import find_streak
from unbroken.engine.progress import rewards_of, with_coupons
from unbroken.engine.recalculation import recalculate
from unbroken.store.enrolments import EnrolmentRow, find_enrolment
from unbroken.store.log_entries import DaySpan, load_entries_in
from unbroken.store.logs import LogRow, find_log_id
from unbroken.store.owners import OwnerRow, load_owners, timezone_key
from unbroken.store.progress import load_rewards
from unbroken.store.skips import recent_skips_of
from unbroken.store.stored_values import Row
from unbroken.store.streaks import (
    StreakRow,
    find_streak_of,
    load_streak_names,
    load_streaks,
)
from unbroken.store.unit_of_work import UnitOfWork


def log(
    context: Context,
    caller: Caller,
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

    With `new`, an activity type that is not known becomes a daily streak (if the setting
    `activity_types` lets it); without, it is refused, and the beginning of a known one will do.
    `metadata` is a JSON object to be found again, `reference` the caller's own id of the activity.
    With `dry_run` it is only tried out. Raises Refusal for an amount, a time or a zone that
    cannot be, and for a streak that takes no logs.
    """
    store = context.store
    with context.changing(caller, "log", discard=dry_run, loads_owner=True) as work:
        owner = context.owner(caller)
        found = _streak_to_log(context, work, streak, owner) if new else find_streak(store, streak)
        work.label = f"log {found.name}"
        enrolment = find_enrolment(store, found.id, owner.id)
        if enrolment is not None and unique_identifier:
            first = find_log_id(store, enrolment.id, one_line(unique_identifier))
            if first is not None:
                judged = _judged(context, found, owner, enrolment)
                return _answer(judged, own_log(context, caller, first))
        refuse_idle(found)
        activity = check_activity(context, found, owner, value, at, tz, note, unique_identifier)
        if metadata is not None or reference is not None:
            activity = _with_what_an_app_knows(activity, metadata, reference)
        return record(context, work, found, owner, enrolment, activity)


def record(
    context: Context,
    work: UnitOfWork,
    streak: StreakRow,
    owner: OwnerRow,
    enrolment: EnrolmentRow | None,
    activity: Activity,
) -> Recording:
    """Records an activity that was checked, inside a change; enrols whoever is not yet."""
    if activity.moves:
        owner = _move(context, work, owner, activity.zone)
    if enrolment is None:
        enrolment = _enrol(context, work, streak, owner)
    elif activity.moves:
        enrolment = _reload(context, streak, owner)
    return _record(context, work, streak, owner, enrolment, activity)


def _record(
    context: Context,
    work: UnitOfWork,
    streak: StreakRow,
    owner: OwnerRow,
    enrolment: EnrolmentRow,
    activity: Activity,
) -> Recording:
    store, now = context.store, context.now()
    skips = recent_skips_of(store, owner.id, streak.id, enrolment.cursor_day)
    frame = frame_of(streak, owner, skips, enrolment)
    day = owner.days.date_at(activity.at, activity.zone)
    entry = LogEntry(activity.at, day, activity.value, now)
    row = activity.row(enrolment.id, day, now)
    stored, state = stored_of(enrolment, frame), enrolment.state.copy()
    judge = _judge_in_order(context, frame, enrolment, entry)
    if judge is None:
        known = judge_state(enrolment, streak, owner, frame, state, now, brief=False)
        before = known.assessment.current
        after, rewards = _record_anew(context, work, known, row)
    else:
        silent = judge_of(frame, state)
        let_pass(silent, judged_until(streak, now))
        before = silent.current
        work.insert("logs", row)
        work.count_last_as_judged()
        enrolment = _with_log(enrolment, entry)
        won = reward_rows(judge.issued, streak.milestones)
        work.former = save_judged(store, enrolment, judge, won, stored)
        after = judge_state(enrolment, streak, owner, frame, judge.state, now, brief=False)
        rewards = []
        if streak.goal == "at_least":  # a limit's are reached by silence, never by a log
            rewards = rewards_of(after, (tuple(each.values()) for each in won))
            rewards = with_coupons(store, rewards)
    return _answer(after, _log_of(row, streak, owner), before=before, rewards=rewards)


def _with_what_an_app_knows(
    activity: Activity, metadata: Mapping[str, Any] | None, reference: str | None
) -> Activity:
    from unbroken.core.members import check_id, metadata_text  # people record without

    reference = None if reference is None else check_id(reference, "reference")
    return activity._replace(metadata=metadata_text(metadata), reference=reference)


def _judge_in_order(
    context: Context, frame: Frame, enrolment: EnrolmentRow, entry: LogEntry
) -> Judge | None:
    """The judge after a log that comes in order, from the stored state alone.

    None where the log is not in order, so that the whole history has to be judged.
    """
    state = enrolment.state
    judge = judge_of(frame, state)
    index = frame.counts(entry)
    if index is None:
        return judge
    attempt, cursor = state.attempt, state.cursor
    if attempt is not None and attempt.opened_on > entry.day:
        return None
    if cursor is not None and index < cursor:
        return None
    latest = None if attempt is None else attempt.last_contribution_at
    if index == cursor and latest is not None and entry.at < latest:
        return None
    same_day: list[LogEntry] = []
    if frame.rules.method == "days":
        span = DaySpan(enrolment.id, entry.day, entry.day)
        same_day = load_entries_in(context.store, [span])[enrolment.id]
    judge.add(index, entry, all(frame.counts(each) is None for each in same_day))
    return judge


def _record_anew(
    context: Context, work: UnitOfWork, before: JudgedEnrolment, row: Row
) -> tuple[JudgedEnrolment, list[Reward]]:
    """Records a log that is not in order: the whole history is judged anew."""
    store, streak, owner = context.store, before.streak, before.owner
    stored = load_rewards(store, [before.row.id])[before.row.id]
    known = {each.id for each in rewards_of(before, stored)}
    work.insert("logs", row)
    recalculate(work)
    after = _judged(context, streak, owner, _reload(context, streak, owner))
    stored = load_rewards(store, [after.row.id])[after.row.id]
    new = [each for each in rewards_of(after, stored) if each.id not in known]
    return after, with_coupons(store, new)


def _with_log(enrolment: EnrolmentRow, entry: LogEntry) -> EnrolmentRow:
    """The enrolment with one more log."""
    newest = (enrolment.last_activity_at or -1, enrolment.last_activity_date or 0)
    enrolment = enrolment._replace(total_count=enrolment.total_count + 1)
    if (entry.at, entry.day) >= newest:
        enrolment = enrolment._replace(last_activity_at=entry.at, last_activity_date=entry.day)
    return enrolment


def _answer(
    judged: JudgedEnrolment,
    log: Log,
    *,
    before: int | None = None,
    rewards: Iterable[Reward] = (),
) -> Recording:
    """What recording did; without `before` the log is one that was there already."""
    current = judged.assessment.current
    started = before == 0 and current == 1
    record, task_progress = judged.standing()
    return Recording(
        log.id,
        current,
        judged.assessment.longest,
        judged.row.total_count,
        before is not None and current > before and not started,
        started,
        before is None,
        log,
        task_progress,
        record,
        tuple(rewards),
    )


def _streak_to_log(context: Context, work: UnitOfWork, text: str, owner: OwnerRow) -> StreakRow:
    """The streak of an activity type or a name; one that is not known is made."""
    store, name = context.store, one_line(text)
    plain = unaccented(name)
    found = find_streak_of(store, plain)
    if found is not None:
        return found
    for each in load_streak_names(store):
        if unaccented(each.name) == plain:
            return load_streaks(store, each.id)[each.id]
    # most logs are to a streak that is there
    from unbroken.core.rule_validation import check_rules
    from unbroken.engine.settings import setting_value  # only for the list of settings
    from unbroken.engine.streaks import insert_streak, rule_defaults

    allowed = setting_value(store, "activity_types")
    if allowed and activity_type_of(name) not in allowed:
        names = ", ".join(allowed[:10])
        said = (
            f"Only these can be logged: {names}." if allowed[1:] else f"Only {names} can be logged."
        )
        raise Refusal(ErrorCode.UNKNOWN_ACTIVITY_TYPE, said)
    fields = check_rules({"name": name}, rule_defaults(store))
    if owner.external_id is None:
        return insert_streak(context, work, fields, owner)
    with context.changing(ADMIN, "add", journaled=False) as apart:
        return insert_streak(context, apart, fields, owner)  # others of the app join it


def _enrol(context: Context, work: UnitOfWork, streak: StreakRow, owner: OwnerRow) -> EnrolmentRow:
    from unbroken.engine.streaks import insert_enrolment  # only an owner's first log enrols

    insert_enrolment(context, work, streak.id, owner)
    recalculate(work)
    return _reload(context, streak, owner)


def _reload(context: Context, streak: StreakRow, owner: OwnerRow) -> EnrolmentRow:
    enrolment = find_enrolment(context.store, streak.id, owner.id)
    assert enrolment is not None
    return enrolment


def _judged(
    context: Context, streak: StreakRow, owner: OwnerRow, enrolment: EnrolmentRow
) -> JudgedEnrolment:
    skips = recent_skips_of(context.store, owner.id, streak.id, enrolment.cursor_day)
    known = {enrolment.id: skips}
    return judge_enrolment(enrolment, streak, owner, known, context.now(), brief=False)


def _move(context: Context, work: UnitOfWork, owner: OwnerRow, zone: str) -> OwnerRow:
    """The owner is where their newest activity says, from now on (docs/domain.md 2.5)."""
    now = context.now()
    same = timezone_key(context.store, owner.id, now)
    if same is not None:
        work.update("timezones", same, timezone=zone)
    else:
        row = {"owner_id": owner.id, "effective_from": now, "timezone": zone}
        work.insert("timezones", row)
    recalculate(work)
    return load_owners(context.store, owner.id)[owner.id]


def _log_of(row: Row, streak: StreakRow, owner: OwnerRow) -> Log:
    """The log that was recorded, as it will be read again."""
    return log_answer(
        LogRow(
            row["id"],
            streak.id,
            streak.activity_type,
            owner.id,
            row["activity_at"],
            row["timezone"],
            iso(row["local_date"]),
            row["value"],
            row["note"],
            row["unique_identifier"],
            row["recorded_at"],
            row["metadata"],
            row["reference"],
        )
    )
