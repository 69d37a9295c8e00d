"""Work in the background, for the objects that screens own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from textual.screen import Screen
from textual.worker import Worker

from unbroken.tui.front import hold_keys

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Owned(Protocol):
    """What belongs to a screen."""

    screen: Screen[Any]


Owner = TypeVar("Owner", bound=Owned)


def in_background(
    group: str, *, exclusive: bool = False, holds_keys: bool = False
) -> Callable[
    [Callable[Concatenate[Owner, Arguments], Coroutine[None, None, Result]]],
    Callable[Concatenate[Owner, Arguments], Worker[Result]],
]:
    """Makes a method start a worker of the screen instead, as `textual.work` does for widgets.

    The worker ends with the screen. With `exclusive` it also ends when the next of its group
    starts. With `holds_keys` the next key waits until it ends: it may be for what is chosen then.
    """

    def decorate(
        method: Callable[Concatenate[Owner, Arguments], Coroutine[None, None, Result]],
    ) -> Callable[Concatenate[Owner, Arguments], Worker[Result]]:
        @wraps(method)
        def start(
            owner: Owner, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> Worker[Result]:
            work = partial(method, owner, *args, **kwargs)
            name = method.__name__
            worker: Worker[Result] = owner.screen.run_worker(
                work, name=name, group=group, exclusive=exclusive
            )
            if holds_keys:
                hold_keys(owner.screen.app, worker)
            return worker

        return start

    return decorate


def over_front(
    group: str,
) -> Callable[
    [Callable[Concatenate[Owner, Screen[Any], Arguments], Coroutine[None, None, Result]]],
    Callable[Concatenate[Owner, Arguments], Worker[Result] | None],
]:
    """Makes a method that opens screens start a worker, as `in_background` does.

    The method is given the screen that was in front when it was called: what it opens is to lie
    over that one, and not to open where another has come in front since (`open_over`). Nothing is
    done while a dialog is in front: what asks for it then was pressed before that was seen.
    """

    def decorate(
        method: Callable[Concatenate[Owner, Screen[Any], Arguments], Coroutine[None, None, Result]],
    ) -> Callable[Concatenate[Owner, Arguments], Worker[Result] | None]:
        @wraps(method)
        def start(
            owner: Owner, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> Worker[Result] | None:
            front = owner.screen.app.screen
            if front.is_modal:
                return None
            work = partial(method, owner, front, *args, **kwargs)
            worker: Worker[Result] = owner.screen.run_worker(
                work, name=method.__name__, group=group
            )
            hold_keys(owner.screen.app, worker)
            return worker

        return start

    return decorate
