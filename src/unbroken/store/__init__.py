"""The database file, and all SQL there is: one module a family of tables. Knows no rule.

What a command reads or a log writes goes through plain statements, since Peewee takes longer to
import than such a command runs; every other change of a row goes through Peewee's models
(docs/decisions/0006).
"""
