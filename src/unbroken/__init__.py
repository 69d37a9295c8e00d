"""Unbroken: a habit tracker for the terminal."""
