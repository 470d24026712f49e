"""What the call board reads of the store."""

from dataclasses import replace

from clerk.persistence.site_calls import StoredCalls, site_called
from clerk.services.call_board import CallBoard
from tests.persistence.office import Office, claim_of, press


def test_the_board_follows_calls_until_they_are_taken_back_or_meet_nobody(office: Office) -> None:
    one, two = office.counter("1"), office.counter("2")
    board = CallBoard(StoredCalls(office.store, office.site))
    for _each in range(4):
        office.arrive(one, name="Frau Beispiel")
    assert (board.look().calls, board.look().rings) == ((), False)
    first = claim_of(press(office, one))
    office.clock.advance(minutes=1)
    second = claim_of(press(office, two))
    shown = board.look()
    assert [(call.ticket, call.counter) for call in shown.calls] == [("K002", "2"), ("K001", "1")]
    assert shown.rings
    assert not board.look().rings
    office.clock.advance(minutes=1)
    office.queue.call_again(first)
    again = board.look()
    assert ([call.ticket for call in again.calls], again.rings) == (["K001", "K002"], True)
    office.queue.take_back(second)
    office.queue.begin(first)
    office.queue.finish(first)
    assert [(call.ticket, call.counter) for call in board.look().calls] == [("K001", "1")]
    missed = claim_of(press(office, two))
    assert board.look().rings
    office.queue.no_show(missed, two)
    assert [call.ticket for call in board.look().calls] == ["K001"]


def test_who_is_accepted_without_a_call_and_other_sites_are_not_on_the_board(office: Office) -> None:
    here = office.counter("1")
    office.site = office.admin.add_site(replace(office.admin.sites()[0], id=0, name="Nebenstelle")).id
    there = office.counter("1")
    office.serving(here)
    office.arrive(there)
    press(office, there)
    assert CallBoard(StoredCalls(office.store, here.site)).look().calls == ()
    board = CallBoard(StoredCalls(office.store, there.site)).look()
    assert (board.site, len(board.calls)) == ("Nebenstelle", 1)
    assert site_called(office.store, "Nebenstelle") == there.site
    assert site_called(office.store, "Unbekannt") is None
