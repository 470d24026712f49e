"""Taking settlements back: asked for with a reason, confirmed by a second person, booked against, never erased."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.domain.cash_entry import EntryKind
from clerk.domain.payment import Movement
from clerk.domain.payment_events import Aborted, Accepted, BaselineRead, Sending
from clerk.domain.settlement import Way
from clerk.domain.storno import StornoRequest, StornoState, Undoing
from clerk.ports import DayClosed, PaymentOrder
from clerk.services.storno import StornoRefused
from tests.services.day_till import ALEX, BEFORE, KIM, SASCHA, TODAY, TONI, DayTill
from tests.services.till import CENTS, TID, through


@pytest.fixture(name="day")
def _day(tmp_path: Path) -> Iterator[DayTill]:
    day = DayTill.open(tmp_path)
    yield day
    day.close()


def _asked(day: DayTill, visit: int, *, all_lines: bool = True) -> StornoRequest:
    entries = day.stornos().possible(visit)
    return day.stornos().ask(entries if all_lines else entries[:1], "Falsche Gebühr gewählt")


def test_a_confirmed_storno_books_against_the_entry_and_opens_the_fee_again(day: DayTill) -> None:
    claim = day.till.charged_visit()
    day.settle(claim)
    request = _asked(day, claim.visit, all_lines=False)
    assert (request.state, request.cents) == (StornoState.ASKED, 2420)
    assert [line.is_settled for line in day.till.lines(claim)] == [True, True]
    done = day.stornos().confirm(request.id, ALEX)
    assert done.state is StornoState.DONE
    assert [(entry.number, entry.cents, entry.kind, entry.reverses) for entry in day.entries()] == [
        (1, 2420, EntryKind.TAKINGS, None),
        (2, 320, EntryKind.TAKINGS, None),
        (3, -2420, EntryKind.STORNO, 1),
    ]
    assert day.entries()[2].reason == "Falsche Gebühr gewählt"
    assert [entry.number for entry in day.stornos().possible(claim.visit)] == [2]
    first, second = day.till.lines(claim)
    assert (first.is_settled, second.is_settled) == (False, True)


def test_a_fee_whose_settlement_was_taken_back_can_be_settled_in_another_way(day: DayTill) -> None:
    claim = day.till.charged_visit()
    day.settle(claim, Way.EXEMPT)
    day.stornos().confirm(_asked(day, claim.visit).id, ALEX)
    day.settle(claim, Way.NOTICE)
    assert day.till.ways(claim) == [Way.NOTICE, Way.NOTICE]
    report = day.days().report(day.counter, TODAY)
    assert (report.cents_of(Way.EXEMPT), report.cents_of(Way.NOTICE)) == (0, CENTS)
    (line,) = report.stornos
    assert (line.cents, line.numbers, line.reversed) == (-CENTS, (3, 4), (1, 2))


def test_nothing_is_taken_back_twice(day: DayTill) -> None:
    claim = day.otherwise()
    entries = day.stornos().possible(claim.visit)
    _asked(day, claim.visit)
    assert day.stornos().possible(claim.visit) == ()
    with pytest.raises(StornoRefused, match="schon vorgemerkt"):
        day.stornos().ask(entries, "noch einmal")
    (request,) = day.stornos().waiting()
    day.stornos().confirm(request.id, ALEX)
    with pytest.raises(StornoRefused, match="schon storniert"):
        day.stornos().ask(entries, "noch einmal")
    with pytest.raises(StornoRefused, match="schon entschieden"):
        day.stornos().confirm(request.id, ALEX)


def test_a_reason_is_needed(day: DayTill) -> None:
    claim = day.otherwise()
    with pytest.raises(StornoRefused, match="Grund"):
        day.stornos().ask(day.stornos().possible(claim.visit), "\x1b[31m ")


def test_settlements_of_two_kinds_are_asked_for_one_by_one(day: DayTill) -> None:
    first, second = day.otherwise(Way.NOTICE), day.otherwise(Way.EXEMPT)
    both = (*day.stornos().possible(first.visit), *day.stornos().possible(second.visit))
    with pytest.raises(StornoRefused, match="eigenen Storno"):
        day.stornos().ask(both, "beide falsch")
    with pytest.raises(StornoRefused, match="eigenen Storno"):
        day.stornos().ask((), "nichts")


def test_the_one_who_asked_does_not_confirm(day: DayTill) -> None:
    claim = day.otherwise()
    request = day.stornos(SASCHA).ask(day.stornos().possible(claim.visit), "falsch")
    with pytest.raises(StornoRefused, match="zweite Person"):
        day.stornos(SASCHA).confirm(request.id, SASCHA)


def test_only_a_cash_supervisor_confirms_and_a_team_lead_asks_for_nothing(day: DayTill) -> None:
    claim = day.otherwise()
    with pytest.raises(StornoRefused, match="am Schalter"):
        day.stornos(TONI).ask(day.stornos().possible(claim.visit), "falsch")
    request = _asked(day, claim.visit)
    with pytest.raises(StornoRefused, match="Kassenaufsicht"):
        day.stornos().confirm(request.id, TONI)


def test_a_refused_storno_leaves_everything_and_can_be_asked_for_again(day: DayTill) -> None:
    claim = day.otherwise()
    request = day.stornos().refuse(_asked(day, claim.visit).id, ALEX, "Gebühr stimmt")
    assert (request.state, request.note) == (StornoState.REFUSED, "Gebühr stimmt")
    assert len(day.entries()) == 2
    assert _asked(day, claim.visit).is_open


def test_a_storno_waits_for_whoever_may_confirm_it(day: DayTill) -> None:
    other = day.till.office.counter("8")
    claim = day.otherwise(at=other)
    request = day.stornos(at=other).ask(day.stornos().possible(claim.visit), "falsch")
    assert day.stornos().waiting() == ()
    assert day.stornos(at=other).waiting() == (request,)
    assert day.stornos(ALEX).waiting() == (request,)


def test_what_was_settled_on_a_locked_day_is_taken_back_on_a_later_one(day: DayTill) -> None:
    claim = day.otherwise()
    day.days().confirm(day.days().sign(day.days().report(day.counter, TODAY)), ALEX)
    with pytest.raises(DayClosed):
        _asked(day, claim.visit)
    day.next_day()
    day.stornos().confirm(_asked(day, claim.visit).id, ALEX)
    assert [entry.cents for entry in day.entries()] == [2420, 320]
    assert [entry.cents for entry in day.entries(day=TODAY.replace(day=12))] == [-2420, -320]


def test_a_storno_asked_for_before_the_day_was_signed_is_not_booked_on_it(day: DayTill) -> None:
    claim = day.otherwise()
    request = _asked(day, claim.visit)
    day.days().sign(day.days().report(day.counter, TODAY))
    with pytest.raises(DayClosed):
        day.stornos(ALEX).confirm(request.id, ALEX)


# ---------------------------------------------------------------- by card


def test_of_a_card_payment_all_goes_and_the_terminal_carries_it_out(day: DayTill) -> None:
    claim, payment = day.card()
    first = day.stornos().possible(claim.visit)[0]
    assert "am Kartenterminal storniert" in day.stornos().outlook(first)
    request = day.stornos().ask([first], "falsch")
    assert (request.numbers, request.cents, request.payment) == ((1, 2), CENTS, payment.id)
    assert day.stornos().confirmed_for(payment.id) is None
    confirmed = day.stornos().confirm(request.id, ALEX)
    assert (confirmed.state, confirmed.undoing) == (StornoState.CONFIRMED, Undoing.REVERSAL)
    assert day.stornos().confirmed_for(payment.id) == confirmed
    assert len(day.entries()) == 2


def test_the_reversal_at_the_terminal_books_back_and_ends_the_request_in_one_transaction(
    day: DayTill,
) -> None:
    claim, payment = day.card()
    request = day.stornos().confirm(_asked(day, claim.visit).id, ALEX)
    reversal = day.moved(Movement.REVERSAL, CENTS, original=payment)
    entries = day.entries()[2:]
    assert [(entry.cents, entry.reverses, entry.payment) for entry in entries] == [
        (-2420, 1, reversal.id),
        (-320, 2, reversal.id),
    ]
    assert {entry.reason for entry in entries} == {"Falsche Gebühr gewählt"}
    assert day.stornos().waiting() == ()
    assert day.till.ways(claim) == [None, None]
    assert request.payment == payment.id
    report = day.days().report(day.counter, TODAY)
    assert report.received_cents == 0
    assert report.terminals[0].back_cents == CENTS


def test_after_the_end_of_day_the_request_says_that_the_card_is_needed_or_the_treasury(day: DayTill) -> None:
    claim, _payment = day.card()
    request = _asked(day, claim.visit)
    day.end_of_day()
    assert "nicht mehr möglich" in day.stornos().outlook(day.entries()[0])
    (waiting,) = day.stornos().waiting()
    assert waiting.undoing is Undoing.REFUND
    day.stornos().confirm(request.id, ALEX)
    done = day.stornos(ALEX).transferred(request.id, "HÜL-2026-17")
    assert done.state is StornoState.DONE
    assert [(entry.kind, entry.way, entry.cents, entry.reference) for entry in day.entries()[2:]] == [
        (EntryKind.REFUND, Way.CASH_OFFICE, -2420, "HÜL-2026-17"),
        (EntryKind.REFUND, Way.CASH_OFFICE, -320, "HÜL-2026-17"),
    ]
    report = day.days().report(day.counter, TODAY)
    assert (report.received_cents, report.differences) == (CENTS, ())


def test_after_an_initialisation_too_the_terminal_reverses_nothing_of_before(day: DayTill) -> None:
    claim, _payment = day.card()
    _asked(day, claim.visit)
    day.journal.new_period(day.till.terminal)
    (waiting,) = day.stornos().waiting()
    assert waiting.undoing is Undoing.REFUND


def test_a_terminal_that_cannot_reverse_is_not_asked_to_again(day: DayTill) -> None:
    claim, payment = day.card()
    request = day.stornos().confirm(_asked(day, claim.visit).id, ALEX)
    order = PaymentOrder(
        day.till.terminal, TID, CENTS, KIM.account, kind=Movement.REVERSAL, original=payment.id
    )
    reversal = day.journal.open(order)
    through(day.journal, reversal, BaselineRead(BEFORE), Sending(), Accepted(), Aborted(0xB5))
    day.stornos().failed(request.id, "Der Kassenschnitt wurde am Gerät gemacht")
    assert _asked(day, claim.visit).undoing is Undoing.REFUND


def test_before_the_end_of_day_nothing_is_transferred(day: DayTill) -> None:
    claim, _payment = day.card()
    request = day.stornos().confirm(_asked(day, claim.visit).id, ALEX)
    with pytest.raises(StornoRefused, match="nicht überwiesen"):
        day.stornos().transferred(request.id, "X-1")


def test_a_reversal_that_failed_can_be_asked_for_again(day: DayTill) -> None:
    claim, payment = day.card()
    request = day.stornos().confirm(_asked(day, claim.visit).id, ALEX)
    assert day.stornos().failed(request.id, "Terminal lehnt ab (B5)").state is StornoState.FAILED
    assert day.stornos().confirmed_for(payment.id) is None
    assert _asked(day, claim.visit).id != request.id
    with pytest.raises(StornoRefused, match="nicht bestätigt"):
        day.stornos().failed(request.id, "noch einmal")


def test_a_storno_stands_in_the_audit_trail_with_both_people(day: DayTill) -> None:
    claim = day.otherwise()
    day.stornos().confirm(_asked(day, claim.visit).id, ALEX)
    with day.till.office.store.read_connection() as connection:
        rows = connection.exec_driver_sql("SELECT action, account FROM audit WHERE action LIKE 'storno%'")
        assert [tuple(row) for row in rows] == [
            ("storno_asked", KIM.account),
            ("storno_confirmed", ALEX.account),
        ]
