"""Streaks: making them, and changing their rules (docs/domain.md section 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.ids import new_id
from unbroken.core.local_days import Day
from unbroken.core.reports import Edited, Effect, Numbers
from unbroken.core.results import Streak
from unbroken.core.rule_validation import (
    DEFAULTS,
    MilestoneGiven,
    check_milestones,
    check_rules,
    free_key,
)
from unbroken.core.text import activity_type_of, unaccented
from unbroken.core.typing import Any
from unbroken.engine.answers.streak import streak_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.frames import rules_for
from unbroken.engine.judged_enrolment import JudgedEnrolment, load_judged
from unbroken.engine.lookup import find_streak
from unbroken.engine.permissions import require_admin
from unbroken.engine.recalculation import recalculate
from unbroken.engine.settings import setting_value
from unbroken.store.connection import Store
from unbroken.store.enrolments import last_enrolment_position
from unbroken.store.owners import OwnerRow, load_owners
from unbroken.store.stored_values import Row
from unbroken.store.streaks import (
    StreakRow,
    activity_types,
    has_logs_before,
    is_taken,
    last_streak_position,
    load_streak_names,
    load_streaks,
    rule_columns,
    target_keys,
)
from unbroken.store.unit_of_work import UnitOfWork


def add(
    context: Context,
    caller: Caller,
    name: str,
    *,
    milestones: Sequence[MilestoneGiven] = (),
    dry_run: bool = False,
    **rules: Any,
) -> Streak:
    """Makes a streak and enrols the owner; an admin who names no owner enrols nobody.

    `rules` are fields of docs/domain.md section 3 by name, besides `activity_type`, `description`,
    `unit`, `color` and `group`; without `strict` the setting of that name decides. With `dry_run`
    it is only tried out. Raises Refusal for a rule that cannot be.
    """
    require_admin(caller, "add")
    store = context.store
    with context.changing(caller, "add", discard=dry_run) as work:
        owner = context.reader(caller)
        fields = check_rules({**rules, "name": name}, rule_defaults(store))
        if fields["activity_type"] is None:
            _refuse_same_name(store, fields["name"])
        made = insert_streak(context, work, fields, owner)
        _write_milestones(work, made, check_milestones(milestones))
        if caller.owner_id is not None:
            insert_enrolment(context, work, made.id, owner)
            _pass_over(context, made, [owner])
        work.label = f"add {made.name}"
        return streak_answer(load_streaks(store, made.id)[made.id], owner, context.today(owner))


def edit(
    context: Context,
    caller: Caller,
    streak: str,
    *,
    milestones: Sequence[MilestoneGiven] | None = None,
    whole_history: bool = False,
    dry_run: bool = False,
    **rules: Any,
) -> Edited:
    """Changes rules, and says what that does to the numbers of everybody enrolled.

    A new target holds from the first day of the present period on, or with `whole_history` for all
    of history. With `dry_run` it is only tried out.
    """
    require_admin(caller, "edit")
    store = context.store
    with context.changing(caller, "edit", discard=dry_run) as work:
        owner = context.reader(caller)
        found = find_streak(store, streak)
        missed = "starts_on" in rules
        before = numbers_of(context, found.activity_type, missed=missed)
        fields = check_rules(rules, _fields_in_force(found))
        target = fields.pop("aggregation_target_value")
        _refuse_taken(store, fields["activity_type"], found.id)
        renamed = unaccented(fields["name"]) != unaccented(found.name)
        if renamed and fields["activity_type"] == found.activity_type:
            _refuse_same_name(store, fields["name"])
        work.update("streaks", found.id, **fields)
        found = load_streaks(store, found.id)[found.id]
        if "aggregation_target_value" in rules:
            _write_target(context, work, found, owner, target, whole_history)
        if milestones is not None:
            _write_milestones(work, found, check_milestones(milestones))
        work.label = f"edit {found.name}"
        recalculate(work)
        found = load_streaks(store, found.id)[found.id]
        after = numbers_of(context, found.activity_type, missed=missed)
        owners = load_owners(store)
        if "reminders" in rules:
            _pass_over(context, found, [owners[key] for key in after])
        effects = tuple(Effect(owners[key].name, before[key], after[key]) for key in before)
        today, remark = context.today(owner), ""
        if missed and has_logs_before(store, found.id, found.starts_on):
            remark = _earlier_logs_count(found.starts_on, today)
        return Edited(streak_answer(found, owner, today), effects, remark)


def _earlier_logs_count(starts_on: Day, today: Day) -> str:
    """That a first day leaves out none of the logs from before it (docs/domain.md 3)."""
    # imported here, since few changes are of a first day
    from unbroken.wording.dates import long_day

    first, year = date.fromordinal(starts_on), date.fromordinal(today).year
    day = long_day(first, year).partition(" ")[2]
    said = f"Logs from before {day} count all the same: it began with the first of them."
    return f"{said} Until {day} nothing is due." if starts_on > today else said


def numbers_of(context: Context, activity_type: str, *, missed: bool = False) -> dict[str, Numbers]:
    """By owner: how a streak stands for everybody enrolled."""
    numbers = {}
    for judged in load_judged(context, activity_type, owner_id=None):
        attempt = judged.assessment.attempt
        numbers[judged.owner.id] = Numbers(
            judged.assessment.current,
            judged.assessment.longest,
            None if attempt is None else attempt.value,
            None if attempt is None else attempt.status,
            _missed(context, judged) if missed else None,
        )
    return numbers


def _missed(context: Context, judged: JudgedEnrolment) -> int:
    """How many periods an owner has missed up to now."""
    # imported here, since few changes need the whole history
    from unbroken.engine.enrolled import enrolled_in_those, logged_on
    from unbroken.engine.streak_history import History

    [each] = enrolled_in_those(context, judged.owner, {judged.streak.id: judged.streak})
    history = History(judged.owner, each, logged_on(context.store, each).amounts)
    met, asked = history.decided.met_of(history.first, history.today)
    return asked - met


def rule_defaults(store: Store) -> Row:
    """The rules of a new streak of which nothing is said."""
    return {**DEFAULTS, "strict": setting_value(store, "strict")}


def insert_streak(context: Context, work: UnitOfWork, fields: Row, owner: OwnerRow) -> StreakRow:
    """Inserts a streak behind the others, under a free activity type where none is given."""
    store = context.store
    if fields["activity_type"] is None:
        wanted = activity_type_of(fields["name"])
        fields["activity_type"] = free_key(wanted, activity_types(store))
    _refuse_taken(store, fields["activity_type"], None)
    if fields["starts_on"] is None:
        fields["starts_on"] = context.today(owner)
    position = last_streak_position(store) + 1
    own = {"id": new_id(), "status": "live", "archived_at": None, "position": position}
    row = work.insert("streaks", {**own, **fields})
    return load_streaks(store, row["id"])[row["id"]]


def insert_enrolment(context: Context, work: UnitOfWork, streak_id: str, owner: OwnerRow) -> None:
    """Enrols an owner in a streak, behind their others."""
    work.insert(
        "enrolments",
        {
            "streak_id": streak_id,
            "owner_id": owner.id,
            "enrolled_at": context.now(),
            "position": last_enrolment_position(context.store, owner.id) + 1,
        },
    )


def _refuse_taken(store: Store, activity_type: str, but: str | None) -> None:
    if is_taken(store, activity_type, but):
        raise Refusal(
            ErrorCode.STREAK_EXISTS,
            f"There is a streak “{activity_type}” already; choose another activity type.",
            "activity_type",
        )


def _refuse_same_name(store: Store, name: str) -> None:
    """Raises Refusal where a streak has that name, but for case and accents; archived ones too."""
    plain = unaccented(name)
    for id_, activity_type, known in load_streak_names(store):
        if unaccented(known) == plain:
            archived = load_streaks(store, id_)[id_].status == "archived"
            there = "an archived streak" if archived else "a streak"
            back = f"restore it with `unbroken restore {activity_type}`"
            what = back if archived else "log to that one"
            raise Refusal(
                ErrorCode.STREAK_EXISTS,
                f"There is {there} “{known}” already; {what}, choose another name,"
                " or say with another activity type that two are meant.",
                "name",
            )


def _fields_in_force(streak: StreakRow) -> Row:
    """The columns of a streak's rules, with the last target: the one other rules must go with."""
    columns = rule_columns(streak)
    if streak.targets:
        columns["aggregation_target_value"] = streak.targets[-1][1]
    return columns


