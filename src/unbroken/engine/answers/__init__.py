"""From stored rows to what the engine answers, one kind of result a module."""
