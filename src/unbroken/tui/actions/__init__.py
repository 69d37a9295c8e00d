"""What screens do on a person's behalf, as objects that they own."""
