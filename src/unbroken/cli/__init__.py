"""The command line: parses words, calls the engine, prints. It holds no rule."""
