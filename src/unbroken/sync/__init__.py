"""What several machines tell each other through a folder that something else carries.

Nothing here knows a database or a streak: what is carried are operations, one file a change, one
writer a file (docs/sync.md).
"""
