"""The program with a defect: F1 raises, with a made-up name among the local values and in the message."""

import sys

from clerk.__main__ import main
from screens.app import ClerkApp

SECRET_NAME = "Erika-Geheimnis-Beispiel"


def make_a_mistake(_app: ClerkApp) -> None:
    """Fail as a defect would."""
    person = SECRET_NAME
    raise RuntimeError(f"nothing is known of {person}")


if __name__ == "__main__":
    ClerkApp.action_help = make_a_mistake  # type: ignore[method-assign, assignment]
    sys.exit(main())
