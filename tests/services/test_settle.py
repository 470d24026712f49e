"""Ways of paying other than the card: each with a reason, none while a card payment is open."""

import pytest

from clerk.domain.settlement import Way, open_cents
from clerk.ports import ClaimLost, LineLocked
from clerk.services.held import Held
from clerk.services.settle import ReasonMissing
from tests.services.card import pay_by_card, start_card_payment
from tests.services.front_office import KIM, MORNING, TRANSFER_CENTS, FrontOffice, settle_all


def ids(at: Held) -> list[int]:
    return [line.id for line in at.visit.lines]


@pytest.mark.parametrize("reason", ["", "   ", "\x1b[2J\n"])
def test_without_a_reason_nothing_is_settled(office: FrontOffice, reason: str) -> None:
    confirmed = office.confirmed()
    with pytest.raises(ReasonMissing, match="Grund angeben"):
        office.counter.settle.otherwise(confirmed, ids(confirmed), Way.NOTICE, reason=reason)
    assert open_cents(office.visit(confirmed.claim.visit).lines) == TRANSFER_CENTS


@pytest.mark.parametrize("reference", [None, "", "  "])
def test_the_cash_office_needs_its_receipt_number(office: FrontOffice, reference: str | None) -> None:
    confirmed = office.confirmed()
    with pytest.raises(ReasonMissing, match="Belegnummer der Kasse"):
        office.counter.settle.otherwise(
            confirmed, ids(confirmed), Way.CASH_OFFICE, reason="bar", reference=reference
        )
    assert open_cents(office.visit(confirmed.claim.visit).lines) == TRANSFER_CENTS


@pytest.mark.parametrize("way", [Way.NOTICE, Way.CASH_OFFICE, Way.EXEMPT])
def test_each_way_settles_everything_with_its_reason(office: FrontOffice, way: Way) -> None:
    confirmed = office.confirmed()
    settled = office.counter.settle.otherwise(
        confirmed, ids(confirmed), way, reason=" § 5 GebOSt ", reference=" K-17 "
    )
    assert open_cents(settled.visit.lines) == 0
    settlements = [line.settlement for line in settled.visit.lines]
    assert {s and (s.way, s.reason, s.reference, s.at, s.payment) for s in settlements} == {
        (way, "§ 5 GebOSt", "K-17", MORNING, None)
    }
    assert (KIM.account, "settled_otherwise", way) in office.audit()


def test_what_was_typed_as_reason_is_harmless(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    hostile = "auf \x1b]52;c;ZQ==\x07Wunsch\u202e [/x]"
    settled = office.counter.settle.otherwise(confirmed, ids(confirmed), Way.NOTICE, reason=hostile)
    assert {line.settlement and line.settlement.reason for line in settled.visit.lines} == {"auf Wunsch [/x]"}


def test_a_line_is_settled_once(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    with pytest.raises(ValueError, match="schon bezahlt"):
        office.counter.settle.otherwise(settled, ids(settled), Way.EXEMPT, reason="§ 5 GebOSt")


def test_while_a_card_payment_is_open_no_other_way_settles_its_lines(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    start_card_payment(office, confirmed)
    with pytest.raises(LineLocked, match="noch nicht geklärt"):
        office.counter.settle.otherwise(confirmed, ids(confirmed), Way.NOTICE, reason="eilig")
    assert open_cents(office.visit(confirmed.claim.visit).lines) == TRANSFER_CENTS
    assert (KIM.account, "settled_otherwise", Way.NOTICE) not in office.audit()


def test_what_the_card_has_paid_is_not_settled_again(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    pay_by_card(office, confirmed)
    with pytest.raises(ValueError, match="schon bezahlt"):
        office.counter.settle.otherwise(confirmed, ids(confirmed), Way.NOTICE, reason="eilig")


def test_who_does_not_hold_the_visit_settles_nothing(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    office.queue.release(confirmed.claim)
    with pytest.raises(ClaimLost):
        settle_all(office.counter, confirmed)
    assert open_cents(office.visit(confirmed.claim.visit).lines) == TRANSFER_CENTS
