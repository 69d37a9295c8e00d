"""The interchange document, read and written (INTERFACES.md section 3)."""
