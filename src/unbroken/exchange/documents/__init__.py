"""Between other trackers' habits and days, and the interchange document."""
