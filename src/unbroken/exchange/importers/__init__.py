"""Importers: each module with a `FORMAT` reads one program's files as an interchange document.

The others hold what two of them have in common. `registry` lists them all.
"""
