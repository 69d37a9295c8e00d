"""The engine service: the only thing that screens and commands talk to."""
