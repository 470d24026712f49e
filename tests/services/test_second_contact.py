"""Second contacts: to the cash office and back, plates made, things handed out, incomplete cases taken up again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from clerk.domain.case_view import view_visit
from clerk.domain.cash_receipt import BadReceiptNumber
from clerk.domain.closing import items
from clerk.domain.facts import Answer
from clerk.domain.hand_out import with_handed_out
from clerk.domain.plate_order import plate_order
from clerk.domain.precheck import Presence
from clerk.domain.queue_rule import target_time
from clerk.domain.settlement import Way, awaited_from_cash_office, open_cents
from clerk.domain.visit import Outcome, ParkReason, Visit, VisitState
from clerk.persistence.office_admin import Counter, OfficeAdmin, Site
from clerk.ports import AtCashOffice, LineLocked, NotTakenUp, PaymentBlocked, PrinterFault
from clerk.services.held import Held
from clerk.services.procedure import with_value
from clerk.services.settle import Settle
from clerk.services.workstation import Workstation
from tests.catalogue.shipped import TODAY
from tests.services.card import open_card_payment, pay_by_card, start_card_payment
from tests.services.front_office import (
    COPIES,
    KIM,
    MORNING,
    PLATES_KEPT,
    SASCHA,
    TRANSFER_CENTS,
    TRANSFER_FORM,
    FrontOffice,
    close,
    fill,
    first,
    held,
    next_at,
    save,
    settle_all,
)

NEW_PLATE: dict[str, Answer] = {**PLATES_KEPT, "plate_keep": False, "plate_wish": False}
NEW_PLATE_FORM = {**TRANSFER_FORM, "plate": "RV-CD 77"}


def ids(at: Held) -> list[int]:
    return [line.id for line in at.visit.lines]


# ---------------------------------------------------------------- the cash office


def sent_to_cash_office(office: FrontOffice) -> Held:
    """27,40 € are to be paid at the cash office, the visit is parked."""
    confirmed = office.confirmed()
    sent = office.counter.settle.send_to_cash_office(confirmed, ids(confirmed))
    office.counter.set_aside.park(sent, ParkReason.CASH_OFFICE)
    return sent


def test_what_is_paid_at_the_cash_office_stays_open_until_its_receipt_is_there(office: FrontOffice) -> None:
    sent = sent_to_cash_office(office)
    stored = office.visit(sent.claim.visit)
    assert stored.state is VisitState.PARKED
    assert open_cents(stored.lines) == TRANSFER_CENTS
    assert awaited_from_cash_office(stored.lines) == stored.lines

    back = held(office.kfz_counter.call_next.take(sent.claim.visit))
    assert back.visit.awaited is ParkReason.CASH_OFFICE
    settled = office.kfz_counter.settle.back_from_cash_office(back, " KB-17 ")
    assert open_cents(settled.visit.lines) == 0
    assert awaited_from_cash_office(settled.visit.lines) == ()
    assert {
        line.settlement and (line.settlement.way, line.settlement.reference) for line in settled.visit.lines
    } == {(Way.CASH_OFFICE, "KB-17")}
    close(office.kfz_counter, settled)
    assert office.visit(sent.claim.visit).is_single_visit


def test_the_receipt_names_the_receipt_of_the_cash_office(office: FrontOffice) -> None:
    back = held(office.counter.call_next.take(sent_to_cash_office(office).claim.visit))
    office.clock.advance(minutes=1)
    office.counter.print_out.receipt(office.counter.settle.back_from_cash_office(back, "KB-17"))
    [receipt] = office.printer.receipts
    assert receipt.payment.reason is not None
    assert "KB-17" in receipt.payment.reason


def test_who_was_sent_to_the_cash_office_is_charged_nowhere_else_meanwhile(office: FrontOffice) -> None:
    back = held(office.counter.call_next.take(sent_to_cash_office(office).claim.visit))
    with pytest.raises(PaymentBlocked, match="Kasse"):
        open_card_payment(office, back)
    for way in (Way.NOTICE, Way.EXEMPT):
        with pytest.raises(AtCashOffice):
            office.counter.settle.otherwise(back, ids(back), way, reason="Grund")
    with pytest.raises(AtCashOffice):
        office.counter.close_visit.set_outcome(back, first(back).id, Outcome.WITHDRAWN)
    assert open_cents(office.visit(back.claim.visit).lines) == TRANSFER_CENTS


def test_who_did_not_pay_there_pays_by_card_after_all(office: FrontOffice) -> None:
    back = held(office.counter.call_next.take(sent_to_cash_office(office).claim.visit))
    here = office.counter.settle.back_from_cash_office(back, None)
    assert open_cents(here.visit.lines) == TRANSFER_CENTS
    pay_by_card(office, here)
    assert open_cents(office.visit(back.claim.visit).lines) == 0


def test_an_unclear_payment_cannot_be_sent_to_the_cash_office(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    start_card_payment(office, confirmed)
    with pytest.raises(LineLocked):
        office.counter.settle.send_to_cash_office(confirmed, ids(confirmed))
    assert awaited_from_cash_office(office.visit(confirmed.claim.visit).lines) == ()


@pytest.mark.parametrize("number", ["", "  ", "x" * 41])
def test_a_number_that_cannot_be_one_settles_nothing(office: FrontOffice, number: str) -> None:
    back = held(office.counter.call_next.take(sent_to_cash_office(office).claim.visit))
    with pytest.raises((BadReceiptNumber, ValueError)):
        office.counter.settle.back_from_cash_office(back, number)
    assert open_cents(office.visit(back.claim.visit).lines) == TRANSFER_CENTS


def test_an_office_that_says_how_its_cash_office_writes_refuses_other_numbers(office: FrontOffice) -> None:
    from clerk.persistence.work import StoredUnitOfWork  # noqa: PLC0415 - a settle service of its own

    confirmed = office.confirmed()
    settle = Settle(
        StoredUnitOfWork(office.store, office.clock), office.counter.seat, receipt_layout="KB-999"
    )
    with pytest.raises(BadReceiptNumber, match="KB-999"):
        settle.otherwise(confirmed, ids(confirmed), Way.CASH_OFFICE, reason="bar", reference="KB-12")
    settled = settle.otherwise(confirmed, ids(confirmed), Way.CASH_OFFICE, reason="bar", reference="kb-123")
    assert {line.settlement and line.settlement.reference for line in settled.visit.lines} == {"KB-123"}


def test_confirming_again_with_the_same_fee_keeps_the_customer_at_the_cash_office(
    office: FrontOffice,
) -> None:
    back = held(office.counter.call_next.take(sent_to_cash_office(office).claim.visit))
    again = office.counter.procedure.confirm(back, first(back).id, on=TODAY)
    assert awaited_from_cash_office(again.visit.lines) == again.visit.lines
    assert office.counter.settle.back_from_cash_office(again, "KB-17").visit.lines[0].is_settled


# ---------------------------------------------------------------- parked and back


@pytest.mark.parametrize("reason", list(ParkReason))
def test_what_was_awaited_is_known_when_the_visit_goes_on_anywhere(
    office: FrontOffice, reason: ParkReason
) -> None:
    parked = office.serving()
    office.counter.set_aside.park(parked, reason)
    [entry] = office.queue.snapshot(office.kfz_counter.seat.workplace).parked
    assert entry.park_reason is reason
    office.kfz_counter.set_aside.back_again(parked.claim.visit)
    [entry] = office.queue.snapshot(office.counter.seat.workplace).waiting
    assert (entry.park_reason, entry.awaited) == (None, reason)
    called = next_at(office.kfz_counter)
    assert office.kfz_counter.call_next.begin(called).visit.awaited is reason


# ---------------------------------------------------------------- plates


def test_the_slip_for_the_plate_maker_says_what_to_make_and_nothing_of_the_person(
    office: FrontOffice,
) -> None:
    serving = office.serving(answers=NEW_PLATE, form=NEW_PLATE_FORM, name="Frau Beispiel")
    [view] = view_visit(office.catalogue, serving.visit, on=TODAY)
    office.counter.print_out.plate_slip(serving.visit, [plate_order(view)])
    [slip] = office.printer.plate_slips
    assert slip.ticket == serving.visit.ticket
    assert [order.plate for order in slip.orders] == ["RV-CD 77"]
    assert "Beispiel" not in repr(slip)
    assert TRANSFER_FORM["fin"] not in repr(slip)


def test_a_printer_out_of_order_says_so(office: FrontOffice) -> None:
    serving = office.serving(answers=NEW_PLATE, form=NEW_PLATE_FORM)
    [view] = view_visit(office.catalogue, serving.visit, on=TODAY)
    office.printer.broken = True
    with pytest.raises(PrinterFault):
        office.counter.print_out.plate_slip(serving.visit, [plate_order(view)])


# ---------------------------------------------------------------- handing out


def hand_out(place: Workstation, at: Held, things: Iterable[str]) -> Held:
    case = with_handed_out(first(at), things, done=True, fee_cents=None)
    return save(place, at, case)


def left(office: FrontOffice, visit: Visit) -> tuple[str, ...]:
    views = view_visit(office.catalogue, visit, on=TODAY)
    return tuple(item.text for item in items(views) if item.requirement is None and not item.done)


def test_what_was_handed_out_is_known_at_the_next_counter_and_after_a_restart(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    given = hand_out(office.counter, settled, ["Zulassungsbescheinigung Teil I"])
    office.counter.set_aside.park(given, ParkReason.PLATES)
    again = FrontOffice.reopen(office.store.address)
    taken = held(again.kfz_counter.call_next.take(given.claim.visit))
    assert left(again, taken.visit) == ("Zulassungsbescheinigung Teil II",)
    again.journal.close()
    again.store.close()


def test_only_a_case_that_ends_as_done_hands_something_out(office: FrontOffice) -> None:
    serving = office.serving(answers=NEW_PLATE)
    assert len(left(office, serving.visit)) == 3
    withdrawn = office.counter.close_visit.set_outcome(serving, first(serving).id, Outcome.WITHDRAWN)
    assert left(office, withdrawn.visit) == ()


def test_a_case_removed_takes_its_ticks_with_it(office: FrontOffice) -> None:
    two = office.counter.procedure.add_case(office.serving(), COPIES, on=TODAY)
    second = replace(two.visit.cases[1], handed_out=frozenset({"Kopie"}))
    office.counter.procedure.remove_case(save(office.counter, two, second), second.id)
    assert office.ask("SELECT count(*) FROM case_hand_out") == [(0,)]


# ---------------------------------------------------------------- taken up again


def other_site(office: FrontOffice) -> Workstation:
    """Sascha works at a second site today."""
    admin = OfficeAdmin(office.store, office.clock)
    site = admin.add_site(Site(0, "Nebenstelle", "Bürgerbüro Musterkreis")).id
    counter = admin.add_counter(Counter(0, site, "1", frozenset({"kfz", "pass"})))
    return office.workstation(SASCHA, counter.id)


def left_incomplete(office: FrontOffice, *, name: str = "Frau Beispiel") -> Visit:
    """Somebody was sent home because a paper is missing; everything else was there."""
    serving = office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM, name=name)
    case = replace(first(serving), presence={**first(serving).presence, "zb2": Presence.MISSING})
    lacking = save(office.counter, serving, case)
    office.clock.advance(minutes=1)
    ended = office.counter.close_visit.set_outcome(lacking, case.id, Outcome.INCOMPLETE)
    close(office.counter, ended)
    return office.visit(serving.claim.visit)


def found(place: Workstation, text: str) -> Visit:
    [visit] = place.find.search(text)
    return visit


@pytest.mark.parametrize("text", ["2026-000001", "2026000001"])
def test_an_incomplete_case_goes_on_at_any_site_exactly_where_it_stopped(
    office: FrontOffice, text: str
) -> None:
    before = left_incomplete(office)
    elsewhere = other_site(office)
    office.clock.advance(minutes=24 * 60)
    on = held(elsewhere.arrive.take_up(found(elsewhere, text)))
    case, old = first(on), before.cases[0]
    assert (case.id, case.number, case.as_of) == (old.id, old.number, old.as_of)
    assert (case.answers, case.presence, case.form) == (old.answers, old.presence, old.form)
    assert (case.outcome, case.incomplete_since) == (None, MORNING + timedelta(minutes=1))
    assert (on.visit.state, on.visit.name) == (VisitState.SERVING, "Frau Beispiel")
    assert on.visit.site != before.site
    confirmed = elsewhere.procedure.confirm(on, case.id, on=TODAY + timedelta(days=1))
    close(elsewhere, settle_all(elsewhere, confirmed))
    assert office.ask("SELECT \"case\", visit FROM outbox WHERE kind = 'handover'") == [
        (case.id, on.claim.visit)
    ]


@pytest.mark.parametrize("text", ["Beispiel", "RV-AB 12", "rvab12", "000001"])
def test_by_name_plate_or_a_part_of_the_number_only_at_the_same_site(office: FrontOffice, text: str) -> None:
    left_incomplete(office)
    assert len(office.counter.find.search(text)) == 1
    assert other_site(office).find.search(text) == []


def test_what_can_go_on_today_is_not_called_closed(office: FrontOffice) -> None:
    before = left_incomplete(office)
    assert office.counter.find.ended_today(before.ticket) is None
    held(office.counter.arrive.take_up(before))
    assert office.counter.find.ended_today(before.ticket) == "K001 ist abgeschlossen (08:01)."


def test_the_earlier_visit_stays_closed_and_both_name_the_other(office: FrontOffice) -> None:
    before = left_incomplete(office)
    on = held(office.counter.arrive.take_up(before))
    again = office.visit(before.id)
    assert (again.state, again.cases[0].outcome) == (VisitState.CLOSED, Outcome.INCOMPLETE)
    assert not again.is_single_visit
    notes = {(action, detail) for _account, action, detail in office.audit()}
    assert ("case_goes_on", f"2026-000001: visit {on.claim.visit}") in notes
    assert ("case_taken_up", f"2026-000001: visit {before.id}") in notes


def test_who_comes_back_has_a_new_ticket_and_the_place_of_somebody_who_comes_now(office: FrontOffice) -> None:
    before = left_incomplete(office)
    earlier = office.waiting()
    office.clock.advance(minutes=10)
    on = held(office.info_desk.arrive.take_up(before))
    assert on.visit.ticket != before.ticket
    offset = timedelta(minutes=office.info_desk.seat.workplace.walk_in_offset_minutes)
    assert on.visit.z == target_time(office.clock.time, walk_in_offset=offset)
    office.info_desk.arrive.let_wait(on)
    assert next_at(office.counter).claim.visit == earlier
    assert next_at(office.kfz_counter).claim.visit == on.claim.visit


def test_a_case_is_taken_up_once(office: FrontOffice) -> None:
    before = left_incomplete(office)
    on = held(office.counter.arrive.take_up(before))
    tickets = office.ask("SELECT series, last FROM ticket_series ORDER BY 1")
    with pytest.raises(NotTakenUp, match=f"2026-000001 .*{on.visit.ticket}"):
        office.kfz_counter.arrive.take_up(before)
    assert office.kfz_counter.call_next.held() is None
    assert office.ask("SELECT series, last FROM ticket_series ORDER BY 1") == tickets
    assert [visit.id for visit in office.kfz_counter.find.search("2026-000001")] == [on.claim.visit]


def test_after_thirty_days_it_is_no_longer_offered_and_a_sentence_says_so(office: FrontOffice) -> None:
    before = left_incomplete(office)
    office.clock.time = MORNING + timedelta(days=30)
    assert office.counter.find.too_late("2026-000001") is None
    office.clock.advance(minutes=2)
    assert office.counter.find.search("2026000001") == []
    sentence = office.counter.find.too_late("2026000001")
    assert sentence is not None
    assert "30 Tagen" in sentence
    with pytest.raises(NotTakenUp, match="30 Tagen"):
        office.counter.arrive.take_up(before)


def test_a_counter_busy_with_somebody_else_takes_nobody_up(office: FrontOffice) -> None:
    before = left_incomplete(office)
    other = office.serving()
    answer = office.counter.arrive.take_up(before)
    assert not isinstance(answer, Held)
    assert office.visit(before.id).cases[0].outcome is Outcome.INCOMPLETE
    assert office.ask("SELECT visit FROM \"case\" WHERE number = '2026-000001'") == [(before.id,)]
    assert other.visit.cases[0].number != "2026-000001"


def test_a_case_left_incomplete_twice_has_another_thirty_days(office: FrontOffice) -> None:
    before = left_incomplete(office)
    office.clock.advance(minutes=60 * 24 * 29)
    on = held(office.counter.arrive.take_up(before))
    close(office.counter, office.counter.close_visit.set_outcome(on, first(on).id, Outcome.INCOMPLETE))
    office.clock.advance(minutes=60 * 24 * 29)
    third = held(office.counter.arrive.take_up(found(office.counter, "2026-000001")))
    assert first(third).form == before.cases[0].form
    assert office.ask("SELECT count(*) FROM case_history") == [(2,)]


def test_a_case_that_was_in_an_earlier_visit_is_not_removed_as_a_mistake(office: FrontOffice) -> None:
    on = held(office.counter.arrive.take_up(left_incomplete(office)))
    two = office.counter.procedure.add_case(on, COPIES, on=TODAY)
    with pytest.raises(ValueError, match="früheren Besuch"):
        office.counter.procedure.remove_case(two, first(on).id)


def test_all_incomplete_cases_of_a_visit_go_on_together_and_the_done_one_does_not(
    office: FrontOffice,
) -> None:
    confirmed = settle_all(office.counter, office.confirmed())
    two = office.counter.procedure.add_case(confirmed, COPIES, on=TODAY)
    ended = office.counter.close_visit.set_outcome(two, two.visit.cases[1].id, Outcome.INCOMPLETE)
    close(office.counter, ended)
    before = office.visit(two.claim.visit)
    on = held(office.counter.arrive.take_up(before))
    assert [case.service for case in on.visit.cases] == [COPIES]
    assert [case.outcome for case in office.visit(before.id).cases] == [Outcome.DONE, Outcome.INCOMPLETE]


def paid_then_left_incomplete(office: FrontOffice) -> Visit:
    confirmed = office.confirmed()
    pay_by_card(office, confirmed)
    paid = office.counter.call_next.reload(confirmed)
    office.clock.advance(minutes=1)
    office.counter.print_out.receipt(paid)
    ended = office.counter.close_visit.set_outcome(paid, first(paid).id, Outcome.INCOMPLETE)
    close(office.counter, ended)
    return office.visit(confirmed.claim.visit)


def test_what_was_paid_before_is_neither_charged_nor_receipted_again(office: FrontOffice) -> None:
    before = paid_then_left_incomplete(office)
    office.clock.advance(minutes=60 * 24)
    on = held(office.counter.arrive.take_up(before))
    confirmed = office.counter.procedure.confirm(on, first(on).id, on=TODAY + timedelta(days=1))
    assert open_cents(confirmed.visit.lines) == 0
    assert confirmed.visit.settled_here == ()
    two = office.counter.procedure.add_case(confirmed, COPIES, on=TODAY)
    filled = fill(office.counter, two, {"qty": "2"}, two.visit.cases[1])
    charged = office.counter.procedure.confirm(filled, two.visit.cases[1].id, on=TODAY)
    office.clock.advance(minutes=1)
    office.counter.print_out.receipt(settle_all(office.counter, charged))
    old, new = office.printer.receipts
    assert old.total_cents == TRANSFER_CENTS
    assert new.total_cents == open_cents(charged.visit.lines)


def test_the_receipt_of_the_earlier_visit_can_still_be_copied(office: FrontOffice) -> None:
    before = paid_then_left_incomplete(office)
    held(office.counter.arrive.take_up(before))
    office.counter.print_out.copy(before.id)
    original, copy = office.printer.receipts
    assert copy == replace(original, copy=True)


def test_the_amounts_stay_those_of_the_day_the_case_began(office: FrontOffice) -> None:
    before = left_incomplete(office)
    dearer = tuple(
        replace(fee, cents=fee.cents + 1000, valid_from=TODAY + timedelta(days=2)) if fee.cents else fee
        for fee in office.catalogue.fee_versions
    )
    office.catalogue = replace(office.catalogue, fee_versions=(*office.catalogue.fee_versions, *dearer))
    office.clock.advance(minutes=60 * 24 * 3)
    later = office.workstation(KIM, 2)
    on = held(later.arrive.take_up(before))
    again = later.procedure.confirm(on, first(on).id, on=TODAY + timedelta(days=3))
    assert open_cents(again.visit.lines) == TRANSFER_CENTS
    fresh = later.procedure.add_case(again, first(on).service, on=TODAY + timedelta(days=3))
    case = replace(fresh.visit.cases[1], answers=PLATES_KEPT)
    for field, value in TRANSFER_FORM.items():
        case = with_value(case, field, value)
    new = later.procedure.confirm(save(later, fresh, case), case.id, on=TODAY + timedelta(days=3))
    assert open_cents(new.visit.lines) > 2 * TRANSFER_CENTS
