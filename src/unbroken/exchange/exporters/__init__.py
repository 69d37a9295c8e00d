"""Exporters: each module writes the interchange document in one form. `registry` lists them all."""
