"""Draws ``docs/screenshots`` anew from the running program: ``python -m tests.e2e.screenshots``.

Every picture is what the program wrote to a real pseudo terminal, at 80x24 and at 120x40. PNG needs ``rsvg-convert``;
without it only the SVG pictures are drawn.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from integrations.zvt.sim_behaviour import change_behaviour
from integrations.zvt.sim_settings import Scenario
from tests.e2e.picture import draw_svg
from tests.e2e.still_office import LEDGER, LOGINS, SECRET, let_terminal, simulated_terminal
from tests.e2e.terminal import KEYS, Terminal

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "docs" / "screenshots"
SIZES: Final = ((24, 80), (40, 120))
LIGHT, DARK = "amt-hell", "amt-dunkel"
README_PICTURE: Final = "counter-documents-120x40"
PNG_SCALE: Final = "1.5"
SUPERVISOR: Final = LOGINS["cash-supervisor"]
WRONG_FIN, FIN = "A1BS31ZO430336179", "A1BS31Z0430336179"


class Camera(Terminal):
    """A terminal whose screen can be drawn."""

    def svg(self, title: str) -> str:
        """Return the screen as an SVG document."""
        return draw_svg(self._screen, title)


@dataclass
class Studio:
    """One program at one place and size; ``shoot`` draws what it shows."""

    camera: Camera
    login: str
    office: Path
    pictures: Path
    suffix: str

    def keys(self, *keys: str) -> None:
        """Press keys by name, and words letter by letter, waiting after each until the screen has come to rest."""
        for key in keys:
            self.camera.press(*([key] if key in KEYS else key))
            self.camera.settle(0.3)

    def sign_in(self) -> None:
        """Sign in and wait for the desk."""
        self.keys(self.login, "enter", SECRET, "enter")
        self.see("Warteschlange bereit")

    def see(self, wanted: str) -> None:
        """Wait until the regular expression *wanted* is on the screen."""
        self.camera.wait_for(wanted, timeout=90)

    def shoot(self, name: str, wanted: str) -> None:
        """Draw the screen once *wanted* is on it."""
        self.see(wanted)
        self.camera.settle(0.3)
        self.shoot_now(name)

    def shoot_now(self, name: str) -> None:
        """Draw the screen as it is, even while it moves."""
        target = self.pictures / f"{name}-{self.suffix}.svg"
        target.write_text(self.camera.svg(name), encoding="utf-8")

    def let_terminal(self, scenario: Scenario) -> None:
        """Choose what the card terminal does next."""
        let_terminal(self.office, scenario)

    def let_terminal_end_with(self, code: str | None) -> None:
        """Let every movement end with this result code, or with None as usual."""
        change_behaviour(self.office / LEDGER, result=code)


def counter(studio: Studio) -> None:
    """One visit at the counter, and everything that opens over it."""
    studio.shoot("sign-in", "Kennwort")
    studio.sign_in()
    studio.shoot("counter-home", "Es warten")
    studio.keys("f2")
    studio.shoot("counter-called", "Aufgerufen")
    studio.keys("enter")
    studio.see("Unterlagen ●")
    studio.keys(*["down"] * 7, "minus", "up")
    studio.shoot("counter-documents", "1 fehlt")
    _over_the_visit(studio)
    studio.keys("space", "enter")
    _application(studio)
    _payment(studio)


def _over_the_visit(studio: Studio) -> None:
    studio.keys("w")
    studio.shoot("explanation", "Rechtsgrundlage")
    studio.keys("escape", "i")
    studio.shoot("knowledge", "Mitzubringen")
    studio.keys("escape", "d")
    studio.shoot("slip-language", "welcher Sprache")
    studio.keys("escape", "f9")
    studio.shoot("park-reasons", "Warum wird geparkt")
    studio.keys("escape", "f11")
    studio.shoot("cases", "Vorgänge dieses Besuchs")
    studio.keys("escape", "f4", "bei")
    studio.shoot("find", "Beispiel")
    studio.keys("escape", "f1")
    studio.shoot("help", "Hilfe")
    studio.keys("f1", "ctrl+p")
    studio.shoot("palette", "Befehl")
    studio.keys("escape", "ctrl+k", "reise")
    studio.shoot("answers-finder", "Reisepass")
    studio.keys("enter")
    studio.shoot("answers-checklist", "Digitales Foto")
    studio.keys("escape", "escape", "ctrl+l")
    studio.shoot("lock", "Gesperrt")
    studio.keys(SECRET, "enter")
    studio.camera.wait_gone("Gesperrt")


def _application(studio: Studio) -> None:
    studio.see("Antrag.*●")
    studio.keys(WRONG_FIN, "enter")
    studio.shoot("counter-application", "Buchstabe")
    studio.keys(*["backspace"] * len(WRONG_FIN), FIN, "enter", "4", "enter", "RV-AB 123", "enter", "A1B2C3D")
    studio.keys("enter")


def _payment(studio: Studio) -> None:
    studio.shoot("payment-ready", "Bereit zur Kartenzahlung")
    studio.let_terminal(Scenario.DECLINE)
    studio.keys("enter")
    studio.see("Karte einstecken|Karte")
    studio.see("einstecken|auflegen|PIN")
    studio.shoot_now("payment-running")
    studio.shoot("payment-declined", "abgelehnt")
    studio.let_terminal(Scenario.APPROVE)
    studio.keys("enter")
    studio.shoot("payment-paid", "Bezahlt")
    studio.keys("enter")
    studio.shoot("counter-closing", "Beleg .* gedruckt")


def _to_the_payment(studio: Studio) -> None:
    studio.sign_in()
    studio.keys("f2", "enter", "enter")
    studio.see("Antrag.*●")
    studio.keys(FIN, "enter", "4", "enter", "RV-AB 123", "enter", "A1B2C3D", "enter")
    studio.see("Bereit zur Kartenzahlung")


def unclear(studio: Studio) -> None:
    """A payment nobody knows the end of."""
    _to_the_payment(studio)
    studio.let_terminal(Scenario.SILENT_ON_PAYMENT)
    studio.camera.press("enter")
    studio.see("läuft +0:02")
    studio.let_terminal(Scenario.SILENT)
    studio.shoot("payment-unclear", "Ungeklärt.*\\n.*nicht mehr geantwortet")
    studio.keys("f10")
    studio.shoot("payment-stop-waiting", "Antwortet das Terminal nicht mehr")


def decided(studio: Studio) -> None:
    """A payment of which the terminal cannot tell the end: two people look and decide."""
    _to_the_payment(studio)
    studio.let_terminal(Scenario.SILENT_ON_PAYMENT)
    studio.camera.press("enter")
    studio.shoot("payment-to-decide", "Enter  zu zweit entscheiden")
    studio.keys("enter")
    studio.shoot("payment-what-it-shows", "Was zeigt das Terminal")
    studio.keys("down", "tab", "keine Zahlung im Journal", "enter")
    studio.see("Zahlung entscheiden")
    studio.keys(studio.login, "enter", SECRET, "enter")
    studio.shoot("second-person", "muss eine andere sein")


def taken_back(studio: Studio) -> None:
    """A payment the terminal refuses, one that is taken back, and the day they belong to."""
    _to_the_payment(studio)
    studio.let_terminal_end_with("F0")
    studio.keys("enter")
    studio.shoot("payment-refused", "zuerst einen Kassenschnitt")
    studio.let_terminal_end_with(None)
    studio.keys("enter", "enter")
    studio.see("Kartenzahlung starten")
    studio.keys("enter")
    studio.see("Beleg .* gedruckt")
    studio.keys("z")
    studio.shoot("storno-reason", "Storno: 27,40")
    studio.keys("1")
    studio.shoot("storno-second-person", "Storno über 27,40 € bestätigen")
    studio.keys(SUPERVISOR, "enter", SECRET, "enter")
    studio.shoot("storno-done", "Storno am Terminal: erledigt|Beleg .* gedruckt")
    studio.see("Kartenzahlung starten")
    studio.keys("enter")
    studio.see("Bezahlt")
    studio.keys("enter", "a", "enter")
    studio.see("Es warten")
    _day(studio)


def _day(studio: Studio) -> None:
    studio.keys("ctrl+t")
    studio.shoot("day", "eingenommen 27,40")
    studio.keys("z")
    studio.shoot("day-storno", "Storno: 27,40")
    studio.keys("1")
    studio.see("Storno über 27,40 € bestätigen")
    studio.keys("escape")
    studio.shoot("day-to-clear-up", "Noch zu klären")
    studio.keys("ctrl+q", "a")
    studio.see("Kennwort")
    studio.keys(*["backspace"] * len(studio.login), SUPERVISOR, "enter", SECRET, "enter")
    studio.shoot("day-supervisor", "Enter +Storno entscheiden")
    studio.keys("enter")
    studio.shoot("day-decide", "Storno über 27,40 € entscheiden")


def plates(studio: Studio) -> None:
    """A transfer with new plates: paid at the cash office, parked for the plate maker."""
    studio.sign_in()
    studio.keys("f3", "landkreis", "enter", "Beispiel", "enter")
    studio.see("noch zu klären")
    studio.keys("n", "1", "n", "n", "n", "n", "a")
    studio.see("alle vorgelegt")
    studio.keys("enter")
    studio.see("Antrag.*●")
    studio.keys(FIN, "enter", "4", "enter", "RV-AB 123", "enter", "RV-CD 77", "enter", "A1B2C3D", "enter")
    studio.see("Bereit zur Kartenzahlung")
    studio.keys("f10")
    studio.shoot("other-ways", "geht zur Kasse")
    studio.keys("1")
    studio.see("buchen: Gebührenbescheid")
    studio.keys("enter")
    studio.see("Erledigt")
    studio.keys("enter")
    studio.see(r"Beleg \S+ gedruckt")
    studio.shoot("counter-hand-out", "Auszuhändigen")
    studio.keys("p")
    studio.shoot("plate-slip", "Welche Schilder")


def info_desk(studio: Studio) -> None:
    """Somebody arrives, is pre-checked and gets a ticket."""
    studio.sign_in()
    studio.shoot("info-desk-home", "Ankunft aufnehmen")
    studio.keys("f3", "umschr landkr")
    studio.shoot("arrival-finder", "Umschreibung im Landkreis")
    studio.keys("enter", "Frau Muster")
    studio.shoot("arrival-name", "Frau Muster")
    studio.keys("enter")
    studio.see("Unterlagen ●")
    studio.keys("n", "1", "n", "j", "n", "space", "space", "minus")
    studio.shoot("info-desk-documents", "fehlt")
    studio.keys("enter")
    studio.shoot("missing-reason", "Ohne")
    studio.keys("enter")
    studio.shoot("ticket-issued", "Aufrufnummer|wartet")


def bright(studio: Studio) -> None:
    """Two screens in the light theme."""
    studio.sign_in()
    studio.shoot("counter-home-light", "Es warten")
    studio.keys("f2", "enter", *["down"] * 7, "minus", "up")
    studio.shoot("counter-documents-light", "1 fehlt")


@dataclass(frozen=True, slots=True)
class Session:
    """A program started for pictures."""

    scene: Callable[[Studio], None]
    role: str = "counter"
    theme: str = DARK


SESSIONS: Final = (
    Session(counter),
    Session(unclear),
    Session(decided),
    Session(taken_back),
    Session(plates),
    Session(info_desk, role="info-desk"),
    Session(bright, theme=LIGHT),
)


@contextmanager
def started(session: Session, size: tuple[int, int], pictures: Path) -> Iterator[Studio]:
    """Open the made-up office and one program in it."""
    rows, cols = size
    with tempfile.TemporaryDirectory() as name, simulated_terminal(Path(name)) as port:
        program = [sys.executable, "-m", "tests.e2e.still_office", name]
        subprocess.run([*program, "--furnish", str(port)], check=True, cwd=ROOT)
        shown = [*program, "--role", session.role, "--theme", session.theme]
        with Camera.spawn(shown, {"PYTHONPATH": str(ROOT)}, rows, cols) as camera:
            camera.wait_for("Kennwort")
            yield Studio(camera, LOGINS[session.role], Path(name), pictures, f"{cols}x{rows}")


def draw_png(pictures: Path, names: Sequence[str]) -> None:
    """Turn SVG pictures into PNG; says so and does nothing where ``rsvg-convert`` is missing."""
    converter = shutil.which("rsvg-convert")
    if converter is None:
        sys.stderr.write("rsvg-convert is missing (Debian: librsvg2-bin): no PNG drawn\n")
        return
    for name in names:
        target = pictures / name
        options = ["--zoom", PNG_SCALE, "--output", str(target.with_suffix(".png"))]
        subprocess.run([converter, *options, str(target.with_suffix(".svg"))], check=True)


def main() -> int:
    """Draw all pictures, or those of the scenes named."""
    known = {session.scene.__name__: session for session in SESSIONS}
    parser = argparse.ArgumentParser()
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join(known))
    parser.add_argument("--into", type=Path, default=FOLDER, help="where the pictures go")
    parser.add_argument("--all-png", action="store_true", help="PNG of every picture, not only the README's")
    arguments = parser.parse_args()
    arguments.into.mkdir(parents=True, exist_ok=True)
    for name in arguments.scenes or known:
        for size in SIZES:
            with started(known[name], size, arguments.into) as studio:
                studio.camera.settle()
                known[name].scene(studio)
    drawn = sorted(path.stem for path in arguments.into.glob("*.svg"))
    draw_png(arguments.into, drawn if arguments.all_png else [n for n in drawn if n == README_PICTURE])
    return 0


if __name__ == "__main__":
    sys.exit(main())
