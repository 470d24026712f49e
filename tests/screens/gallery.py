"""All widgets of the toolkit on one made-up screen, to test and to look at: ``python -m tests.screens.gallery``."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Static

from screens import styles
from screens.commands import Usable, bindings_for, usable_commands
from screens.modals.ask import Answer, AskScreen
from screens.modals.help import HelpScreen
from screens.modals.palette import PaletteScreen
from screens.modals.reason import GivenReason, Reason, ReasonScreen
from screens.modals.second_person import SecondPersonScreen, Signature
from screens.text import Align, Cell, columns, safe
from screens.theme import LIGHT, MUTED, THEMES
from screens.type_ahead import TypeAheadApp
from screens.widgets.big_text import BigText
from screens.widgets.choice_line import Choice
from screens.widgets.field import FieldForm, FormFieldWidget
from screens.widgets.finder import Finder, FindItem
from screens.widgets.hint_bar import HintBar
from screens.widgets.status_line import StatusLine, SystemLevel, SystemState
from screens.widgets.step_bar import Step, StepBar
from screens.widgets.top_bar import TopBar
from screens.widgets.virtual_list import VirtualList

STATES = (
    SystemState("Warteschlange bereit"),
    SystemState("EC-Terminal bereit"),
    SystemState("Drucker bereit"),
)
TROUBLED = (
    SystemState("Warteschlange bereit"),
    SystemState("EC-Terminal antwortet nicht; andere Zahlwege mit F7", SystemLevel.DOWN),
    SystemState("Drucker: Papier fehlt", SystemLevel.WARN),
)
STEPS = (
    Step("documents", "Unterlagen", done=True),
    Step("application", "Antrag", note="3 offen"),
    Step("payment", "Zahlung", note="27,40 €"),
    Step("closing", "Aushändigen und Abschluss", short="Abschluss"),
)
WAITING = (
    ("K041", "Umschreibung im Bezirk", "18 Min.", "laut Vorprüfung vorgelegt"),
    ("F017", "FS-Umtausch  Termin 10:40", "2 Min.", "1 fehlt: Lichtbild"),
    ("K042", "Abmeldung", "11 Min.", "nicht vorgeprüft"),
    ("A003", "Behälter", "6 Min.", "laut Vorprüfung vorgelegt"),
)
SERVICES = tuple(
    FindItem(f"s{number}", label, area, words)
    for number, (label, area, words) in enumerate(
        (
            ("Umschreibung im Landkreis mit Halterwechsel", "Kfz", "Besitzer neu ummelden"),
            ("Umschreibung von außerhalb", "Kfz", "Zuzug ummelden"),
            ("Außerbetriebsetzung", "Kfz", "abmelden stilllegen"),
            ("Wiederzulassung", "Kfz", "anmelden"),
            ("Führerschein: Umtausch alter Führerscheine", "Fahrerlaubnis", "Pflichtumtausch grau rosa"),
            ("Ersatzführerschein", "Fahrerlaubnis", "verloren gestohlen"),
            ("Restmüllbehälter anmelden", "Abfall", "Tonne"),
            ("Anmeldung der Wohnung", "Melde", "umziehen Umzug"),
            ("Führungszeugnis", "Melde", ""),
            ("Personalausweis", "Pass", "Ausweis"),
        )
    )
)
REASONS = (
    Reason("plates", "Kennzeichenschilder werden geprägt"),
    Reason("photo", "Foto am Foto-Terminal"),
    Reason("cash_office", "zahlt an der Kasse"),
    Reason("other", "anderer Grund", needs_text=True),
)

Waiting = tuple[str, str, str, str]


def draw_waiting(row: Waiting, width: int, _selected: bool) -> Content:
    """Draw one waiting visit."""
    ticket, service, wait, documents = row
    cells = [
        Cell(ticket, 5, "bold"),
        Cell(service),
        Cell(wait, 8, "", Align.RIGHT),
        Cell(documents, 26, MUTED),
    ]
    return columns(cells, width)


def form_fields() -> list[FormFieldWidget]:
    """Return a form as a counter fills it."""
    yes_no = (Choice("yes", "ja"), Choice("no", "nein"))
    fuels = tuple(
        Choice(name.casefold(), name) for name in ("Benzin", "Diesel", "Elektro", "Wasserstoff", "Erdgas")
    )
    return [
        FormFieldWidget(
            "plate", "Kennzeichen", required=True, help="Wie auf dem Schild: DN-AB 123", allowed=r"[\w\- ]"
        ),
        FormFieldWidget(
            "name", "Familienname, Vornamen oder Firma", value="Beispiel, Erika", origin="aus Termin"
        ),
        FormFieldWidget("fin", "Fahrzeug-Identifizierungsnummer (Feld E)", required=True, help="17 Stellen"),
        FormFieldWidget("keep", "Kennzeichen bleibt", choices=yes_no, value="yes", origin="aus Vorprüfung"),
        FormFieldWidget("fuel", "Kraftstoff", choices=fuels, required=True, help="Feld P.3"),
        FormFieldWidget(
            "price", "Kaufpreis", allowed=r"[0-9., €]", help="In Euro mit Komma, zum Beispiel 27,40"
        ),
    ]


class GalleryScreen(Screen[None]):
    """Shows the views ``list``, ``form`` and ``find`` in the frame every screen of the program has."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(
            "call", "arrival", "find", "documents", "application", "payment", "closing", "park", "forward"
        ),
        *bindings_for("no_show", "slip", "back"),
    ]

    def __init__(self, rows: Sequence[Waiting], services: Sequence[FindItem]) -> None:
        super().__init__()
        self._rows_to_show = rows
        self._services = services
        self.waiting: VirtualList[Waiting] = VirtualList(lambda row: row[0], draw_waiting, id="waiting")
        self.heard: list[object] = []
        self.words: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """Place the frame and the three views."""
        yield TopBar("Bürgerbüro Kreishaus I", "Schalter 7", "Mo 23.11.  10:42")
        with ContentSwitcher(initial="list", id="views"):
            with Vertical(id="list"):
                with Horizontal(id="head"):
                    yield BigText("K041", id="ticket")
                    yield Static(safe("Umschreibung im Landkreis mit Halterwechsel"), id="service")
                yield StepBar(id="steps")
                yield self.waiting
            with Vertical(id="form"):
                yield StepBar()
                with FieldForm():
                    yield from form_fields()
            with Vertical(id="find"):
                yield Finder(self._services, id="finder")
        yield StatusLine()
        yield HintBar()

    def on_mount(self) -> None:
        """Fill the widgets."""
        self.waiting.show(self._rows_to_show)
        self.waiting.focus()
        self.query_one(StatusLine).states = STATES
        for bar, current in zip(self.query(StepBar), ("documents", "application"), strict=True):
            bar.steps = STEPS
            bar.current = current

    def hint_words(self) -> Mapping[str, str]:
        """Return the closer words a test has set."""
        return self.words

    def show_view(self, view: str) -> None:
        """Change the view and put the cursor where one types there."""
        self.query_one(ContentSwitcher).current = view
        if view == "list":
            self.waiting.focus()
        if view == "form":
            self.query(FormFieldWidget).first().focus_entry()
        if view == "find":
            self.query_one(Finder).focus_line()

    def on_virtual_list_selected(self, event: VirtualList.Selected) -> None:
        """Remember what was chosen."""
        self.heard.append(("selected", event.key))

    def on_finder_selected(self, event: Finder.Selected) -> None:
        """Remember what was found and go on to the form, as an arrival does."""
        self.heard.append(("found", event.key))
        self.show_view("form")

    def on_form_field_widget_changed(self, event: FormFieldWidget.Changed) -> None:
        """Remember what was typed."""
        self.heard.append(("changed", event.field_id, event.value))

    def on_form_field_widget_left(self, event: FormFieldWidget.Left) -> None:
        """Remember which field was left, and refuse a letter O in the vehicle number as the program does."""
        self.heard.append(("left", event.field_id, event.value))
        if event.field_id == "fin" and "O" in event.value:
            event.field.show_verdict(
                "hard",
                "FIN: An Stelle 17 steht der Buchstabe O. In einer FIN kommt O nicht vor – Ziffer 0 gemeint?",
            )

    def on_field_form_finished(self) -> None:
        """Remember that the form is through."""
        self.heard.append("finished")

    def action_call(self) -> None:
        """Show the list."""
        self.show_view("list")

    def action_documents(self) -> None:
        """Show the list."""
        self.show_view("list")

    def action_application(self) -> None:
        """Show the form."""
        self.show_view("form")

    def action_find(self) -> None:
        """Show the finder."""
        self.show_view("find")

    def action_arrival(self) -> None:
        """Show the finder."""
        self.show_view("find")

    def action_slip(self) -> None:
        """Remember that the slip was wanted."""
        self.heard.append("slip")

    def action_back(self) -> None:
        """Show the list."""
        self.show_view("list")

    def action_park(self) -> None:
        """Ask for a reason."""
        self.app.push_screen(ReasonScreen("Warum wird geparkt?", REASONS), self._remember_reason)

    def action_forward(self) -> None:
        """Ask a question."""
        self.app.push_screen(
            AskScreen(
                "Ohne Zulassungsbescheinigung Teil II weiter?",
                detail="Die Unterlage bleibt als fehlend vermerkt, mit dem Grund, den Sie nennen.",
                answers=(
                    Answer("stay", "bei den Unterlagen bleiben"),
                    Answer("go", "ohne Teil II weiter", "w"),
                ),
            ),
            self._remember,
        )

    def action_closing(self) -> None:
        """Ask for a second person."""
        dialogue = SecondPersonScreen(
            "Zahlung als geklärt vermerken",
            "Eine zweite Person bestätigt mit eigenem Namen und Kennwort.",
            self._remember_signature,
            lambda: None,
        )
        self.app.push_screen(dialogue)

    def action_no_show(self) -> None:
        """Remember that nobody came."""
        self.heard.append("no_show")

    def action_payment(self) -> None:
        """Show trouble in the status line."""
        self.query_one(StatusLine).states = TROUBLED

    def _remember(self, answer: str | None) -> None:
        self.heard.append(("answer", answer))

    def _remember_reason(self, reason: GivenReason | None) -> None:
        self.heard.append(("reason", reason))

    def _remember_signature(self, signature: Signature | None) -> None:
        self.heard.append(("signature", signature))


