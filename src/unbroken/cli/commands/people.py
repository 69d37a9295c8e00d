"""People, their zones, days and weeks; and the settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns
from unbroken.cli.session import Session
from unbroken.cli.timezone_timeline import (
    declare_travels,
    edit_travels,
    is_about_travels,
    travel_lines,
)
from unbroken.cli.usage_errors import UsageError
from unbroken.core.results import Owner
from unbroken.engine.owner_clock import zone_of


def declare_list(parser: Parser) -> None:
    """The list takes no words."""


def list_owners(session: Session) -> None:
    """Everybody in this database."""
    owners = session.engine.owners()
    session.answer(owners, lambda: [*_table(session, owners), *travel_lines(owners)])


def _table(session: Session, owners: list[Owner]) -> list[str]:
    me = session.me().id
    titles = ("", "Name", "Zone", "Day starts", "Week starts", "Grace")
    rows: list[list[str | Cell]] = [[(title, "dim") for title in titles]]
    for each in owners:
        rows.append(
            [
                ">" if each.id == me else "",
                each.name,
                zone_of(each, session.now),
                f"{each.day_start:02}:00",
                each.week_start.capitalize(),
                str(each.grace_period_days),
            ]
        )
    return columns(rows)


def _declare_fields(parser: Parser) -> None:
    parser.value("--tz", "ZONE", "the time zone, as Europe/Berlin")
    parser.value("--day-start", "HOUR", "the hour at which the day starts, 0 to 12")
    parser.value("--week-start", "DAY", "the weekday on which the week starts")
    parser.value("--grace", "N", "missed periods that are forgiven", dest="grace_period_days")


def _given(session: Session) -> dict[str, Any]:
    options = session.options
    names = ("tz", "day_start", "week_start", "grace_period_days")
    return {name: getattr(options, name) for name in names if getattr(options, name) is not None}


def declare_add(parser: Parser) -> None:
    parser.word("name", "what the person is called")
    _declare_fields(parser)


def add(session: Session) -> None:
    """Adds a person."""
    owner = session.engine.add_owner(session.options.name, **_given(session))
    _answer(session, f"Added {_described(session, owner)}")


def declare_edit(parser: Parser) -> None:
    parser.word("person", "whom to change, by name")
    parser.value("--name", "TEXT", "a new name")
    _declare_fields(parser)
    parser.flag("--always", "the zone takes the place of the one in force, not only from now on")
    declare_travels(parser)


def edit(session: Session) -> None:
    """Changes a person, or their travel log."""
    options, given = session.options, _given(session)
    if is_about_travels(session):
        owner = edit_travels(session)
        _answer(session, f"Changed the travel log of {owner.name}.", *travel_lines([owner]))
        return
    if options.name is not None:
        given["name"] = options.name
    if not given:
        raise UsageError("Say what to change, such as --tz Europe/Berlin.")
    if options.always and options.tz is None:
        raise UsageError("--always goes with --tz; say the zone.")
    owner = session.engine.edit_owner(options.person, always=options.always, **given)
    _answer(session, f"Changed {_described(session, owner)}")


def declare_remove(parser: Parser) -> None:
    parser.word("person", "whom to remove, by name")


def remove(session: Session) -> None:
    """Removes a person with their logs."""
    owner = session.engine.remove_owner(session.options.person)
    _answer(session, f"Removed {owner.name} with their logs; `unbroken undo` brings them back.")


def _answer(session: Session, *said: str) -> None:
    if session.json:
        session.say_json(session.engine.owners())
    else:
        session.say(said)


def _described(session: Session, owner: Owner) -> str:
    zone = zone_of(owner, session.now)
    week = owner.week_start.capitalize()
    return f"{owner.name}: {zone}, days start at {owner.day_start:02}:00, weeks on {week}."


def declare_config(parser: Parser) -> None:
    parser.word("key", "the setting", nargs="?")
    parser.word("value", "its new value; empty for the default", nargs="?")


def config(session: Session) -> None:
    """Shows settings, or changes one."""
    key, value = session.options.key, session.options.value
    engine = session.engine
    settings = engine.settings() if value is None else engine.configure(key, value)
    if key is not None and key not in settings:
        from unbroken.core.errors import NotFound

        raise NotFound(f"There is no setting “{key[:40]}”; there are {', '.join(settings)}.")
    shown = settings if key is None else {key: settings[key]}
    session.answer(settings, lambda: _settings(shown))


def _settings(shown: dict[str, Any]) -> Iterator[str]:
    from unbroken.engine.settings import SETTINGS

    rows: list[list[str | Cell]] = []
    for key, value in shown.items():
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        rows.append([key, text, (SETTINGS[key].meaning, "dim")])
    yield from columns(rows)


COMMANDS: Final = {
    "owner list": (declare_list, list_owners),
    "owner add": (declare_add, add),
    "owner edit": (declare_edit, edit),
    "owner remove": (declare_remove, remove),
    "config": (declare_config, config),
}
