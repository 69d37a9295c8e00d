"""Questions about the streaks that are open on a day, one by one, each answered by a line."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from unbroken.cli import output
from unbroken.cli.commands.log import recording_lines
from unbroken.cli.session import Session
from unbroken.cli.skipped_days import skip_lines
from unbroken.core.errors import Refusal
from unbroken.core.results import Streak
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.day_actions import log_on
from unbroken.wording.amounts import amount, unit_behind
from unbroken.wording.dates import long_day
from unbroken.wording.journal import undone_words
from unbroken.wording.open_period import amount_words
from unbroken.wording.symbols import dot

_OPEN: Final = ("open", "partial", "missed")
_KEYS: Final = ("y done", "n not done", "s skip the day", "u undo", "q quit", "or an amount")
_ALL_ASKED: Final = "All asked; u takes the last answer back, enter ends: "
_INTERRUPTED: Final = 130


class _Answered(NamedTuple):
    """One answer: which question it was to, and whether it logged, skipped or changed nothing."""

    question: int
    what: str


class Walk:
    """The questions about one local day. What is answered is kept at once.

    Open is what is not met in the period that holds the day, where a log of that day still counts;
    a limit asks for nothing, and where days are counted neither does a day that has a log.
    """

    def __init__(self, session: Session, day: date, today: date) -> None:
        self._session, self._engine = session, session.engine
        self._day, self._today = day, today
        self._streaks = {each.id: each for each in self._engine.streaks()}
        self._answered: list[_Answered] = []
        self._version = self._engine.version()
        self.questions = [self._streaks[key] for key in self._open_ids()]

    def go(self) -> int | None:
        """Asks until all is answered or somebody stops; answers the exit code."""
        shapes = self._session.shapes
        noun = "streak is" if len(self.questions) == 1 else "streaks are"
        heading = long_day(self._day, self._today.year)
        self._say(
            [output.paint(heading, "strong") + f"{dot(shapes)}{len(self.questions)} {noun} open"]
        )
        self._say([output.paint(dot(shapes).join(_KEYS), "dim"), ""])
        code = None
        try:
            self._ask_all()
        except KeyboardInterrupt:
            code = _INTERRUPTED
            self._say([""])
        self._say(["", self._summary()])
        return code

    def _ask_all(self) -> None:
        at = 0
        while at < len(self.questions) or self._is_watched():
            is_over = at == len(self.questions)
            line = self._line(_ALL_ASKED) if is_over else self._ask(self.questions[at])
            if line in ("u", "undo"):
                at = self._undo(at)
                continue
            if is_over or line is None or line in ("q", "quit"):
                return
            try:
                what = self._answer(self.questions[at], line)
            except Refusal as error:
                self._say([error.message])
                continue
            if what:
                self._answered.append(_Answered(at, what))
                at += not (what == "logged" and self._asks_again(self.questions[at]))

    def _ask(self, streak: Streak) -> str | None:
        """The line that answers, in lower case without blanks around it; None at the end of all."""
        value, target = self._amounts(streak)
        words = amount_words(streak, value, target)
        said = words[0] if self._day == self._today else words[:2][-1]
        missing = target - value
        hint = f", y logs {amount(missing)}{unit_behind(streak)}" if _is_sum(streak) else ""
        return self._line(f"{streak.name}: {said}{hint}? ")

    def _line(self, question: str) -> str | None:
        output.say(question, sys.stdout, end="")
        line = output.typed_line()
        if not line or not self._is_watched():
            self._say([line.strip()])  # a person's own line ends by itself
        return line.strip().casefold() if line else None

    def _is_watched(self) -> bool:
        """Whether a person answers, who may find the last answer wrong once all is asked."""
        return output.is_terminal(sys.stdin)

    def _answer(self, streak: Streak, line: str) -> str:
        """Does what a line says; answers what that was, and nothing where it was not understood."""
        if line in ("n", "no"):
            return "passed"
        if line in ("s", "skip"):
            return self._skip(streak)
        if line in ("y", "yes"):
            value, target = self._amounts(streak)
            return self._log(streak, str(target - value) if _is_sum(streak) else None)
        if not line[:1].isdigit() and line[:1] not in ("+", "-", "."):
            self._say(["Answer y, n, s, u, q or an amount."])
            return ""
        if not _is_sum(streak):
            self._say([f"{streak.name} has no amounts; answer y for one more."])
            return ""
        return self._log(streak, line)

    def _log(self, streak: Streak, value: str | None) -> str:
        recording = log_on(self._engine, streak.activity_type, self._day, value)
        self._say(recording_lines(self._session, recording))
        return "logged"

    def _skip(self, streak: Streak) -> str:
        skip = self._engine.skip(streak.activity_type, self._day)
        self._say(skip_lines(self._session, skip))
        return "skipped"

    def _undo(self, at: int) -> int:
        """Takes the last answer back; answers the question that is asked again."""
        if not self._answered:
            self._say(["Nothing has been answered yet."])
            return at
        last = self._answered[-1]
        if last.what != "passed":
            if self._engine.version() != self._version:
                self._say(["Another program has changed something; `unbroken undo` is about that."])
                return at
            try:
                self._say([f"Took back: {undone_words(self._engine.undo())}."])
            except Refusal as error:
                self._say([error.message])
                return at
        self._answered.pop()
        return last.question

    def _asks_again(self, streak: Streak) -> bool:
        """Whether one more log is wanted of the same day: `1 of 2 today`."""
        is_daily = (streak.aggregation_period, streak.every) == ("daily", 1)
        return is_daily and streak.aggregation_method == "count" and streak.id in self._open_ids()

    def _open_ids(self) -> list[str]:
        """The streaks that are open on the day: today's by urgency, else in the owner's order."""
        periods = self._engine.periods(None, self._day, self._day)
        found = [
            key
            for key, those in periods.items()
            for each in those
            if each.state in _OPEN and self._still_counts(self._streaks[key], each.state)
        ]
        if self._day == self._today:
            order = [each.streak_id for each in self._engine.due()]
            found.sort(key=lambda key: order.index(key) if key in order else len(order))
        return found

    def _still_counts(self, streak: Streak, state: str) -> bool:
        """Whether a log of the day adds something to its period."""
        if streak.goal != "at_least" or (streak.strict and state == "missed"):
            return False
        return streak.aggregation_method != "days" or not self._engine.history(
            streak.activity_type, first=self._day, last=self._day, limit=1
        )

    def _amounts(self, streak: Streak) -> tuple[Decimal, Decimal]:
        """The total and the target of the period that holds the day."""
        periods = self._engine.periods(streak.activity_type, self._day, self._day)
        ((period,),) = periods.values()
        return period.value, period.target or Decimal(0)

    def _summary(self) -> str:
        """`2 logged · 1 skipped · 1 left`; each streak is counted once."""
        logged = {each.question for each in self._answered if each.what == "logged"}
        skipped = {each.question for each in self._answered if each.what == "skipped"}
        open_ids = self._open_ids()
        left = sum(streak.id in open_ids for streak in self.questions)
        parts = [f"{len(logged)} logged"]
        parts += [f"{len(skipped)} skipped"] if skipped else []
        return dot(self._session.shapes).join([*parts, f"{left} left" if left else "all done"])

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            output.say(line, sys.stdout)


def _is_sum(streak: Streak) -> bool:
    return streak.aggregation_method == "sum"
