"""The database file: tables, opening and writing it safely. Knows rows, and no rule of a streak."""
