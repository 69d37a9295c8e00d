"""Dialogs: small questions in the middle of a screen, one a file."""
