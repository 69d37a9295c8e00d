"""One English for command line and app: what the engine answers, in words. It knows no screen."""
