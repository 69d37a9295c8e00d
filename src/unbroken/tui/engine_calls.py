"""Asking the engine from a screen: a refusal becomes a notification."""

from __future__ import annotations

from typing import Any, Final

from textual.app import App

from unbroken.core.errors import Refusal, StoreError
from unbroken.tui.engine_thread import Answer, EngineThread, Question

_LONG: Final = 1.0
"""Seconds without an answer after which the person is told what it may wait for."""
_WAITING: Final = "This takes longer than usual; another program may be using the database."


async def ask(
    app: App[Any], engine_thread: EngineThread, question: Question[Answer]
) -> Answer | None:
    """The engine's answer; None if it refused, which the person is told. What is shown stays."""
    try:
        return await patiently(app, engine_thread, question)
    except (Refusal, StoreError) as error:
        tell(app, error)
    return None


async def patiently(
    app: App[Any], engine_thread: EngineThread, question: Question[Answer]
) -> Answer:
    """The engine's answer; the person is told where it takes long. Raises what the engine does."""
    waiting = app.set_timer(_LONG, lambda: app.notify(_WAITING, timeout=4, markup=False))
    try:
        return await engine_thread.call(question)
    finally:
        waiting.stop()


def tell(app: App[Any], error: Refusal | StoreError) -> None:
    """Says why the engine gave no answer; longer where that is no rule's doing."""
    if isinstance(error, Refusal):
        app.notify(error.message, severity="warning", markup=False)
    else:
        app.notify(error.message, severity="error", markup=False, timeout=10)
