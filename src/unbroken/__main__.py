"""`python -m unbroken` is the command line."""

from unbroken.cli.main import run

if __name__ == "__main__":
    run()
