"""The registry of commands: key, words, help and palette entry of each from one definition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Final, Protocol, runtime_checkable

from textual.binding import ActiveBinding, Binding

from clerk.locale import _
from screens.command_table import DEFINED, Command, Group
from screens.day_commands import DAY_COMMANDS
from screens.lead_commands import LEAD_COMMANDS
from screens.office_commands import ALARM_COMMANDS, ARRIVAL_COMMANDS
from screens.queue_commands import QUEUE_COMMANDS

__all__ = [
    "COMMANDS",
    "Command",
    "Group",
    "HidesCommands",
    "Usable",
    "bindings_for",
    "group_title",
    "one_case",
    "usable_commands",
]

_OF_THE_PROGRAM = next(place for place, command in enumerate(DEFINED) if command.id == "answers")

COMMANDS: Final[Mapping[str, Command]] = MappingProxyType(
    {
        command.id: command
        for command in (
            *DEFINED[:_OF_THE_PROGRAM],
            *QUEUE_COMMANDS,
            *ARRIVAL_COMMANDS,
            *DAY_COMMANDS,
            *LEAD_COMMANDS,
            *DEFINED[_OF_THE_PROGRAM:],
            *ALARM_COMMANDS,
        )
    }
)
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
            keys=tuple(dict.fromkeys(one_case(entry.binding.key) for entry in active[command.id])),
            active=active[command.id][0],
        )
        for command in COMMANDS.values()
        if command.id in active
    ]


def one_case(key: str) -> str:
    """Return a letter as the registry writes it, small, for one that Shift or Caps Lock makes a capital."""
    return key.lower() if len(key) == 1 else key


def group_title(group: Group) -> str:
    """Return the heading of *group* on the help page."""
    return {
        Group.VISIT: _("Besuch"),
        Group.STEPS: _("Schritte des Besuchs"),
        Group.DOCUMENTS: _("Unterlagen"),
        Group.DAY: _("Tagesabschluss"),
        Group.LEAD: _("Teamleitung"),
        Group.MOVING: _("Bewegen"),
        Group.PROGRAM: _("Programm"),
    }[group]


def _binding(command: Command) -> Binding:
    # hints write letters as capitals, and Caps Lock must not make the counter look dead; with text fields in front
    # neither case arrives here
    keys = dict.fromkeys(
        case for key in command.keys for case in ((key, key.upper()) if len(key) == 1 else (key,))
    )
    return Binding(
        key=",".join(keys),
        action=command.id,
        description=command.name,
        id=command.id,
        priority=command.priority,
        show=command.show_in_hint,
    )
