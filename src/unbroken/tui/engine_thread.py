"""The one thread that the engine lives on, so that the screen never waits for the disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from unbroken.engine.callers import Caller
from unbroken.engine.progress import Progress

if TYPE_CHECKING:
    from unbroken.engine.api import Engine

Answer = TypeVar("Answer")
Question = Callable[["Engine"], Answer]
"""Something to ask the engine, on its own thread; it answers a frozen value."""


class EngineThread:
    """Answers questions to the engine one by one, in the order they were asked.

    `open_it` is called on the thread, with the first question. A question that was asked is
    answered even if nobody waits for it any more: what was logged is never lost.

    Where another file has been put in the database's place, that one answers from then on, to the
    same caller.
    """

    def __init__(self, open_it: Callable[[], Progress]) -> None:
        self._open = open_it
        self._desk: Progress | None = None
        self._file: tuple[int, int] | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="engine")
        self.replaced = 0
        """How often another file was found in the database's place."""

    def ask(self, question: Callable[[Progress], Answer]) -> Answer:
        """Waits for the answer about how things stand, for which not all of the engine is loaded.

        Raises what the engine raises: Refusal or StoreError.
        """
        return self._pool.submit(lambda: question(self._opened())).result()

    def ask_whole(self, question: Question[Answer]) -> Answer:
        """Waits for the answer. Raises what the engine raises: Refusal or StoreError."""
        return self._pool.submit(self._answer, question).result()

    async def call(self, question: Question[Answer]) -> Answer:
        """The answer, without holding up the screen. Raises what the engine raises."""
        future = self._pool.submit(self._answer, question)
        return await asyncio.shield(asyncio.wrap_future(future))

    async def act_as(self, caller: Caller) -> None:
        """From now on the questions are that caller's."""
        await self.call(lambda engine: self._replace(engine.acting_as(caller)))

    def _replace(self, engine: Engine) -> None:
        self._desk = engine

    def close(self) -> None:
        """Answers what was asked, closes the engine and ends the thread."""
        self._pool.submit(self._close).result()
        self._pool.shutdown()

    def _opened(self) -> Progress:
        if self._desk is None:
            self._desk = self._open()
            self._file = _file_of(self._desk)
        found = _file_of(self._desk)
        if found is not None and found != self._file:
            self._reopen(self._desk, found)
        return self._desk

    def _reopen(self, before: Progress, found: tuple[int, int]) -> None:
        from unbroken.engine.opening import open_desk

        path, clock = before.database, before.clock
        self._desk = open_desk(Progress, path, caller=before.caller, clock=clock)
        self._file = found
        self.replaced += 1
        before.close()

    def _answer(self, question: Question[Answer]) -> Answer:
        from unbroken.engine.api import Engine

        desk = self._opened()
        if not isinstance(desk, Engine):
            desk = self._desk = Engine(desk.store, desk.clock, desk.caller)
        return question(desk)

    def _close(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None


def _file_of(desk: Progress) -> tuple[int, int] | None:
    """Which file lies where the database does, as device and inode; None where there is none."""
    path = desk.database
    try:
        found = None if path is None else os.stat(path)
    except OSError:
        found = None
    return None if found is None else (found.st_dev, found.st_ino)
