"""Two workplaces on one server: live, and at work again by themselves after the server has crashed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import hands
from tests.e2e.office import COUNTER, INFO_DESK, LARGE, Office, furnish
from tests.e2e.waiting import let_wait, typed_form
from tests.postgres import Server, server_of_its_own

pytestmark = pytest.mark.e2e
PARTS = ("Anna", " Beatrix", " Cora")


@pytest.fixture(name="server", scope="module")
def _server() -> Iterator[Server]:
    """A server that may crash."""
    with server_of_its_own("away") as server:
        yield server


@pytest.fixture(name="shared")
def _shared(server: Server, tmp_path: Path) -> Iterator[Office]:
    """An office whose workplaces share a store on the server."""
    folder = tmp_path / "office"
    folder.mkdir()
    office = Office(folder, database=server.new_database())
    furnish(office.database)
    yield office
    office.stop()


def test_arrivals_show_elsewhere_and_what_is_typed_while_the_server_is_away_is_kept(
    shared: Office, server: Server
) -> None:
    waiting = let_wait(shared, "")
    counter = shared.open(COUNTER, LARGE)
    info_desk = shared.open(INFO_DESK)
    hands.register_walk_in(info_desk, "Herr Muster")
    hands.call_next(counter, waiting.ticket)
    counter.wait_for("alle vorgelegt")
    counter.press("enter")
    counter.wait_for("Familienname")
    counter.settle()
    for part in PARTS:
        server.control("stop", "-m", "immediate")
        counter.wait_for("Speicher nicht erreichbar")
        counter.type(part)
        counter.wait_for(part.strip())
        server.control("start")
        counter.wait_for("Warteschlange bereit")
        info_desk.wait_for("Warteschlange bereit")
    counter.wait_until(lambda: typed_form(shared, waiting).get("holder_name") == "".join(PARTS))
    info_desk.press("f9")
    info_desk.wait_for("Warum wird geparkt")
