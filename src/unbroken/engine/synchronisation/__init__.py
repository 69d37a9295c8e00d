"""Agreeing with other machines through a folder: what is merged, said and judged (docs/sync.md)."""
