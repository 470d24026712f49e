"""A decision of two people turns out to be wrong: a row against it, and money due to somebody (payment rule 12)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.domain.cash_entry import EntryKind
from clerk.domain.payment import Decision, Movement, Payment, PaymentState, Reason
from clerk.domain.payment_clearing import Decided, FoundUnclear, RecoveryBegan
from clerk.domain.payment_events import Accepted, BaselineRead, Lost, Sending
from clerk.domain.people import Seat
from clerk.domain.settlement import Way
from clerk.domain.storno import StornoState
from clerk.persistence.cash_audit import verify
from clerk.ports import Claim, DayClosed, PaymentOrder
from clerk.services.correct_decisions import CorrectDecisions, CorrectionRefused
from clerk.services.storno import StornoRefused
from tests.services.day_till import ALEX, BEFORE, KIM, SASCHA, TODAY, TONI, DayTill
from tests.services.till import CENTS, TID, through

PROOF = "Kontoauszug vom 12.05. zeigt es anders"


@pytest.fixture(name="day")
def _day(tmp_path: Path) -> Iterator[DayTill]:
    day = DayTill.open(tmp_path)
    yield day
    assert verify(day.till.office.store) == []
    day.close()


def _corrections(day: DayTill) -> CorrectDecisions:
    return CorrectDecisions(day.till.office.work, Seat(KIM, day.till.workplace))


def _decide(day: DayTill, movement: Payment, *, happened: bool) -> Payment:
    note = Decision(KIM.account, ALEX.account, "Am Terminal nachgesehen")
    return day.journal.record(movement, Decided(happened, note))


def _decided(day: DayTill, *, paid: bool) -> tuple[Claim, Payment]:
    claim, unclear = day.card(unclear=True, stays=True)
    return claim, _decide(day, unclear, happened=paid)


def _decided_reversal(day: DayTill, *, happened: bool) -> tuple[Claim, Payment, Payment]:
    claim, payment = day.card()
    request = day.stornos().ask(day.stornos().possible(claim.visit), "falsch")
    day.stornos().confirm(request.id, ALEX)
    order = PaymentOrder(
        day.till.terminal, TID, CENTS, KIM.account, kind=Movement.REVERSAL, original=payment.id
    )
    opened = through(day.journal, day.journal.open(order), BaselineRead(BEFORE), Sending(), Accepted())
    unclear = through(day.journal, opened, Lost(Reason.LINE_CUT), RecoveryBegan())
    unclear = day.journal.record(unclear, FoundUnclear(Reason.NOTHING_TO_COMPARE))
    return claim, payment, _decide(day, unclear, happened=happened)


def test_money_that_never_came_is_booked_back_and_the_fee_is_open_again(day: DayTill) -> None:
    claim, payment = _decided(day, paid=True)
    corrections = _corrections(day)
    (found,) = corrections.possible(day.counter, TODAY)
    assert found == payment
    assert "Gegenbuchung" in corrections.outlook(found)
    assert corrections.correct(found, PROOF, ALEX) is None
    back = day.entries()[2:]
    assert [(entry.kind, entry.cents, entry.reverses, entry.reason) for entry in back] == [
        (EntryKind.CORRECTION, -2420, 1, PROOF),
        (EntryKind.CORRECTION, -320, 2, PROOF),
    ]
    assert day.till.ways(claim) == [None, None]
    assert day.report().received_cents == 0
    assert day.journal.get(payment.id) == payment, "what was decided stays as it was decided"
    assert corrections.possible(day.counter, TODAY) == ()


def test_the_fee_of_money_that_never_came_can_be_settled_otherwise(day: DayTill) -> None:
    claim, payment = _decided(day, paid=True)
    _corrections(day).correct(payment, PROOF, ALEX)
    day.settle(claim, Way.NOTICE)
    assert day.till.ways(claim) == [Way.NOTICE, Way.NOTICE]


def test_money_that_came_after_all_settles_the_fee_that_is_still_open(day: DayTill) -> None:
    claim, payment = _decided(day, paid=False)
    assert day.till.ways(claim) == [None, None]
    assert _corrections(day).correct(payment, PROOF, ALEX) is None
    assert [(entry.kind, entry.cents, entry.payment) for entry in day.entries()] == [
        (EntryKind.CORRECTION, 2420, payment.id),
        (EntryKind.CORRECTION, 320, payment.id),
    ]
    assert day.till.ways(claim) == [Way.CARD, Way.CARD]
    assert day.report().received_cents == CENTS


def test_money_that_came_twice_is_paid_back_by_the_treasury(day: DayTill) -> None:
    claim, payment = _decided(day, paid=False)
    day.settle(claim, Way.CASH_OFFICE)
    request = _corrections(day).correct(payment, PROOF, ALEX)
    assert request is not None
    assert (request.state, request.cents, request.at_terminal) == (StornoState.CONFIRMED, CENTS, False)
    assert day.stornos(ALEX).waiting() == (request,)
    assert day.report().blocks_lock, "the day stays open until the money is on its way back"
    done = day.stornos(ALEX).transferred(request.id, "HÜL-2026-17")
    assert done.state is StornoState.DONE
    assert [(entry.kind, entry.way, entry.cents) for entry in day.entries()[2:]] == [
        (EntryKind.CORRECTION, Way.CARD, CENTS),
        (EntryKind.REFUND, Way.CASH_OFFICE, -CENTS),
    ]
    assert day.till.ways(claim) == [Way.CASH_OFFICE, Way.CASH_OFFICE]


def test_a_fee_that_a_new_payment_holds_is_not_settled_by_the_old_one(day: DayTill) -> None:
    claim, payment = _decided(day, paid=False)
    day.journal.open(day.till.order(claim))
    request = _corrections(day).correct(payment, PROOF, ALEX)
    assert request is not None
    assert day.till.ways(claim) == [None, None]


def test_a_reversal_that_never_happened_leaves_money_for_the_treasury_to_pay_back(day: DayTill) -> None:
    claim, _payment, reversal = _decided_reversal(day, happened=True)
    assert day.till.ways(claim) == [None, None]
    request = _corrections(day).correct(reversal, PROOF, ALEX)
    assert request is not None
    assert (request.cents, request.at_terminal) == (CENTS, False)
    assert day.report().received_cents == CENTS
    day.stornos(ALEX).transferred(request.id, "HÜL-2026-18")
    assert sum(entry.cents for entry in day.entries()) == 0


def test_a_reversal_that_happened_after_all_is_booked_back_and_its_storno_is_done(day: DayTill) -> None:
    claim, payment, reversal = _decided_reversal(day, happened=False)
    assert day.till.ways(claim) == [Way.CARD, Way.CARD]
    assert day.stornos().confirmed_for(payment.id) is not None
    assert _corrections(day).correct(reversal, PROOF, ALEX) is None
    assert [entry.cents for entry in day.entries()] == [2420, 320, -2420, -320]
    assert day.till.ways(claim) == [None, None]
    assert day.stornos().waiting() == ()


def test_a_correction_on_a_later_day_leaves_the_locked_one_and_balances_its_own(day: DayTill) -> None:
    _claim, payment = _decided(day, paid=True)
    day.end_of_day(0, count=0)
    report = day.report()
    remarks = {item.key: "am Terminal nicht gefunden" for item in report.differences}
    assert remarks, "what the terminal does not have is named"
    day.days().confirm(day.days().sign(report, remarks), ALEX)
    day.next_day()
    _corrections(day).correct(payment, PROOF, ALEX)
    assert [entry.cents for entry in day.entries()] == [2420, 320]
    later = day.report(TODAY.replace(day=12))
    assert [entry.cents for entry in later.entries] == [-2420, -320]
    assert later.journal == (), "no movement at the terminal stands behind a correction"


def test_nothing_is_corrected_twice(day: DayTill) -> None:
    _claim, payment = _decided(day, paid=True)
    _corrections(day).correct(payment, PROOF, ALEX)
    with pytest.raises(CorrectionRefused, match="schon berichtigt"):
        _corrections(day).correct(payment, PROOF, ALEX)
    assert len(day.entries()) == 4


def test_what_waits_for_a_storno_is_not_corrected_before_that_is_done(day: DayTill) -> None:
    claim, payment = _decided(day, paid=True)
    day.stornos().ask(day.stornos().possible(claim.visit), "falsch")
    with pytest.raises(CorrectionRefused, match="zuerst den Storno"):
        _corrections(day).correct(payment, PROOF, ALEX)


def test_what_the_terminal_told_itself_is_no_decision(day: DayTill) -> None:
    _claim, payment = day.card()
    assert _corrections(day).possible(day.counter, TODAY) == ()
    with pytest.raises(CorrectionRefused, match="niemand entschieden"):
        _corrections(day).outlook(payment)
    with pytest.raises(CorrectionRefused, match="schon berichtigt"):
        _corrections(day).correct(payment, PROOF, ALEX)


def test_two_people_are_needed_and_a_reason(day: DayTill) -> None:
    _claim, payment = _decided(day, paid=True)
    corrections = _corrections(day)
    with pytest.raises(CorrectionRefused, match="Kontoauszug"):
        corrections.correct(payment, " \x1b ", ALEX)
    with pytest.raises(CorrectionRefused, match="Kassenaufsicht"):
        corrections.correct(payment, PROOF, TONI)
    alone = CorrectDecisions(day.till.office.work, Seat(SASCHA, day.till.workplace))
    with pytest.raises(CorrectionRefused, match="andere"):
        alone.correct(payment, PROOF, SASCHA)
    assert len(day.entries()) == 2


def test_a_closed_day_takes_no_correction(day: DayTill) -> None:
    _claim, payment = _decided(day, paid=True)
    report = day.report()
    day.days().sign(report, {item.key: "siehe Notiz" for item in report.differences})
    with pytest.raises(DayClosed):
        _corrections(day).correct(payment, PROOF, ALEX)


def test_a_storno_of_a_decided_payment_does_not_end_at_a_terminal_that_knows_nothing_of_it(
    day: DayTill,
) -> None:
    claim, _payment = _decided(day, paid=True)
    assert "keine Belegnummer" in day.stornos().outlook(day.entries()[0])
    request = day.stornos().ask(day.stornos().possible(claim.visit), "Betrag war falsch")
    day.stornos().confirm(request.id, ALEX)
    assert day.stornos(ALEX).transferred(request.id, "HÜL-2026-19").state is StornoState.DONE


def test_what_is_paid_back_never_goes_through_the_terminal(day: DayTill) -> None:
    claim, payment = _decided(day, paid=False)
    day.settle(claim, Way.NOTICE)
    request = _corrections(day).correct(payment, PROOF, ALEX)
    assert request is not None
    with pytest.raises(StornoRefused, match="schon entschieden"):
        day.stornos().confirm(request.id, ALEX)
    assert payment.state is PaymentState.NOT_PAID
