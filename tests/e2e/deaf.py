"""The program under somebody who keeps the hang-up of the terminal for himself, as ``make`` does."""

import signal
import sys

from clerk.__main__ import main

if __name__ == "__main__":
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sys.exit(main())
