"""Unbroken: a habit tracker for the terminal that knows whether a streak is alive.

`open_engine` gives the engine service that the app and the command line use.
"""

from __future__ import annotations

from unbroken.core.typing import TYPE_CHECKING, Any
from unbroken.version import __version__

if TYPE_CHECKING:
    from unbroken.engine.api import open_engine

__all__ = ["__version__", "open_engine"]


def __getattr__(name: str) -> Any:
    """Loads the engine when it is asked for, since importing the package must cost nothing."""
    if name == "open_engine":
        from unbroken.engine.api import open_engine  # the engine is loaded at its first use

        return open_engine
    raise AttributeError(name)
