"""Fields with a fixed list of answers."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from clerk.domain.validators.characters import DIGITS, misplaced, squeezed
from clerk.domain.validators.verdict import Verdict, accept, refuse
from clerk.locale import _, german

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "bool": (german("ja"), german("nein")),
        "gender": (german("männlich"), german("weiblich"), german("divers"), german("keine Angabe")),
        # both lists belong to the local statute on waste
        "bin_kind": ("Restabfall", "Bioabfall", "Papier", "Wertstoffe"),
        "container_litres": ("40", "60", "80", "120", "240", "660", "770", "1100"),
    }
)
_SIGNS_OF_LITRES = DIGITS | frozenset(". LlIiTtEeRr")
_LITRES = re.compile(r"([0-9]|1\.1)([0-9]*) ?(?:l|ltr\.?|liter)?", re.IGNORECASE)


def choice(kind: str, value: str) -> Verdict:
    """Judge a value of a list in any case; a beginning is enough where it fits one entry only."""
    typed = squeezed(value)
    wanted = typed.casefold()
    entries = CHOICES[kind]
    exact = [entry for entry in entries if entry.casefold() == wanted]
    beginning = [entry for entry in entries if entry.casefold().startswith(wanted)]
    for found in (exact, beginning):
        if len(found) == 1:
            return accept(found[0])
    message = _("Das steht nicht zur Wahl. Möglich: {entries}.")
    return refuse(typed, message.format(entries=", ".join(entries)))


def container_litres(value: str) -> Verdict:
    """Judge the size of a bin in litres, written as ``1100``, ``1.100`` or ``80 l``."""
    typed = squeezed(value)
    match = _LITRES.fullmatch(typed)
    litres = "" if match is None else match[1].replace(".", "") + match[2]
    if litres in CHOICES["container_litres"]:
        return accept(litres)
    problem = misplaced(
        typed, _SIGNS_OF_LITRES, place=_("In einer Behältergröße"), permitted=_("Ziffern und l")
    )
    message = _("{problem} Möglich in Litern: {entries}.").format(
        problem=problem or _("Diese Behältergröße gibt es nicht."),
        entries=", ".join(CHOICES["container_litres"]),
    )
    return refuse(typed, message)
