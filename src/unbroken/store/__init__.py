"""The database file, and all SQL there is: one module a family of tables. Knows no rule.

All of it is plain statements: a library of models takes longer to import than a command runs
(docs/decisions/0006).
"""
