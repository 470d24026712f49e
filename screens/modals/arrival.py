"""An arrival: find the appointment or the service, then name and priority if they matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import ContentSwitcher, Static

from clerk.domain.queue_rule import Priority
from clerk.locale import _, german
from clerk.ports import QueueEntry
from clerk.services.knowledge import ServiceHit
from clerk.services.overview import OverviewRow
from screens.arrival_items import ArrivalItems
from screens.text import safe
from screens.widgets.choice_line import Choice
from screens.widgets.field import FieldForm, FormFieldWidget
from screens.widgets.finder import Finder, FindItem


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Somebody with an appointment, or who was missed and is here after all."""

    entry: QueueEntry


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody without one."""

    service: str
    name: str
    priority: Priority
    reason: str | None


NewArrival = CheckIn | WalkIn


class ArrivalScreen(ModalScreen[NewArrival | None]):
    """Who is expected (appointments, numbers that were missed) and all services under one line to type into."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(
        self, expected: Sequence[OverviewRow], services: Sequence[ServiceHit], zone: ZoneInfo, now: datetime
    ) -> None:
        super().__init__()
        self._items = ArrivalItems(expected, services, zone, now)
        self._is_narrowed = False
        self._warned_of = ""
        self._finder = Finder(
            self._items.items,
            placeholder=_("Leistung, Name oder Uhrzeit des Termins"),
            id="find",
        )
        self._chosen: ServiceHit | None = None
        self._title = Static(classes="dialog-title")
        self._person_name = FormFieldWidget("name", _("Name (kann leer bleiben)"))
        self._wanted_priority = FormFieldWidget(
            "priority", _("Vorrang"), choices=_priorities(), value="", help=_("← → wählt; nur mit Grund")
        )
        self._foot = Static(classes="dialog-foot")
        self._steps = ContentSwitcher(
            self._finder, FieldForm(self._person_name, self._wanted_priority, id="person"), initial="find"
        )

    def compose(self) -> ComposeResult:
        """Place finder and person under one title."""
        with Vertical(classes="dialog -wide"):
            yield self._title
            yield self._steps
            yield self._foot

    def on_mount(self) -> None:
        """Begin with the finder."""
        self._to_finder()

    def _to_finder(self) -> None:
        self._steps.current = "find"
        self._title.update(safe(_("Ankunft")))
        self._foot.update(safe(_("Enter wählt · ↑ ↓ · Esc zurück")))
        self._finder.focus_line()

    def _narrow_to(self, appointments: Sequence[FindItem]) -> None:
        """Let nobody be taken for somebody of like name: the hour or the concern tells them apart."""
        self._is_narrowed = True
        self._finder.clear()
        self._finder.show_items(appointments)
        self._title.update(safe(_("Mehrere Termine auf diesen Namen")))
        self._foot.update(
            safe(_("Bitte nach Uhrzeit oder Anliegen fragen · Enter nimmt die Zeile · Esc alle"))
        )

    @on(Finder.Selected)
    def _selected(self, event: Finder.Selected) -> None:
        chosen, _words = self._items.chosen(event.key)
        if isinstance(chosen, QueueEntry):
            likes = self._items.alike(chosen.name)
            if len(likes) > 1 and not self._is_narrowed:
                self._narrow_to(likes)
            else:
                self.dismiss(CheckIn(chosen))
            return
        self._chosen = chosen
        self._steps.current = "person"
        self._title.update(safe(_("Ankunft: {service}").format(service=self._chosen.name)))
        self._foot.update(safe(_("Enter nimmt auf · Tab nächstes Feld · Esc zurück")))
        self._person_name.focus_entry()

    @on(FormFieldWidget.NextField)
    def _next_field(self, event: FormFieldWidget.NextField) -> None:
        event.stop()
        if self._person_name.too_long or self._chosen is None:
            self._person_name.focus_entry()
            return
        if self._has_appointment():
            return
        priority, _sep, reason = self._wanted_priority.value.partition(":")
        self.dismiss(
            WalkIn(
                self._chosen.id,
                self._person_name.value.strip(),
                Priority(priority or Priority.NORMAL),
                reason or None,
            )
        )

    def _has_appointment(self) -> bool:
        """Say once that there is an appointment for the name that was typed."""
        name = self._person_name.value.strip()
        likes = self._items.alike(name)
        if not likes or name == self._warned_of:
            return False
        self._warned_of = name
        self._person_name.show_verdict(
            "soft",
            _(
                "Heute: {appointment}. Ist sie das, Esc und den Termin wählen; sonst noch einmal Enter."
            ).format(appointment=likes[0].label),
        )
        self._person_name.focus_entry()
        return True

    def action_back(self) -> None:
        """Go back to the services, then out; what was typed stays in the fields."""
        if self._steps.current == "person" or self._is_narrowed:
            self._is_narrowed = False
            self._finder.show_items(self._items.items)
            self._to_finder()
        else:
            self.dismiss(None)


def _priorities() -> list[Choice]:
    reasons = {
        german("kleines Kind"): Priority.PRIORITY,
        german("Behinderung"): Priority.PRIORITY,
        german("Schmerzen"): Priority.PRIORITY,
        german("Notfall"): Priority.EMERGENCY,
    }
    return [
        Choice("", _("nein")),
        *(Choice(f"{kind}:{reason}", _(reason)) for reason, kind in reasons.items()),
    ]
