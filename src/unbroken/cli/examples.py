"""Examples of every command, for its help and for the manual page; only those load them."""

from __future__ import annotations

from unbroken.core.typing import Final

Example = tuple[str, str]
"""A command line without `unbroken` before it, and what it does in few words."""

OVERVIEW: Final[tuple[Example, ...]] = (
    ("add Read --method sum --unit min --target 20", "20 minutes a day"),
    ("log read 14", "14 minutes, now"),
    ("status", "how everything stands"),
)
"""What somebody begins with."""

EXAMPLES: Final[dict[str, tuple[Example, ...]]] = {
    "demo": (
        ("demo", "ten streaks with a year of logs"),
        ("demo --now 2026-03-01T08:00:00Z", "as it would look on the first of March"),
    ),
    "add": (
        ("add Read --method sum --unit min --target 20", "20 minutes a day"),
        ("add Gym --period weekly --target 3 --grace 1", "3 times a week, one bad week forgiven"),
        ("add Stretch --remind '08:30, 2h before'", "with two reminders"),
    ),
    "edit": (
        ("edit read --target 30", "more from now on; asks first"),
        ("edit gym --group Body --yes", "moves it to a group, unasked"),
        ("edit walk --milestone 30='A month' --yes", "a reward after 30 days"),
    ),
    "log": (
        ("log read 20", "20 minutes, now"),
        ("log gym --at 'yesterday 18:30' --note legs", "what was forgotten yesterday"),
        ("log 'Cold shower' --new", "makes the streak if there is none"),
    ),
    "undo": (
        ("undo", "takes back the last change, whatever it was"),
        ("undo --to 12", "all changes up to the one that `journal` numbers 12"),
        ("undo --owner Ben", "that of another person"),
    ),
    "redo": (
        ("redo", "does again what was taken back last"),
        ("redo --to 15", "all that was taken back, up to that change"),
        ("redo --json", "the same for a program"),
    ),
    "journal": (
        ("journal", "the last 20 changes"),
        ("journal --limit 3", "only the last three"),
    ),
    "status": (
        ("status", "everything, what is at risk first"),
        ("status read", "one streak with its rule"),
        ("status --order own --watch", "in your groups, kept up to date"),
    ),
    "due": (
        ("due", "what is still open"),
        ("due --format tmux", "one line for the status line of tmux"),
        ("due --check", "only an exit code: 0 nothing, 10 something, 11 at risk"),
    ),
    "ask": (
        ("ask", "what is open today, one by one"),
        ("ask --yesterday", "what was forgotten yesterday"),
        ("ask --at mon", "about last Monday"),
    ),
    "start": (
        ("start read", "from now on"),
        ("start read --at -20m", "began 20 minutes ago"),
    ),
    "stop": (
        ("stop", "the only one that runs: its time is logged"),
        ("stop walk --at -10m", "ended 10 minutes ago"),
        ("stop walk --discard", "logs nothing"),
    ),
    "timer": (("timer", "what runs, and for how long"), ("timer --json", "for a program")),
    "remind": (
        ("remind", "sends what is due now"),
        ("remind --dry-run", "only says what would be sent"),
        ("remind install --print", "shows what would send them every 5 minutes"),
    ),
    "progress": (
        ("progress read", "every attempt at one streak"),
        ("progress --status broken", "all that ended early"),
    ),
    "why": (
        ("why read", "which day it hangs on"),
        ("why read --at 2026-03-04", "what came of that day"),
        ("why gym --json", "the same for a program"),
    ),
    "history": (
        ("history read --from 2026-03-01", "one streak, this month"),
        ("history --from mon", "everything since Monday"),
    ),
    "report": (
        ("report", "this year of all your streaks"),
        ("report 2025 read -o read.html", "one of last year, as a page for a browser"),
    ),
    "notes": (
        ("notes", "all of them, newest first"),
        ("notes rain --streak walk", "those of one streak with a word in them"),
    ),
    "calendar": (
        ("calendar", "this month, all streaks together"),
        ("calendar read 2026-02", "a month of one streak"),
    ),
    "stats": (
        ("stats read", "what the numbers of one streak say"),
        ("stats", "all streaks, a line each"),
        ("stats read --from 2026-02-01 --to 2026-02-28", "only those of February"),
    ),
    "rewards": (
        ("rewards", "every milestone that was reached"),
        ("rewards read --json", "those of one streak, for a program"),
    ),
    "skip": (
        ("skip walk today --reason ill", "one day of one streak"),
        ("skip --all 2026-03-20..2026-03-27", "a holiday from everything"),
    ),
    "unskip": (
        ("unskip walk 2026-03-05", "that day counts after all"),
        ("unskip --all 2026-03-07..2026-03-08", "so do these, for every streak"),
    ),
    "pause": (("pause gym", "rests until resumed"), ("pause gym --json", "for a program")),
    "resume": (("resume yoga", "counts from today on"), ("resume Yoga --json", "for a program")),
    "archive": (("archive walk", "hidden, but kept"), ("archive walk --json", "for a program")),
    "restore": (
        ("restore piano", "an archived streak is back"),
        ("restore ./copy.db", "everything as it was in a copy; asks first"),
    ),
    "remove": (
        ("remove gym", "says what goes with it, and asks"),
        ("remove gym --yes", "without asking; undo brings it back"),
    ),
    "owner": (
        ("owner", "everybody, and where they are"),
        ("owner add Ann --tz Europe/Rome", "one more person"),
        ("owner edit me --day-start 4", "the day ends at four in the night"),
    ),
    "owner list": (("owner list", "everybody"), ("owner list --json", "for a program")),
    "owner add": (
        ("owner add Ann --tz Europe/Rome --week-start sunday", "with their zone and week"),
        ("owner add Cid", "in the zone of this machine"),
    ),
    "owner edit": (
        ("owner edit me --name Eva --tz Asia/Tokyo", "in Tokyo from now on"),
        ("owner edit me --quiet-hours 22:00-07:00", "no reminders at night"),
        ("owner edit me --tz Asia/Tokyo --since '2026-03-05 12:00'", "was there since then"),
    ),
    "owner remove": (
        ("owner remove Ben", "with all their logs; undo brings them back"),
        ("owner remove Ben --json", "for a program"),
    ),
    "config": (
        ("config", "every setting"),
        ("config symbols ascii", "no signs outside ASCII"),
        ("config symbols ''", "the default again"),
    ),
    "import": (
        ("import loop.db --dry-run", "only says what would come"),
        ("import loop.db", "brings it in; undo takes it back"),
        ("import long.csv --dates day-first", "1/2/2026 is the first of February"),
    ),
    "export": (
        ("export -o everything.json", "all there is; import reads it back exactly"),
        ("export --format csv", "for a spreadsheet, to standard output"),
        ("export --format loop-db -o loop-backup.db", "for Loop Habit Tracker"),
    ),
    "sync": (
        ("sync setup ./Shared --yes", "through a folder that something else carries"),
        ("sync setup ./Shared --seal --yes", "the same, and who carries it cannot read it"),
        ("sync status", "the machines, and when each was seen last"),
    ),
    "backup": (
        ("backup", "a copy in the folder backups beside the database"),
        ("backup ./today.db", "a copy where you say"),
    ),
    "doctor": (
        ("doctor", "checks everything that is stored"),
        ("doctor --repair", "stores anew what was judged wrongly"),
    ),
    "serve": (
        ("serve key add phone --data ./service", "a key for `serve --data ./service`"),
        ("serve key add shop --user ann --data ./service", "a key of one person"),
        ("serve key list --data ./service", "the keys there are"),
    ),
    "completion": (
        ("completion bash", "for a file in ~/.local/share/bash-completion/completions"),
        ("completion fish", "for ~/.config/fish/completions/unbroken.fish"),
    ),
    "man": (
        ("man", "the page as roff; read it with `unbroken man | man -l -`"),
        ("man --json", "the same within a JSON document"),
    ),
}
"""By command, two or three each; all of them are run in a test."""


def example_lines(examples: tuple[Example, ...]) -> list[str]:
    """The examples below their heading, in two columns."""
    column = max(len(line) for line, _ in examples)
    return ["examples:", *(f"  unbroken {line:<{column}}  {does}" for line, does in examples)]
