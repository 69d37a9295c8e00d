"""Readers of files that somebody else wrote: guarded, limited, and never changing them."""
