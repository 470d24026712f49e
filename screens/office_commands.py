"""Commands of an office of several: who comes, and help among colleagues; for the table of commands."""

from typing import Final

from clerk.locale import german
from screens.command_table import Command, Group

ARRIVAL_COMMANDS: Final = (
    Command(
        "paper",
        ("ctrl+n",),
        german("Papiernummern"),
        german(
            "Erfasst Nummern nach, die auf Papier vergeben wurden, mit Ankunftszeit und was daraus wurde."
        ),
        Group.VISIT,
        show_in_hint=False,
    ),
    Command(
        "appointment",
        ("ctrl+f",),
        german("Termin zuordnen"),
        german("Gibt dem offenen Besuch einen Termin von heute, der erst jetzt gefunden wurde."),
        Group.VISIT,
        show_in_hint=False,
    ),
)
"""Behind those of the visit."""

ALARM_COMMANDS: Final = (
    Command(
        "alarm",
        ("ctrl+y",),
        german("Stiller Alarm"),
        german(
            "Ruft still Hilfe: Die anderen Schalter des Standorts sehen, wo. Hier zeigt nur ein Punkt oben rechts, "
            "dass der Ruf hinausging."
        ),
        Group.PROGRAM,
        show_in_hint=False,
        in_palette=False,
        priority=True,
    ),
    Command(
        "alarms",
        ("ctrl+b",),
        german("Alarm beantworten"),
        german(
            "Sagt den anderen, dass Sie zu dem Schalter gehen, der still Hilfe ruft, oder beendet den Alarm."
        ),
        Group.PROGRAM,
        show_in_hint=False,
        priority=True,
    ),
)
"""Behind those of the program."""
