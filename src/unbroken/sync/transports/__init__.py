"""How the files of a vault reach other machines: one module a way, all with the same few calls."""
