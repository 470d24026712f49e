"""The table of commands: what a person can do with a key; a new command is one entry here and ``action_<id>``."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clerk.locale import _


class Group(StrEnum):
    """Under which heading of the help page a command stands."""

    VISIT = "visit"
    STEPS = "steps"
    DOCUMENTS = "documents"
    MOVING = "moving"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do with a key; its *id* is also the name of the action and of the keymap entry.

    *rank* says what stays in a narrow hint line: the lowest number last to go. *priority* keys work over text
    fields and modal questions too. Texts are German and translated when this module is imported.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: Group
    rank: int = 5
    show_in_hint: bool = True
    in_palette: bool = True
    priority: bool = False


DEFINED: Final = (
    Command(
        "help",
        ("f1",),
        _("Hilfe"),
        _("Zeigt, was auf diesem Bildschirm mit welcher Taste geht."),
        Group.PROGRAM,
        rank=2,
        in_palette=False,
        priority=True,
    ),
    Command(
        "call",
        ("f2",),
        _("Aufrufen"),
        _("Ruft die nächste Nummer auf; ist eine aufgerufen und noch nicht da, ruft sie noch einmal auf."),
        Group.VISIT,
        rank=1,
    ),
    Command(
        "arrival",
        ("f3",),
        _("Ankunft"),
        _("Nimmt eine Ankunft auf, mit oder ohne Termin; am Schalter wird sie gleich bedient."),
        Group.VISIT,
        rank=3,
    ),
    Command(
        "find",
        ("f4",),
        _("Suchen"),
        _("Sucht Aufrufnummer, Vorgangsnummer, Name oder Kennzeichen; holt Geparktes und Zurückgekommenes."),
        Group.VISIT,
        rank=4,
    ),
    Command(
        "documents", ("f5",), _("Unterlagen"), _("Geht zu den Unterlagen des Besuchs."), Group.STEPS, rank=3
    ),
    Command("application", ("f6",), _("Antrag"), _("Geht zum Antrag."), Group.STEPS, rank=3),
    Command("payment", ("f7",), _("Zahlung"), _("Geht zur Zahlung."), Group.STEPS, rank=3),
    Command("closing", ("f8",), _("Abschluss"), _("Geht zu Aushändigen und Abschluss."), Group.STEPS, rank=3),
    Command(
        "park",
        ("f9",),
        _("Parken"),
        _("Parkt den Besuch mit einem Grund, zum Beispiel bis die Schilder geprägt sind."),
        Group.VISIT,
        rank=4,
    ),
    Command(
        "plate_slip",
        ("p",),
        _("Schilderzettel"),
        _("Druckt den Zettel für den Schilderpräger: Kennzeichen, Art, Größe und Anzahl, ohne Namen."),
        Group.VISIT,
        rank=6,
    ),
    Command(
        "cases",
        ("f11",),
        _("Vorgänge"),
        _("Zeigt die Vorgänge des Besuchs: weitere Leistung, Leistung ändern, anderen Vorgang öffnen."),
        Group.VISIT,
        rank=6,
    ),
    Command(
        "other_way",
        ("f10",),
        _("anders zahlen"),
        _("Gebührenbescheid, Kasse oder gebührenfrei: eine andere Zahlungsart mit Grund."),
        Group.STEPS,
        rank=4,
    ),
    Command(
        "split",
        ("g",),
        _("getrennt zahlen"),
        _("Wählt aus, welche Vorgänge jetzt bezahlt werden; die übrigen folgen danach."),
        Group.STEPS,
        rank=4,
    ),
    Command(
        "forward",
        ("f12",),
        _("Weiterleiten"),
        _("Leitet den Besuch in einen anderen Bereich weiter; der Platz in der Reihe bleibt."),
        Group.VISIT,
        rank=6,
    ),
    Command(
        "no_show",
        ("delete",),
        _("nicht erschienen"),
        _("Vermerkt, dass die aufgerufene Person nicht gekommen ist."),
        Group.VISIT,
        rank=2,
    ),
    Command(
        "next",
        ("enter",),
        _("weiter"),
        _("Tut den nächsten natürlichen Schritt; bestätigt in Fragen das Ungefährliche."),
        Group.MOVING,
        rank=0,
        in_palette=False,
    ),
    Command(
        "back",
        ("escape",),
        _("zurück"),
        _("Geht einen Schritt zurück, ohne Eingaben zu verlieren; nimmt einen Aufruf zurück."),
        Group.MOVING,
        rank=1,
        in_palette=False,
    ),
    Command(
        "presented",
        ("space",),
        _("vorgelegt"),
        _("Hakt die Unterlage als vorgelegt ab."),
        Group.DOCUMENTS,
        rank=2,
        in_palette=False,
    ),
    Command(
        "missing",
        ("minus",),
        _("fehlt"),
        _("Merkt die Unterlage als fehlend."),
        Group.DOCUMENTS,
        rank=2,
        in_palette=False,
    ),
    Command(
        "all_presented",
        ("a",),
        _("alle vorgelegt"),
        _("Hakt alle noch nicht geprüften Unterlagen als vorgelegt ab."),
        Group.DOCUMENTS,
        rank=4,
        in_palette=False,
    ),
    Command("more", ("m",), _("mehr Angaben"), _("Zeigt weitere Angaben zum Fall."), Group.DOCUMENTS, rank=6),
    Command(
        "why",
        ("w", "ctrl+g"),
        _("warum?"),
        _(
            "Erklärt die Unterlage oder Gebühr: warum sie nötig ist, nach welchem Recht und wie sicher das ist."
        ),
        Group.DOCUMENTS,
        rank=4,
    ),
    Command(
        "about",
        ("i", "ctrl+o"),
        _("zur Leistung"),
        _(
            "Zeigt alles zur Leistung: was mitzubringen ist, Kosten, worauf zu achten ist und wie es weitergeht."
        ),
        Group.DOCUMENTS,
        rank=5,
    ),
    Command(
        "slip",
        ("d",),
        _("Hinweisblatt"),
        _("Druckt das Hinweisblatt mit den Unterlagen, die mitzubringen sind."),
        Group.DOCUMENTS,
        rank=6,
    ),
    Command(
        "answers",
        ("ctrl+k",),
        _("Auskunft"),
        _("Beantwortet eine Frage zu Unterlagen und Gebühren jeder Leistung, ohne etwas zu öffnen."),
        Group.PROGRAM,
        rank=6,
        priority=True,
    ),
    Command(
        "palette",
        ("ctrl+p",),
        _("Befehle"),
        _("Zeigt alle Befehle; die ersten Buchstaben genügen."),
        Group.PROGRAM,
        rank=5,
        in_palette=False,
        priority=True,
    ),
    Command(
        "reprint",
        ("ctrl+r",),
        _("Nachdrucken"),
        _("Druckt den letzten Beleg noch einmal."),
        Group.PROGRAM,
        rank=8,
    ),
    Command(
        "lock",
        ("ctrl+l",),
        _("Sperren"),
        _("Sperrt den Platz; der offene Besuch bleibt, wie er ist."),
        Group.PROGRAM,
        rank=6,
        priority=True,
    ),
    Command(
        "quit",
        ("ctrl+q",),
        _("Beenden"),
        _("Beendet das Programm nach einer Rückfrage."),
        Group.PROGRAM,
        rank=9,
        show_in_hint=False,
        priority=True,
    ),
)
"""All commands, in the order in which hint line and help page show them."""
