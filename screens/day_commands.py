"""The commands of the day closing, for the table of commands."""

from typing import Final

from clerk.locale import german
from screens.command_table import Command, Group

DAY_COMMANDS: Final = (
    Command(
        "day",
        ("ctrl+t",),
        german("Tagesabschluss"),
        german("Zeigt, was an diesem Schalter eingenommen wurde, und schließt den Tag ab."),
        Group.DAY,
        rank=8,
    ),
    Command(
        "remark",
        ("k",),
        german("Bemerkung"),
        german("Schreibt auf, woran eine Abweichung liegt."),
        Group.DAY,
        rank=4,
    ),
    Command(
        "withdraw",
        ("u",),
        german("Unterschrift zurück"),
        german("Nimmt die Unterschrift unter einem Tag zurück, solange ihn niemand bestätigt hat."),
        Group.DAY,
        rank=5,
    ),
    Command(
        "hand_back",
        ("v",),
        german("zurückgeben"),
        german("Gibt einen unterschriebenen Tag mit einem Grund unbestätigt zurück."),
        Group.DAY,
        rank=5,
    ),
    Command(
        "storno",
        ("z",),
        german("Storno"),
        german("Nimmt eine Zahlung oder einen Bescheid zurück: mit Grund, von der Kassenaufsicht bestätigt."),
        Group.STEPS,
        rank=6,
    ),
    Command(
        "decide_storno",
        ("e",),
        german("Storno entscheiden"),
        german("Bestätigt oder verweigert einen vorgemerkten Storno."),
        Group.DAY,
        rank=3,
    ),
    Command(
        "carry_out",
        ("x",),
        german("Storno ausführen"),
        german(
            "Führt einen bestätigten Storno am Kartenterminal aus, oder vermerkt, dass die Kasse überweist."
        ),
        Group.DAY,
        rank=3,
    ),
    Command(
        "correct",
        ("b",),
        german("Entscheidung berichtigen"),
        german(
            "Bucht gegen, was zwei Personen über einen ungeklärten Kartenvorgang falsch entschieden haben."
        ),
        Group.DAY,
        rank=6,
    ),
    Command(
        "earlier_day",
        ("left",),
        german("Tag davor"),
        german("Zeigt den Tag davor; abgeschlossene Tage lassen sich ansehen, nicht ändern."),
        Group.DAY,
        rank=6,
    ),
    Command(
        "later_day",
        ("right",),
        german("Tag danach"),
        german("Zeigt den Tag danach."),
        Group.DAY,
        rank=7,
    ),
)
"""In the order in which hint line and help page show them, before those of the whole program."""
