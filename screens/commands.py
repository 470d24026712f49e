"""The registry of commands: key, words, help and palette entry of each from one definition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Final, Protocol, runtime_checkable

from textual.binding import ActiveBinding, Binding

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


_DEFINED = (
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

COMMANDS: Final[Mapping[str, Command]] = MappingProxyType({command.id: command for command in _DEFINED})
"""All commands by id, in the order in which hint line and help page show them."""


@runtime_checkable
class HidesCommands(Protocol):
    """A screen on which some commands of the whole program are not offered, by action."""

    HIDDEN_COMMANDS: ClassVar[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Usable:
    """A command that can be used now: its words here, its keys after the user's keymap and where it is bound."""

    command: Command
    label: str
    keys: tuple[str, ...]
    active: ActiveBinding


def bindings_for(*ids: str) -> list[Binding]:
    """Return the bindings of the commands *ids* for a ``BINDINGS`` list; each calls ``action_<id>``.

    Raises ``KeyError`` for an id that is not in the registry.
    """
    return [_binding(COMMANDS[command_id]) for command_id in ids]


def usable_commands(
    bindings: Iterable[ActiveBinding], words: Mapping[str, str] | None = None
) -> list[Usable]:
    """Return what can be used now, in the order of the registry, from a screen's ``active_bindings`` values.

    *words* replaces labels by command id where a screen has closer ones ("noch einmal aufrufen").
    """
    active: dict[str, list[ActiveBinding]] = {}
    for binding in bindings:
        command_id = binding.binding.id
        if command_id is not None and command_id in COMMANDS and binding.enabled:
            active.setdefault(command_id, []).append(binding)
    return [
        Usable(
            command=command,
            label=(words or {}).get(command.id, command.label),
            keys=tuple(entry.binding.key for entry in active[command.id]),
            active=active[command.id][0],
        )
        for command in COMMANDS.values()
        if command.id in active
    ]


def group_title(group: Group) -> str:
    """Return the heading of *group* on the help page."""
    return {
        Group.VISIT: _("Besuch"),
        Group.STEPS: _("Schritte des Besuchs"),
        Group.DOCUMENTS: _("Unterlagen"),
        Group.MOVING: _("Bewegen"),
        Group.PROGRAM: _("Programm"),
    }[group]


def _binding(command: Command) -> Binding:
    return Binding(
        key=",".join(command.keys),
        action=command.id,
        description=command.label,
        tooltip=command.help,
        id=command.id,
        priority=command.priority,
        show=command.show_in_hint,
    )
