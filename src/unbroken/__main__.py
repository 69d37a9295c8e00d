"""`python -m unbroken` is the command line."""

from unbroken.start import run

if __name__ == "__main__":
    run()
