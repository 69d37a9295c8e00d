"""Importers: each module reads one tracker's files into the interchange document."""
