"""What the codes of a card terminal mean to a clerk, and what helps (PA00P015, error codes and section 2.55).

The reason of a bank is often unknown and is overheard at the counter: what concerns a person's card or money is never
said, only what to do now.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from clerk.locale import _


class Remedy(StrEnum):
    """What helps after a code."""

    NOTHING = "nothing"
    CARD_AGAIN = "card_again"
    WAIT = "wait"
    END_OF_DAY = "end_of_day"
    DIAGNOSIS = "diagnosis"
    INITIALISATION = "initialisation"
    CLOCK = "clock"
    TAKE_CARD_OUT = "take_card_out"
    ADMINISTRATION = "administration"
    OTHER_WAY = "other_way"


@dataclass(frozen=True, slots=True)
class Meaning:
    """Two plain sentences for the clerk, what happened and what to do, and what helps.

    ``private`` says that the first sentence speaks of a person's card: it belongs in a log or a list, not on a screen
    at the counter.
    """

    what: str
    action: str
    remedy: Remedy
    private: bool = False


def meaning_of_result(code: int | None) -> Meaning:
    """Return what a result code means (BMP 27, 06 1E, 84 xx); 01 to 63 come from the bank's host."""
    if code is None:
        return _look_at(_("Das Terminal hat kein Ergebnis genannt."))
    special = _results().get(code)
    if special is not None:
        return special
    if 0x01 <= code <= 0x63:
        return _of_card(_("Die Bank hat die Karte abgelehnt."))
    return Meaning(
        _("Das Terminal meldet den Fehler {code}.").format(code=f"{code:02X}"),
        _("Noch einmal versuchen; bleibt der Fehler, die Fachadministration rufen."),
        Remedy.CARD_AGAIN,
    )


def meaning_of_status(status: int) -> Meaning:
    """Return what the status byte after a status enquiry means (PA00P015 section 2.55)."""
    special = _statuses().get(status)
    return special if special is not None else meaning_of_result(status)


def _of_card(what: str) -> Meaning:
    action = _("Andere Karte anbieten oder anders bezahlen lassen.")
    return Meaning(what, action, Remedy.CARD_AGAIN, private=True)


def _card_again(what: str) -> Meaning:
    action = _("Karte noch einmal vorlegen lassen oder eine andere anbieten.")
    return Meaning(what, action, Remedy.CARD_AGAIN)


def _other_way(what: str) -> Meaning:
    return Meaning(what, _("Anders bezahlen lassen."), Remedy.OTHER_WAY)


def _look_at(what: str) -> Meaning:
    return Meaning(what, _("Zustand des Terminals prüfen."), Remedy.CARD_AGAIN)


def _administration(what: str) -> Meaning:
    action = _("Anders bezahlen lassen und die Fachadministration rufen.")
    return Meaning(what, action, Remedy.ADMINISTRATION)


def _end_of_day(what: str) -> Meaning:
    action = _("Kassenschnitt am Terminal machen, danach erneut kassieren.")
    return Meaning(what, action, Remedy.END_OF_DAY)


def _wait(what: str) -> Meaning:
    return Meaning(what, _("Kurz warten und noch einmal versuchen."), Remedy.WAIT)


def _take_card_out(what: str) -> Meaning:
    return Meaning(what, _("Karte entnehmen lassen."), Remedy.TAKE_CARD_OUT)


def _own_service(what: str, remedy: Remedy) -> Meaning:
    return Meaning(what, _("Das Programm kann das veranlassen, es dauert bis zu einer Minute."), remedy)


