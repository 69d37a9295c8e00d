"""Every command: its module of `cli.commands`, and what it does in a few words."""

from __future__ import annotations

from unbroken.core.typing import Final

COMMANDS: Final = {
    "demo": ("demo", "the app on a made-up year of data; nothing is kept"),
    "add": ("add", "make a streak"),
    "edit": ("edit", "change a streak's rules, after showing what that does"),
    "log": ("log", "record an activity"),
    "undo": ("undo", "take back the last change, or all up to a chosen one"),
    "redo": ("redo", "do again what was taken back"),
    "journal": ("journal", "list what was changed and can be taken back"),
    "status": ("status", "the dashboard as text"),
    "due": ("due", "what is still open, most urgent first"),
    "ask": ("ask", "a walk through what is open: done or not, one by one"),
    "start": ("start", "start a timer for a streak"),
    "stop": ("stop", "stop it, and log how long it ran"),
    "timer": ("timer", "which timers run, and since when"),
    "remind": ("remind", "send the reminders that are due, or see to it that they are sent"),
    "progress": ("progress", "attempts, oldest first"),
    "why": ("why", "why a streak broke, is left for now, or is alive"),
    "history": ("history", "what was logged, newest first"),
    "notes": ("notes", "what was written down, newest first"),
    "calendar": ("calendar", "a month as text"),
    "stats": ("stats", "completion, runs, strength and patterns, with charts"),
    "report": ("report", "a year in review, as text, or as a file to look at and keep"),
    "rewards": ("rewards", "milestones that were reached"),
    "skip": ("skip", "excuse dates"),
    "unskip": ("unskip", "excuse dates no longer"),
    "pause": ("pause", "rest a streak until it is resumed"),
    "resume": ("resume", "end a pause"),
    "archive": ("archive", "hide a streak"),
    "restore": ("restore", "bring an archived streak back, or everything from a copy"),
    "remove": ("remove", "delete a streak with its logs"),
    "owner": ("owner_list", "people, their zones, days and weeks"),
    "owner list": ("owner_list", "everybody in this database"),
    "owner add": ("owner_add", "add a person"),
    "owner edit": ("owner_edit", "change a person's name, zone, day or week"),
    "owner remove": ("owner_remove", "remove a person with their logs"),
    "config": ("config", "show or change settings"),
    "import": ("import_file", "read other trackers' files and our own"),
    "export": (
        "export_file",
        "write everything as JSON or CSV, or for trackers and calendars",
    ),
    "sync": ("sync", "agree with other machines through a folder"),
    "backup": ("backup", "write a consistent copy of the database"),
    "serve": ("serve", "answer over HTTP, for phones, scripts and shops"),
    "doctor": ("doctor", "check the database, and repair it"),
    "completion": ("completion", "print what makes a shell complete commands at TAB"),
    "man": ("man", "print the manual page"),
}
"""Name to (module of `cli.commands`, summary)."""

FAMILIES: Final = ("owner",)
"""Commands whose next word belongs to their name; without one it is `list`."""
