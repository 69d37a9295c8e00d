"""What the screens show, read from the engine at one moment. Pure."""
