"""Receipts and slips: what they say, what they never say, and what a printer fault leaves for later."""

from datetime import datetime

import pytest

from clerk.domain.case_view import view_visit
from clerk.domain.catalogue import BroughtBy
from clerk.domain.printout import receipt_text, slip_text
from clerk.domain.receipt import Receipt, Slip
from clerk.domain.settlement import Way
from clerk.domain.slip import Language
from clerk.ports import PrinterFault
from clerk.services.held import Held
from clerk.services.receipt_content import way_text
from tests.catalogue.shipped import TODAY
from tests.services.card import pay_by_card
from tests.services.front_office import (
    BERLIN,
    COPIES,
    PLATES_KEPT,
    TRANSFER_FORM,
    FrontOffice,
    answer,
    fill,
    first,
    present,
    settle_all,
)


def printed(office: FrontOffice, at: Held) -> Receipt:
    """Print the receipt of a visit and return it as it came out."""
    office.counter.print_out.receipt(at)
    return office.printer.receipts[-1]


def paid_by_card(office: FrontOffice) -> Held:
    confirmed = office.confirmed()
    pay_by_card(office, confirmed)
    return office.counter.call_next.reload(confirmed)


# ---------------------------------------------------------------- what a receipt says


def test_the_receipt_of_a_card_payment_says_office_day_number_matter_fees_and_card(
    office: FrontOffice,
) -> None:
    office.clock.advance(minutes=90)
    paid = paid_by_card(office)
    receipt = printed(office, paid)
    assert (receipt.office, receipt.site) == ("Bürgerbüro Musterkreis", "Musterstadt")
    assert receipt.issued_at == datetime(2026, 11, 23, 9, 30, tzinfo=BERLIN)
    assert receipt.number == "2026-000001"
    assert receipt.ticket == "K001"
    assert receipt.payer == "Frau Beispiel"
    (entry,) = receipt.entries
    assert entry.matter == f"{office.catalogue.service(first(paid).service).name}, Vorgang 2026-000001"
    assert [(line.tariff, line.cents) for line in entry.lines] == [
        ("GebOSt 221.8", 2420),
        ("GebOSt 124", 320),
    ]
    assert (receipt.total_cents, receipt.bund_share_cents) == (2740, 320)
    assert receipt.payment.kind == "Kartenzahlung"
    assert (receipt.payment.terminal_id, receipt.payment.terminal_receipt) == ("52500001", "0042")
    assert receipt.payment.card_name == "girocard"
    assert not receipt.copy


def test_a_receipt_tells_no_birth_date_no_number_of_a_paper_and_no_plate(office: FrontOffice) -> None:
    entries = {
        **TRANSFER_FORM,
        "holder_birth": "03.05.1988",
        "zb2_no": "AB123456",
        "iban": "DE89370400440532013000",
    }
    serving = office.serving(answers=PLATES_KEPT, form=entries, name="Frau Beispiel")
    confirmed = office.counter.procedure.confirm(serving, first(serving).id, on=TODAY)
    text = receipt_text(printed(office, settle_all(office.counter, confirmed)))
    assert "Frau Beispiel" in text
    for secret in ("1988", "03.05", "AB123456", "A1BS31Z0430336179", "RV-AB", "A123456", "DE89"):
        assert secret not in text


@pytest.mark.parametrize(
    ("way", "kind", "reason"),
    [
        (Way.NOTICE, "Gebührenbescheid, nicht bezahlt", "Karte nicht lesbar"),
        (Way.CASH_OFFICE, "an der Kasse bezahlt", "Beleg der Kasse K-4711"),
        (Way.EXEMPT, "gebührenfrei", "Karte nicht lesbar"),
    ],
)
def test_another_way_of_paying_stands_on_the_receipt_with_its_reason(
    office: FrontOffice, way: Way, kind: str, reason: str
) -> None:
    receipt = printed(office, settle_all(office.counter, office.confirmed(), way))
    assert receipt.payment.kind == kind == way_text(way)
    assert receipt.payment.reason == reason
    assert receipt.payment.terminal_id is None
    assert receipt.payment.terminal_receipt is None


def test_several_cases_stand_on_one_receipt_with_one_total(office: FrontOffice) -> None:
    two = office.counter.procedure.add_case(office.confirmed(), COPIES, on=TODAY)
    copies = two.visit.cases[1]
    filled = fill(office.counter, two, {"qty": "3"}, copies)
    confirmed = office.counter.procedure.confirm(filled, copies.id, on=TODAY)
    receipt = printed(office, settle_all(office.counter, confirmed))
    assert len(receipt.entries) == 2
    (line,) = receipt.entries[1].lines
    assert line.label.startswith("3 × ")
    assert receipt.total_cents == 2740 + line.cents


