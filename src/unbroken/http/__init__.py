"""The service: two designs for recording streaks over HTTP, on the engine (docs/service.md)."""
