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
from screens.modals.ask import Answer, AskScreen
from screens.text import safe
from screens.widgets.finder import Finder, FindItem


@dataclass(frozen=True, slots=True)
class CaseWish:
    """What is to happen; exactly one of them. ``like_before`` belongs to ``add``."""

    choose: int | None = None
    add: str | None = None
    like_before: bool = False
    change_to: str | None = None
    remove: bool = False


class CasesScreen(ModalScreen[CaseWish | None]):
    """One line to type into: cases that are there, the same once more, then every service as a further one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(self, views: Sequence[CaseView], current: int, services: Sequence[ServiceHit]) -> None:
        super().__init__()
        self._views = views
        self._current = current
        self._names = {view.service.id: view.service.name for view in views} | {
            hit.id: hit.name for hit in services
        }
        here = views[current].service
        items = [
            FindItem(f"case {place}", _case_label(place, view, in_front=place == current), view.case.number)
            for place, view in enumerate(views)
        ]
        again = _("+ noch einmal: {service}").format(service=here.name)
        items.append(FindItem(f"again {here.id}", again, area_name(here.area)))
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
        with Vertical(classes="dialog -wide"):
            yield Static(safe(_("Vorgänge dieses Besuchs")), classes="dialog-title")
            yield self._finder
            yield Static(safe(_("Enter wählt · ↑ ↓ · Esc zurück")), classes="dialog-foot")

    def on_mount(self) -> None:
        """Begin to type, on the case in front."""
        self._finder.focus_line()
        self._finder.hits.move_to(f"case {self._current}")

    @on(Finder.Selected)
    def _selected(self, event: Finder.Selected) -> None:
        kind, _sep, rest = event.key.partition(" ")
        if kind in {"again", "service"}:
            self._ask_add_or_change(rest)
        elif int(rest) == self._current and len(self._views) > 1:
            self._ask_remove()
        else:
            self.dismiss(CaseWish(choose=int(rest)))

    def _ask_add_or_change(self, service: str) -> None:
        here = self._views[self._current].service
        add = Answer("add", _("weiterer Vorgang, alles neu"), "n")
        like_before = Answer("like_before", _("weiterer Vorgang wie vorher: Person, Angaben"), "w")
        if service == here.id:
            # ten vehicles of a dealer, the children of a family
            answers = [like_before, add]
        else:
            change = _("statt „{service}“, Angaben bleiben").format(service=here.short)
            answers = [add, like_before, Answer("change", change, "s")]

        def decided(answer: str | None) -> None:
            if answer == "add":
                self.dismiss(CaseWish(add=service))
            elif answer == "like_before":
                self.dismiss(CaseWish(add=service, like_before=True))
            elif answer == "change":
                self.dismiss(CaseWish(change_to=service))

        name = self._names[service]
        self.app.push_screen(AskScreen(name, answers=answers), decided)

    def _ask_remove(self) -> None:
        answers = [Answer("keep", _("behalten")), Answer("remove", _("Vorgang entfernen"), "e")]
        question = _("„{service}“ war ein Versehen?").format(service=self._views[self._current].service.name)

        def decided(answer: str | None) -> None:
            if answer == "remove":
                self.dismiss(CaseWish(remove=True))

        self.app.push_screen(AskScreen(question, answers=answers), decided)

    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(None)


def _case_label(place: int, view: CaseView, *, in_front: bool) -> str:
    # the plate comes first: a long name of the service would be cut with what tells two vehicles apart
    sign = "●" if in_front else " "
    plate = view.plate
    return f"{sign}{place + 1}  {plate}{'  ' if plate else ''}{view.service.name}"
