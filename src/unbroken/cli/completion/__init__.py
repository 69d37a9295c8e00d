"""Scripts that complete the command line, one module a shell; each has `script`.

Commands, options and fixed values stand in the script itself; only for the names in a database,
and for zones, does a press of TAB start the program (`cli.completion_names`).
"""
