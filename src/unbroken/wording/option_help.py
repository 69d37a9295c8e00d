"""What is given with a log, for a person and with files, by option or by what a word is called: the
same words in the help of the command line and in that of the app's fields.
"""

from __future__ import annotations

from unbroken.core.typing import Final

LOG: Final = {
    "value": "how much; 1 unless the streak has a unit",
    "--at": "2026-03-31 21:30, 21:30, yesterday, -2h, mon …; else now",
    "--note": "a note",
}

OWNER: Final = {
    "--tz": "the time zone, as Europe/Berlin",
    "--day-start": "the hour at which the day starts, 0 to 12",
    "--week-start": "the weekday on which the week starts",
    "--grace": "missed periods that are forgiven",
    "--quiet-hours": "when not to be reminded, as 22:00-07:00; empty: none",
}

IMPORT: Final = {
    "file": "the file or folder to read",
    "--from": "its format, if it is not to be guessed",
    "--dates": "how to read 1/2/2021: ",
    "--merge": "logs of a streak that is there already join it",
    "--as": "another name for a streak whose name is taken",
    "--person": "who the file's person is here; of several THEIR-NAME=PERSON, for each",
}

EXPORT: Final = {
    "--output": "the file or folder; else standard output",
}
