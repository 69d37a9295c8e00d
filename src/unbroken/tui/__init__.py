"""The terminal app: screens and widgets on the engine."""
