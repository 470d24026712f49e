"""Families and dealers: several cases in one visit, the person taken over, paid together or apart."""

from dataclasses import replace

import pytest

from clerk.domain.precheck import Presence
from clerk.domain.settlement import Way, open_cents
from clerk.services.held import Held
from tests.catalogue.shipped import TODAY
from tests.services.front_office import (
    PLATES_KEPT,
    TRANSFER,
    TRANSFER_CENTS,
    TRANSFER_FORM,
    FrontOffice,
    answer,
    first,
    save,
)


def again(office: FrontOffice, at: Held) -> Held:
    """Open the same service once more, *wie vorher*."""
    procedure = office.counter.procedure
    return procedure.add_case(at, first(at).service, on=TODAY, like_before_case=first(at).id)


def two_transfers(office: FrontOffice) -> Held:
    """A dealer's two vehicles, both confirmed: 54,80 € are to be paid."""
    two = again(office, office.confirmed())
    second = two.visit.cases[1]
    two = save(office.counter, two, replace(second, answers=PLATES_KEPT))
    two = two.with_case(replace(two.visit.cases[1], form={**TRANSFER_FORM, "plate_old": "RV-AB 13"}))
    office.counter.procedure.save_draft(two, second.id)
    return office.counter.procedure.confirm(two, second.id, on=TODAY)


def test_a_further_case_like_before_begins_with_what_was_answered(office: FrontOffice) -> None:
    one = answer(office.counter, office.serving(), PLATES_KEPT)
    two = again(office, one)
    stored = office.visit(two.claim.visit).cases[1]
    assert stored.answers == PLATES_KEPT
    assert stored.number != first(two).number
    assert stored.confirmed_at is None
    assert "fin" not in stored.form


def test_papers_of_the_vehicle_are_looked_at_for_every_vehicle(office: FrontOffice) -> None:
    one = answer(office.counter, office.serving(), PLATES_KEPT)
    seen = {**first(one).presence, "zb1": Presence.PRESENTED, "zb2": Presence.PRESENTED}
    one = save(office.counter, one, replace(first(one), presence=seen))
    stored = office.visit(again(office, one).claim.visit).cases[1]
    assert not {"zb1", "zb2"} & set(stored.presence)


def test_a_case_of_another_visit_is_never_taken_over(office: FrontOffice) -> None:
    one = office.serving()
    strange = office.waiting(answers=PLATES_KEPT, name="Herr Mustermann")
    with pytest.raises(KeyError):
        office.counter.procedure.add_case(
            one, TRANSFER, on=TODAY, like_before_case=office.visit(strange).cases[0].id
        )
    assert len(office.visit(one.claim.visit).cases) == 1


def test_each_case_of_a_visit_is_charged_for_itself(office: FrontOffice) -> None:
    two = two_transfers(office)
    assert [open_cents(case.lines) for case in two.visit.cases] == [TRANSFER_CENTS, TRANSFER_CENTS]


def test_one_payer_after_the_other_gets_a_receipt_over_what_they_paid(office: FrontOffice) -> None:
    both = two_transfers(office)
    number = both.visit.cases[0].number
    for place, case in enumerate(both.visit.cases):
        lines = [line.id for line in case.lines]
        both = office.counter.settle.otherwise(
            both, lines, Way.CASH_OFFICE, reason="Karte gesperrt", reference=f"K-{place}"
        )
        office.counter.print_out.receipt(both)
        office.clock.advance(minutes=1)
    firsts, seconds = office.printer.receipts
    assert [receipt.total_cents for receipt in (firsts, seconds)] == [TRANSFER_CENTS, TRANSFER_CENTS]
    assert number in firsts.entries[0].matter
    assert number not in seconds.entries[0].matter


def test_a_receipt_over_a_part_names_nobody_as_its_payer(office: FrontOffice) -> None:
    both = two_transfers(office)
    lines = [line.id for line in both.visit.cases[0].lines]
    part = office.counter.settle.otherwise(
        both, lines, Way.CASH_OFFICE, reason="Karte gesperrt", reference="K-1"
    )
    office.counter.print_out.receipt(part)
    assert office.printer.receipts[-1].payer is None
