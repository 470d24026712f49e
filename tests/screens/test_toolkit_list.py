"""The list for 5 rows and for 5,000, and type-to-find on it."""

from textual.content import Content
from textual.pilot import Pilot

from screens.text import safe
from screens.widgets.finder import Finder, FindItem
from screens.widgets.virtual_list import VirtualList
from tests.screens.driving import in_gallery, seen, text_of, until, until_seen
from tests.screens.gallery import WAITING, GalleryScreen, Waiting
from tests.screens.hostile import HOSTILE

MANY: tuple[Waiting, ...] = tuple((f"K{n:04}", f"Leistung {n}", "1 Min.", "") for n in range(5000))


@in_gallery()
async def test_arrow_keys_move_the_cursor_and_stop_at_the_ends(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("up")
    assert gallery.waiting.current == WAITING[0]
    await pilot.press("down", "down")
    assert gallery.waiting.current == WAITING[2]
    await pilot.press("end", "down")
    assert gallery.waiting.current == WAITING[3]
    await pilot.press("home")
    assert gallery.waiting.current == WAITING[0]
    assert next(line for line in seen(pilot.app).splitlines() if "▶" in line).split()[1] == "K041"


@in_gallery()
async def test_enter_chooses_the_row_under_the_cursor(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("down", "enter")
    await until(pilot, lambda: gallery.heard == [("selected", "F017")])


@in_gallery()
async def test_new_rows_keep_the_cursor_on_the_same_visit(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    gallery.waiting.move_to("K042")
    gallery.waiting.show(WAITING[1:])
    assert gallery.waiting.current == WAITING[2]
    gallery.waiting.show((("A001", "Behälter", "0 Min.", ""), *WAITING))
    assert gallery.waiting.current == WAITING[2]


@in_gallery()
async def test_when_the_row_under_the_cursor_goes_the_cursor_stays_where_it_was(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    gallery.waiting.move_to("F017")
    gallery.waiting.show((WAITING[0], *WAITING[2:]))
    assert gallery.waiting.current == WAITING[2]
    gallery.waiting.move_to("A003")
    gallery.waiting.show(WAITING[:2])
    assert gallery.waiting.current == WAITING[1]


@in_gallery()
async def test_a_follower_hears_of_every_other_row_before_the_next_paint(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    heard: list[str | None] = []
    gallery.waiting.follow(lambda row: heard.append(row and row[0]))
    gallery.waiting.action_cursor_by(1)
    gallery.waiting.show(WAITING[:1])
    gallery.waiting.show((("K041", "geändert", "1 Min.", ""),))
    gallery.waiting.show(())
    assert heard == ["K041", "F017", "K041", "K041", None]


@in_gallery()
async def test_an_unchanged_row_is_not_told_again(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    heard: list[Waiting | None] = []
    gallery.waiting.follow(heard.append)
    gallery.waiting.show(tuple(WAITING))
    assert heard == [WAITING[0]]


@in_gallery()
async def test_an_empty_list_says_so_and_takes_keys_quietly(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    empty: VirtualList[str] = VirtualList(
        str, lambda row, _width, _selected: safe(row), empty="Es wartet [niemand]."
    )
    await gallery.query_one("#list").mount(empty)
    empty.focus()
    await until_seen(pilot, "Es wartet [niemand].")
    await pilot.press("down", "pagedown", "end", "enter")
    assert empty.current is None
    assert gallery.heard == []


@in_gallery()
async def test_of_5000_rows_only_those_in_sight_are_drawn(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    drawn: list[str] = []

    def draw(row: Waiting, _width: int, _selected: bool) -> Content:
        drawn.append(row[0])
        return safe(row[1])

    long: VirtualList[Waiting] = VirtualList(lambda row: row[0], draw)
    await gallery.query_one("#list").mount(long)
    long.show(MANY)
    long.focus()
    await pilot.press("pagedown", "pagedown", "end")
    await until_seen(pilot, "▶ Leistung 4999")
    assert len(drawn) < 100


@in_gallery()
async def test_the_cursor_is_always_in_sight(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    gallery.waiting.show(MANY)
    for key in ("K0300", "K4999", "K0000", "K0030"):
        gallery.waiting.move_to(key)
        await until_seen(pilot, f"▶ {key}")


@in_gallery()
async def test_hostile_names_in_a_list_are_harmless_and_legible(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    gallery.waiting.show([(f"K{n}", name, "", "") for n, (name, _legible) in enumerate(HOSTILE)])
    await until_seen(pilot, "[TODO] Beispiel")
    shown = text_of(gallery.waiting)
    assert [legible for _name, legible in HOSTILE if legible not in shown] == []
    assert not any(character in shown for character in "\x1b\x07\x9b\u202e\u2066")


@in_gallery()
async def test_typing_finds_and_arrow_keys_move_without_leaving_the_line(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f4", "u", "m")
    finder = gallery.query_one(Finder)
    assert finder.current is not None
    assert finder.current.label.startswith("Umschreibung im Landkreis")
    await pilot.press("down", "s", "c", "h")
    assert finder.query_text == "umsch"
    await pilot.press("down", "enter")
    await until(pilot, lambda: ("found", "s1") in gallery.heard)


@in_gallery()
async def test_letters_and_enter_typed_ahead_find_what_was_meant(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f4", *"ersatz", "enter")
    await until(pilot, lambda: ("found", "s5") in gallery.heard)


@in_gallery()
async def test_when_nothing_is_found_the_list_says_so_and_enter_does_nothing(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f4", *"xyz", "enter")
    await until_seen(pilot, "Nichts gefunden")
    assert gallery.heard == []
    await pilot.press("backspace", "backspace", "backspace")
    await until_seen(pilot, "Umschreibung von außerhalb")


@in_gallery()
async def test_the_cursor_leaves_its_row_only_when_something_else_is_found(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    finder = gallery.query_one(Finder)
    await pilot.press("f4", *"umschreibun", "down")
    gone_to = finder.current
    assert gone_to is not None
    assert gone_to != finder.hits.rows[0]
    await pilot.press("g", "space")
    assert finder.current == gone_to
    await pilot.press(*"außer")
    assert len(finder.hits.rows) == 1
    await pilot.press("ctrl+u")
    assert finder.current == finder.hits.rows[0]


@in_gallery()
async def test_other_items_are_found_among_without_losing_what_was_typed(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    finder = gallery.query_one(Finder)
    await pilot.press("f4", "u", "m")
    finder.show_items([FindItem("a", "Umzug [neu]"), FindItem("b", "Abmeldung")])
    await until_seen(pilot, "Umzug [neu]")
    assert finder.query_text == "um"
    assert [item.key for item in finder.hits.rows] == ["a"]
