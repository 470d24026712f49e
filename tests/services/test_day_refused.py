"""Closing a counter's day: what stands against signing and locking it, and who may."""

from collections.abc import Callable

import pytest

from clerk.domain.card_block import DifferenceKind
from clerk.domain.day_closing import ClosingState
from clerk.domain.settlement import Way
from clerk.ports import DayClosed
from clerk.services.day_closing import ClosingRefused
from tests.services.day_till import ALEX, KIM, SASCHA, TODAY, TONI, DayTill
from tests.services.till import CENTS

# ---------------------------------------------------------------- what stands against it


def test_an_unclear_payment_stands_in_the_report_and_keeps_the_day_open(day: DayTill) -> None:
    _claim, payment = day.card(unclear=True)
    report = day.report()
    assert report.blocks_lock
    assert [(item.payment, item.cents) for item in report.open_payments] == [(payment.id, CENTS)]
    day.otherwise()
    with pytest.raises(ClosingRefused, match="offen oder ungeklärt: 1"):
        day.signed()


def test_a_difference_needs_a_remark(day: DayTill) -> None:
    day.card()
    day.end_of_day(CENTS + 400)
    report = day.report()
    (item,) = report.differences
    assert (item.kind, item.cents) == (DifferenceKind.UNEXPLAINED, 400)
    with pytest.raises(ClosingRefused, match=item.key):
        day.days().sign(report, {item.key: "  "})
    signed = day.days().sign(report, {item.key: "Testbuchung des Technikers"})
    assert signed.day_signed is not None
    assert signed.day_signed.remark_on(item.key) == "Testbuchung des Technikers"


def test_a_remark_on_nothing_is_refused(day: DayTill) -> None:
    day.balanced()
    with pytest.raises(ClosingRefused, match="rest"):
        day.days().sign(day.report(), {"rest": "wohl ein Irrtum"})


def test_without_the_end_of_day_of_the_terminal_a_reason_is_needed(day: DayTill) -> None:
    day.card()
    report = day.report()
    assert [item.kind for item in report.differences] == [DifferenceKind.NO_END_OF_DAY]
    with pytest.raises(ClosingRefused, match="no-end-of-day"):
        day.days().sign(report)
    remarks = {report.differences[0].key: "Terminal defekt, Störung gemeldet"}
    assert day.days().sign(report, remarks).state is ClosingState.SIGNED


def test_an_end_of_day_that_came_a_day_late_is_named_on_both_days(day: DayTill) -> None:
    day.card()
    day.next_day()
    tomorrow = TODAY.replace(day=12)
    assert [item.kind for item in day.report().differences] == [DifferenceKind.NO_END_OF_DAY]
    day.card()
    day.end_of_day()
    first, second = day.report(), day.report(tomorrow)
    assert [(item.kind, item.cents) for item in first.differences] == [
        (DifferenceKind.LATE_END_OF_DAY, 0),
        (DifferenceKind.OTHER_DAY, CENTS),
    ]
    assert [(item.kind, item.cents) for item in second.differences] == [(DifferenceKind.OTHER_DAY, CENTS)]
    assert (first.received_cents, second.received_cents) == (CENTS, CENTS)


def test_a_waiting_storno_lets_the_clerk_sign_and_nobody_confirm(day: DayTill) -> None:
    claim = day.otherwise()
    request = day.stornos().ask(day.stornos().possible(claim.visit)[:1], "Falsche Gebühr")
    signed = day.signed()
    with pytest.raises(ClosingRefused, match="Storno vorgemerkt"):
        day.days().confirm(signed, ALEX)
    day.next_day()
    day.stornos(ALEX).confirm(request.id, ALEX)
    assert day.days(ALEX).confirm(signed, ALEX).state is ClosingState.LOCKED


def test_a_report_that_changed_since_it_was_seen_is_not_signed(day: DayTill) -> None:
    day.balanced()
    report = day.report()
    day.otherwise()
    with pytest.raises(ClosingRefused, match="geändert"):
        day.days().sign(report)


