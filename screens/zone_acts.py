"""What becomes of a machine readable zone read at the desk: checked, three entries filled, the rest forgotten."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from clerk.domain.machine_readable_zone import Zone, ZoneRefused, entries, read_zone, why_not_read
from clerk.locale import _
from screens.widgets.message_line import Weight
from screens.zone_scan import refused_elsewhere

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class ZoneActs:
    """Takes scans for the desk screen."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._workstation = screen.workstation

    def begins(self) -> None:
        """Say what happens, as nothing typed shows meanwhile."""
        self._screen.say(_("Der Ausweis wird eingelesen. Esc bricht ab."))

    def broken(self) -> None:
        """Say that nothing came of it."""
        self._screen.say(
            _("Das Einlesen wurde unterbrochen, es wurde nichts gespeichert. Bitte noch einmal einlesen."),
            Weight.WARNING,
        )

    def scanned(self, scanned: str) -> None:
        """Fill the fields made for it, or say in one sentence why not."""
        if not self._desk.is_serving:
            self._screen.say(refused_elsewhere(), Weight.WARNING)
            return
        reason = why_not_read(self._desk.view.service.area, allowed=self._workstation.reads_zone)
        if reason is not None:
            self._screen.say(reason, Weight.WARNING)
            return
        try:
            zone = read_zone(scanned, on=self._workstation.today())
        except ZoneRefused as refusal:
            self._screen.say(str(refusal), Weight.ERROR)
            return
        self._fill(zone)

    def _fill(self, zone: Zone) -> None:
        view = self._desk.view
        shown = [state.field for state in view.form.fields]
        known = {state.field.id: state.value for state in view.form.fields}
        found = entries(zone, shown)
        filled = {field: value for field, value in found.items() if known[field] in {"", value}}
        labels = {field.id: field.label for field in shown}

        def enter() -> None:
            self._enter(filled)
            self._say(zone, found, filled, labels)

        if all(known[field] for field in filled):
            enter()
        else:
            self._screen.visit.reopening.before(enter)

    def _enter(self, filled: Mapping[str, str]) -> None:
        self._screen.pane.application.fill_from_zone(filled)
        for field, value in filled.items():
            self._desk.typed(field, value)

    def _say(
        self, zone: Zone, found: Mapping[str, str], filled: Mapping[str, str], labels: Mapping[str, str]
    ) -> None:
        if not found:
            self._screen.say(
                _("Für diese Leistung ist nichts aus dem Ausweis einzutragen. Es wurde nichts gespeichert.")
            )
            return
        sentences: list[str] = []
        if zone.expired:
            sentences.append(_("Der Ausweis ist abgelaufen ({day}).").format(day=zone.valid_to))
        if filled:
            names = ", ".join(labels[field] for field in filled)
            sentences.append(_("Aus dem Ausweis gelesen: {names}.").format(names=names))
        kept = [labels[field] for field in found if field not in filled]
        if kept:
            sentences.append(_("Bleibt, wie es eingetragen ist: {names}.").format(names=", ".join(kept)))
        if zone.name in filled.values():
            sentences.append(_("Die Lesezone kennt keine Umlaute: bitte den Namen vergleichen."))
            if zone.name_cut:
                sentences.append(_("Er kann abgeschnitten sein."))
        self._screen.say(" ".join(sentences), Weight.WARNING if zone.expired or kept else Weight.INFO)
