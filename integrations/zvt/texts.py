"""German texts for the codes of the terminal: what happens, how it ended, and what the clerk can do."""

from dataclasses import dataclass
from functools import partial

from clerk.locale import _

_REMOVE_CARD_OFFSET = 0x40


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two plain sentences for the clerk: what happened, what to do."""

    what: str
    action: str


def intermediate_text(code: int | None) -> str:
    """The text of an intermediate status (PA00P015 Table 17); codes 41 to 5D add *Bitte Karte entnehmen*."""
    known = _intermediate_texts()
    if code is None:
        return _("Das Terminal arbeitet")
    if code in known:
        return known[code]
    base = known.get(code - _REMOVE_CARD_OFFSET)
    if 0x41 <= code <= 0x5D and base is not None:
        return _("{status} · Bitte Karte entnehmen").format(status=base)
    return _("Das Terminal meldet Status {code}").format(code=f"{code:02X}")


def result_explanation(code: int | None) -> Explanation:
    """What a result code means (BMP 27, 06 1E, 84 xx) and what to do; 01 to 63 come from the bank's host."""
    if code is None:
        return Explanation(_("Das Terminal hat kein Ergebnis genannt."), _("Zustand des Terminals prüfen."))
    special = _result_explanations().get(code)
    if special is not None:
        return special
    if 0x01 <= code <= 0x63:
        return _declined_by_bank()
    return Explanation(
        _("Das Terminal meldet den Fehler {code}.").format(code=f"{code:02X}"),
        _("Noch einmal versuchen; bleibt der Fehler, die Fachadministration rufen."),
    )


def terminal_status_explanation(status: int) -> Explanation:
    """What the status byte after a status enquiry means (PA00P015 section 2.55) and what to do."""
    special = _terminal_statuses().get(status)
    return special if special is not None else result_explanation(status)


def _declined_by_bank() -> Explanation:
    return Explanation(
        _("Die Bank hat die Karte abgelehnt."),
        _("Andere Karte anbieten oder anders bezahlen lassen."),
    )


def _other_card(what: str) -> Explanation:
    return Explanation(what, _("Andere Karte anbieten oder anders bezahlen lassen."))


def _try_again(what: str) -> Explanation:
    return Explanation(what, _("Karte noch einmal vorlegen lassen oder eine andere anbieten."))


def _call_admin(what: str) -> Explanation:
    return Explanation(what, _("Anders bezahlen lassen und die Fachadministration rufen."))


def _close_day(what: str) -> Explanation:
    return Explanation(what, _("Kassenschnitt am Terminal machen, danach erneut kassieren."))


def _wait(what: str) -> Explanation:
    return Explanation(what, _("Kurz warten und noch einmal versuchen."))


def _result_explanations() -> dict[int, Explanation]:
    bank = _declined_by_bank()
    line = partial(_wait, _("Das Terminal erreicht die Bank nicht."))
    expired = _other_card(_("Die Karte ist abgelaufen."))
    stripe = _other_card(_("Der Magnetstreifen darf für diese Karte nicht benutzt werden."))
    return {
        0x00: Explanation(_("Die Zahlung ist erfolgt."), _("Weiter mit der Übergabe.")),
        0x05: bank,
        0x0D: Explanation(_("Der Betrag ist für das Terminal ungültig."), _("Betrag prüfen.")),
        0x36: expired,
        0x37: _try_again(_("Die Geheimzahl war falsch.")),
        0x50: expired,
        0x5F: _try_again(_("Die Bank bittet um einen neuen Versuch.")),
        0x64: _try_again(_("Die Karte ist nicht lesbar.")),
        0x65: _try_again(_("Auf der Karte fehlen Daten.")),
        0x66: _try_again(_("Das Terminal konnte die Karte nicht verarbeiten.")),
        0x67: _other_card(_("Das geht mit girocard und Maestro nicht.")),
        0x68: _other_card(_("Das geht mit dieser Karte nicht.")),
        0x6A: _close_day(_("Der Umsatzspeicher des Terminals ist voll.")),
        0x6B: _call_admin(_("Das Terminal ist nicht angemeldet.")),
        0x6C: Explanation(
            _("Der Vorgang wurde am Terminal abgebrochen oder es wurde zu lange gewartet."),
            _("Neu kassieren oder anders bezahlen lassen."),
        ),
        0x6E: _other_card(_("Die Karte ist gesperrt.")),
        0x6F: _call_admin(_("Das Terminal ist nicht für Euro eingerichtet.")),
        0x71: _other_card(_("Das Guthaben reicht nicht aus.")),
        0x72: _try_again(_("Der Chip der Karte antwortet nicht richtig.")),
        0x73: _other_card(_("Die Kartendaten sind falsch.")),
        0x77: _wait(_("Der Kassenschnitt ist gerade nicht möglich.")),
        0x78: expired,
        0x79: _other_card(_("Die Karte ist noch nicht gültig.")),
        0x7A: _other_card(_("Das Terminal kennt diese Karte nicht.")),
        0x7B: stripe,
        0x7C: stripe,
        0x7D: line(),
        0x7E: stripe,
        0x83: Explanation(_("Das kann das Terminal jetzt nicht."), _("Zustand des Terminals prüfen.")),
        0x85: _call_admin(_("Dem Terminal fehlt ein Schlüssel.")),
        0x89: _call_admin(_("Das Tastenfeld des Terminals ist gestört.")),
        0x9A: _call_admin(_("Terminal und Kasse haben einander nicht verstanden.")),
        0x9B: line(),
        0x9C: _wait(_("Das Terminal ist noch beschäftigt.")),
        0xA0: line(),
        0xA1: line(),
        0xA3: line(),
        0xB1: _close_day(_("Der Speicher des Terminals ist voll.")),
        0xB2: _close_day(_("Das Händlerjournal des Terminals ist voll.")),
        0xB4: Explanation(_("Die Zahlung war schon storniert."), _("Nichts weiter zu tun.")),
        0xB5: Explanation(
            _("Die Zahlung kann am Terminal nicht mehr storniert werden."),
            _("Gutschrift auf die Karte oder Überweisung durch die Kasse."),
        ),
        0xC2: _call_admin(_("Das Terminal verlangt eine Diagnose.")),
        0xC3: _other_card(_("Der Betrag ist höher, als das Terminal zulässt.")),
        0xC5: _other_card(_("Diese Zahlungsart nimmt das Terminal nicht an.")),
        0xC8: Explanation(_("Der Betrag ist für Kartenzahlung zu klein."), _("Anders bezahlen lassen.")),
        0xCB: _other_card(_("Das Terminal nimmt nur Euro an.")),
        0xCC: Explanation(_("Der Drucker des Terminals ist nicht bereit."), _("Papier im Terminal prüfen.")),
        0xDC: Explanation(_("Im Terminal steckt noch eine Karte."), _("Karte entnehmen lassen.")),
        0xE0: _wait(_("Das Terminal wird gerade gewartet.")),
        0xED: _call_admin(_("Das Tastenfeld des Terminals ist gestört.")),
        0xF0: _close_day(_("Das Terminal verlangt zuerst einen Kassenschnitt.")),
        0xFC: _wait(_("Das Terminal startet neu.")),
        0xFF: _call_admin(_("Das Terminal meldet einen Systemfehler.")),
    }