def test_a_day_that_is_no_longer_what_was_signed_is_not_confirmed(day: DayTill) -> None:
    day.card()
    report = day.report()
    signed = day.days().sign(report, {report.differences[0].key: "Terminal defekt"})
    day.end_of_day()
    assert day.days(ALEX).sheet(day.counter, TODAY).changed
    with pytest.raises(ClosingRefused, match="seit der Unterschrift geändert"):
        day.days().confirm(signed, ALEX)


def test_who_is_at_the_cash_office_meanwhile_changes_nothing_of_a_signed_day(day: DayTill) -> None:
    day.balanced()
    other = day.till.office.counter("8")
    signed = day.signed()
    claim = day.till.charged_visit(other)
    with day.till.office.work.write() as work:
        work.visits.send_to_cash_office(claim, [line.id for line in day.till.lines(claim)])
    assert day.report().awaited.cents == 0
    assert day.days().confirm(signed, ALEX).state is ClosingState.LOCKED


def test_a_closing_somebody_else_changed_meanwhile_is_looked_at_again(day: DayTill) -> None:
    day.balanced()
    seen = day.signed()
    day.days().withdraw(seen, "noch einer")
    with pytest.raises(ClosingRefused, match="noch nicht unterschrieben"):
        day.days().confirm(seen, ALEX)
    day.signed()
    with pytest.raises(ClosingRefused, match="inzwischen geändert"):
        day.days().confirm(seen, ALEX)


def test_nothing_happens_to_a_locked_day(day: DayTill) -> None:
    day.balanced()
    locked = day.days().confirm(day.signed(), ALEX)
    acts: tuple[Callable[[], object], ...] = (
        lambda: day.days().withdraw(locked, "doch nicht"),
        lambda: day.days().confirm(locked, SASCHA),
        lambda: day.days().refuse(locked, SASCHA, "doch nicht"),
    )
    for act in acts:
        with pytest.raises(ClosingRefused, match="abgeschlossen"):
            act()
    with pytest.raises(ClosingRefused, match="schon unterschrieben"):
        day.days().sign(day.report())


def test_an_empty_day_and_a_day_to_come_are_not_signed(day: DayTill) -> None:
    with pytest.raises(ClosingRefused, match="nichts gebucht"):
        day.signed()
    with pytest.raises(ClosingRefused, match="noch nicht zu Ende"):
        day.signed(TODAY.replace(day=12))


def test_giving_a_day_back_needs_a_reason(day: DayTill) -> None:
    day.balanced()
    signed = day.signed()
    with pytest.raises(ClosingRefused, match="Grund"):
        day.days().withdraw(signed, " ")
    with pytest.raises(ClosingRefused, match="Grund"):
        day.days().refuse(signed, ALEX, " ")


# ---------------------------------------------------------------- who may


def test_nobody_confirms_what_they_signed_themselves(day: DayTill) -> None:
    day.balanced()
    signed = day.days(SASCHA).sign(day.report())
    with pytest.raises(ClosingRefused, match="zweite Person"):
        day.days(SASCHA).confirm(signed, SASCHA)


@pytest.mark.parametrize("second", [KIM, TONI])
def test_only_a_cash_supervisor_confirms(day: DayTill, second: object) -> None:
    day.balanced()
    with pytest.raises(ClosingRefused, match="Kassenaufsicht"):
        day.days(SASCHA).confirm(day.signed(), KIM if second is KIM else TONI)


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


def test_a_signed_day_and_a_locked_one_are_not_called_the_same(day: DayTill) -> None:
    day.balanced()
    late = day.till.charged_visit()
    closing = day.signed()
    with pytest.raises(DayClosed, match="schon unterschrieben"):
        day.settle(late)
    day.days().confirm(closing, ALEX)
    with pytest.raises(DayClosed, match="abgeschlossen"):
        day.settle(late)
