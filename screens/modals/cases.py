"""The cases of a visit: another one to the front, one more, or another service."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.areas import area_name
from clerk.domain.case_view import CaseView
from clerk.locale import _
from clerk.services.knowledge import ServiceHit
from screens.text import safe
from screens.widgets.finder import Finder, FindItem


@dataclass(frozen=True, slots=True)
class CaseWish:
    """What is to happen; exactly one of them."""

    choose: int | None = None
    add: str | None = None
    change_to: str | None = None
    remove: bool = False


class CasesScreen(ModalScreen[CaseWish | None]):
    """One line to type into: cases that are there first, then every service as a further one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False, id="back"),
        Binding("f11", "change", show=False, priority=True),
        Binding("f9", "remove", show=False, priority=True),
    ]

    def __init__(self, views: Sequence[CaseView], current: int, services: Sequence[ServiceHit]) -> None:
        super().__init__()
        self._views = views
        self._current = current
        items = [
            FindItem(f"case {place}", f"{place + 1}  {view.service.name}", view.case.number)
            for place, view in enumerate(views)
        ]
        items += [
            FindItem(
                f"service {hit.id}",
                _("+ {service}").format(service=hit.name),
                area_name(hit.area),
                hit.search_text,
            )
            for hit in services
        ]
        self._finder = Finder(items, placeholder=_("weitere Leistung suchen"))

    def compose(self) -> ComposeResult:
        """Place the finder and the keys."""
        name = self._views[self._current].service.short
        with Vertical(classes="dialog -wide"):
            yield Static(safe(_("Vorgänge dieses Besuchs")), classes="dialog-title")
            yield self._finder
            yield Static(
                safe(
                    _(
                        "Enter öffnet oder fügt hinzu · F11 ändert {case} in die gewählte Leistung · F9 entfernt {case}"
                    ).format(case=name)
                ),
                classes="dialog-foot",
            )

    def on_mount(self) -> None:
        """Begin to type."""
        self._finder.focus_line()

    @on(Finder.Selected)
    def _selected(self, event: Finder.Selected) -> None:
        kind, _sep, rest = event.key.partition(" ")
        self.dismiss(CaseWish(choose=int(rest)) if kind == "case" else CaseWish(add=rest))

    def action_change(self) -> None:
        """Make the case in front one of the service under the cursor."""
        item = self._finder.current
        if item is not None and item.key.startswith("service "):
            self.dismiss(CaseWish(change_to=item.key.removeprefix("service ")))

    def action_remove(self) -> None:
        """Remove the case in front."""
        if len(self._views) > 1:
            self.dismiss(CaseWish(remove=True))

    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(None)
