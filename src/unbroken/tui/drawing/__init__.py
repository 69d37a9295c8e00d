"""Drawing lines and cells in the colours of the theme."""
