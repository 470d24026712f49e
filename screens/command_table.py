"""The table of commands: what a person can do with a key; a new command is one entry here and ``action_<id>``."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clerk.locale import _, german


class Group(StrEnum):
    """Under which heading of the help page a command stands."""

    VISIT = "visit"
    STEPS = "steps"
    DOCUMENTS = "documents"
    DAY = "day"
    LEAD = "lead"
    MOVING = "moving"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do with a key; its *id* is also the name of the action and of the keymap entry.

    *name* and *purpose* are German, ``label`` and ``help`` the same in the language in use: this table is made before
    the language is known. *rank* says what stays in a narrow hint line: the lowest number last to go. *priority* keys
    work over text fields and modal questions too.
    """

    id: str
    keys: tuple[str, ...]
    name: str
    purpose: str
    group: Group
    rank: int = 5
    show_in_hint: bool = True
    in_palette: bool = True
    priority: bool = False

    @property
    def label(self) -> str:
        """What the command is called in hint line, help and palette."""
        return _(self.name)

    @property
    def help(self) -> str:
        """What the command does, in a sentence."""
        return _(self.purpose)


DEFINED: Final = (
    Command(
        "help",
        ("f1",),
        german("Hilfe"),
        german("Zeigt, was auf diesem Bildschirm mit welcher Taste geht."),
        Group.PROGRAM,
        rank=2,
        in_palette=False,
        priority=True,
    ),
    Command(
        "call",
        ("f2",),
        german("Aufrufen"),
        german(
            "Ruft die nächste Nummer auf; ist eine aufgerufen und noch nicht da, ruft sie noch einmal auf."
        ),
        Group.VISIT,
        rank=1,
    ),
    Command(
        "arrival",
        ("f3",),
        german("Ankunft"),
        german("Nimmt eine Ankunft auf, mit oder ohne Termin; am Schalter wird sie gleich bedient."),
        Group.VISIT,
        rank=3,
    ),
    Command(
        "find",
        ("f4",),
        german("Suchen"),
        german(
            "Sucht Aufrufnummer, Vorgangsnummer, Name oder Kennzeichen; holt Geparktes und Zurückgekommenes."
        ),
        Group.VISIT,
        rank=4,
    ),
    Command(
        "documents",
        ("f5",),
        german("Unterlagen"),
        german("Geht zu den Unterlagen des Besuchs."),
        Group.STEPS,
        rank=3,
    ),
    Command("application", ("f6",), german("Antrag"), german("Geht zum Antrag."), Group.STEPS, rank=3),
    Command("payment", ("f7",), german("Zahlung"), german("Geht zur Zahlung."), Group.STEPS, rank=3),
    Command(
        "closing",
        ("f8",),
        german("Abschluss"),
        german("Geht zu Aushändigen und Abschluss."),
        Group.STEPS,
        rank=3,
    ),
    Command(
        "park",
        ("f9",),
        german("Parken"),
        german("Parkt den Besuch mit einem Grund, zum Beispiel bis die Schilder geprägt sind."),
        Group.VISIT,
        rank=4,
    ),
    Command(
        "plate_slip",
        ("p",),
        german("Schilderzettel"),
        german("Druckt den Zettel für den Schilderpräger: Kennzeichen, Art, Größe und Anzahl, ohne Namen."),
        Group.VISIT,
        rank=6,
    ),
    Command(
        "cases",
        ("f11",),
        german("Vorgänge"),
        german("Zeigt die Vorgänge des Besuchs: weitere Leistung, Leistung ändern, anderen Vorgang öffnen."),
        Group.VISIT,
        rank=6,
    ),
    Command(
        "other_way",
        ("f10",),
        german("anders zahlen"),
        german("Gebührenbescheid, Kasse oder gebührenfrei: eine andere Zahlungsart mit Grund."),
        Group.STEPS,
        rank=4,
    ),
    Command(
        "split",
        ("g",),
        german("getrennt zahlen"),
        german("Wählt aus, welche Vorgänge jetzt bezahlt werden; die übrigen folgen danach."),
        Group.STEPS,
        rank=4,
    ),
    Command(
        "forward",
        ("f12",),
        german("Weiterleiten"),
        german(
            "Leitet in einen anderen Bereich oder Standort weiter, der Platz bleibt; verweist an eine Fachstelle."
        ),
        Group.VISIT,
        rank=6,
    ),
    Command(
        "no_show",
        ("delete",),
        german("nicht erschienen"),
        german("Vermerkt, dass die aufgerufene Person nicht gekommen ist."),
        Group.VISIT,
        rank=2,
    ),
    Command(
        "next",
        ("enter",),
        german("weiter"),
        german("Tut den nächsten natürlichen Schritt; bestätigt in Fragen das Ungefährliche."),
        Group.MOVING,
        rank=0,
        in_palette=False,
    ),
    Command(
        "back",
        ("escape",),
        german("zurück"),
        german("Geht einen Schritt zurück, ohne Eingaben zu verlieren; nimmt einen Aufruf zurück."),
        Group.MOVING,
        rank=1,
        in_palette=False,
    ),
    Command(
        "presented",
        ("space",),
        german("vorgelegt"),
        german("Hakt die Unterlage als vorgelegt ab."),
        Group.DOCUMENTS,
        rank=2,
        in_palette=False,
    ),
    Command(
        "missing",
        ("minus",),
        german("fehlt"),
        german("Merkt die Unterlage als fehlend."),
        Group.DOCUMENTS,
        rank=2,
        in_palette=False,
    ),
    Command(
        "all_presented",
        ("a",),
        german("alle vorgelegt"),
        german("Hakt alle noch nicht geprüften Unterlagen als vorgelegt ab."),
        Group.DOCUMENTS,
        rank=4,
        in_palette=False,
    ),
    Command(
        "more",
        ("m",),
        german("mehr Angaben"),
        german("Zeigt weitere Angaben zum Fall."),
        Group.DOCUMENTS,
        rank=6,
    ),
    Command(
        "why",
        ("w", "ctrl+g"),
        german("warum?"),
        german(
            "Erklärt die Unterlage oder Gebühr, mit Recht und Quelle; auf der Warteliste, warum jemand dort steht."
        ),
        Group.DOCUMENTS,
        rank=6,
    ),
    Command(
        "about",
        ("i", "ctrl+o"),
        german("zur Leistung"),
        german(
            "Zeigt alles zur Leistung: was mitzubringen ist, Kosten, worauf zu achten ist und wie es weitergeht."
        ),
        Group.DOCUMENTS,
        rank=5,
    ),
    Command(
        "slip",
        ("d",),
        german("Hinweisblatt"),
        german("Druckt das Hinweisblatt mit den Unterlagen, die mitzubringen sind."),
        Group.DOCUMENTS,
        rank=6,
    ),
    Command(
        "answers",
        ("ctrl+k",),
        german("Auskunft"),
        german("Beantwortet eine Frage zu Unterlagen und Gebühren jeder Leistung, ohne etwas zu öffnen."),
        Group.PROGRAM,
        rank=6,
        priority=True,
    ),
    Command(
        "palette",
        ("ctrl+p",),
        german("Befehle"),
        german("Zeigt alle Befehle; die ersten Buchstaben genügen."),
        Group.PROGRAM,
        rank=5,
        in_palette=False,
        priority=True,
    ),
    Command(
        "reprint",
        ("ctrl+r",),
        german("Nachdrucken"),
        german("Druckt den letzten Beleg noch einmal."),
        Group.PROGRAM,
        rank=8,
    ),
    Command(
        "lock",
        ("ctrl+l",),
        german("Sperren"),
        german("Sperrt den Platz; der offene Besuch bleibt, wie er ist."),
        Group.PROGRAM,
        rank=6,
        priority=True,
    ),
    Command(
        "quit",
        ("ctrl+q",),
        german("Beenden"),
        german("Beendet das Programm nach einer Rückfrage."),
        Group.PROGRAM,
        rank=9,
        show_in_hint=False,
        priority=True,
    ),
)
"""All commands, in the order in which hint line and help page show them."""
