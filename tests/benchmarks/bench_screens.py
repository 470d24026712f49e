"""What a person waits for at the screens, in a real pseudo terminal beside bare Textual apps, key by key by turns.

The limits are the ratios of the floor table in the architecture notes, budget to bare Textual; where the table has
no floor, only the budget stands beside. All terminals are 120x36.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from string import ascii_lowercase

from screens.theme import DARK, PALETTES
from tests.benchmarks.bench_office import LOGIN, SECRET, Offices, furnished
from tests.benchmarks.harness import Result, beside
from tests.benchmarks.stopwatch import Shown, Stopwatch, bold, cell_changes, cursor_in_row_of, text

SOAK = bool(os.environ.get("CLERK_SOAK"))
SWITCH_MODE = 85
"""Milliseconds of the quickest bare mode switch in the architecture notes; ours must keep its distance to it."""
STARTS = 60 if SOAK else 20
KEYS = 120 if SOAK else 40
WARM_UP = 3
RARE_LETTERS = "qxjyvwz"
CURSOR = PALETTES[DARK].cursor.removeprefix("#")
BARE = "tests.benchmarks.bare_apps"

Times = tuple[list[float], list[float]]
"""Seconds of ours and of the bare app."""


def run() -> list[Result]:
    """Measure and return all results; prints the sizes."""
    print(f"screens: {STARTS} starts, {KEYS} keys of each kind")
    with furnished() as offices:
        return [*_starts(offices), *_at_the_counter(offices), _long_list()]


# ---------------------------------------------------------------- starting


def _starts(offices: Offices) -> list[Result]:
    first: Times = ([], [])
    echo: Times = ([], [])
    desk: list[float] = []
    again: Times = ([], [])
    for number in range(WARM_UP + STARTS):
        ours, bare = _start_of_program(offices.shipped), _start_of_bare_app()
        if number < WARM_UP:
            continue
        for times, mine, floor in ((first, ours[0], bare[0]), (echo, ours[1], bare[1])):
            times[0].append(mine)
            times[1].append(floor)
        desk.append(ours[2])
        again[0].append(ours[3])
        again[1].append(bare[2])
    return [
        beside("first paint", first[0], "bare app with an Input", first[1], limit=400 / 323, budget_ms=400),
        beside("first key at the sign-in, since the start", echo[0], "bare app with an Input", echo[1]),
        beside(
            "at the desk, login typed ahead",
            desk,
            "bare app with an Input",
            echo[1],
            limit=950 / 323,
            budget_ms=950,
            notes="imports, store, catalogue, argon2 and queue",
        ),
        beside(
            "at the desk, from Enter after the password",
            again[0],
            "push_screen of a bare screen",
            again[1],
            notes="argon2, store and queue",
        ),
    ]


def _start_of_program(config: Path) -> tuple[float, float, float, float]:
    """Seconds to the first paint, the first key and the desk; then of a second sign-in, by hand."""
    with _program(config) as watch:
        first = watch.until(text("Kennwort"), watch.started)
        watch.send(LOGIN[0])
        echo = watch.until(text(f" {LOGIN[0]}  "), watch.started)
        watch.send(*LOGIN[1:], "enter", *SECRET, "enter")
        desk = watch.until(text("Es warten"), watch.started)
        watch.press_until("ctrl+q", text("abmelden"))
        watch.press_until("a", text("Kennwort"))
        watch.send(*LOGIN, "enter", *SECRET)
        watch.until(text("•" * len(SECRET)), 0)
        return first, echo, desk, watch.press_until("enter", text("Es warten"))


def _start_of_bare_app() -> tuple[float, float, float]:
    """Seconds to the first paint and the first key; then of a screen pushed."""
    with Stopwatch.start(BARE, ["input"]) as watch:
        first = watch.until(text("bereit"), watch.started)
        watch.send("s")
        echo = watch.until(text(" s  "), watch.started)
        return first, echo, watch.press_until("enter", text("Schritt eins"))


# ---------------------------------------------------------------- at the counter


def _at_the_counter(offices: Offices) -> Iterator[Result]:
    with _program(offices.large) as watch:
        watch.until(text("Kennwort"), watch.started)
        watch.send(*LOGIN, "enter", *SECRET, "enter")
        watch.until(text("Es warten"), watch.started)
        for key, wanted in (("f2", "Aufgerufen"), ("enter", "Unterlagen ●"), ("f6", "Familienname")):
            watch.press_until(key, text(wanted))
        watch.settle(0.5)
        yield _next_step(watch)
        yield _next_field(watch)
        yield _one_character(watch)
        yield _type_to_find(watch)


def _next_step(watch: Stopwatch) -> Result:
    with Stopwatch.start(BARE, ["modes"]) as bare:
        bare.until(text("Schritt eins"), 0)
        bare.press_until("f6", text("Schritt zwei"))
        watch.press_until("f5", text("Unterlagen ●"))
        keys = (("f6", "Familienname", "Schritt eins"), ("f5", "Angaben zum Fall", "Schritt zwei"))

        def press(number: int) -> tuple[float, float]:
            key, ours = keys[number % 2][:2]
            other, shown = ("f5", keys[0][2]) if number % 2 == 0 else ("f6", keys[1][2])
            return watch.press_until(key, text(ours)), bare.press_until(other, text(shown))

        times = _by_turns(press, KEYS)
    return beside(
        "next step of a visit (F5, F6)",
        times[0],
        "switch_mode between bare screens",
        times[1],
        limit=60 / SWITCH_MODE,
        budget_ms=60,
    )


def _next_field(watch: Stopwatch) -> Result:
    labels = ("Geburtsname", "Geburtsdatum", "Geburtsort", "Geschlecht", "Anschrift", "PLZ", "FIN (Feld E)")
    watch.press_until("f5", text("Angaben zum Fall"))
    watch.press_until("f6", text("Familienname"))
    while not bold(labels[0])(watch.screen):
        watch.press("shift+tab")
        watch.settle()
    with Stopwatch.start(BARE, ["fields"]) as bare:
        bare.until(text("Feld 19"), 0)
        bare.settle()

        def press(number: int) -> tuple[float, float]:
            place = number % (len(labels) - 1)
            while not bold(labels[place])(watch.screen):
                watch.press("shift+tab")
                watch.settle()
            row = (number + 1) % 20
            before = bare.screen.buffer[row][31]
            return (
                watch.press_until("tab", cursor_in_row_of(labels[place + 1], CURSOR)),
                bare.press_until("tab", cell_changes(row, 31, before)),
            )

        times = _by_turns(press, KEYS)
    return beside("next field (Tab)", times[0], "Tab among 20 Inputs", times[1], budget_ms=50)


def _one_character(watch: Stopwatch) -> Result:
    while not bold("Geburtsname")(watch.screen):
        watch.press("shift+tab")
        watch.settle()
    with Stopwatch.start(BARE, ["fields"]) as bare:
        bare.until(text("Feld 19"), 0)
        typed, chance = "", Random(1)

        def press(number: int) -> tuple[float, float]:
            nonlocal typed
            letter = chance.choice(RARE_LETTERS)
            typed = (typed + letter)[-12:]
            return watch.press_until(letter, text(typed)), bare.press_until(letter, text(typed))

        times = _by_turns(press, KEYS)
    return beside(
        "one character on the full application form",
        times[0],
        "20 Inputs",
        times[1],
        limit=15 / 6.6,
        budget_ms=15,
    )


def _type_to_find(watch: Stopwatch) -> Result:
    watch.press_until("ctrl+k", text("Auskunft"))
    with Stopwatch.start(BARE, ["find"]) as bare:
        bare.until(text("Anliegen"), 0)

        def press(number: int) -> tuple[float, float]:
            letter = ascii_lowercase[number % 26]
            hit = f"▶ {letter.upper()}"
            mine = watch.press_until(
                letter, lambda screen: text(f"   {letter}  ")(screen) and text(hit)(screen)
            )
            floor = bare.press_until(letter, _only(letter))
            for terminal in (watch, bare):
                terminal.press("backspace")
                terminal.settle()
            return mine, floor

        times = _by_turns(press, KEYS)
    watch.press("escape")
    watch.settle()
    return beside(
        "type-to-find key over 350 services", times[0], "Input and OptionList of 350", times[1], budget_ms=40
    )


def _only(letter: str) -> Shown:
    """The first hit holds *letter*, and the line shows it."""
    return lambda screen: f" {letter} " in screen.display[1] and letter in screen.display[4].casefold()


# ---------------------------------------------------------------- a long list


def _long_list() -> Result:
    with Stopwatch.start("tests.benchmarks.list_app") as ours, Stopwatch.start(BARE, ["table"]) as bare:
        ours.until(text("Einzelheiten zu 0000"), 0)
        bare.until(text("Einzelheiten zu 0000"), 0)

        def press(number: int) -> tuple[float, float]:
            shown = text(f"Einzelheiten zu {number + 1:04}")
            return ours.press_until("down", shown), bare.press_until("down", shown)

        times = _by_turns(press, 2 * KEYS)
    return beside(
        "cursor in a list of 5,000 with details",
        times[0],
        "DataTable of 5,000 and a Static",
        times[1],
        limit=15 / 26,
        budget_ms=15,
    )


# ---------------------------------------------------------------- helpers


def _by_turns(press: Callable[[int], tuple[float, float]], count: int) -> Times:
    """Press ours and the bare app's key by turns, and forget the first ones."""
    times: Times = ([], [])
    for number in range(WARM_UP + count):
        measured = press(number)
        if number >= WARM_UP:
            for taken, seconds in zip(times, measured, strict=True):
                taken.append(seconds)
    return times


@contextmanager
def _program(config: Path) -> Iterator[Stopwatch]:
    """Run the program of an office."""
    with Stopwatch.start("clerk", env={"CLERK_CONFIG": str(config)}) as watch:
        yield watch
