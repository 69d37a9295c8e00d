"""One module a command, named in `cli.registry`.

Each has `declare`, which gives a Parser the words and options of the command, and `run`, which does
the command within a Session; a result other than None is the exit code.
"""
