"""The one thread that the engine lives on, so that the screen never waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from unbroken.engine.callers import Caller
from unbroken.engine.progress import Progress

if TYPE_CHECKING:
    from unbroken.engine.service import Engine

Answer = TypeVar("Answer")
Question = Callable[["Engine"], Answer]
"""Something to ask the engine, on its own thread; it answers a frozen value."""


class EngineThread:
    """Answers questions to the engine one by one, in the order they were asked.

    `open_it` is called on the thread, with the first question. A question that was asked is
    answered even if nobody waits for it any more: what was logged is never lost.
    """

    def __init__(self, open_it: Callable[[], Progress]) -> None:
        self._open = open_it
        self._desk: Progress | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="engine")

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
        return self._desk

    def _answer(self, question: Question[Answer]) -> Answer:
        from unbroken.engine.service import Engine

        desk = self._opened()
        if not isinstance(desk, Engine):
            desk = self._desk = Engine(desk.store, desk.clock, desk.caller)
        return question(desk)

    def _close(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None
