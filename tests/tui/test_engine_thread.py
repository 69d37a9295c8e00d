"""The engine's thread: what it answers, and what nobody waits for any more."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable

import pytest

from tui.support import Bench
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.engine.api import Engine
from unbroken.tui.engine_thread import EngineThread


def test_a_refusal_that_nobody_waits_for_any_more_is_not_printed(
    bench: Callable[..., Bench], caplog: pytest.LogCaptureFixture
) -> None:
    thread, go_on = EngineThread(bench().opener), threading.Event()

    def refuse(engine: Engine) -> None:
        go_on.wait()
        raise Refusal(ErrorCode.BAD_AMOUNT, "No.")

    async def leave() -> None:
        asked = asyncio.create_task(thread.call(refuse))
        await asyncio.sleep(0)
        asked.cancel()
        await asyncio.wait([asked])

    loop = asyncio.new_event_loop()
    loop.run_until_complete(leave())
    go_on.set()
    thread.ask(lambda engine: None)
    loop.call_soon(loop.stop)  # the answer comes in, and then the loop ends
    loop.run_forever()
    loop.close()
    thread.close()
    gc.collect()
    assert not caplog.records


def test_an_error_is_raised_where_it_is_waited_for(bench: Callable[..., Bench]) -> None:
    thread = EngineThread(bench().opener)
    with pytest.raises(Refusal, match="nothing"):
        thread.ask(lambda engine: engine.streak("nothing"))
    with pytest.raises(Refusal, match="nothing"):
        asyncio.run(thread.call(lambda engine: engine.streak("nothing")))
    thread.close()
