"""The areas of a front office and how they are named and numbered."""

from collections.abc import Callable

from clerk.locale import _, german

TICKET_LETTERS = {"kfz": "K", "fahrerlaubnis": "F", "abfall": "A", "info": "I", "melde": "M", "pass": "P"}
"""First letter of the ticket numbers of each area; other areas get X."""


def ticket_letter(area: str) -> str:
    """Return the letter of the area's ticket numbers."""
    return TICKET_LETTERS.get(area, "X")


def area_name(area: str, say: Callable[[str], str] = _) -> str:
    """Return how the user interface names an area (Aufgabengebiet), or the office's papers with ``german``."""
    names = {
        "kfz": german("Kfz-Zulassung"),
        "fahrerlaubnis": german("Fahrerlaubnis"),
        "abfall": german("Abfall"),
        "info": german("Info"),
        "melde": german("Meldewesen"),
        "pass": german("Pass und Ausweis"),
    }
    return say(names[area]) if area in names else area
