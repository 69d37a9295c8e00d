"""Unbroken: a habit tracker for the terminal that knows whether a streak is alive.

`open_engine` gives the engine service that the app and the command line use.
"""

from unbroken.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from unbroken.engine.api import open_engine

__all__ = ["__version__", "open_engine"]


def __getattr__(name: str) -> object:
    """Loads the engine when it is asked for, since importing the package must cost nothing."""
    if name == "open_engine":
        from unbroken.engine.api import open_engine  # the engine is loaded at its first use

        return open_engine
    raise AttributeError(name)
