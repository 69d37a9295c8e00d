"""Import and export: files of other programs and of Unbroken's own."""
