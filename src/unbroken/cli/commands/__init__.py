"""One module a concern; each gives a table COMMANDS of name to (declare, act).

`declare` tells a Parser the words and options, `act` does the command within a Session. A result
other than None is the exit code.
"""
