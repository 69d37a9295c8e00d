"""One run of one command: its options, the engine it opens, and how it answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cached_property

from unbroken.cli import output
from unbroken.cli.usage_errors import UsageError
from unbroken.core.typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from unbroken.core.results import Owner
    from unbroken.engine.api import Engine
    from unbroken.engine.callers import Caller
    from unbroken.engine.clock import Clock
    from unbroken.wording.symbols import Shapes

_NAMED: Final = 3
"""Things left out that are named."""


class Session:
    """What every command is given; the engine is opened when it is first needed."""

    def __init__(self, options: Any, *, is_process: bool = False) -> None:
        self.options = options
        self._is_process = is_process
        self.json: bool = options.json
        if options.owner == "":
            raise UsageError("--owner needs the name of an owner.")
        self.owner: str | None = options.owner or os.environ.get("UNBROKEN_OWNER") or None
        self.clock_is_set = False
        self.now = self._read_now()
        """The present moment of the whole command; only `look_again` moves it on."""
        self._engine: Engine | None = None
        self.afterwards: list[Callable[[], None]] = []
        """What nobody waits for; it is done once the answer is written and the database closed."""
        self.reads_others = True
        """Whether what other machines have written is read before anything is answered."""
        self._file: tuple[int, int] | None = None
        self._opened_with = 0

    @property
    def path(self) -> str:
        """The database file that is meant."""
        if self.options.db == "":
            raise UsageError("--db needs the path of a database file.")
        given = self.options.db or os.environ.get("UNBROKEN_DB")
        if given:
            return str(given)
        from unbroken.engine.data_folder import default_path  # only without a path

        return default_path()

    def clock(self) -> Clock:
        """The clock for an app that stays open: the machine's, or the one that is set."""
        # the engine is loaded at its first use
        from unbroken.engine.clock import fixed_clock, system_clock

        return fixed_clock(self.now) if self.clock_is_set else system_clock

    @property
    def engine(self) -> Engine:
        """The engine, acting for the owner who is meant."""
        if self._engine is None:
            from unbroken.engine.api import open_engine  # the engine is loaded at its first use

            is_new = bool(self.options.db) and not os.path.exists(self.path)
            self._engine = open_engine(self.path, owner=self.owner, clock=lambda: self.now)
            if is_new and output.is_terminal(sys.stderr):  # it may be the path that is mistyped
                output.error_line(f"There was no {self.path}; it is a new database now.")
            self._engine.store.tells_gaps = True
            self._engine.is_used_by("command")
            self._opened_with = self._engine.store.changes
            if self._engine.former_file is not None:
                from unbroken.wording.changes import upgrade_sentence  # once in a version's life

                told = upgrade_sentence(self._engine.database, self._engine.former_file)
                output.error_line(told)
            if self._engine.is_synced and self.reads_others:
                self._engine.sync_read()
                self._opened_with = self._engine.store.changes
        return self._engine

    def look_again(self) -> tuple[int, int] | None:
        """Makes the present moment that of the clock; a command that stays sees time go by.

        Where another file has been put in the database's place, that one is read from then on.
        Answers which file that is, as device and inode.
        """
        from unbroken.engine.database_file import file_of  # only a command that stays asks

        self.now = self.clock()()
        database = self.engine.database
        found = None if database is None else file_of(database)
        if found is not None and self._file not in (None, found):
            self.release()
        self._file = found or self._file
        return self._file

    @cached_property
    def shapes(self) -> Shapes:
        """The symbols that the settings ask for and the terminal can show."""
        from unbroken.wording.symbols import shapes_named  # --json goes without

        return shapes_named(
            "ascii" if output.is_ascii_only() else self.engine.settings()["symbols"]
        )

    @property
    def has_changed(self) -> bool:
        """Whether the command has changed anything."""
        return self._engine is not None and self._engine.store.changes > self._opened_with

    def release(self) -> None:
        """Closes the database, if it was opened, in the middle of a command: it needs the file for
        itself, or another one. What nobody waits for is left until the end.
        """
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def close(self) -> None:
        """Closes the database, if it was opened, and does what nobody waits for: the end of all.

        After the day's first change that is the day's copy: a child makes it, so that who asked
        can go on.
        """
        engine = self._engine
        if engine is None:
            return
        try:
            copies = not self.clock_is_set and engine.copy_is_due()
            if engine.unsent_since is not None:
                output.error_line(f"Kept here, and synced later: {engine.unsent_since}")
        finally:
            engine.close()
        for each in self.afterwards:
            each()
        if not copies or (self._is_process and _is_left_to_a_child()):
            return
        if os.path.exists(self.path):  # else it was taken away since: opening would make one
            self._keep_copy(engine.caller)

    def passed_over(self) -> str | None:
        """What of the answer was left out since it cannot be read, in a sentence; None if nothing.

        The rest was answered.
        """
        known = [] if self._engine is None else list(self._engine.store.passed_over)
        if not known:
            return None
        more = f" and {len(known) - _NAMED:,} more" if len(known) > _NAMED else ""
        return (
            f"Left out, since it cannot be read: {'; '.join(known[:_NAMED])}{more}."
            " `unbroken doctor --repair` mends what can be."
        )

    def _keep_copy(self, caller: Caller) -> None:
        """Makes the day's copy; if it cannot be made, the command is done all the same."""
        from unbroken.core.errors import StoreError  # only where something is refused
        from unbroken.engine.api import open_engine  # the engine is loaded at its first use

        try:
            engine = open_engine(self.path, caller=caller, clock=lambda: self.now)
            try:
                engine.daily_backup()
            finally:
                engine.close()
        except StoreError as error:
            output.error_line(error.message)

    def answer(self, value: Any, lines: Callable[[], Iterable[str]]) -> None:
        """Prints the answer: the value as JSON, or the lines for people."""
        if self.json:
            self.say_json(value)
        else:
            self.say(lines())

    def say(self, lines: Iterable[str]) -> str:
        """Prints lines for people; nothing is printed before all of them are there.

        Answers the text as it was printed.
        """
        text = output.shown(output.fitted("\n".join(lines), sys.stdout))
        if text:
            output.write(text, sys.stdout)
        return text

    def say_json(self, value: Any) -> None:
        """Prints one JSON document."""
        from unbroken.core.json_text import json_text  # only with --json

        ascii_only = output.is_ascii_only()
        output.write(json_text(value, ascii_only=ascii_only), sys.stdout)

    def confirm(self, question: str) -> bool:
        """Asks a person, who must be there to answer. With `--yes` nobody is asked."""
        if self.options.yes:
            return True
        output.say(f"{question} [y/N] ", sys.stderr, end="")
        return output.typed_line().strip().casefold() in ("y", "yes")

    def require_person(self, what: str) -> None:
        """Raises UsageError where a question could not be answered."""
        if not self.options.yes and (self.json or not output.is_terminal(sys.stdin)):
            raise UsageError(f"Nobody can be asked here; add --yes to {what}.")

    def moment(self, text: str) -> datetime:
        """The instant that a WHEN means."""
        from unbroken.engine.when import read_when  # only where a time is read

        return read_when(text, self.now, self.me())

    def day(self, text: str) -> date:
        """The local date that a word means."""
        from unbroken.engine.when import read_day  # only where a time is read

        return read_day(text, self.now, self.me())

    def me(self) -> Owner:
        """The owner who is meant."""
        return self.engine.owner()

    def _read_now(self) -> datetime:
        from unbroken.engine.clock import system_clock  # the engine is loaded at its first use

        text = self.options.now
        if text is None:
            text = os.environ.get("UNBROKEN_NOW") or None
        if text is None:
            return system_clock()
        from unbroken.core.errors import Refusal  # only where something is refused
        from unbroken.engine.when import read_instant  # only where a time is read

        try:
            moment = read_instant(text)
        except Refusal as error:
            raise UsageError(f"The clock cannot be set: {error.message}") from None
        if not 1970 <= moment.year <= 2100:
            raise UsageError("The clock can be set only to the years 1970 to 2100.")
        self.clock_is_set = True
        return moment


def _is_left_to_a_child() -> bool:
    """Whether another process goes on from here, and this one can end.

    The child answers False. It belongs to no terminal, and has but standard error, so that nobody
    waits for its output and it can still say what goes wrong.
    """
    try:
        if os.fork():
            return True
    except OSError:
        return False
    os.setsid()
    os.nice(10)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return False
