"""Where a command can be used, in a sentence for those who look for it somewhere else."""

from clerk.locale import _
from screens.command_table import Command, Group


def where_usable(command: Command) -> str:
    """Return where *command* can be used."""
    own = {
        "call": _("Zwischen zwei Besuchen, und solange eine Nummer aufgerufen ist."),
        "arrival": _("Zwischen zwei Besuchen."),
        "find": _("Am Schalter und an der Infotheke."),
        "no_show": _("Solange eine Nummer aufgerufen ist."),
        "plate_slip": _("In einem Besuch, der neue Kennzeichen braucht."),
        "split": _("Im Schritt Zahlung, wenn mehrere Vorgänge zu bezahlen sind."),
        "storno": _("Im Schritt Zahlung, wenn etwas bezahlt ist, und im Tagesabschluss."),
        "day": _("Zwischen zwei Besuchen."),
        "take_out": _("Zwischen zwei Besuchen."),
        "counter_status": _("Zwischen zwei Besuchen."),
        "end_queue": _("Zwischen zwei Besuchen, an der Infotheke und für die Teamleitung."),
        "why": _("Solange ein Besuch offen ist, und auf der Warteliste."),
        "alarm": _("Auf jedem Bildschirm."),
        "alarms": _("Solange ein anderer Schalter still Hilfe ruft."),
        "appointment": _("Solange ein Besuch offen ist."),
        "paper": _("Zwischen zwei Besuchen."),
        "lead": _("Zwischen zwei Besuchen, für die Teamleitung."),
        "reprint": _("Am Schalter und im Tagesabschluss."),
        "more": _("Im Schritt Unterlagen."),
    }.get(command.id)
    if own is not None:
        return own
    return {
        Group.VISIT: _("Solange ein Besuch offen ist."),
        Group.STEPS: _("Solange ein Besuch offen ist."),
        Group.DOCUMENTS: _("Solange ein Besuch offen ist."),
        Group.DAY: _("Im Tagesabschluss."),
        Group.LEAD: _("Auf dem Bildschirm der Teamleitung."),
        Group.MOVING: _("Auf jedem Bildschirm."),
        Group.PROGRAM: _("Sobald jemand angemeldet ist."),
    }[command.group]