def _results() -> dict[int, Meaning]:
    line = partial(_wait, _("Das Terminal erreicht die Bank nicht."))
    expired = _of_card(_("Die Karte ist abgelaufen."))
    stripe = _of_card(_("Der Magnetstreifen darf für diese Karte nicht benutzt werden."))
    keypad = _administration(_("Das Tastenfeld des Terminals ist gestört."))
    return {
        0x00: Meaning(_("Der Vorgang ist erfolgt."), _("Weiter."), Remedy.NOTHING),
        0x0D: _other_way(_("Der Betrag ist für das Terminal ungültig.")),
        0x36: expired,
        0x37: replace(_card_again(_("Die Geheimzahl war falsch.")), private=True),
        0x50: expired,
        0x5F: _card_again(_("Die Bank bittet um einen neuen Versuch.")),
        0x64: _card_again(_("Die Karte ist nicht lesbar.")),
        0x65: _card_again(_("Auf der Karte fehlen Daten.")),
        0x66: _card_again(_("Das Terminal konnte die Karte nicht verarbeiten.")),
        0x67: _of_card(_("Das geht mit girocard und Maestro nicht.")),
        0x68: _of_card(_("Das geht mit dieser Karte nicht.")),
        0x6A: _end_of_day(_("Der Umsatzspeicher des Terminals ist voll.")),
        0x6B: _administration(_("Das Terminal ist nicht angemeldet.")),
        0x6C: Meaning(
            _("Am Terminal wurde abgebrochen, oder es wurde zu lange gewartet."),
            _("Neu kassieren oder anders bezahlen lassen."),
            Remedy.CARD_AGAIN,
        ),
        0x6E: _of_card(_("Die Karte ist gesperrt.")),
        0x6F: _administration(_("Das Terminal ist nicht für Euro eingerichtet.")),
        0x71: _of_card(_("Das Guthaben reicht nicht aus.")),
        0x72: _card_again(_("Der Chip der Karte antwortet nicht richtig.")),
        0x73: _of_card(_("Die Kartendaten sind falsch.")),
        0x77: _wait(_("Der Kassenschnitt ist gerade nicht möglich.")),
        0x78: expired,
        0x79: _of_card(_("Die Karte ist noch nicht gültig.")),
        0x7A: _of_card(_("Das Terminal kennt diese Karte nicht.")),
        0x7B: stripe,
        0x7C: stripe,
        0x7D: line(),
        0x7E: stripe,
        0x83: _look_at(_("Das kann das Terminal jetzt nicht.")),
        0x85: _administration(_("Dem Terminal fehlt ein Schlüssel.")),
        0x89: keypad,
        0x9A: _administration(_("Terminal und Kasse haben einander nicht verstanden.")),
        0x9B: line(),
        0x9C: _wait(_("Das Terminal ist noch beschäftigt.")),
        0xA0: line(),
        0xA1: line(),
        0xA3: line(),
        0xB1: _end_of_day(_("Der Speicher des Terminals ist voll.")),
        0xB2: _end_of_day(_("Das Händlerjournal des Terminals ist voll.")),
        0xB4: Meaning(_("Die Zahlung war schon storniert."), _("Nichts weiter zu tun."), Remedy.NOTHING),
        0xB5: Meaning(
            _("Die Zahlung kann am Terminal nicht mehr storniert werden."),
            _("Gutschrift auf die Karte oder Überweisung durch die Kasse."),
            Remedy.OTHER_WAY,
        ),
        0xC2: _own_service(_("Das Terminal verlangt eine Diagnose."), Remedy.DIAGNOSIS),
        0xC3: _other_way(_("Der Betrag ist höher, als das Terminal zulässt.")),
        0xC5: _of_card(_("Diese Zahlungsart nimmt das Terminal nicht an.")),
        0xC8: _other_way(_("Der Betrag ist für Kartenzahlung zu klein.")),
        0xC9: _other_way(_("Der Betrag ist höher, als das Terminal zulässt.")),
        0xCB: _other_way(_("Das Terminal nimmt nur Euro an.")),
        0xCC: Meaning(
            _("Der Drucker des Terminals ist nicht bereit."),
            _("Papier im Terminal prüfen, dann neu kassieren."),
            Remedy.CARD_AGAIN,
        ),
        0xDC: _take_card_out(_("Im Terminal steckt noch eine Karte.")),
        0xE0: _wait(_("Das Terminal wird gerade gewartet.")),
        0xED: keypad,
        0xF0: _end_of_day(_("Das Terminal verlangt zuerst einen Kassenschnitt.")),
        0xFC: _wait(_("Das Terminal startet neu.")),
        0xFF: _administration(_("Das Terminal meldet einen Systemfehler.")),
    }


def _statuses() -> dict[int, Meaning]:
    return {
        0x00: Meaning(_("Das Terminal ist bereit."), _("Es kann kassiert werden."), Remedy.NOTHING),
        0x51: _own_service(_("Das Terminal muss neu eingerichtet werden."), Remedy.INITIALISATION),
        0x62: _own_service(_("Datum und Uhrzeit des Terminals sind falsch."), Remedy.CLOCK),
        0xDF: _administration(_("Das Terminal ist außer Betrieb.")),
        0xE1: _take_card_out(_("Die Karte steckt noch halb im Terminal.")),
    }
