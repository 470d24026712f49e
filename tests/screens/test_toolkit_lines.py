"""The lines every screen has: top, steps, status; and the large digits."""

import pytest
from textual.pilot import Pilot

from screens.widgets.big_font import GLYPHS, dots
from screens.widgets.big_text import BigText, block_lines, half_block_lines
from screens.widgets.status_line import StatusLine, SystemLevel, SystemState, shown_states
from screens.widgets.step_bar import Step, StepBar
from screens.widgets.top_bar import TopBar
from tests.screens.driving import in_gallery, text_of, until
from tests.screens.gallery import STATES, STEPS, TROUBLED, GalleryScreen


@in_gallery()
async def test_the_top_line_keeps_the_time_at_the_right_edge(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    bar = gallery.query_one(TopBar)
    assert text_of(bar) == " Bürgerbüro Kreishaus I            Schalter 7                  Mo 23.11.  10:42"
    bar.moment = "Mo 23.11.  10:43"
    await until(pilot, lambda: text_of(bar).endswith("10:43"))


@in_gallery()
async def test_a_long_office_name_gives_way_to_workplace_and_time(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    bar = gallery.query_one(TopBar)
    bar.office = "Bürgerbüro der Kreisverwaltung [am] Marktplatz mit Außenstelle"
    await until(pilot, lambda: "…" in text_of(bar))
    assert "Schalter 7" in text_of(bar)
    assert text_of(bar).endswith("10:42")
    assert len(text_of(bar)) == 79


@in_gallery()
async def test_the_status_line_tells_each_system_in_words(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    line = gallery.query_one(StatusLine)
    assert text_of(line) == " Warteschlange bereit · EC-Terminal bereit · Drucker bereit"
    line.states = TROUBLED
    await until(pilot, lambda: text_of(line).startswith(" ✕ EC-Terminal antwortet nicht"))
    assert "! Drucker" in text_of(line)


def test_trouble_is_never_pushed_out_by_what_works() -> None:
    down = SystemState("EC-Terminal antwortet nicht", SystemLevel.DOWN)
    shown = shown_states([*STATES, down], 50)
    assert shown[0] is down
    assert [state.text for state in shown] == ["EC-Terminal antwortet nicht", "sonst alles bereit"]


def test_the_worst_trouble_comes_first() -> None:
    assert [state.level for state in shown_states(TROUBLED, 70)][:2] == [SystemLevel.DOWN, SystemLevel.WARN]


def test_without_trouble_a_narrow_line_says_so_in_two_words() -> None:
    assert [state.text for state in shown_states(STATES, 30)] == ["Alles bereit"]


def test_a_trouble_has_a_sign_beside_its_colour() -> None:
    assert SystemState("Drucker", SystemLevel.WARN).line == "! Drucker"
    assert SystemState("Drucker", SystemLevel.DOWN).line == "✕ Drucker"


@in_gallery(size=(120, 40))
async def test_the_step_bar_marks_done_and_current_with_signs(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    bar = gallery.query(StepBar).first()
    assert text_of(bar).startswith(
        " ─ Unterlagen ● ── Antrag 3 offen ── Zahlung 27,40 € ── Aushändigen und Abschluss ──"
    )
    bar.current = "application"
    await until(pilot, lambda: "Antrag 3 offen ●" in text_of(bar))
    assert "Unterlagen ✓" in text_of(bar)


@in_gallery()
async def test_the_step_bar_fits_80_columns_with_its_short_words(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    bar = gallery.query(StepBar).first()
    assert "── Abschluss ─" in text_of(bar)
    assert len(text_of(bar)) <= 80
    bar.steps = (*STEPS[:3], Step("closing", "Abschluss", note="[bereit]"))
    await until(pilot, lambda: "[bereit]" in text_of(bar))


def test_every_character_of_tickets_and_amounts_has_a_glyph_of_five_even_rows() -> None:
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,.€-: ") <= set(GLYPHS)
    uneven = [c for c, rows in GLYPHS.items() if len(rows) != 5 or len({len(row) for row in rows}) != 1]
    assert uneven == []


def test_no_two_characters_look_alike() -> None:
    drawn = [rows for character, rows in GLYPHS.items() if character not in "0O"]
    assert len(set(drawn)) == len(drawn)


def test_large_text_is_three_or_five_lines_high_and_dots_are_square() -> None:
    assert half_block_lines("1") == ("▄█ ", " █ ", "▀▀▀")
    tall = block_lines("K042")
    assert tall is not None
    assert len(tall) == 5
    assert {len(line) for line in tall} == {2 * len((dots("K042") or ("",))[0])}


@pytest.mark.parametrize("text", ["27,40 €", "1.234,00 €", "K042", "f017"])
def test_amounts_and_tickets_fit_80_columns(text: str) -> None:
    lines = half_block_lines(text)
    assert lines is not None
    assert len(lines[0]) <= 76


@in_gallery()
async def test_what_cannot_be_drawn_large_is_written_plainly(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    ticket = gallery.query_one(BigText)
    assert "█" in text_of(ticket)
    ticket.text = "K[04]"
    await until(pilot, lambda: text_of(ticket).startswith("K[04]"))
