"""Keys: how they are called on a German keyboard, and whether a user's own keymap can work."""

import difflib
from collections.abc import Mapping
from typing import Final

from textual.keys import Keys

from clerk.locale import _
from screens.commands import COMMANDS, one_case

_NAMED_CHARACTERS: Final = {"space": " ", "minus": "-", "plus": "+", "full_stop": ".", "comma": ","}
_KNOWN_KEYS: Final = frozenset(key.value for key in Keys) | frozenset(_NAMED_CHARACTERS)
_SAME_IN_A_TERMINAL: Final = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+j": "enter",
    "ctrl+h": "backspace",
    "ctrl+enter": "enter",
    "shift+enter": "enter",
}
"""Older terminals send the same bytes for both."""


def key_label(key: str) -> str:
    """Return how *key* (a Textual key name) is written in hints: ``F2``, ``^K``, ``Entf``, ``Leertaste``."""
    words = {
        "delete": _("Entf"),
        "escape": _("Esc"),
        "space": _("Leertaste"),
        "enter": _("Enter"),
        "tab": _("Tab"),
        "shift+tab": _("Umschalt+Tab"),
        "insert": _("Einfg"),
        "home": _("Pos1"),
        "end": _("Ende"),
        "pageup": _("Bild auf"),
        "pagedown": _("Bild ab"),
        "backspace": _("Rücktaste"),
        "up": "↑",
        "down": "↓",
        "left": "←",
        "right": "→",
        "minus": "-",
        "plus": "+",
        "full_stop": ".",
        "comma": ",",
    }
    if key in words:
        return words[key]
    modifier, _plus, last = key.rpartition("+")
    if modifier == "ctrl":
        return f"^{last.upper()}"
    if modifier == "shift":
        return _("Umschalt+{key}").format(key=key_label(last))
    return key.upper()


def check_keymap(mapping: Mapping[str, str]) -> list[str]:
    """Return a sentence for everything that keeps *mapping* (command id → keys, comma between them) from working.

    A letter is the same key small and as a capital.
    Unknown commands (with the nearest known one), unknown keys, keys that a terminal cannot tell apart, letters that a
    text field would swallow, and keys with two meanings. An empty list means the keymap can be used.
    """
    problems = [
        problem for command_id, keys in mapping.items() for problem in _entry_problems(command_id, keys)
    ]
    return problems + _collisions(mapping)


def _entry_problems(command_id: str, keys: str) -> list[str]:
    if command_id not in COMMANDS:
        return [_unknown_command(command_id)]
    return [problem for key in _split(keys) for problem in _key_problems(command_id, key)] or (
        [] if _split(keys) else [_("Für „{command}“ ist keine Taste angegeben.").format(command=command_id)]
    )


def _unknown_command(command_id: str) -> str:
    nearest = difflib.get_close_matches(command_id, COMMANDS, n=1, cutoff=0.4)
    if not nearest:
        return _("Den Befehl „{command}“ gibt es nicht.").format(command=command_id)
    return _("Den Befehl „{command}“ gibt es nicht. Gemeint ist vielleicht „{nearest}“.").format(
        command=command_id, nearest=nearest[0]
    )


def _key_problems(command_id: str, key: str) -> list[str]:
    if key in _SAME_IN_A_TERMINAL:
        return [
            _("„{command}“: {key} kann ein Terminal nicht von {same} unterscheiden.").format(
                command=command_id, key=key, same=_SAME_IN_A_TERMINAL[key]
            )
        ]
    if key not in _KNOWN_KEYS and len(key) != 1:
        nearest = difflib.get_close_matches(key, _KNOWN_KEYS, n=1, cutoff=0.4)
        return [
            _("„{command}“: Die Taste „{key}“ gibt es nicht.").format(command=command_id, key=key)
            + (" " + _("Gemeint ist vielleicht „{nearest}“.").format(nearest=nearest[0]) if nearest else "")
        ]
    if _is_character(key) and not any(_is_character(usual) for usual in COMMANDS[command_id].keys):
        return [
            _(
                "„{command}“: {key} würde in einem Eingabefeld als Zeichen ankommen. Bitte eine F-Taste oder Strg."
            ).format(command=command_id, key=key_label(key))
        ]
    return []


def _collisions(mapping: Mapping[str, str]) -> list[str]:
    owners: dict[str, list[str]] = {}
    for command in COMMANDS.values():
        for key in _split(mapping.get(command.id, ",".join(command.keys))):
            owners.setdefault(key, []).append(command.id)
    return [
        _("Die Taste {key} hätte zwei Bedeutungen: {commands}.").format(
            key=key_label(key), commands=", ".join(command_ids)
        )
        for key, command_ids in owners.items()
        if len(command_ids) > 1
    ]


def _is_character(key: str) -> bool:
    return len(key) == 1 or key in _NAMED_CHARACTERS


def _split(keys: str) -> list[str]:
    return [one_case(key.strip()) for key in keys.split(",") if key.strip()]
