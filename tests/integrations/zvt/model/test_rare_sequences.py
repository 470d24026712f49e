"""Sequences that once lost or doubled money, or stopped a till for nothing; the search found them one by one."""

from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.payment import PaymentState, Reason
from tests.integrations.zvt.model.backup import back_up, restore
from tests.integrations.zvt.model.line import Blow, Fate
from tests.integrations.zvt.model.manners import Manner
from tests.integrations.zvt.model.world import World, world
from tests.integrations.zvt.paying import pay_once
from tests.integrations.zvt.scripted_terminal import Peer, scripted_terminal
from tests.services.till import CENTS, Till

NEVER_ARRIVES = {"before 0601 leaves": Blow.MUTE}


def an_old_store_and_a_used_terminal(office: World) -> None:
    """A backup from before the terminal's first payment: no transaction is unknown to a store that knows none."""
    claim = office.new_visit()
    backup = back_up(office)
    office.pay(claim)
    restore(office, backup)
    office.pay(claim)


def a_backup_taken_during_a_payment(office: World) -> None:
    """The restored payment takes the later one of somebody else, who is then charged again."""
    office.pay(office.new_visit())
    first, second = office.new_visit(), office.new_visit()
    office.pay(first, Manner(), Fate(named=dict(NEVER_ARRIVES)))
    backup = back_up(office)
    office.recover()
    office.pay(second)
    restore(office, backup)
    office.recover()
    office.pay(second)


def our_number_at_another_office(office: World) -> None:
    """Two programs with stores of their own count from 1: a number of ours is not only ours."""
    claim = office.new_visit()
    office.pay(claim, Manner(), Fate(named=dict(NEVER_ARRIVES)))
    office.terminal.pay_elsewhere(CENTS)
    office.terminal.entries[-1].reference = f"{office.newest(claim).id:012d}"
    office.recover()


def a_memory_that_could_not_be_read(office: World) -> None:
    """06 20 ends with 06 1E for a moment, which is taken for *no transaction yet*; then it names an old one."""
    office.terminal.pay_elsewhere(CENTS)
    claim = office.new_visit()
    office.pay(claim, Manner(mute_repeat=True), Fate(named=dict(NEVER_ARRIVES)))
    office.terminal.manner = Manner()
    office.recover()


def left_to_people_while_the_terminal_still_waits(office: World) -> None:
    """A payment left to people without any evidence frees its terminal: the next one is given its money."""
    office.pay(office.new_visit())
    first, second = office.new_visit(), office.new_visit()
    waits = Manner(shows_idle=True, card_after=55.0)
    office.pay(first, waits, Fate(named={"04ff has arrived": Blow.CUT}))
    office.recover(Fate({0: Blow.OFF}))
    office.leave_to_people()
    fate = Fate(named={"behind baseline_read": Blow.FREEZE, **NEVER_ARRIVES})
    fate.on_freeze = office.wait_until_quiet
    office.pay(second, waits, fate)
    office.terminal.manner = Manner()
    office.recover()


def a_backup_from_before_the_end_of_day(office: World) -> None:
    """The restored store takes the day for open; the number it wants reversed is another customer's by now."""
    first, second, other = (office.new_visit() for _visit in range(3))
    office.terminal.next_receipt, office.terminal.next_trace = 1, 1
    office.pay(first)
    office.pay(second)
    backup = back_up(office)
    office.close_day(Manner(restarts=True))
    office.pay(other)
    restore(office, backup)
    office.acknowledge()
    office.give_back(first)


SEQUENCES = {
    play.__name__: (play, profile)
    for play, profile in (
        (an_old_store_and_a_used_terminal, {}),
        (a_backup_taken_during_a_payment, {}),
        (our_number_at_another_office, {"exclusive": False, "order_reference": True}),
        (a_memory_that_could_not_be_read, {}),
        (left_to_people_while_the_terminal_still_waits, {}),
        (a_backup_from_before_the_end_of_day, {}),
    )
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_money_stays_where_the_journal_says(name: str, tmp_path: Path) -> None:
    play, profile = SEQUENCES[name]
    with world(tmp_path, **profile) as office:
        office.terminal.echoes = True
        play(office)
        office.check()


def test_a_late_decision_does_not_stop_the_terminal(tmp_path: Path) -> None:
    with world(tmp_path, exclusive=False) as office:
        office.pay(office.new_visit())
        unclear = office.new_visit()
        office.pay(unclear, Manner(), Fate(named={"behind result": Blow.CUT}))
        office.recover()
        assert office.newest(unclear).state is PaymentState.MANUAL
        assert office.pay(office.new_visit()) == PaymentState.PAID
        office.decide_all()
        assert office.pay(office.new_visit()) == PaymentState.PAID


def test_a_terminal_that_took_a_payment_back_can_be_used_at_once(tmp_path: Path) -> None:
    with world(tmp_path) as office:
        office.pay(office.new_visit())
        claim = office.new_visit()
        takes_back = replace(Manner(), keeps=False, shows_reversal=True)
        office.pay(claim, takes_back, Fate(named={"behind result": Blow.CUT}))
        office.recover()
        assert office.newest(claim).state is PaymentState.NOT_PAID
        assert office.pay(claim) == PaymentState.PAID


def test_a_closed_day_that_the_terminal_names_late_does_not_stand_for_the_next_end_of_day(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as office:
        office.pay(office.new_visit())
        assert office.close_day() == PaymentState.PAID
        office.pay(office.new_visit())
        assert office.close_day(Manner(settling=9.5)) == PaymentState.PAID
        office.close_day(Manner(), Fate(named={"before 0650 leaves": Blow.MUTE}))
        office.recover()
        left = office.newest_of_all()
        assert (left.state, left.reason) == (PaymentState.MANUAL, Reason.IDENTITY_TAKEN)
        office.check()


def test_a_refusal_behind_a_sign_of_life_is_not_believed(tmp_path: Path) -> None:
    def shows_something_first(peer: Peer) -> None:
        peer.ask("04ff020a01")
        peer.send("848300")

    till = Till.set_up(tmp_path)
    with scripted_terminal(x0601=shows_something_first) as terminal:
        payment = pay_once(till, terminal.port)
    till.office.store.close()
    assert payment.state is PaymentState.UNKNOWN
