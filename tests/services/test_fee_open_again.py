"""A storno after the visit was closed: its case is not done any more, is found by its number, paid and closed again."""

from clerk.domain.settlement import Way, open_cents
from clerk.domain.visit import Outcome, Visit
from tests.services.front_office import ALEX, TRANSFER_CENTS, FrontOffice, close, held, settle_all


def taken_back_after_closing(office: FrontOffice) -> Visit:
    """The fee of somebody who has gone was booked in the wrong way, which is noticed later."""
    settled = settle_all(office.counter, office.confirmed(), Way.EXEMPT)
    close(office.counter, settled)
    stornos = office.counter.stornos
    request = stornos.ask(stornos.possible(settled.claim.visit), "falsche Zahlungsart gebucht")
    stornos.confirm(request.id, ALEX)
    return office.visit(settled.claim.visit)


def test_a_case_whose_fee_is_open_again_is_paid_in_a_new_visit(office: FrontOffice) -> None:
    left = taken_back_after_closing(office)
    number = left.cases[0].number
    assert left.cases[0].outcome is Outcome.INCOMPLETE
    [found] = office.counter.find.search(number)
    again = held(office.counter.arrive.take_up(found))
    assert (again.visit.cases[0].number, open_cents(again.visit.lines)) == (number, TRANSFER_CENTS)
    again = office.counter.procedure.confirm_what_is_free(again, on=office.counter.today())
    close(office.counter, settle_all(office.counter, again, Way.NOTICE))
    [case] = office.visit(again.claim.visit).cases
    assert (case.outcome, case.is_open) == (Outcome.DONE, False)


def test_a_case_that_was_sent_over_is_not_sent_a_second_time(office: FrontOffice) -> None:
    left = taken_back_after_closing(office)
    again = held(office.counter.arrive.take_up(left))
    close(office.counter, settle_all(office.counter, again, Way.NOTICE))
    with office.store.read_connection() as connection:
        sent = connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE kind = 'handover'").scalar_one()
    assert sent == 1


def test_a_storno_while_the_visit_is_open_leaves_the_case_as_it_is(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed(), Way.EXEMPT)
    stornos = office.counter.stornos
    request = stornos.ask(stornos.possible(settled.claim.visit), "falsche Zahlungsart gebucht")
    stornos.confirm(request.id, ALEX)
    assert office.visit(settled.claim.visit).cases[0].outcome is None
