"""The version of Unbroken, kept in code because reading it from metadata costs start-up time."""

__version__ = "0.1.0"
