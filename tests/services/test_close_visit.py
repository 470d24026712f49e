"""Closing: only when nothing is open, with outcomes that say what became of each case."""

import pytest

from clerk.domain.closing import Obstacle
from clerk.domain.settlement import open_cents
from clerk.domain.visit import Case, IllegalTransition, Outcome, ParkReason, VisitState
from clerk.ports import ClaimLost, LineLocked, Nobody
from clerk.services.close_visit import NotClosable
from clerk.services.held import Held
from tests.catalogue.shipped import TODAY
from tests.services.card import decline_card, pay_by_card, start_card_payment
from tests.services.front_office import (
    COPIES,
    COUNTER,
    FREE,
    FREE_FORM,
    KIM,
    PLATES_KEPT,
    TRANSFER,
    TRANSFER_FORM,
    FrontOffice,
    close,
    fill,
    first,
    held,
    next_at,
    settle_all,
)


def obstacles(office: FrontOffice, at: Held) -> list[tuple[Obstacle, int | None]]:
    """Try to close and return what stands against it; the visit must stay as it is."""
    with pytest.raises(NotClosable) as refusal:
        close(office.counter, at)
    assert office.state(at.claim.visit) is VisitState.SERVING
    assert str(refusal.value)
    return [(hindrance.obstacle, hindrance.case) for hindrance in refusal.value.hindrances]


def handovers(office: FrontOffice) -> list[tuple[object, ...]]:
    return office.ask("SELECT \"case\" FROM outbox WHERE kind = 'handover' ORDER BY id")


def ended(office: FrontOffice, at: Held, outcome: Outcome, case: Case | None = None) -> Held:
    return office.counter.close_visit.set_outcome(at, (case or first(at)).id, outcome, note="Notiz")


# ---------------------------------------------------------------- what stands against it


def test_an_application_nobody_has_filled_keeps_the_visit_open(office: FrontOffice) -> None:
    serving = office.serving(answers=PLATES_KEPT)
    assert obstacles(office, serving) == [(Obstacle.NO_OUTCOME, first(serving).id)]


def test_a_case_called_done_without_a_confirmed_application_keeps_the_visit_open(office: FrontOffice) -> None:
    serving = ended(office, office.serving(answers=PLATES_KEPT), Outcome.DONE)
    assert obstacles(office, serving) == [(Obstacle.NOT_CONFIRMED, first(serving).id)]


