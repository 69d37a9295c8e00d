"""The interchange document, read, imported and exported (docs/interfaces.md section 3)."""
