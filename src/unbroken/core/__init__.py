"""The rules of streaks as pure functions: no clock, no disk, no database, no screen."""
