"""One app's database: a thread that writes it and one that reads it.

What waits to be written is taken together: one transaction, a savepoint each, one commit, and
nobody is answered before it. Who has gone away meanwhile takes nothing back.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from logging import getLogger
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Final, NamedTuple, TypeVar

from unbroken.core.errors import Refusal, StoreError, Unreadable
from unbroken.engine.api import Engine
from unbroken.engine.database_file import file_of
from unbroken.http.faults import Fault, overloaded

LARGEST_QUEUE: Final = 1024
"""Requests that may wait for one app."""
LARGEST_GROUP: Final = 64
"""Writes of one commit."""
_LOOK_SECONDS: Final = 0.05

Answer = TypeVar("Answer")
Work = Callable[[Engine], Any]


class _Waiting(NamedTuple):
    work: Work
    future: asyncio.Future[Any]


class _Done(NamedTuple):
    future: asyncio.Future[Any]
    answer: Any
    error: BaseException | None


class AppThread:
    """Writes and reads one database. `open_it` is called on each of the two threads."""

    def __init__(self, name: str, open_it: Callable[[], Engine], file: Path | None = None) -> None:
        self._gate = Lock()
        """Held by a reader while it reads and by the writer while it commits."""
        self._writer = _Connection(open_it, self._gate)
        self._reader = _Connection(open_it, self._gate)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix=f"write-{name}")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix=f"read-{name}")
        self._waiting: deque[_Waiting] = deque()
        self._reads = 0
        self._lock = Lock()
        self._is_busy = False
        self._groups = 0
        self._file = file
        self._stamp: tuple[int, int, int] | None = None
        self._stamped_at = float("-inf")
        self.used_at = monotonic()

    @property
    def version(self) -> object:
        """Another value after each group of writes, and soon after another program has written."""
        if monotonic() - self._stamped_at >= _LOOK_SECONDS:
            self._stamp, self._stamped_at = _stamp_of(self._file), monotonic()
        return self._groups, self._stamp

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked of it."""
        return not (self._waiting or self._reads or self._is_busy)

    @property
    def waiting(self) -> int:
        """How many writes wait."""
        return len(self._waiting)

    async def write(self, work: Callable[[Engine], Answer]) -> Answer:
        """What a change answers, once it is committed. Raises what it raises, or Fault (503)."""
        self.used_at = monotonic()
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        with self._lock:
            if len(self._waiting) >= LARGEST_QUEUE:
                raise overloaded()
            self._waiting.append(_Waiting(work, future))
            starts, self._is_busy = not self._is_busy, True
        if starts:
            self._start()
        answer: Answer = await future
        return answer

    async def read(self, work: Callable[[Engine], Answer]) -> Answer:
        """What a question answers. Raises what it raises, or Fault (503)."""
        self.used_at = monotonic()
        if self._reads >= LARGEST_QUEUE:
            raise overloaded()
        self._reads += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._reading, self._read, work)
        finally:
            self._reads -= 1

    def close(self) -> None:
        """Finishes what waits and closes the file; returns at once."""
        for pool, connection in ((self._writing, self._writer), (self._reading, self._reader)):
            pool.submit(connection.close)
            pool.shutdown(wait=False)

    async def closed(self) -> None:
        """Finishes what waits and closes the file."""
        loop = asyncio.get_running_loop()
        for pool, connection in ((self._writing, self._writer), (self._reading, self._reader)):
            await loop.run_in_executor(pool, connection.close)
            pool.shutdown()

    def _read(self, work: Callable[[Engine], Answer]) -> Answer:
        engine = self._reader.engine()
        left_out = engine.store.passed_over
        left_out.clear()
        with self._gate, engine.snapshot():
            answer = work(engine)
        for what in left_out:  # a program would take the rest for the whole
            raise Unreadable(what)
        return answer

    def _start(self) -> None:
        self._writing.submit(self._drain).add_done_callback(_report)

    def _drain(self) -> None:
        """Writes what waits, group after group, until nothing does."""
        while True:
            with self._lock:
                group = [
                    self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST_GROUP))
                ]
                if not group:
                    self._is_busy = False
                    return
            loop = group[0].future.get_loop()
            broken = Fault(500, "internal", "Something is broken here; nothing was changed.")
            done = [_Done(each.future, None, broken) for each in group]
            try:
                done = self._write(group)
            finally:  # whatever happens, everybody is answered
                loop.call_soon_threadsafe(self._deliver, done)
                if any(each.error is broken for each in done):
                    self._start()

    def _deliver(self, done: Sequence[_Done]) -> None:
        """Answers those who wait, on their own thread."""
        self._groups += 1
        for future, answer, error in done:
            if future.done():  # its time was over, or who asked has gone
                continue
            if error is None:
                future.set_result(answer)
            else:
                future.set_exception(error)

    def _write(self, group: Sequence[_Waiting]) -> list[_Done]:
        try:
            engine = self._writer.engine()
            with engine.transaction():
                if len(group) == 1:
                    return [_Done(group[0].future, group[0].work(engine), None)]
                return [_one(engine, each) for each in group]
        except (Refusal, Fault) as error:  # of one that was alone
            return [_Done(group[0].future, None, error)]
        except StoreError as error:
            return [_Done(each.future, None, error) for each in group]


def _one(engine: Engine, waiting: _Waiting) -> _Done:
    try:
        with engine.transaction():
            return _Done(waiting.future, waiting.work(engine), None)
    except (Refusal, Fault) as error:
        return _Done(waiting.future, None, error)
    except StoreError as error:
        if not engine.store.in_transaction:  # SQLite has taken the whole group back
            raise
        return _Done(waiting.future, None, error)


def _report(future: Future[None]) -> None:
    """Tells the service's log of a fault of ours; those who waited were told without it."""
    error = future.exception()
    if error is not None:
        getLogger(__name__).error("A write has failed.", exc_info=error)


class _Connection:
    """An engine of one thread, opened when it is needed, and anew where the file is another."""

    def __init__(self, open_it: Callable[[], Engine], gate: Lock) -> None:
        self._open = open_it
        self._gate = gate
        self._engine: Engine | None = None
        self._file: tuple[int, int] | None = None

    def engine(self) -> Engine:
        """The engine. Raises StoreError where the file cannot be used."""
        found = None if self._engine is None else _file_of(self._engine)
        if self._engine is None or found != self._file:
            self.close()
            self._engine = self._open()
            self._engine.store.commit_gate = self._gate
            self._file = _file_of(self._engine)
        return self._engine

    def close(self) -> None:
        """Closes the file, if it is open."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None


def _stamp_of(file: Path | None) -> tuple[int, int, int] | None:
    """What another program that writes a file changes of it; None where there is none."""
    try:
        found = None if file is None else os.stat(file)
    except OSError:
        return None
    return found and (found.st_ino, found.st_size, found.st_mtime_ns)


def _file_of(engine: Engine) -> tuple[int, int] | None:
    """Which file lies where the database does; None where there is none."""
    return None if engine.database is None else file_of(engine.database)
