"""Moving in and out, for commands and screens alike: files here, the engine there."""
