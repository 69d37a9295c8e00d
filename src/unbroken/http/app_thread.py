"""One app's database: a thread that writes it and one that reads it.

What waits to be written is taken together: one transaction, a savepoint each, one commit, and
nobody is answered before it. Who has gone away meanwhile takes nothing back. What waits to be read
is read from one state of the database, and answered together too: to hand each answer over by
itself costs more than most of them.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from logging import getLogger
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Final, NamedTuple, TypeVar

from unbroken.core.errors import Refusal, StoreError, Unreadable
from unbroken.engine.api import Engine
from unbroken.engine.database_file import file_of
from unbroken.http.faults import Fault, overloaded
from unbroken.http.limits import ANSWER_SECONDS

LARGEST_QUEUE: Final = 1024
"""Requests that may wait for one app."""
LARGEST_GROUP: Final = 64
"""Writes of one commit."""
_LOOK_SECONDS: Final = 0.05
_READ_SECONDS: Final = 0.02
"""For how long questions are answered before their answers go out."""
_PAUSE_SECONDS: Final = 0.002
"""After so long without another write a group is done as it is."""
_GATHER_SECONDS: Final = 0.02
"""For how long a group of writes gathers at most."""
BROKEN: Final = Fault(500, "internal", "Something is broken here; nothing was changed.")

Answer = TypeVar("Answer")
Work = Callable[[Engine], Any]


class _Waiting(NamedTuple):
    future: asyncio.Future[Any]
    work: Work


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
        self._writes = _Queue(f"write-{name}", self._write, together=True)
        self._reads = _Queue(f"read-{name}", self._read, together=False)
        self._file = file
        self._stamp: tuple[int, int, int] | None = None
        self._stamped_at = float("-inf")
        self.used_at = monotonic()

    @property
    def version(self) -> object:
        """Another value after each group of writes, and soon after another program has written."""
        if monotonic() - self._stamped_at >= _LOOK_SECONDS:
            self._stamp, self._stamped_at = _stamp_of(self._file), monotonic()
        return self._writes.answered, self._stamp

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked of it."""
        return self._writes.is_idle and self._reads.is_idle

    @property
    def waiting(self) -> int:
        """How many writes wait."""
        return len(self._writes)

    async def write(self, work: Callable[[Engine], Answer]) -> Answer:
        """What a change answers, once it is committed.

        Raises what it raises, or Fault (503) where too much waits, or it takes too long.
        """
        self.used_at = monotonic()
        answer: Answer = await self._writes.asked(work)
        return answer

    async def read(self, work: Callable[[Engine], Answer]) -> Answer:
        """What a question answers. Raises as `write` does."""
        self.used_at = monotonic()
        answer: Answer = await self._reads.asked(work)
        return answer

    def close(self) -> None:
        """Finishes what waits and closes the file; returns at once."""
        self._writes.close(self._writer.close)
        self._reads.close(self._reader.close)

    async def closed(self) -> None:
        """Finishes what waits and closes the file."""
        await self._writes.closed(self._writer.close)
        await self._reads.closed(self._reader.close)

    def _read(self, group: Sequence[_Waiting]) -> Iterator[_Done]:
        """Answers questions for a moment, all from one state of the database."""
        until = monotonic() + _READ_SECONDS
        try:
            engine = self._reader.engine()
            with self._gate, engine.snapshot():
                for future, work in group:
                    yield _answered(engine, future, work)
                    if monotonic() >= until:
                        return
        except StoreError as error:
            yield from (_Done(future, None, error) for future, _ in group)

    def _write(self, group: Sequence[_Waiting]) -> Iterator[_Done]:
        """Does changes in one transaction."""
        try:
            engine = self._writer.engine()
            with engine.transaction():
                if len(group) == 1:
                    done = [_Done(group[0].future, group[0].work(engine), None)]
                else:
                    done = [_one(engine, each) for each in group]
        except (Refusal, Fault) as error:  # of one that was alone
            done = [_Done(group[0].future, None, error)]
        except StoreError as error:
            done = [_Done(each.future, None, error) for each in group]
        yield from done


def _answered(engine: Engine, future: asyncio.Future[Any], work: Work) -> _Done:
    """What one question answers."""
    left_out = engine.store.passed_over
    left_out.clear()
    try:
        answer = work(engine)
    except (Refusal, Fault, StoreError) as error:
        return _Done(future, None, error)
    for what in left_out:  # a program would take the rest for the whole
        return _Done(future, None, Unreadable(what))
    return _Done(future, answer, None)


def _one(engine: Engine, waiting: _Waiting) -> _Done:
    try:
        with engine.store.writing():
            return _Done(waiting.future, waiting.work(engine), None)
    except (Refusal, Fault) as error:
        return _Done(waiting.future, None, error)
    except StoreError as error:
        if not engine.store.in_transaction:  # SQLite has taken the whole group back
            raise
        return _Done(waiting.future, None, error)


