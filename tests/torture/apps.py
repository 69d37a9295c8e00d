"""Apps with a pilot, outside of the tests' own fixtures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from torture.doors import DATABASE, a_folder, standing_in
from tui.opening import furnish
from tui.quiet import hold_still
from tui.support import NOW, Bench, SetClock
from unbroken.engine.api import Engine, open_engine

Seed = Callable[[Engine, SetClock], None]

_seeded: dict[Seed, bytes] = {}


@contextmanager
def a_bench(seed: Seed, spoil: Callable[[Path], None] | None = None) -> Iterator[Bench]:
    """A bench on a database with what `seed` puts into it, spoiled where that is wanted."""
    with a_folder() as folder, standing_in(folder) as patch:
        hold_still(patch)
        furnish(folder)
        path, clock = folder / DATABASE, SetClock(NOW)
        made = Bench(partial(open_engine, path, clock=clock), clock)
        if seed not in _seeded:
            made.edit(lambda engine: seed(engine, clock))
            _seeded[seed] = path.read_bytes()
            clock.now = NOW
        path.write_bytes(_seeded[seed])
        if spoil:
            spoil(path)
        try:
            yield made
        finally:
            made.close()