def test_an_unpaid_fee_keeps_the_visit_open(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    assert obstacles(office, confirmed) == [(Obstacle.NOT_PAID, first(confirmed).id)]


def test_a_declined_card_keeps_the_visit_open(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    decline_card(office, confirmed)
    reloaded = office.counter.call_next.reload(confirmed)
    assert obstacles(office, reloaded) == [(Obstacle.NOT_PAID, first(confirmed).id)]


def test_an_unclear_payment_keeps_the_visit_open_and_is_named_first(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    start_card_payment(office, confirmed)
    found = obstacles(office, office.counter.call_next.reload(confirmed))
    assert found == [(Obstacle.UNCLEAR, None), (Obstacle.NOT_PAID, first(confirmed).id)]


def test_every_case_that_is_open_is_named(office: FrontOffice) -> None:
    two = office.counter.procedure.add_case(office.confirmed(), COPIES, on=TODAY)
    assert obstacles(office, two) == [
        (Obstacle.NOT_PAID, two.visit.cases[0].id),
        (Obstacle.NO_OUTCOME, two.visit.cases[1].id),
    ]


def test_a_screen_that_slept_cannot_close_a_visit_that_is_elsewhere_by_now(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    office.queue.release(settled.claim)
    with pytest.raises(ClaimLost):
        close(office.counter, settled)
    assert office.state(settled.claim.visit) is VisitState.WAITING
    assert handovers(office) == []


def test_a_visit_that_is_only_called_cannot_be_closed(office: FrontOffice) -> None:
    office.waiting(FREE)
    called = fill(office.counter, next_at(office.counter), FREE_FORM)
    with pytest.raises(IllegalTransition):
        close(office.counter, called)
    assert office.state(called.claim.visit) is VisitState.CALLED


# ---------------------------------------------------------------- closed


def test_a_visit_paid_by_card_closes_and_its_application_is_handed_over(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    pay_by_card(office, confirmed)
    close(office.counter, office.counter.call_next.reload(confirmed))
    visit = office.visit(confirmed.claim.visit)
    assert visit.state is VisitState.CLOSED
    assert visit.cases[0].outcome is Outcome.DONE
    assert visit.is_single_visit
    assert handovers(office) == [(visit.cases[0].id,)]
    assert office.counter.call_next.held() is None


def test_a_visit_settled_by_notice_closes(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    close(office.counter, settled)
    assert office.state(settled.claim.visit) is VisitState.CLOSED


def test_a_matter_that_costs_nothing_closes_without_being_confirmed_first(office: FrontOffice) -> None:
    serving = office.serving(FREE, form=FREE_FORM)
    assert first(serving).confirmed_at is None
    close(office.counter, serving)
    case = office.visit(serving.claim.visit).cases[0]
    assert case.outcome is Outcome.DONE
    assert case.confirmed_at is not None


def test_a_closed_visit_is_closed_for_good(office: FrontOffice) -> None:
    serving = office.serving(FREE, form=FREE_FORM)
    close(office.counter, serving)
    with pytest.raises(ClaimLost):
        close(office.counter, serving)
    with pytest.raises(IllegalTransition):
        office.counter.call_next.take(serving.claim.visit)
    assert isinstance(office.counter.call_next.next("press"), Nobody)


# ---------------------------------------------------------------- other outcomes


@pytest.mark.parametrize("outcome", [Outcome.INCOMPLETE, Outcome.REFERRED, Outcome.WITHDRAWN])
def test_a_case_that_is_not_done_closes_without_form_fee_or_handover(
    office: FrontOffice, outcome: Outcome
) -> None:
    given_up = ended(office, office.serving(answers=PLATES_KEPT), outcome)
    close(office.counter, given_up)
    visit = office.visit(given_up.claim.visit)
    assert visit.state is VisitState.CLOSED
    assert (visit.cases[0].outcome, visit.cases[0].note) == (outcome, "Notiz")
    assert not visit.is_single_visit
    assert visit.sent_away is (outcome is Outcome.INCOMPLETE)
    assert handovers(office) == []


@pytest.mark.parametrize("outcome", [Outcome.INCOMPLETE, Outcome.REFERRED, Outcome.WITHDRAWN])
def test_who_leaves_without_the_matter_done_owes_nothing_that_was_not_settled(
    office: FrontOffice, outcome: Outcome
) -> None:
    given_up = ended(office, office.confirmed(), outcome)
    assert given_up.visit.lines == ()
    assert first(given_up).confirmed_at is None
    close(office.counter, given_up)
    assert office.state(given_up.claim.visit) is VisitState.CLOSED


def test_what_was_settled_stays_in_a_case_that_is_withdrawn(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    withdrawn = ended(office, settled, Outcome.WITHDRAWN)
    assert withdrawn.visit.lines == settled.visit.lines


def test_a_case_in_an_open_payment_cannot_be_given_up(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    start_card_payment(office, confirmed)
    with pytest.raises(LineLocked):
        ended(office, confirmed, Outcome.WITHDRAWN)
    assert office.visit(confirmed.claim.visit).cases[0].outcome is None


def test_an_outcome_is_taken_back_and_the_case_goes_on(office: FrontOffice) -> None:
    given_up = ended(office, office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM), Outcome.INCOMPLETE)
    again = office.counter.close_visit.set_outcome(given_up, first(given_up).id, None)
    assert first(again).outcome is None
    assert obstacles(office, again) == [(Obstacle.NO_OUTCOME, first(again).id)]
    confirmed = office.counter.procedure.confirm(again, first(again).id, on=TODAY)
    close(office.counter, settle_all(office.counter, confirmed))
    assert office.visit(again.claim.visit).is_single_visit


def test_an_outcome_of_a_paid_case_taken_back_leaves_it_as_it_was(office: FrontOffice) -> None:
    paid = settle_all(office.counter, office.confirmed())
    again = office.counter.close_visit.set_outcome(
        ended(office, paid, Outcome.INCOMPLETE), first(paid).id, None
    )
    assert first(again).confirmed_at == first(paid).confirmed_at
    close(office.counter, again)


# ---------------------------------------------------------------- several cases, one visit


def with_copies(office: FrontOffice, at: Held) -> Held:
    """Add two certified copies to the visit and confirm them."""
    two = office.counter.procedure.add_case(at, COPIES, on=TODAY)
    copies = two.visit.cases[1]
    filled = fill(office.counter, two, {"qty": "2"}, copies)
    return office.counter.procedure.confirm(filled, copies.id, on=TODAY)


def test_several_cases_have_one_total_and_one_payment(office: FrontOffice) -> None:
    two = with_copies(office, office.confirmed())
    copies = sum(line.cents for line in two.visit.cases[1].lines)
    assert open_cents(two.visit.lines) == 2740 + copies
    payment = pay_by_card(office, two)
    paid = office.counter.call_next.reload(two)
    assert open_cents(paid.visit.lines) == 0
    assert {line.settlement and line.settlement.payment for line in paid.visit.lines} == {payment.id}
    close(office.counter, paid)
    assert office.visit(two.claim.visit).is_single_visit
    assert handovers(office) == [(case.id,) for case in paid.visit.cases]


def test_one_case_incomplete_and_the_visit_is_no_single_visit_but_the_other_is_handed_over(
    office: FrontOffice,
) -> None:
    two = with_copies(office, office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM))
    mixed = ended(office, two, Outcome.INCOMPLETE)
    close(office.counter, settle_all(office.counter, mixed))
    visit = office.visit(two.claim.visit)
    assert [case.outcome for case in visit.cases] == [Outcome.INCOMPLETE, Outcome.DONE]
    assert not visit.is_single_visit
    assert handovers(office) == [(visit.cases[1].id,)]


def test_the_share_of_single_visits_counts_who_was_never_sent_away(office: FrontOffice) -> None:
    for outcome in (None, None, Outcome.INCOMPLETE):
        serving = fill(office.counter, office.serving(FREE), FREE_FORM)
        close(office.counter, serving if outcome is None else ended(office, serving, outcome))
    assert office.ask("SELECT sent_away, count(*) FROM visit GROUP BY sent_away ORDER BY 1") == [
        (0, 2),
        (1, 1),
    ]


def test_somebody_parked_for_plates_still_makes_a_single_visit(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    office.counter.set_aside.park(settled, ParkReason.PLATES)
    taken = held(office.kfz_counter.call_next.take(settled.claim.visit))
    assert [case.service for case in taken.visit.cases] == [TRANSFER]
    close(office.kfz_counter, taken)
    assert office.visit(settled.claim.visit).is_single_visit


def test_a_security_code_is_forgotten_when_its_case_is_done(office: FrontOffice) -> None:
    full_form = office.workstation(KIM, COUNTER, full_form=True)
    answers = dict.fromkeys(("plate_lost", "zb1_lost", "scrapped", "plate_reserved"), False)
    serving = office.serving(
        "kfz-ausserbetriebsetzung", answers=answers, form={"plate": "RV-AB 12", "code_zb1": "Ab3dE5g"}
    )
    paid = settle_all(full_form, full_form.procedure.confirm(serving, first(serving).id, on=TODAY))
    assert first(paid).form["code_zb1"] == "Ab3dE5g"
    close(full_form, paid)
    assert office.visit(paid.claim.visit).cases[0].form == {"plate": "RV-AB 12"}
