"""The one thread that the engine lives on, so that the screen never waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TypeVar

from unbroken.core.errors import RESTORE, Refusal, StoreError
from unbroken.core.text import clean
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import ADMIN, Caller
from unbroken.engine.database_file import file_of
from unbroken.tui.model.clean_answers import cleaned

Answer = TypeVar("Answer")
Question = Callable[[Engine], Answer]
"""Something to ask the engine, on its own thread; it answers a frozen value."""


class EngineThread:
    """Answers questions to the engine one by one, in the order they were asked.

    `open_it` is called on the thread, with the first question. A question that was asked is
    answered even if nobody waits for it any more: what was logged is never lost. The text of what
    is answered, or refused, is cleaned of what could steer the terminal.

    Where another file has been put in the database's place, that one answers from then on, to the
    same caller.
    """

    def __init__(self, open_it: Callable[[], Engine]) -> None:
        self._open = open_it
        self._engine: Engine | None = None
        self._file: tuple[int, int] | None = None
        self._opened_at: datetime | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="engine")
        self.replaced = 0
        """How often another file was found in the database's place."""
        self.told: Callable[[str], None] | None = None
        """Told, where the answers are awaited, what is left out of them since it cannot be read."""
        self._beside: EngineThread | None = None
        self._unsent: Callable[[], None] | None = None
        self._left_out: dict[str, None] = {}
        self._known: set[str] = set()

    def ask(self, question: Question[Answer]) -> Answer:
        """Waits for the answer. Raises what the engine raises: Refusal or StoreError."""
        return _given(self._pool.submit(self._attempt, question).result())

    async def call(self, question: Question[Answer]) -> Answer:
        """The answer, without holding up the screen. Raises what the engine raises."""
        future = self._pool.submit(self._attempt, question)
        answer = await asyncio.shield(asyncio.wrap_future(future))
        for said in self._left_out.keys() - self._known:
            self._known.add(said)
            if self.told is not None:
                self.told(f"Left out, since it cannot be read: {said}; {RESTORE}.")
        return _given(answer)

    async def act_as(self, caller: Caller) -> None:
        """From now on the questions are that caller's."""
        await self.call(lambda engine: self._replace(engine.acting_as(caller)))

    async def beside(self) -> EngineThread:
        """Another thread, with a connection of its own to the same file: for what may take long.

        It ends with this one. A database that is only in memory has this one alone.
        """
        if self._beside is None:
            path, clock = await self.call(lambda engine: (engine.database, engine.clock))
            if path is None:
                return self
            self._beside = self._beside or EngineThread(
                partial(open_engine, path, caller=ADMIN, clock=clock)
            )
        return self._beside

    async def leave_sending(self, on_unsent: Callable[[], None]) -> None:
        """Has the thread beside this one tell the folder of changes; says when there are any."""
        self._unsent = on_unsent
        await self.call(lambda engine: engine.leave_sending(on_unsent))

    def _replace(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        """Answers what was asked, closes the engine and ends the thread."""
        self._pool.submit(self._close).result()
        self._pool.shutdown()
        if self._beside is not None:
            with suppress(Refusal, StoreError):  # what cannot be written waits
                self._beside.ask(lambda engine: engine.sync_write())
            self._beside.close()

    def _attempt(self, question: Question[Answer]) -> Answer | Refusal | StoreError:
        """The answer, or the error: raised in here, one that nobody waits for any more, as the app
        is closed, would be printed on the terminal.
        """
        try:
            return self._answer(question)
        except (Refusal, StoreError) as error:
            return error

    def _answer(self, question: Question[Answer]) -> Answer:
        if self._engine is None:
            self._engine = self._open()
            self._opened_at = self._engine.clock()
            self._introduce(self._engine)
            self._file = _file_of(self._engine)
        found = _file_of(self._engine)
        if found is not None and found != self._file:
            self._reopen(self._engine, found)
        try:
            return cleaned(question(self._engine))
        except (Refusal, StoreError) as error:
            error.message = clean(error.message)
            raise
        finally:
            self._left_out |= {clean(said): None for said in self._engine.store.passed_over}

    def _reopen(self, before: Engine, found: tuple[int, int]) -> None:
        self._engine = open_engine(before.database, caller=before.caller, clock=before.clock)
        before.close()
        self._introduce(self._engine)
        self._file = found
        self.replaced += 1

    def _introduce(self, engine: Engine) -> None:
        engine.store.tells_gaps = True
        engine.is_used_by("app", self._opened_at)
        if self._unsent is not None:
            engine.leave_sending(self._unsent)

    def _close(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None


def _given(answer: Answer | Refusal | StoreError) -> Answer:
    """The answer; raises the error that is in its place."""
    if isinstance(answer, (Refusal, StoreError)):
        raise answer
    return answer


def _file_of(engine: Engine) -> tuple[int, int] | None:
    """Which file lies where the database does; None where there is none."""
    path = engine.database
    return None if path is None else file_of(path)
