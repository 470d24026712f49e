"""Closing a counter's day: signed, confirmed, locked, and what is left to do."""

from clerk.domain.cash_entry import WITHOUT_COUNTER
from clerk.domain.day_closing import ClosingState, OpenItemKind
from clerk.domain.payment import Movement
from clerk.domain.settlement import Way
from clerk.persistence.cash_audit import broken_closings
from clerk.services.day_closing import DayClosing
from tests.services.day_till import ALEX, KIM, TODAY, DayTill
from tests.services.till import CENTS

# ---------------------------------------------------------------- the ordinary way


def test_a_day_is_signed_by_the_clerk_confirmed_by_a_second_person_and_locked(day: DayTill) -> None:
    day.balanced()
    report = day.report()
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
    day.balanced()
    signed = day.signed()
    day.next_day()
    (item,) = day.days(ALEX).open_items()
    assert (item.kind, item.day, item.label) == (OpenItemKind.NOT_CONFIRMED, TODAY, "7")
    assert day.days(ALEX).confirm(signed, ALEX).state is ClosingState.LOCKED
    assert day.days(ALEX).open_items() == ()


def test_closings_are_numbered_and_sealed_without_a_gap(day: DayTill) -> None:
    for on in (TODAY, TODAY.replace(day=12)):
        day.otherwise()
        day.days().confirm(day.signed(on), ALEX)
        day.next_day()
    sheets = [day.days().sheet(day.counter, TODAY.replace(day=number)).closing for number in (11, 12)]
    assert [closing.number for closing in sheets] == [1, 2]
    assert sheets[1].previous == sheets[0].seal
    with day.till.office.store.read() as session:
        assert broken_closings(session) == []


def test_a_closing_changed_past_the_triggers_is_found(day: DayTill) -> None:
    day.otherwise()
    day.days().confirm(day.signed(), ALEX)
    with day.till.office.store.write_connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER day_closing_locked")
        connection.exec_driver_sql("UPDATE day_closing SET snapshot = replace(snapshot, '2420', '2421')")
    with day.till.office.store.read() as session:
        assert broken_closings(session) == [(day.counter, 1)]


def test_a_signature_can_be_taken_back_and_what_was_signed_stays_in_the_history(day: DayTill) -> None:
    day.balanced()
    closing = day.days().withdraw(day.signed(), "Vorgang vergessen")
    assert closing.state is ClosingState.OPEN
    day.otherwise()
    assert day.days().confirm(day.signed(), ALEX).number == 1
    with day.till.office.store.read_connection() as connection:
        rows = connection.exec_driver_sql("SELECT word, reason, snapshot IS NULL FROM day_closing_event")
        assert [tuple(row) for row in rows] == [
            ("signed", "", 0),
            ("withdrawn", "Vorgang vergessen", 1),
            ("signed", "", 0),
            ("confirmed", "", 1),
        ]


def test_the_second_person_can_give_a_day_back(day: DayTill) -> None:
    day.balanced()
    closing = day.days().refuse(day.signed(), ALEX, "Beleg fehlt")
    assert closing.state is ClosingState.OPEN
    day.otherwise()


def test_every_step_stands_in_the_audit_trail(day: DayTill) -> None:
    day.balanced()
    day.days().withdraw(day.signed(), "noch einer")
    day.days().confirm(day.signed(), ALEX)
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
    day.signed()
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
    report = day.report()
    assert report.received_cents == CENTS
    assert {way: report.cents_of(way) for way in Way} == dict.fromkeys(Way, CENTS)
    assert [(line.way, line.payee, line.count, line.cents) for line in report.sums][:2] == [
        (Way.CARD, "kba", 1, 320),
        (Way.CARD, "kreis", 1, 2420),
    ]


def test_the_report_names_no_person(day: DayTill) -> None:
    day.balanced()
    report = day.report()
    assert "account" not in repr(report)
    assert "Kim" not in repr(report)