def test_what_is_not_settled_is_not_on_the_receipt(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    fee, federal_share = confirmed.visit.lines
    partly = office.counter.settle.otherwise(confirmed, [fee.id], Way.EXEMPT, reason="§ 5 GebOSt")
    receipt = printed(office, partly)
    assert receipt.total_cents == fee.cents
    assert federal_share.tariff not in receipt_text(receipt)


def test_a_hostile_name_is_harmless_on_the_receipt_and_stays_legible(office: FrontOffice) -> None:
    hostile = "Meier [/x]\x1b]52;c;ZQ==\x07 \u202e[TODO]"
    text = receipt_text(printed(office, settle_all(office.counter, office.confirmed(name=hostile))))
    assert "Meier [/x] [TODO]" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


# ---------------------------------------------------------------- copies, faults


def test_a_second_print_is_a_copy_under_the_same_number(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    original, copy = printed(office, settled), printed(office, settled)
    assert (original.copy, copy.copy) == (False, True)
    assert original.number == copy.number == office.counter.print_out.number_of(settled.claim.visit)
    assert copy.entries == original.entries


def test_a_copy_can_be_printed_of_a_visit_that_is_closed(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    original = printed(office, settled)
    office.counter.close_visit.close(settled, on=TODAY)
    done = office.info_desk.print_out.copy(settled.claim.visit)
    copy = office.printer.receipts[-1]
    assert done.number == copy.number == original.number
    assert copy.copy
    assert copy.entries == original.entries


def test_what_is_settled_after_the_first_receipt_gets_a_receipt_of_its_own(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    original = printed(office, settled)
    office.clock.advance(minutes=5)
    two = office.counter.procedure.add_case(settled, COPIES, on=TODAY)
    added = two.visit.cases[-1]
    filled = fill(office.counter, two, {"qty": "2"}, added)
    again = settle_all(office.counter, office.counter.procedure.confirm(filled, added.id, on=TODAY))
    office.clock.advance(minutes=1)
    second = printed(office, again)
    assert second.number != original.number
    assert not second.copy
    assert (original.total_cents, second.total_cents) == (2740, 1000)


def test_a_visit_without_a_receipt_has_no_copy(office: FrontOffice) -> None:
    with pytest.raises(LookupError):
        office.counter.print_out.copy(office.confirmed().claim.visit)
    assert office.printer.receipts == []


def test_before_the_first_print_there_is_no_number(office: FrontOffice) -> None:
    assert office.counter.print_out.number_of(office.confirmed().claim.visit) is None


def test_a_printer_fault_keeps_the_receipt_and_it_is_printed_later_as_the_original(
    office: FrontOffice,
) -> None:
    settled = settle_all(office.counter, office.confirmed())
    office.printer.broken = True
    with pytest.raises(PrinterFault, match="kein Papier"):
        office.counter.print_out.receipt(settled)
    number = office.counter.print_out.number_of(settled.claim.visit)
    with pytest.raises(PrinterFault):
        office.counter.print_out.catch_up()
    office.printer.broken = False
    assert [done.number for done in office.counter.print_out.catch_up()] == [number]
    assert [(receipt.number, receipt.copy) for receipt in office.printer.receipts] == [(number, False)]
    assert office.counter.print_out.catch_up() == []


def test_a_receipt_waits_for_its_printer_though_the_visit_is_closed(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    office.printer.broken = True
    with pytest.raises(PrinterFault):
        office.counter.print_out.receipt(settled)
    office.counter.close_visit.close(settled, on=TODAY)
    office.printer.broken = False
    restarted = FrontOffice.reopen(office.store.address)
    assert len(restarted.counter.print_out.catch_up()) == 1
    assert restarted.printer.receipts[0].total_cents == 2740
    restarted.store.close()


def test_another_counter_does_not_print_what_is_left_over_here(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    office.printer.broken = True
    with pytest.raises(PrinterFault):
        office.counter.print_out.receipt(settled)
    office.printer.broken = False
    assert office.info_desk.print_out.catch_up() == []


@pytest.mark.parametrize(("minutes_later", "expected"), [(200, 1), (220, 0), (11 * 60, 0), (72 * 60, 0)])
def test_what_was_left_over_is_printed_until_midnight_and_never_on_another_day(
    office: FrontOffice, minutes_later: float, expected: int
) -> None:
    """20:30 to 7:30 is less than twelve hours, and still another day."""
    office.clock.advance(minutes=12.5 * 60)
    settled = settle_all(office.counter, office.confirmed())
    office.printer.broken = True
    with pytest.raises(PrinterFault):
        office.counter.print_out.receipt(settled)
    office.printer.broken = False
    office.clock.advance(minutes=minutes_later)
    assert len(office.counter.print_out.catch_up()) == len(office.printer.receipts) == expected


# ---------------------------------------------------------------- the slip


def slip_of(office: FrontOffice, at: Held) -> Slip:
    views = view_visit(office.catalogue, at.visit, on=TODAY)
    office.info_desk.print_out.slip(at.visit, views)
    return office.printer.slips[-1]


def test_the_slip_lists_what_the_customer_brings_and_nothing_else(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened("kfz-neuzulassung"), {"proxy": True})
    slip = slip_of(office, opened)
    (view,) = view_visit(office.catalogue, opened.visit, on=TODAY)
    text = slip_text(slip)
    others = [line for line in view.checklist.lines if line.by is not BroughtBy.CUSTOMER]
    assert others
    customers = {line.label for line in view.checklist.lines if line.by is BroughtBy.CUSTOMER}
    assert slip.to_bring
    assert all(any(entry.startswith(label) for label in customers) for entry in slip.to_bring)
    assert not [line.label for line in others if line.label not in customers and line.label in text]
    assert slip.ticket == "K001"
    assert (slip.office, slip.site) == ("Bürgerbüro Musterkreis", "Musterstadt")


def test_alternatives_are_spelled_out_on_the_slip(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened(), PLATES_KEPT)
    assert any(" oder " in entry for entry in slip_of(office, opened).to_bring)


def test_once_something_was_seen_the_slip_lists_only_what_is_still_needed(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened(), PLATES_KEPT)
    opened = present(office.info_desk, opened, missing=frozenset({"evb"}))
    assert slip_of(office, opened).to_bring == (office.catalogue.documents["evb"].label,)


def test_with_everything_seen_the_slip_asks_for_nothing(office: FrontOffice) -> None:
    opened = present(office.info_desk, answer(office.info_desk, office.opened(), PLATES_KEPT))
    slip = slip_of(office, opened)
    assert slip.to_bring == ()
    assert "nichts weiter" in slip_text(slip)


def test_what_is_still_to_be_clarified_stands_below_as_a_note(office: FrontOffice) -> None:
    opened = office.opened()
    proxy = office.catalogue.facts["proxy"].label
    assert f"Noch offen ist: {proxy}" in slip_of(office, opened).notes
    answered = present(office.info_desk, answer(office.info_desk, opened, PLATES_KEPT))
    assert slip_of(office, answered).notes == ()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.GERMAN, "nennen Sie bitte die Vorgangsnummer 2026-000001."),
        (Language.ENGLISH, "please tell us the case number 2026-000001."),
        (Language.PLAIN, "diese Nummer: 2026-000001."),
    ],
)
def test_who_has_to_come_back_takes_the_number_of_the_case_along(
    office: FrontOffice, language: Language, words: str
) -> None:
    opened = answer(office.info_desk, office.opened(), PLATES_KEPT)
    lacking = present(office.info_desk, opened, missing=frozenset({"evb"}))
    views = view_visit(office.catalogue, lacking.visit, on=TODAY)
    office.info_desk.print_out.slip(lacking.visit, views, language)
    assert words in " ".join(slip_text(office.printer.slips[-1]).split())


def test_a_caller_has_no_case_and_gets_no_number(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened(), PLATES_KEPT)
    views = view_visit(office.catalogue, opened.visit, on=TODAY)
    office.info_desk.print_out.slip(None, views)
    assert "Vorgangsnummer" not in slip_text(office.printer.slips[-1])


def test_a_paper_needed_for_two_cases_is_listed_once(office: FrontOffice) -> None:
    two = office.info_desk.procedure.add_case(office.opened(COPIES), COPIES, on=TODAY)
    assert len(slip_of(office, two).to_bring) == 1


def test_the_slip_is_in_the_language_asked_for(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened(), PLATES_KEPT)
    views = view_visit(office.catalogue, opened.visit, on=TODAY)
    texts = {
        Language.GERMAN: ("Bitte bringen Sie mit:", "Aufrufnummer K001"),
        Language.ENGLISH: ("Please bring with you:", "Your number: K001"),
        Language.PLAIN: ("Das müssen Sie mitbringen:", "Ihre Nummer: K001"),
    }
    for language, wanted in texts.items():
        office.info_desk.print_out.slip(opened.visit, views, language)
        text = slip_text(office.printer.slips[-1])
        assert all(words in text for words in wanted)


def test_a_caller_gets_a_slip_without_a_visit(office: FrontOffice) -> None:
    told = office.info_desk.knowledge.answer(COPIES, {}, on=TODAY)
    office.info_desk.print_out.slip(None, [told])
    slip = office.printer.slips[-1]
    assert slip.ticket is None
    assert slip.service_names == (office.catalogue.service(COPIES).name,)


def test_the_slip_names_a_delicate_service_neutrally(office: FrontOffice) -> None:
    delicate = next(service for service in office.catalogue.services if service.neutral_name)
    text = slip_text(slip_of(office, office.opened(delicate.id)))
    assert delicate.neutral_name is not None
    assert delicate.neutral_name in text
    assert delicate.name not in text


def test_a_fault_while_printing_a_slip_is_told_and_changes_nothing(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened(), PLATES_KEPT)
    office.printer.broken = True
    with pytest.raises(PrinterFault, match="kein Papier"):
        slip_of(office, opened)
    assert office.visit(opened.claim.visit) == opened.visit
