"""What every field means: one registry for all forms. Pure.

What a streak's fields mean is in `wording.rule_fields`, what options mean in `wording.option_help`,
what settings mean where they are declared; here is what the app adds to it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from unbroken.engine.preferences import PREFERENCES
from unbroken.engine.settings import SETTINGS
from unbroken.exchange.contract import DATE_ORDERS
from unbroken.wording.option_help import EXPORT, IMPORT, LOG, OWNER
from unbroken.wording.reminders import REMINDERS_COME
from unbroken.wording.rule_fields import FLAGS, HELP, SWITCHES


class FieldHelp(NamedTuple):
    """What a field means, in a phrase.

    `more` says in sentences what else there is to know. `as_in` are texts that can be written, each
    with what it means. `option` is how the command line is told the same. `is_text` says that any
    character may be meant, `?` too.
    """

    says: str
    more: str = ""
    as_in: tuple[tuple[str, str], ...] = ()
    option: str = ""
    is_text: bool = False


_AMOUNTS: Final = (("20", ""), ("12,5 or 12.5", "a part of one"))
_TIMES: Final = (
    ("21:30", "that time of the day that goes on"),
    ("-2h, -15m", "so long ago"),
    ("yesterday 21:30", "or mon 21:30: the last such day"),
    ("2026-03-31 21:30", "a date; without a time noon is meant"),
)
_TEXTS: Final = frozenset(("name", "unit", "group", "description", "milestones"))
"""The fields of a streak in which any character may be meant."""

_MORE: Final = {
    "name": "It can be changed at any time; logs and numbers stay.",
    "kind": "It fills in the rules that go with it; below “More” each can be changed by itself.",
    "aggregation_target_value": "A change holds from the present period on, unless you say that"
    " it has always been so.",
    "unit": "With a unit each log asks how much it was, and the amounts are added up.",
    "every": "With 2 and week there are two weeks for it, one after the other.",
    "aggregation_period": "The streak grows by one with each period in which enough was done.",
    "schedule": "Other days ask for nothing and break nothing. None chosen means every day.",
    "completion_target_value": "Without one it goes on for as long as it is not broken.",
    "grace_periods": "What is forgiven adds nothing to the streak.",
    "starts_on": "What was logged before that day counts all the same: then it begins with that.",
    "milestones": "After how many periods, and what you get for it.",
    "reminders": "Each comes once a period, and only while something is left to do."
    f" {REMINDERS_COME}",
    "group": "Streaks of one group are listed together in your own order.",
    "activity_type": "Commands and files name the streak by it.",
}

_EXAMPLES: Final = {
    "aggregation_target_value": _AMOUNTS,
    "starts_on": (("2026-03-01", "a date"), ("today", "or yesterday, or mon")),
    "unit": (("min", ""), ("km", ""), ("pages", "")),
    "every": (("1", "each one"), ("2", "each second one")),
    "kind": (
        ("done once", "one log meets the day: meditate"),
        ("so many times", "a number of logs: gym 3 times a week"),
        ("an amount", "what the logs add up to: read 20 min a day"),
        ("so many days", "days with a log, however many it has: run on 4 days a week"),
        ("at most, or never", "met as long as no more is logged: coffee, sugar"),
    ),
    "reminders": (("08:30, 8:30 pm", "at that time of the day"), ("2h before", "the period ends")),
}


def _option(name: str) -> str:
    """The flags of `unbroken add` and `edit` that say the same."""
    flags = [f"{each.flag} {each.metavar}" for each in FLAGS if each.field == name]
    switches = [each.flag for each in SWITCHES if each.field == name]
    if name == "milestones":
        flags = ["--milestone N=TITLE"]
    told = " or ".join((*flags, *switches))
    return f"unbroken edit STREAK {told}" if told else ""


def _setting(name: str, more: str = "") -> FieldHelp:
    known = SETTINGS | PREFERENCES
    return FieldHelp(known[name].meaning, more, option=f"unbroken config {name} VALUE")


def _owner(flag: str, more: str = "") -> FieldHelp:
    return FieldHelp(OWNER[flag], more, option=f"unbroken owner edit PERSON {flag} …")


_GRACE: Final = "It holds for streaks that say nothing else."
_DAY: Final = "What is logged before that hour is still of the day before."

FIELDS: Final = {
    "rule": {
        name: FieldHelp(
            says,
            _MORE.get(name, ""),
            _EXAMPLES.get(name, ()),
            _option(name),
            name in _TEXTS,
        )
        for name, says in HELP.items()
    }
    | {
        "whole": FieldHelp("since when the new target holds"),
        "example": FieldHelp(
            "examples to start from; arrows go among them, and what you have written stays"
        ),
    },
    "log": {
        "amount": FieldHelp(LOG["value"], "", _AMOUNTS, "unbroken log STREAK VALUE"),
        "when": FieldHelp(
            "when it was; nothing means now", "", _TIMES, "unbroken log STREAK --at WHEN"
        ),
        "time": FieldHelp("when it was, as the clocks showed it there", "", _TIMES[:1]),
        "note": FieldHelp(
            LOG["--note"],
            "Notes are found again by the filter of the list. A long one can be written in your"
            " editor.",
            (),
            "unbroken log STREAK --note TEXT",
            is_text=True,
        ),
    },
    "settings": {
        "zone": _owner("--tz", "Days begin and end by its clocks; what is logged keeps its date."),
        "travels": FieldHelp("where you were since when; days are judged by it"),
        "day_start": _owner("--day-start", _DAY),
        "week_start": _owner("--week-start", "Weekly streaks are judged by it."),
        "grace_period_days": _owner("--grace", _GRACE),
        "quiet_hours": _owner(
            "--quiet-hours", "What would come meanwhile waits until they are over."
        ),
        "theme": _setting("theme", "A key of its own changes between the dark and the light one."),
        "keys": FieldHelp("every action with its keys, which can be given others"),
        "symbols": _setting("symbols"),
        "strict": _setting("strict"),
        "activity_types": _setting("activity_types"),
        "backups": _setting("backups"),
        "backup": FieldHelp("a consistent copy of the database", option="unbroken backup"),
        "sync": FieldHelp(
            "reads what other machines have written, and writes what waits", option="unbroken sync"
        ),
        "machines": FieldHelp(
            "a folder, a server or a bucket through which several machines find one truth",
            "Once it is set up: the machines, letting one in, rebuilding and leaving.",
            option="unbroken sync setup FOLDER",
        ),
        "import": FieldHelp("files of other trackers and our own", option="unbroken import FILE"),
        "export": FieldHelp("everything into a file", option="unbroken export"),
    },
    "person": {
        "name": FieldHelp("what the person is called", is_text=True),
        "tz": _owner("--tz"),
        "day_start": _owner("--day-start", _DAY),
        "week_start": _owner("--week-start"),
        "grace_period_days": _owner("--grace", _GRACE),
    },
    "travel": {
        "tz": _owner("--tz", "enter looks for a place."),
        "since": FieldHelp("since when, as the clocks there show it", "", _TIMES),
    },
    "zone": {
        "place": FieldHelp("a part of the name of a zone, such as a city"),
    },
    "import": {
        "path": FieldHelp(IMPORT["file"], "", (), "unbroken import FILE", is_text=True),
        "format": FieldHelp(IMPORT["--from"], "", (), "unbroken import FILE --from FORMAT"),
        "dates": FieldHelp(
            IMPORT["--dates"] + " or ".join(DATE_ORDERS),
            "Only dates that can be read both ways ask for it.",
            (),
            "unbroken import FILE --dates ORDER",
        ),
        "whose": FieldHelp(
            "whose the streaks and logs of our own document are",
            "On another machine you have another number, even by the same name.",
            (),
            "unbroken import FILE --person PERSON",
        ),
        "taken": FieldHelp(
            IMPORT["--merge"],
            "Or the streak of the file comes in beside it, under another name.",
            (),
            "unbroken import FILE --merge, or --as NAME",
        ),
        "as": FieldHelp(IMPORT["--as"], "", (), "unbroken import FILE --as NAME", is_text=True),
    },
    "export": {
        "format": FieldHelp("for whom it is written", "", (), "unbroken export --format FORMAT"),
        "path": FieldHelp(
            EXPORT["--output"].partition(";")[0],
            "A name that is taken is asked about.",
            (),
            "unbroken export --output FILE",
            is_text=True,
        ),
    },
    "sync": {
        "path": FieldHelp(
            "the folder that something carries, or the address of a place",
            "On each machine the same folder, whatever it is called there.",
            (
                ("~/Sync", "a folder of Syncthing, Dropbox, Nextcloud, or on a stick"),
                ("https://me:password@host/folder", "WebDAV"),
                ("s3://bucket", "or gs://, sftp://…: with pip install 'unbroken[remote]'"),
            ),
            "unbroken sync setup FOLDER",
            is_text=True,
        ),
        "git": FieldHelp(
            "whether the folder is in a working tree of git, which is committed, pulled and pushed",
            option="unbroken sync setup FOLDER --git",
        ),
        "sealing": FieldHelp(
            "whether a folder that is made now is encrypted",
            "Into a folder that is sealed already one is let in by a code, or joins by its"
            " passphrase. What is open is not sealed later.",
            (
                ("as the folder is", "a new one stays open"),
                ("let machines in", "a new one is sealed; the others are let in one by one"),
                ("passphrase", "a new one is sealed; whoever knows the passphrase joins"),
            ),
            "unbroken sync setup FOLDER --seal, or --passphrase",
        ),
        "passphrase": FieldHelp(
            "what opens the sealed folder",
            "Of a folder that is made now at least 10 characters; several words are better.",
            option="unbroken sync setup FOLDER --passphrase",
            is_text=True,
        ),
        "repeated": FieldHelp("the same again, where the folder is made now", is_text=True),
    },
    "machines": {
        "code": FieldHelp(
            "the code that a machine shows which asks to be let in",
            "Compare it with what stands there; case and dashes do not matter.",
            option="unbroken sync admit CODE",
        ),
    },
    "list": {
        "filter": FieldHelp(
            "a part of a streak's name, or of a note",
            "Case and accents do not matter. Names are listed above, notes below them; tab goes"
            " there, enter keeps the filter, escape ends it.",
            is_text=True,
        ),
    },
    "notes": {
        "filter": FieldHelp(
            "a part of a note, or of why days were skipped",
            "Case and accents do not matter. Enter goes to what was found, escape ends it.",
            option="unbroken notes TEXT",
            is_text=True,
        ),
    },
    "keys": {
        "filter": FieldHelp("a part of what a key does, or a key", is_text=True),
    },
}
"""By form, as screens name it in `FIELDS_OF`, and by the id of the field."""


def help_of(form: str, name: str | None) -> FieldHelp | None:
    """What a field means; None for what is no field."""
    return FIELDS.get(form, {}).get((name or "").removeprefix("field-"))
