"""`log`: an activity recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from unbroken.cli.arguments import Parser
from unbroken.cli.output import paint
from unbroken.cli.session import Session
from unbroken.core.errors import Refusal
from unbroken.core.results import Recording, Streak
from unbroken.core.text import capitalised
from unbroken.engine.owner_clock import today_of
from unbroken.wording.amounts import of_unit
from unbroken.wording.dates import long_day
from unbroken.wording.option_help import LOG
from unbroken.wording.rules import counting_words, period_noun
from unbroken.wording.status import still_asked


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak that was done")
    parser.word("value", LOG["value"], nargs="?")
    parser.value("--at", "WHEN", LOG["--at"])
    parser.value("--tz", "ZONE", "where it was, as Europe/Berlin")
    parser.value("--note", "TEXT", LOG["--note"], default="")
    parser.value("--id", "UNIQUE", "the same one again records nothing")
    parser.flag("--new", "makes the streak if there is none")


def run(session: Session) -> None:
    """Records an activity, and says what it did to the streak."""
    options, engine = session.options, session.engine
    at = None
    if options.at is not None:
        from unbroken.engine.when import read_when  # only where a time is read

        at = read_when(options.at, session.now, session.me(), options.tz)
    known = {streak.id for streak in engine.streaks()} if options.new else set()
    began = None if at is None or session.json else _began(session)
    recording = engine.log(
        options.streak,
        options.value,
        at=at,
        tz=options.tz,
        note=options.note,
        unique_identifier=options.id,
        new=options.new,
    )
    made = options.new and recording.log.streak_id not in known
    session.answer(recording, lambda: recording_lines(session, recording, made=made, began=began))


def _began(session: Session) -> date | None:
    """The day with which the streak begins; None where it is not known, which is refused next."""
    from unbroken.engine.day_actions import beginning_of  # most logs are for now

    try:
        return beginning_of(session.engine, session.options.streak)
    except Refusal:
        return None


def recording_lines(
    session: Session, recording: Recording, *, made: bool = False, began: date | None = None
) -> Iterator[str]:
    """What a log did to its streak; with `made` that it made the streak, with the day on which that
    `began` also whether it begins earlier now.
    """
    streak = session.engine.streak(recording.log.activity_type)
    if recording.duplicate:
        yield f"{streak.name}: that was logged before; nothing was added."
    if made:
        yield f"New streak {streak.name}: {streak.rule}"
    yield " ".join(_sentences(session, streak, recording))
    if recording.log.value != 1 and streak.aggregation_method != "sum":
        yield f"  {counting_words(streak)}"
    if began is not None and recording.log.local_date < began:
        from unbroken.engine.day_actions import begun_earlier  # most logs are for now
        from unbroken.wording.states import began_earlier

        begun = begun_earlier(session.engine, streak.activity_type, began)
        if begun is not None:
            yield f"  {began_earlier(*begun)}"
    for reward in recording.rewards:
        reached = f"{reward.title} ({reward.milestone_target_value})"
        yield paint(f"{session.shapes.met} Reached: {reached}. Well done!", "met")


def _sentences(session: Session, streak: Streak, recording: Recording) -> Iterator[str]:
    task, day = recording.task_progress, recording.log.local_date
    run = recording.current_streak
    how = "extended" if recording.streak_extended else "started"
    changed = recording.streak_extended or recording.streak_started
    earlier = changed and streak.goal == "at_most"  # it began earlier; no log of a limit adds to it
    if run and not earlier:
        yield f"{streak.name}: {run} in a row{f' ({how})' if changed else ''}."
    else:
        unit = streak.unit if streak.aggregation_method == "sum" else None
        yield f"{streak.name}: logged {of_unit(recording.log.value, unit)}."
    if task is None:
        if day != today_of(session.me(), session.now):
            yield _counted_for(session, streak, day)
        if not changed:
            yield "Nothing is asked for today."
        return
    if not recording.in_open_period:
        yield _counted_for(session, streak, day)
    rest = still_asked(task)
    yield capitalised(rest)


def _counted_for(session: Session, streak: Streak, day: date) -> str:
    """Which day a log was counted for that is not in the open period, and how its period stands."""
    from unbroken.wording.states import was_asked  # most logs are of the open period

    when = f"{long_day(day)} {day.year}"
    periods = session.engine.periods(streak.activity_type, day, day).get(streak.id, ())
    said = f"Counted for {when}" if periods else f"{when} asks for nothing"
    for period in periods:
        if period.first_day != period.last_day:
            said += f", in the {period_noun(streak.aggregation_period, streak.every)}"
            said += f" to {long_day(period.last_day)}"
        said += f": {was_asked(streak, period)}"
    return f"{said}."
