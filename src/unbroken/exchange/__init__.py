"""Other trackers' files: each module turns one format into the interchange document."""
