"""The call board: what the waiting room sees, and what it does not."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from textual.pilot import Pilot

from clerk.domain.call_board import Call
from clerk.ports import CallsNow, StoreUnavailable
from clerk.services.call_board import CallBoard
from screens import board_app
from screens.board_app import BoardApp
from screens.widgets.call_lines import Sizes, sizes_for
from tests.screens.driving import seen, until, until_seen
from tests.screens.hostile import HOSTILE
from tests.screens.pictures import Pictures

NOW = datetime.fromisoformat("2026-11-23T10:42:00+01:00")
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
Scene = Callable[[Pilot[None], "WaitingRoom"], Awaitable[None]]


@dataclass
class WaitingRoom:
    """A store that says what it is told to, and everything the board opens of it."""

    calls: tuple[Call, ...] = ()
    line: str = "Fundsachen: Zimmer 4"
    is_down: bool = False
    bells: int = 0
    opened: int = 0
    changed: list[Callable[[], None]] = field(default_factory=list)

    def open(self) -> "WaitingRoom":
        """Open the link."""
        self.opened += 1
        self.board = CallBoard(self)
        return self

    @property
    def changes(self) -> "WaitingRoom":
        """What tells of changes."""
        return self

    @property
    def clock(self) -> "WaitingRoom":
        """The time stands."""
        return self

    @property
    def is_reached(self) -> bool:
        """Whether it answers."""
        return not self.is_down

    def now(self) -> datetime:
        """Return the time."""
        return NOW

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Tell of changes."""
        self.changed.append(on_change)
        return lambda: self.changed.remove(on_change)

    def read(self, shown: Collection[int]) -> CallsNow:
        """Return the calls."""
        if self.is_down:
            raise StoreUnavailable
        gone = frozenset(shown) - {call.visit for call in self.calls}
        return CallsNow("Bürgerbüro", "Kreishaus I", self.line, "Europe/Berlin", self.calls, gone)

    def close(self) -> None:
        """Nothing is kept."""

    def call(self, *calls: Call) -> None:
        """Let the store change."""
        self.calls = calls
        for tell in tuple(self.changed):
            tell()


def called(visit: int, ticket: str, counter: str, *, minute: int = 0) -> Call:
    return Call(visit, ticket, counter, NOW.astimezone(UTC) + timedelta(minutes=minute))


def watched(scene: Scene, room: WaitingRoom, size: tuple[int, int] = (80, 24)) -> None:
    async def play() -> None:
        app = BoardApp(room.open)
        async with app.run_test(size=size) as pilot:
            app.bell = lambda: setattr(room, "bells", room.bells + 1)  # type: ignore[method-assign]
            await until_seen(pilot, "Kreishaus I" if not room.is_down else "keine Verbindung")
            await scene(pilot, room)

    asyncio.run(play())


def test_a_call_appears_on_top_and_rings_and_so_does_the_same_number_again() -> None:
    async def scene(pilot: Pilot[None], room: WaitingRoom) -> None:
        first, second = called(1, "K041", "7"), called(2, "F017", "12", minute=1)
        assert "Bitte warten Sie" in seen(pilot.app)
        room.call(first)
        await until(pilot, lambda: room.bells == 1)
        room.call(first, second)
        await until(pilot, lambda: room.bells == 2)
        assert board_rows(pilot) == ["F017", "K041"]
        room.call(replace(first, called_at=second.called_at + timedelta(minutes=1)), second)
        await until(pilot, lambda: room.bells == 3)
        assert board_rows(pilot) == ["K041", "F017"]
        room.call(second)
        await until(pilot, lambda: board_rows(pilot) == ["F017"])
        assert room.bells == 3

    watched(scene, WaitingRoom())


def test_without_the_store_the_board_says_so_and_goes_on_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_app, "TRY_AGAIN_SECONDS", 0.01)

    async def scene(pilot: Pilot[None], room: WaitingRoom) -> None:
        room.is_down = True
        room.call(called(1, "K041", "7"))
        await until_seen(pilot, "keine Verbindung")
        room.is_down = False
        room.calls = (called(1, "K041", "7"),)
        await until_seen(pilot, "Fundsachen: Zimmer 4")
        assert board_rows(pilot) == ["K041"]
        assert room.opened > 1

    watched(scene, WaitingRoom())


def test_hostile_texts_do_nothing_on_the_board() -> None:
    async def scene(pilot: Pilot[None], room: WaitingRoom) -> None:
        for number, (text, legible) in enumerate(HOSTILE):
            room.line = text
            room.call(called(number, text, text, minute=number))
            await until(pilot, rung_more_than(room, number))
            assert legible in seen(pilot.app).splitlines()[-1]
            assert all(line.isprintable() for line in seen(pilot.app).splitlines())

    watched(scene, WaitingRoom())


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(76, 22, Sizes(1, 0)), (116, 37, Sizes(2, 1)), (316, 96, Sizes(5, 3)), (30, 12, Sizes(0, 0))],
)
def test_the_calls_are_as_large_as_the_screen_allows(width: int, height: int, expected: Sizes) -> None:
    calls = [called(number, f"K{number:03d}", "12") for number in range(5)]
    assert sizes_for(calls, width, height) == expected


@pytest.mark.parametrize("size", SIZES)
def test_the_board_looks_as_it_did(size: str, request: pytest.FixtureRequest) -> None:
    pictures = Pictures(size, update=request.config.getoption("--update-pictures"))
    room = WaitingRoom(
        tuple(called(n, ticket, str(n + 1), minute=-n) for n, ticket in enumerate(("K041", "F017", "A003")))
    )

    async def scene(pilot: Pilot[None], _room: WaitingRoom) -> None:
        pictures.compare("call-board", seen(pilot.app))

    watched(scene, room, SIZES[size])
    pictures.finish()


def rung_more_than(room: WaitingRoom, times: int) -> Callable[[], bool]:
    return lambda: room.bells > times


def board_rows(pilot: Pilot[None]) -> list[str]:
    app = pilot.app
    assert isinstance(app, BoardApp)
    return [call.ticket for call in app.view.calls]