def _write_target(
    context: Context,
    work: UnitOfWork,
    streak: StreakRow,
    owner: OwnerRow,
    target: int,
    whole_history: bool,
) -> None:
    """Puts a new target in force, from the present period on or for all of history."""
    store, rules = context.store, rules_for(streak, owner)
    grid = rules.grid(owner.week_start)
    since = grid.first_day(grid.index_from(context.today(owner)))
    unbegun = streak.starts_on >= since and not has_logs_before(store, streak.id, since)
    if whole_history or unbegun:
        work.delete("targets", streak_id=streak.id)
        work.update("streaks", streak.id, aggregation_target_value=target)
        return
    before = rules.target_on(Day(since - 1))
    wanted = [] if target == before else [(since, target)]
    if wanted != [each for each in streak.targets if each[0] >= since]:
        work.delete_in("targets", id=target_keys(store, streak.id, since))
        for day, value in wanted:
            values = {"from_day": day, "aggregation_target_value": value}
            work.insert("targets", {"streak_id": streak.id, **values})


def _pass_over(context: Context, streak: StreakRow, owners: Iterable[OwnerRow]) -> None:
    """Reminders that were just set begin with the next time that comes."""
    if streak.reminders:
        from unbroken.engine.reminders import pass_over  # few streaks have any

        for owner in owners:
            pass_over(context, owner, streak.id)


def _write_milestones(
    work: UnitOfWork, streak: StreakRow, wanted: Iterable[MilestoneGiven]
) -> None:
    """Makes the milestones those wanted; one that stays keeps its id, and so its rewards."""
    present = {(each.milestone_target_value, each.title): each.id for each in streak.milestones}
    wanted = set(wanted)
    for known, milestone in present.items():
        if known not in wanted:
            work.delete("milestones", id=milestone)
    for number, title in sorted(wanted - set(present)):
        values = {"milestone_target_value": number, "title": title}
        work.insert("milestones", {"id": new_id(), "streak_id": streak.id, **values})
