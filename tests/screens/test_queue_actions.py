"""Queue actions key by key in the whole program: what only a screen shows."""

import asyncio
from contextlib import closing
from pathlib import Path

from clerk.domain.counters import CounterStatus
from clerk.domain.people import Identity, Role
from clerk.machine import SystemClock
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.counters import StoredCounters
from clerk.persistence.opening import open_store
from tests.e2e.still_office import COUNTERS, LOGINS, SECRET, STORE
from tests.persistence.office import claim_of
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import WAIT_SECONDS, Scene, Visitor, show

LEAD = Identity(3, "leitung", "Alex Probe", frozenset({Role.TEAM_LEAD}))


def at(role: str, scene: Scene, furnished: Path, folder: Path) -> None:
    """Sign in at the place of *role* and play *scene*."""

    async def signed_in(visitor: Visitor) -> None:
        await visitor.press(*LOGINS[role], "enter", *SECRET, "enter", wanted="Es warten")
        await scene(visitor)

    show(furnished, folder, role, Pictures("80x24", update=False), signed_in)


def test_the_list_says_why_somebody_waits_where_they_are(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("down", "w", wanted="Warum wartet F001 hier?")
        await visitor.until("Zielzeit 11:23 = Ankunft 10:23 + 60; vor Ihnen K001, Ankunft 10:18;")
        await visitor.press("w", wanted="Nächste Nummer aufrufen")

    at("counter", scene, furnished, tmp_path)


def test_a_visit_is_sent_on_with_a_reason_and_a_counter_on_break_opens_with_the_next_call(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("c", "2", wanted="Schalter 1 · Pause")
        await visitor.press("f2", wanted="Aufgerufen")
        assert "Pause" not in seen(visitor.app)
        await visitor.press("enter", "f12", wanted="Wohin weiterleiten?")
        await visitor.press("2", wanted="Warum nach Fahrerlaubnis?")
        await visitor.press("1", wanted="K001 wartet jetzt für Fahrerlaubnis, der Platz in der Reihe bleibt.")
        await visitor.press("f2", "enter", "f12", "6", wanted="Eine noch nicht bezahlte Gebühr entfällt hier")
        await visitor.press(*"jagd", "enter", wanted="ist verwiesen. Enter schließt den Besuch ab.")
        await visitor.press("enter", wanted="K001 abgeschlossen.")

    at("counter", scene, furnished, tmp_path)
    with closing(open_store(tmp_path / STORE)) as store:
        assert StoredCounters(store).status(COUNTERS["counter"]) is CounterStatus.AWAY


def test_a_number_is_taken_out_of_the_queue_only_after_a_question(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("r", wanted="K001 aus der Reihe nehmen?")
        await visitor.press("enter", "r", "a", wanted="K001 absagen?")
        await visitor.press("1", wanted="Abgesagt.")
        await visitor.until("Es warten 6")

    at("counter", scene, furnished, tmp_path)


def test_at_the_info_desk_a_missed_number_enters_anew_and_the_day_ends_with_a_list(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        _never_comes(tmp_path / STORE)
        await visitor.until("Es warten 6")
        await visitor.press("f3", *"k001", wanted="nicht erschienen")
        await visitor.press("escape", "f4", *"k001", wanted="nicht erschienen")
        await visitor.press("enter", wanted="K001 ist nicht erschienen")
        await visitor.press("enter", wanted="Angaben zum Fall")
        await visitor.press("f9", "3", "ctrl+e", wanted="Feierabend: 6 Personen")
        await visitor.press("j", wanted="Die Warteschlange ist für heute beendet")
        await visitor.press("enter", wanted="Es warten 0")

    at("info-desk", scene, furnished, tmp_path)


def test_who_lost_the_visit_to_a_colleague_still_sees_what_was_typed_and_not_stored(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("f2", "enter", "f6", wanted="FIN")
        async with asyncio.timeout(WAIT_SECONDS):
            while visitor.app.background.is_saving:
                await visitor.pilot.pause(0.05)
        _takes_over(tmp_path / STORE)
        await visitor.press("W", wanted="K001 wird jetzt anderswo geführt")
        await visitor.until("FIN (Feld E): W")
        await visitor.press("enter", wanted="F2 holt ihn hierher")
        await visitor.press("f2", wanted="Bisheriges Kennzeichen")

    at("counter", scene, furnished, tmp_path)


def _never_comes(path: Path) -> None:
    """Let the number that was called first be missed at the counter."""
    with closing(open_store(path)) as store:
        queue = BuiltInQueue(store, SystemClock())
        with store.write() as session:
            session.connection().exec_driver_sql("UPDATE site SET calls_until_missed = 1")
        counter = StoredAccounts(store, SystemClock()).workplace(COUNTERS["counter"])
        queue.no_show(claim_of(queue.call_next(counter, LEAD, "press")), counter)


def _takes_over(path: Path) -> None:
    """Let a colleague sign in at the same counter."""
    with closing(open_store(path)) as store:
        counter = StoredAccounts(store, SystemClock()).workplace(COUNTERS["counter"])
        assert BuiltInQueue(store, SystemClock()).take_over(counter, LEAD) is not None
