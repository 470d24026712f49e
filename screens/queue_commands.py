"""The commands of the queue between two visits, for the table of commands."""

from typing import Final

from clerk.locale import german
from screens.command_table import Command, Group

QUEUE_COMMANDS: Final = (
    Command(
        "take_out",
        ("r",),
        german("austragen"),
        german(
            "Nimmt, wer unter dem Zeiger wartet, aus der Reihe: gegangen oder abgesagt, nach einer Rückfrage."
        ),
        Group.VISIT,
        rank=7,
    ),
    Command(
        "counter_status",
        ("c",),
        german("Schalterstatus"),
        german(
            "Stellt den Schalter auf offen, Pause, Nacharbeit oder nicht am Platz; gemerkt wird keine Zeit."
        ),
        Group.VISIT,
        rank=7,
    ),
    Command(
        "end_queue",
        ("ctrl+e",),
        german("Warteschlange beenden"),
        german(
            "Am Ende des Tages: zeigt, wer noch wartet und wer geparkt ist, und lässt die Wartenden gehen."
        ),
        Group.DAY,
        rank=9,
        show_in_hint=False,
    ),
)
"""In the order in which hint line and help page show them."""
