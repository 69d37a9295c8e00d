"""Text laid out as lines of spans, and drawn in the colours of the theme."""
