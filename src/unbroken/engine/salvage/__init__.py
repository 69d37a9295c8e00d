"""Rows that a fault has touched, made into rows to work with."""
