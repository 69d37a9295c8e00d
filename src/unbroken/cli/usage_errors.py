"""What a command line can ask for or get wrong before any command runs."""

from __future__ import annotations

from unbroken.core.typing import Final

GLOBAL_VALUES: Final = ("--db", "--owner", "--now")
"""The options with a value that are taken before and after a command."""


class UsageError(Exception):
    """The command line is not used as it can be; the message is one plain sentence."""


class HelpAsked(Exception):
    """Somebody asks for help or for the version: `text`, known to programs as `key`."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key
        self.text = text
