"""What is known about terminals of some makes, each setting with where it is known from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clerk.locale import _


class Certainty(StrEnum):
    """How sure a fact is."""

    DOCUMENTED = "documented"
    """The maker's or operator's own document says so."""
    OBSERVED = "observed"
    """A recorded dialogue of a real terminal shows it."""
    REPORTED = "reported"
    """A user of another program met it; the maker says nothing."""


@dataclass(frozen=True, slots=True)
class PresetFact:
    """One thing that is known: a sentence, its source, and how sure it is."""

    text: str
    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class TerminalPreset:
    """Settings of a profile for one make of terminal, and the facts they follow from."""

    name: str
    title: str
    facts: tuple[PresetFact, ...]
    settings: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)


class UnknownPreset(LookupError):  # noqa: N818
    """No preset has this name; the message is a sentence for the administrator."""


def preset_called(name: str) -> TerminalPreset:
    """Return the preset of this name; raises ``UnknownPreset``."""
    known = {preset.name: preset for preset in terminal_presets()}
    if name not in known:
        raise UnknownPreset(
            _("Eine Vorgabe „{name}“ gibt es nicht. Es gibt: {known}.").format(
                name=name, known=", ".join(known)
            )
        )
    return known[name]


def terminal_presets() -> tuple[TerminalPreset, ...]:
    """Return all presets, the one without any assumption first."""
    return (_generic(), _card_complete(), _clover(), _global_payments(), _hobex(), _verifone())


def _generic() -> TerminalPreset:
    return TerminalPreset(
        "generic",
        _("Terminal nach der Spezifikation"),
        (
            PresetFact(
                _("Zeichensatz CP437, T3 5 s, T4 180 s, Port 20007, alle Befehle"),
                "PA00P015 13.08, PA00P016 rev 04",
                Certainty.DOCUMENTED,
            ),
        ),
    )


def _card_complete() -> TerminalPreset:
    document = "card complete, ZVT-Präzisierung, Ausgabe 22"
    return TerminalPreset(
        "card-complete",
        _("card complete (Österreich)"),
        (
            PresetFact(
                _("Texte immer in ISO 8859-1; Abnahmetest A2.2 zeigt „durchführen“ so"),
                "Portalum.Zvt README; card complete Abnahmetest.xlsm",
                Certainty.OBSERVED,
            ),
            PresetFact(_("Diagnose nur mit Angabe der Art (TLV 1B)"), document, Certainty.DOCUMENTED),
            PresetFact(_("Umsatzabfrage (06 10) gibt es nicht"), document, Certainty.DOCUMENTED),
            PresetFact(
                _("Nachrichtennummern (TLV 1F73) gehören zum Mindestumfang"),
                f"{document}, 2.7",
                Certainty.DOCUMENTED,
            ),
            PresetFact(
                _("Unbestätigte Zahlungen gelten als abgelehnt; ein Autostorno gibt es nicht"),
                document,
                Certainty.DOCUMENTED,
            ),
            PresetFact(
                _("Auftragsnummer nur als bestellter Zusatz: dann order_reference=true setzen"),
                document,
                Certainty.DOCUMENTED,
            ),
        ),
        {"charset": "iso8859-1", "diagnosis_kind": 1, "totals": False, "sequence_ids": True},
    )


def _clover() -> TerminalPreset:
    return TerminalPreset(
        "clover",
        _("Clover"),
        (
            PresetFact(
                _("Unterschreiben am Bildschirm geschieht nur, wenn 06 D0 erlaubt ist"),
                "Portalum.Zvt #55",
                Certainty.REPORTED,
            ),
        ),
        {"signature_on_screen": True},
    )


def _global_payments() -> TerminalPreset:
    source = "Portalum.Zvt #26 (PAX A80)"
    return TerminalPreset(
        "global-payments",
        _("Global Payments, PAX A80"),
        (
            PresetFact(
                _(
                    "Mit gesperrter Tastatur (Bits 10 und 20) nennt es die letzte Zahlung nicht (06 20); "
                    "ohne Sperre kann dort auch jemand anders kassieren"
                ),
                source,
                Certainty.REPORTED,
            ),
            PresetFact(_("Abbruch von hier aus (06 B0) geht nicht"), source, Certainty.REPORTED),
        ),
        {"keypad_locked": False, "exclusive": False, "abort_ok": False},
    )


def _hobex() -> TerminalPreset:
    return TerminalPreset(
        "hobex",
        _("hobex (Österreich)"),
        (
            PresetFact(
                _("Sendet TLV auch ungefragt, Belege in CP437; nichts ist einzustellen"),
                "Portalum.Zvt, PrintTextBlockTest",
                Certainty.OBSERVED,
            ),
        ),
    )


def _verifone() -> TerminalPreset:
    return TerminalPreset(
        "verifone-vx820",
        _("Verifone VX 820"),
        (
            PresetFact(
                _(
                    "Schließt unbenutzte Verbindungen nach 1 bis 2 s; je Befehl eine Verbindung ist hier üblich"
                ),
                "Portalum.Zvt #8",
                Certainty.REPORTED,
            ),
        ),
    )
