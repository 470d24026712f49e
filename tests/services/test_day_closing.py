"""Closing a counter's day: who may see it, what stands against signing and locking, and what is left to do."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from clerk.domain.card_block import DifferenceKind
from clerk.domain.cash_entry import WITHOUT_COUNTER
from clerk.domain.day_closing import Closing, ClosingState, OpenItemKind
from clerk.domain.day_report import DayReport
from clerk.domain.payment import Movement
from clerk.domain.settlement import Way
from clerk.persistence.cash_audit import broken_closings
from clerk.services.day_closing import ClosingRefused, DayClosing
from tests.services.day_till import ALEX, KIM, SASCHA, TODAY, TONI, DayTill
from tests.services.till import CENTS


@pytest.fixture(name="day")
def _day(tmp_path: Path) -> Iterator[DayTill]:
    day = DayTill.open(tmp_path)
    yield day
    day.close()


def _report(day: DayTill, on: date = TODAY) -> DayReport:
    return day.days().report(day.counter, on)


def _signed(day: DayTill, on: date = TODAY) -> Closing:
    return day.days().sign(_report(day, on))


def _balanced(day: DayTill) -> None:
    """A day that can be signed: a card payment, a notice, and an end of day that fits."""
    day.card()
    day.otherwise()
    day.end_of_day()


# ---------------------------------------------------------------- the ordinary way


def test_a_day_is_signed_by_the_clerk_confirmed_by_a_second_person_and_locked(day: DayTill) -> None:
    _balanced(day)
    report = _report(day)
    assert report.differences == ()
    assert (report.received_cents, report.cents_of(Way.NOTICE)) == (CENTS, CENTS)
    signed = day.days().sign(report)
    assert (signed.state, signed.signed and signed.signed.name) == (ClosingState.SIGNED, "Kim Beispiel")
    locked = day.days().confirm(signed, ALEX)
    assert (locked.state, locked.number) == (ClosingState.LOCKED, 1)
    sheet = day.days().sheet(day.counter, TODAY)
    assert sheet.report == report
    assert sheet.closing == locked
    assert not sheet.changed


def test_the_second_person_may_come_later(day: DayTill) -> None:
    _balanced(day)
    signed = _signed(day)
    day.next_day()
    (item,) = day.days(ALEX).open_items()
    assert (item.kind, item.day, item.label) == (OpenItemKind.NOT_CONFIRMED, TODAY, "7")
    assert day.days(ALEX).confirm(signed, ALEX).state is ClosingState.LOCKED
    assert day.days(ALEX).open_items() == ()


def test_closings_are_numbered_and_sealed_without_a_gap(day: DayTill) -> None:
    for on in (TODAY, TODAY.replace(day=12)):
        day.otherwise()
        day.days().confirm(_signed(day, on), ALEX)
        day.next_day()
    sheets = [day.days().sheet(day.counter, TODAY.replace(day=number)).closing for number in (11, 12)]
    assert [closing.number for closing in sheets] == [1, 2]
    assert sheets[1].previous == sheets[0].seal
    with day.till.office.store.read() as session:
        assert broken_closings(session) == []


def test_a_closing_changed_past_the_triggers_is_found(day: DayTill) -> None:
    day.otherwise()
    day.days().confirm(_signed(day), ALEX)
    with day.till.office.store.write_connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER day_closing_locked")
        connection.exec_driver_sql("UPDATE day_closing SET snapshot = replace(snapshot, '2420', '2421')")
    with day.till.office.store.read() as session:
        assert broken_closings(session) == [(day.counter, 1)]


def test_a_signature_can_be_taken_back_and_what_was_signed_stays_in_the_history(day: DayTill) -> None:
    _balanced(day)
    closing = day.days().withdraw(_signed(day), "Vorgang vergessen")
    assert closing.state is ClosingState.OPEN
    day.otherwise()
    assert day.days().confirm(_signed(day), ALEX).number == 1
    with day.till.office.store.read_connection() as connection:
        rows = connection.exec_driver_sql("SELECT word, reason, snapshot IS NULL FROM day_closing_event")
        assert [tuple(row) for row in rows] == [
            ("signed", "", 0),
            ("withdrawn", "Vorgang vergessen", 1),
            ("signed", "", 0),
            ("confirmed", "", 1),
        ]


def test_the_second_person_can_give_a_day_back(day: DayTill) -> None:
    _balanced(day)
    closing = day.days().refuse(_signed(day), ALEX, "Beleg fehlt")
    assert closing.state is ClosingState.OPEN
    day.otherwise()


def test_every_step_stands_in_the_audit_trail(day: DayTill) -> None:
    _balanced(day)
    day.days().withdraw(_signed(day), "noch einer")
    day.days().confirm(_signed(day), ALEX)
    with day.till.office.store.read_connection() as connection:
        rows = connection.exec_driver_sql(
            "SELECT action, account, detail FROM audit WHERE action LIKE 'day%'"
        )
        where = f"{day.counter} 2026-05-11"
        assert [tuple(row) for row in rows] == [
            ("day_signed", KIM.account, where),
            ("day_signature_withdrawn", KIM.account, where),
            ("day_signed", KIM.account, where),
            ("day_confirmed", ALEX.account, where),
        ]


# ---------------------------------------------------------------- what stands against it


def test_an_unclear_payment_stands_in_the_report_and_keeps_the_day_open(day: DayTill) -> None:
    _claim, payment = day.card(unclear=True)
    report = _report(day)
    assert report.blocks_lock
    assert [(item.payment, item.cents) for item in report.open_payments] == [(payment.id, CENTS)]
    day.otherwise()
    with pytest.raises(ClosingRefused, match="offen oder ungeklärt: 1"):
        _signed(day)


def test_a_difference_needs_a_remark(day: DayTill) -> None:
    day.card()
    day.end_of_day(CENTS + 400)
    report = _report(day)
    (item,) = report.differences
    assert (item.kind, item.cents) == (DifferenceKind.UNEXPLAINED, 400)
    with pytest.raises(ClosingRefused, match=item.key):
        day.days().sign(report, {item.key: "  "})
    signed = day.days().sign(report, {item.key: "Testbuchung des Technikers"})
    assert signed.day_signed is not None
    assert signed.day_signed.remark_on(item.key) == "Testbuchung des Technikers"


def test_a_remark_on_nothing_is_refused(day: DayTill) -> None:
    _balanced(day)
    with pytest.raises(ClosingRefused, match="rest"):
        day.days().sign(_report(day), {"rest": "wohl ein Irrtum"})


def test_without_the_end_of_day_of_the_terminal_a_reason_is_needed(day: DayTill) -> None:
    day.card()
    report = _report(day)
    assert [item.kind for item in report.differences] == [DifferenceKind.NO_END_OF_DAY]
    with pytest.raises(ClosingRefused, match="no-end-of-day"):
        day.days().sign(report)
    remarks = {report.differences[0].key: "Terminal defekt, Störung gemeldet"}
    assert day.days().sign(report, remarks).state is ClosingState.SIGNED


def test_a_waiting_storno_lets_the_clerk_sign_and_nobody_confirm(day: DayTill) -> None:
    claim = day.otherwise()
    request = day.stornos().ask(day.stornos().possible(claim.visit)[:1], "Falsche Gebühr")
    signed = _signed(day)
    with pytest.raises(ClosingRefused, match="Storno vorgemerkt"):
        day.days().confirm(signed, ALEX)
    day.next_day()
    day.stornos(ALEX).confirm(request.id, ALEX)
    assert day.days(ALEX).confirm(signed, ALEX).state is ClosingState.LOCKED


def test_a_report_that_changed_since_it_was_seen_is_not_signed(day: DayTill) -> None:
    _balanced(day)
    report = _report(day)
    day.otherwise()
    with pytest.raises(ClosingRefused, match="geändert"):
        day.days().sign(report)


def test_a_day_that_is_no_longer_what_was_signed_is_not_confirmed(day: DayTill) -> None:
    day.card()
    report = _report(day)
    signed = day.days().sign(report, {report.differences[0].key: "Terminal defekt"})
    day.end_of_day()
    assert day.days(ALEX).sheet(day.counter, TODAY).changed
    with pytest.raises(ClosingRefused, match="seit der Unterschrift geändert"):
        day.days().confirm(signed, ALEX)


def test_who_is_at_the_cash_office_meanwhile_changes_nothing_of_a_signed_day(day: DayTill) -> None:
    _balanced(day)
    other = day.till.office.counter("8")
    signed = _signed(day)
    claim = day.till.charged_visit(other)
    with day.till.office.work.write() as work:
        work.visits.send_to_cash_office(claim, [line.id for line in day.till.lines(claim)])
    assert _report(day).awaited.cents == 0
    assert day.days().confirm(signed, ALEX).state is ClosingState.LOCKED


def test_a_closing_somebody_else_changed_meanwhile_is_looked_at_again(day: DayTill) -> None:
    _balanced(day)
    seen = _signed(day)
    day.days().withdraw(seen, "noch einer")
    with pytest.raises(ClosingRefused, match="noch nicht unterschrieben"):
        day.days().confirm(seen, ALEX)
    _signed(day)
    with pytest.raises(ClosingRefused, match="inzwischen geändert"):
        day.days().confirm(seen, ALEX)


def test_nothing_happens_to_a_locked_day(day: DayTill) -> None:
    _balanced(day)
    locked = day.days().confirm(_signed(day), ALEX)
    acts: tuple[Callable[[], object], ...] = (
        lambda: day.days().withdraw(locked, "doch nicht"),
        lambda: day.days().confirm(locked, SASCHA),
        lambda: day.days().refuse(locked, SASCHA, "doch nicht"),
    )
    for act in acts:
        with pytest.raises(ClosingRefused, match="abgeschlossen"):
            act()
    with pytest.raises(ClosingRefused, match="schon unterschrieben"):
        day.days().sign(_report(day))


def test_an_empty_day_and_a_day_to_come_are_not_signed(day: DayTill) -> None:
    with pytest.raises(ClosingRefused, match="nichts gebucht"):
        _signed(day)
    with pytest.raises(ClosingRefused, match="noch nicht zu Ende"):
        _signed(day, TODAY.replace(day=12))


def test_giving_a_day_back_needs_a_reason(day: DayTill) -> None:
    _balanced(day)
    signed = _signed(day)
    with pytest.raises(ClosingRefused, match="Grund"):
        day.days().withdraw(signed, " ")
    with pytest.raises(ClosingRefused, match="Grund"):
        day.days().refuse(signed, ALEX, " ")


# ---------------------------------------------------------------- who may


def test_nobody_confirms_what_they_signed_themselves(day: DayTill) -> None:
    _balanced(day)
    signed = day.days(SASCHA).sign(_report(day))
    with pytest.raises(ClosingRefused, match="zweite Person"):
        day.days(SASCHA).confirm(signed, SASCHA)


@pytest.mark.parametrize("second", [KIM, TONI])
def test_only_a_cash_supervisor_confirms(day: DayTill, second: object) -> None:
    _balanced(day)
    with pytest.raises(ClosingRefused, match="Kassenaufsicht"):
        day.days(SASCHA).confirm(_signed(day), KIM if second is KIM else TONI)


@pytest.mark.parametrize("who", [KIM, TONI])
def test_takings_of_another_counter_are_for_the_cash_supervisor_only(day: DayTill, who: object) -> None:
    other = day.till.office.counter("8")
    day.otherwise(at=other)
    person = KIM if who is KIM else TONI
    with pytest.raises(ClosingRefused, match="Kassenaufsicht"):
        day.days(person).report(other.counter, TODAY)
    assert day.days(ALEX).report(other.counter, TODAY).cents_of(Way.NOTICE) == CENTS


def test_a_team_lead_sees_no_takings_and_no_open_items(day: DayTill) -> None:
    day.otherwise()
    with pytest.raises(ClosingRefused, match="Kassenaufsicht"):
        day.days(TONI).report(day.counter, TODAY)
    day.next_day()
    assert day.days(TONI).open_items() == ()


def test_a_counter_that_does_not_exist_is_named(day: DayTill) -> None:
    with pytest.raises(ClosingRefused, match="77"):
        day.days(ALEX).report(77, TODAY)


# ---------------------------------------------------------------- what is left to do


def _kinds(days: DayClosing) -> list[tuple[OpenItemKind, str, int]]:
    return [(item.kind, item.label, item.day.day) for item in days.open_items()]


def test_yesterdays_forgotten_day_is_an_open_item_for_its_counter_and_the_supervisor(day: DayTill) -> None:
    other = day.till.office.counter("8")
    day.otherwise()
    day.otherwise(at=other)
    assert _kinds(day.days(ALEX)) == []
    day.next_day()
    assert _kinds(day.days(ALEX)) == [(OpenItemKind.NOT_SIGNED, "7", 11), (OpenItemKind.NOT_SIGNED, "8", 11)]
    assert _kinds(day.days()) == [(OpenItemKind.NOT_SIGNED, "7", 11)]
    _signed(day)
    assert _kinds(day.days()) == [(OpenItemKind.NOT_CONFIRMED, "7", 11)]


def test_a_waiting_storno_is_an_open_item(day: DayTill) -> None:
    claim = day.otherwise()
    request = day.stornos().ask(day.stornos().possible(claim.visit)[:1], "Falsche Gebühr")
    (item,) = day.days(ALEX).open_items()
    assert (item.kind, item.request) == (OpenItemKind.STORNO_WAITS, request.id)


def test_money_that_no_counter_took_is_an_open_item_of_the_first_site(day: DayTill) -> None:
    with day.till.office.store.write_connection() as connection:
        connection.exec_driver_sql("UPDATE counter SET terminal = NULL")
    day.moved(Movement.PAYMENT, 100)
    day.next_day()
    (item,) = day.days(ALEX).open_items()
    assert (item.counter, item.label) == (WITHOUT_COUNTER, "ohne Schalter")
    report = day.days(ALEX).report(WITHOUT_COUNTER, TODAY)
    assert (report.label, report.received_cents) == ("ohne Schalter", 100)


# ---------------------------------------------------------------- what the report says


def test_what_was_assessed_or_waived_is_no_money_received(day: DayTill) -> None:
    day.card()
    day.otherwise(Way.NOTICE)
    day.otherwise(Way.EXEMPT)
    day.otherwise(Way.CASH_OFFICE)
    report = _report(day)
    assert report.received_cents == CENTS
    assert {way: report.cents_of(way) for way in Way} == dict.fromkeys(Way, CENTS)
    assert [(line.way, line.payee, line.count, line.cents) for line in report.sums][:2] == [
        (Way.CARD, "kba", 1, 320),
        (Way.CARD, "kreis", 1, 2420),
    ]


def test_the_report_names_no_person(day: DayTill) -> None:
    _balanced(day)
    report = _report(day)
    assert "account" not in repr(report)
    assert "Kim" not in repr(report)
