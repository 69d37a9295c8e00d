"""`edit`: a streak's rules changed, after showing what that does to the numbers."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cli.arguments import Parser
from unbroken.cli.output import columns, is_ascii_only
from unbroken.cli.rule_options import declare_rules, given_milestones, given_rules, taken_back_rules
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.reports import Edited, Effect
from unbroken.core.results import Streak
from unbroken.core.typing import Any
from unbroken.wording.changes import number_texts
from unbroken.wording.rules import milestone_lines, reminder_lines, rule_remarks


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak to change")
    parser.value("--name", "TEXT", "a new name")
    declare_rules(parser)
    parser.flag("--no-length", "no end")
    parser.flag("--no-schedule", "every day counts")
    parser.flag("--no-remind", "no reminders")
    parser.flag("--no-milestones", "no rewards")
    parser.flag("--whole-history", "a new target holds for all of history")
    parser.flag("--yes", "do not ask")


def run(session: Session) -> int | None:
    """Changes rules, after showing what that does to the numbers."""
    options, engine = session.options, session.engine
    rules = given_rules(session) | taken_back_rules(session)
    if options.name is not None:
        rules["name"] = options.name
    if options.milestone and options.no_milestones:
        raise UsageError("--milestone and --no-milestones exclude each other; give one of them.")
    if not (rules or options.milestone or options.no_milestones):
        raise UsageError("Say what to change, such as --target 20; see `unbroken edit --help`.")
    if options.whole_history and "aggregation_target_value" not in rules:
        raise UsageError("--whole-history goes with --target; say the new target.")
    before = engine.streak(options.streak)
    milestones = _milestones(session, before)
    if not options.yes:
        tried = engine.edit(
            options.streak,
            milestones=milestones,
            whole_history=options.whole_history,
            dry_run=True,
            **rules,
        )
        session.require_person("change the rules")
        session.say(_effect_lines(tried, before))
        if not session.confirm(f"Change {tried.streak.name}?"):
            session.say(["Nothing was changed."])
            return 1
    edited = engine.edit(
        options.streak, milestones=milestones, whole_history=options.whole_history, **rules
    )
    session.answer(edited.streak, lambda: _lines(edited, before, unseen=options.yes))
    return None


def _milestones(session: Session, streak: Streak) -> list[tuple[Any, str]] | None:
    """The streak's milestones with those that were given among them; None where none were.

    One without a title is taken away.
    """
    if session.options.no_milestones:
        return []
    if not session.options.milestone:
        return None
    titles: dict[Any, str] = {
        str(each.milestone_target_value): each.title for each in streak.milestones
    }
    titles.update(given_milestones(session))
    return [(number, title) for number, title in titles.items() if title.strip()]


def _lines(edited: Edited, before: Streak, *, unseen: bool) -> Iterator[str]:
    if unseen:
        yield from _effect_lines(edited, before)
    yield f"Changed {edited.streak.name}."


def _effect_lines(edited: Edited, before: Streak) -> Iterator[str]:
    """The new rule, and the numbers that it changes."""
    yield f"{edited.streak.name}: {edited.streak.rule}"
    yield from rule_remarks(edited.streak, before)
    yield from milestone_lines(edited.streak.milestones)
    yield from reminder_lines(edited.streak)
    changed = [each for each in edited.effects if each.before != each.after]
    if changed:
        moved = any(each.before.missed != each.after.missed for each in changed)
        head = ["", "Run", "Best", "Attempt", *(["Missed"] if moved else [])]
        yield from columns([head, *(_effect_row(each)[: len(head)] for each in changed)])
    else:
        yield "The numbers stay as they are."
    if edited.remark:
        yield edited.remark


def _effect_row(effect: Effect) -> list[str]:
    arrow = " -> " if is_ascii_only() else " → "
    before, after = number_texts(effect.before), number_texts(effect.after)
    both = zip(
        (*before, f"{effect.before.missed}"), (*after, f"{effect.after.missed}"), strict=True
    )
    return [effect.owner, *(one if one == other else f"{one}{arrow}{other}" for one, other in both)]
