"""The areas of a front office and how they are named and numbered."""

from clerk.locale import _

TICKET_LETTERS = {"kfz": "K", "fahrerlaubnis": "F", "abfall": "A", "info": "I", "melde": "M", "pass": "P"}
"""First letter of the ticket numbers of each area; other areas get X."""


def ticket_letter(area: str) -> str:
    """Return the letter of the area's ticket numbers."""
    return TICKET_LETTERS.get(area, "X")


def area_name(area: str) -> str:
    """Return how the user interface names an area (Aufgabengebiet)."""
    names = {
        "kfz": _("Kfz-Zulassung"),
        "fahrerlaubnis": _("Fahrerlaubnis"),
        "abfall": _("Abfall"),
        "info": _("Info"),
        "melde": _("Meldewesen"),
        "pass": _("Pass und Ausweis"),
    }
    return names.get(area, area)