def _terminal_statuses() -> dict[int, Explanation]:
    return {
        0x00: Explanation(_("Das Terminal ist bereit."), _("Es kann kassiert werden.")),
        0x51: _call_admin(_("Das Terminal muss neu eingerichtet werden.")),
        0x62: _call_admin(_("Datum und Uhrzeit des Terminals sind falsch.")),
        0xDF: _call_admin(_("Das Terminal ist außer Betrieb.")),
        0xE1: Explanation(_("Die Karte steckt noch halb im Terminal."), _("Karte entnehmen lassen.")),
        0xF0: _close_day(_("Das Terminal verlangt zuerst einen Kassenschnitt.")),
    }


def _intermediate_texts() -> dict[int, str]:
    pin_pad = _("Bitte Anzeigen auf dem PIN-Pad beachten")
    return {
        0x00: _("Terminal wartet auf Betragbestätigung"),
        0x01: pin_pad,
        0x02: pin_pad,
        0x03: _("Vorgang nicht möglich"),
        0x04: _("Terminal wartet auf Antwort der Bank"),
        0x05: _("Terminal sendet Autostorno"),
        0x06: _("Terminal sendet Nachbuchungen"),
        0x07: _("Karte nicht zugelassen"),
        0x08: _("Karte unbekannt oder undefiniert"),
        0x09: _("Karte verfallen"),
        0x0A: _("Karte einstecken"),
        0x0B: _("Bitte Karte entnehmen"),
        0x0C: _("Karte nicht lesbar"),
        0x0D: _("Vorgang abgebrochen"),
        0x0E: _("Vorgang wird bearbeitet, bitte warten"),
        0x0F: _("Terminal leitet einen automatischen Kassenabschluss ein"),
        0x10: _("Karte ungültig"),
        0x11: _("Guthabenanzeige"),
        0x12: _("Systemfehler"),
        0x13: _("Zahlung nicht möglich"),
        0x14: _("Guthaben nicht ausreichend"),
        0x15: _("Geheimzahl falsch"),
        0x16: _("Limit nicht ausreichend"),
        0x17: _("Bitte warten"),
        0x18: _("Geheimzahl zu oft falsch"),
        0x19: _("Kartendaten falsch"),
        0x1A: _("Servicemodus"),
        0x1B: _("Autorisierung erfolgt"),
        0x1C: _("Zahlung erfolgt"),
        0x1D: _("Autorisierung nicht möglich"),
        0x26: _("Eingabe der Mobilfunknummer"),
        0x27: _("Wiederholung der Mobilfunknummer"),
        0x28: _("Währungsauswahl"),
        0x29: _("Sprachauswahl"),
        0x2A: _("Zum Laden Karte einstecken"),
        0x2B: _("Offline-Notbetrieb"),
        0x2C: _("Auswahl Debit oder Kredit"),
        0x4B: _("Bitte Karte entnehmen"),
        0x66: _("Bitte Karte entnehmen"),
        0x67: _("Bitte Karte entnehmen"),
        0x68: _("Karte eingesteckt"),
        0x69: _("Bitte Währungsumrechnung auswählen"),
        0xC7: _("Eingabe des Kilometerstands"),
        0xC8: _("Terminal wartet auf die Kasse"),
        0xC9: _("Automatische Diagnose"),
        0xCA: _("Automatische Initialisierung"),
        0xCB: _("Händlerjournal voll"),
        0xCC: _("Lastschrift nicht möglich, Geheimzahl notwendig"),
        0xD2: _("Verbindung zur Bank wird aufgebaut"),
        0xD3: _("Verbindung zur Bank besteht"),
        0xE0: _("Anwendungsauswahl"),
        0xE1: _("Sprachauswahl"),
        0xE2: _("Reinigungskarte einstecken"),
        0xF1: _("Offline"),
        0xF2: _("Online"),
        0xF3: _("Offline-Transaktion"),
        0xFF: _("Das Terminal arbeitet"),
    }
