"""The help of the whole command line, and hints for a command that is not there."""

from __future__ import annotations

from unbroken.cli.examples import EXAMPLES, OVERVIEW, example_lines
from unbroken.cli.registry import COMMANDS
from unbroken.core.text import capitalised, one_line
from unbroken.core.typing import Final

_OPTIONS: Final = (
    "options, before or after the command:",
    "  --db PATH      the database file (or UNBROKEN_DB)",
    "  --owner NAME   whose streaks (or UNBROKEN_OWNER)",
    "  --now INSTANT  stands in for the clock (or UNBROKEN_NOW)",
    "  --json         one JSON document on standard output",
)
_ELSEWHERE: Final = {
    **dict.fromkeys(("list", "ls", "show", "today"), "status"),
    **dict.fromkeys(("rename", "change", "modify"), "edit"),
    **dict.fromkeys(("delete", "rm"), "remove"),
    **dict.fromkeys(("done", "track", "check"), "log"),
    **dict.fromkeys(("new", "create"), "add"),
    **dict.fromkeys(("month", "graph"), "calendar"),
    **dict.fromkeys(("year", "review"), "report"),
    **dict.fromkeys(("figures", "insight", "statistics"), "stats"),
    **dict.fromkeys(("settings", "set"), "config"),
}
"""What other programs call a command, and how it is called here."""


def unknown_command(word: str) -> str:
    """The sentence about a command that is not there, with those most like it."""
    from difflib import get_close_matches  # only for what is not known

    near = get_close_matches(word, [name for name in COMMANDS if " " not in name], 3, 0.5)
    meant = [_ELSEWHERE[word]] if word in _ELSEWHERE else near
    hint = f"did you mean {' or '.join(meant)}?" if meant else "see `unbroken --help`."
    return f"There is no command “{one_line(word, 40)}”; {hint}"


GROUPS: Final = {
    "every day": ("log", "ask", "due", "status", "undo", "redo"),
    "timing": ("start", "stop", "timer"),
    "looking back": (
        *("why", "history", "notes", "calendar", "stats", "report", "progress", "rewards"),
        "journal",
    ),
    "streaks": ("add", "edit", "remove"),
    "rest": ("skip", "unskip", "pause", "resume", "archive", "restore"),
    "moving and keeping": ("sync", "import", "export", "backup", "doctor"),
    "setting up": ("owner", "config", "remind", "serve", "completion", "man", "demo"),
}
"""What commands are for; each is in one group."""


def overview() -> str:
    """The help text of the whole command line."""
    rows = []
    for purpose, names in GROUPS.items():
        rows += [f"{purpose}:", *(f"  {name:<10} {COMMANDS[name][1]}" for name in names), ""]
    return "\n".join(
        [
            "usage: unbroken [--db PATH] [--owner NAME] [--now INSTANT] [--json] [COMMAND …]",
            "",
            "Without a command the app opens. A STREAK is given by its activity type, its",
            "name, or the beginning of either.",
            "",
            *rows,
            *_OPTIONS,
            "  --version      the version",
            "",
            *example_lines(OVERVIEW),
            "",
            "`unbroken COMMAND --help` says more.",
        ]
    )


def family_overview(family: str) -> str:
    """The help text of a command whose next word belongs to its name."""
    inner = {
        name.removeprefix(f"{family} "): text
        for name, (_, text) in COMMANDS.items()
        if name.startswith(f"{family} ")
    }
    summary = COMMANDS[family][1]
    return "\n".join(
        [
            f"usage: unbroken {family} [{'|'.join(inner)}] …",
            "",
            f"{capitalised(summary)}. Without a word it is `unbroken {family} list`.",
            "",
            "commands:",
            *(f"  {name:<10} {text}" for name, text in inner.items()),
            "",
            *_OPTIONS,
            "",
            *example_lines(EXAMPLES[family]),
            "",
            f"`unbroken {family} edit --help` says more, and so for the others.",
        ]
    )