class _Queue:
    """What waits for one thread, which takes it in groups and answers each group at once.

    `work_off` gives what is done of a group, from its first on; what is left over waits again.
    Groups that are done `together` gather before: so many as were answered last are soon back.
    """

    def __init__(
        self,
        name: str,
        work_off: Callable[[Sequence[_Waiting]], Iterator[_Done]],
        *,
        together: bool,
    ) -> None:
        self._name = name
        self._turns: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        """What the thread has to do next; None ends it. A pool takes longer to hand it over."""
        self._thread: Thread | None = None
        self._work_off = work_off
        self._together = together
        self._waiting: deque[_Waiting] = deque()
        self._lock = Lock()
        self._is_busy = False
        self._wanted = 0
        """How many the next group is to have, if they come soon."""
        self._gathered = Event()
        self.answered = 0
        """How many groups were answered."""

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits or is being done."""
        return not (self._waiting or self._is_busy)

    async def asked(self, work: Work) -> Any:
        """The answer to one work. Raises what it raises, or Fault (503)."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        with self._lock:
            if len(self._waiting) >= LARGEST_QUEUE:
                raise overloaded()
            self._waiting.append(_Waiting(future, work))
            starts, self._is_busy = not self._is_busy, True
        if starts:
            self._start()
        elif len(self._waiting) >= self._wanted:
            self._gathered.set()
        late = loop.call_later(ANSWER_SECONDS, _too_late, future)
        try:
            return await future
        finally:
            late.cancel()

    def close(self, last: Callable[[], None]) -> None:
        """Finishes what waits, and then calls `last` on the thread; returns at once."""
        self._stop_gathering()
        self._do_next(last)
        self._do_next(None)

    async def closed(self, last: Callable[[], None]) -> None:
        """Finishes what waits, and then calls `last` on the thread."""
        loop = asyncio.get_running_loop()
        self.close(last)
        thread = self._thread
        assert thread is not None
        await loop.run_in_executor(None, thread.join)

    def _start(self) -> None:
        self._do_next(self._drain)

    def _do_next(self, work: Callable[[], object] | None) -> None:
        self._turns.put(work)
        if self._thread is None:
            self._thread = Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (work := self._turns.get()) is not None:
            try:
                work()
            except Exception:  # who waited was told without it
                getLogger(__name__).exception("A write has failed.")

    def _drain(self) -> None:
        """Does what waits, group after group, until nothing does."""
        while True:
            self._gather()
            with self._lock:
                group = list[_Waiting]()
                while self._waiting and len(group) < LARGEST_GROUP:
                    first = self._waiting.popleft()
                    if not (first.future.done() and self._is_dropped(first.future)):
                        group.append(first)
                if not group:
                    self._is_busy = False
                    return
            self._wanted = len(group) if self._together else 0
            loop = group[0].future.get_loop()
            done, is_sound = list[_Done](), False
            try:
                for each in self._work_off(group):
                    done.append(each)
                is_sound = True
            finally:  # whatever happens, everybody is answered
                rest = group[len(done) :]
                if not is_sound:
                    hit = rest if self._together else rest[:1]
                    done += [_Done(each.future, None, BROKEN) for each in hit]
                with self._lock:
                    self._waiting.extendleft(reversed(group[len(done) :]))
                    is_over = is_sound and not self._waiting
                    self._is_busy = not is_over  # before anybody is told, who may ask for more
                loop.call_soon_threadsafe(self._deliver, done)
                if not is_sound:
                    self._start()
            if is_over:
                return

    def _is_dropped(self, answered: asyncio.Future[Any]) -> bool:
        """Whether what nobody waits for any more is not done at all: a question, and a change that
        was answered with 503. Who has gone away without an answer takes no change back.
        """
        return not (self._together and answered.cancelled())

    def _gather(self) -> None:
        """Waits for as many as were answered last, while they come: each commit is felt."""
        self._gathered.clear()
        before, until = -1, monotonic() + _GATHER_SECONDS
        while before < len(self._waiting) < self._wanted and monotonic() < until:
            before = len(self._waiting)
            self._gathered.wait(_PAUSE_SECONDS)

    def _stop_gathering(self) -> None:
        self._wanted = 0
        self._gathered.set()

    def _deliver(self, done: Sequence[_Done]) -> None:
        """Answers those who wait, on their own thread."""
        self.answered += 1
        for future, answer, error in done:
            if future.done():  # its time was over, or who asked has gone
                continue
            if error is None:
                future.set_result(answer)
            else:
                future.set_exception(error)


def _too_late(future: asyncio.Future[Any]) -> None:
    if not future.done():
        future.set_exception(overloaded())


class _Connection:
    """An engine of one thread, opened when it is needed, and anew where the file is another."""

    def __init__(self, open_it: Callable[[], Engine], gate: Lock) -> None:
        self._open = open_it
        self._gate = gate
        self._engine: Engine | None = None
        self._path: Path | None = None
        self._file: tuple[int, int] | None = None

    def engine(self) -> Engine:
        """The engine. Raises StoreError where the file cannot be used."""
        if self._engine is None or self._found() != self._file:
            self.close()
            self._engine = self._open()
            self._engine.store.commit_gate = self._gate
            self._path = self._engine.database
            self._file = self._found()
        return self._engine

    def _found(self) -> tuple[int, int] | None:
        """Which file lies where the database does; None where there is none."""
        return None if self._path is None else file_of(self._path)

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
