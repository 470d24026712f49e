"""The commands of the team lead's screen, for the table of commands."""

from typing import Final

from clerk.locale import german
from screens.command_table import Command, Group

LEAD_COMMANDS: Final = (
    Command(
        "lead",
        ("ctrl+u",),
        german("Teamleitung"),
        german("Zeigt, wie viele in welchem Bereich warten und was dagegen hilft."),
        Group.LEAD,
        rank=8,
    ),
    Command(
        "site",
        ("s",),
        german("Standort"),
        german("Zeigt einen anderen Standort."),
        Group.LEAD,
        rank=4,
    ),
    Command(
        "open_area",
        ("o",),
        german("Bereich öffnen"),
        german("Öffnet oder schließt einen Bereich an einem Schalter, vom nächsten Aufruf dort an."),
        Group.LEAD,
        rank=3,
    ),
    Command(
        "what_helps",
        ("h",),
        german("Was hilft"),
        german(
            "Rechnet vor, was ein Schalter mehr oder weniger ändert, oder wenn ein anderer Bereich hilft."
        ),
        Group.LEAD,
        rank=3,
    ),
    Command(
        "visit_report",
        ("t",),
        german("Tagesbericht"),
        german("Zeigt, wie viele in einem Besuch fertig wurden, warum andere wiederkommen, und Wartezeiten."),
        Group.LEAD,
        rank=4,
    ),
)
"""In the order in which hint line and help page show them."""
