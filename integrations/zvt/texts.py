"""German texts for what a terminal is doing (PA00P015 Table 17), where it sends none of its own."""

from clerk.locale import _

_REMOVE_CARD_OFFSET = 0x40


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
