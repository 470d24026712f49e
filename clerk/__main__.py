"""The command ``clerk``: sets what has to stand before anything else is imported, then hands over."""

import os
import sys


def main() -> int:
    """Run the command line of this process; returns its exit status (0 done, 1 no, 2 wrong usage, 3 unreachable)."""
    # Textual reads it once, when it is imported: a key's echo is not held back for the next of 60 frames
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from clerk.cli import run  # noqa: PLC0415 - nothing may be imported before the line above

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
