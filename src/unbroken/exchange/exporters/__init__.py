"""Exporters: each module writes the interchange document in one other form."""