class GalleryApp(TypeAheadApp[None]):
    """The gallery in one of the themes."""

    CSS_PATH = [*styles.FIRST, styles.MODALS]  # noqa: RUF012 - as Textual declares it
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #views { height: 1fr; }
    #head { height: 4; padding: 1 2 0 2; }
    #service { margin: 0 0 0 3; text-style: bold; }
    #waiting { margin: 1 1 0 1; }
    FieldForm { margin: 1 2 0 2; }
    #find { padding: 1 2 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("help", "answers", "palette", "lock", "quit")]

    def __init__(
        self,
        theme: str = LIGHT,
        rows: Sequence[Waiting] = WAITING,
        services: Sequence[FindItem] = SERVICES,
    ) -> None:
        super().__init__()
        for own in THEMES:
            self.register_theme(own)
        self.theme = theme
        self.gallery = GalleryScreen(rows, services)

    def on_mount(self) -> None:
        """Open the screen."""
        self.push_screen(self.gallery)

    def action_help(self) -> None:
        """Show the help page."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self._usable(), intro="Alle Bausteine auf einem Bildschirm."))

    def action_palette(self) -> None:
        """Show the palette and run what was chosen."""
        if not isinstance(self.screen, PaletteScreen):
            self.push_screen(PaletteScreen(self._usable()), self._run)

    def action_answers(self) -> None:
        """Remember that a caller asked."""
        self.gallery.heard.append("answers")

    def action_lock(self) -> None:
        """Remember that the place was locked."""
        self.gallery.heard.append("lock")

    async def action_quit(self) -> None:
        """End the gallery."""
        self.exit()

    def _usable(self) -> list[Usable]:
        return usable_commands(self.screen.active_bindings.values(), self.gallery.words)

    async def _run(self, usable: Usable | None) -> None:
        if usable is not None:
            await self.run_action(usable.active.binding.action, usable.active.node)


if __name__ == "__main__":
    GalleryApp().run()
