"""The queue at a glance: who waits, how long, and never *presented* while something is open."""

from datetime import timedelta

from clerk.domain.precheck import Presence
from clerk.domain.visit import ParkReason
from clerk.ports import Arrival, NewCase
from clerk.services.overview import SHOWN_WITH_PRECHECK, Overview, PrecheckState
from clerk.services.precheck import with_presence
from clerk.services.workstation import Workstation
from tests.catalogue.shipped import TODAY
from tests.services.front_office import (
    FREE,
    PLATES_KEPT,
    TRANSFER,
    FrontOffice,
    answer,
    first,
    next_at,
    present,
    save,
)
from tests.services.test_arrive import booked


def at(place: Workstation) -> Overview:
    return place.overview.now(on=TODAY)


def unseen(office: FrontOffice) -> int:
    """Let somebody wait whose documents nobody has looked at."""
    seat = office.info_desk.seat
    return office.queue.arrive(seat.workplace, seat.identity, Arrival("kfz", (NewCase(TRANSFER, TODAY),)))


def precheck_of(office: FrontOffice, visit: int) -> PrecheckState:
    return next(row for row in at(office.counter).waiting if row.entry.visit == visit).precheck.state


def test_nobody_is_there(office: FrontOffice) -> None:
    seen = at(office.counter)
    assert (seen.waiting, seen.parked, seen.booked) == ((), (), ())
    assert (seen.waiting_count, seen.longest_wait, seen.next_call) == (0, None, None)


def test_the_list_says_who_is_next_how_long_they_wait_and_for_what(office: FrontOffice) -> None:
    first_in = office.waiting()
    office.clock.advance(minutes=7)
    office.waiting(FREE)
    office.clock.advance(minutes=3)
    seen = at(office.counter)
    assert [row.waited for row in seen.waiting] == [timedelta(minutes=10), timedelta(minutes=3)]
    assert seen.waiting[0].services == (office.catalogue.service(TRANSFER).queue_label,)
    assert seen.longest_wait == timedelta(minutes=10)
    assert seen.next_call is not None
    assert seen.next_call.entry.visit == first_in == next_at(office.counter).claim.visit


def test_people_for_other_areas_are_listed_behind_and_are_not_next(office: FrontOffice) -> None:
    office.waiting(FREE)
    assert at(office.kfz_counter).next_call is None
    office.clock.advance(minutes=1)
    for_kfz = office.waiting()
    seen = at(office.kfz_counter)
    assert seen.waiting[0].entry.visit == for_kfz
    assert seen.waiting_count == 2
    assert seen.next_call is not None
    assert seen.next_call.entry.visit == for_kfz


def test_the_delicate_service_goes_by_its_neutral_name(office: FrontOffice) -> None:
    delicate = next(service for service in office.catalogue.services if service.neutral_name)
    office.waiting(delicate.id)
    row = at(office.counter).waiting[0]
    assert row.services == (delicate.neutral_name,)
    assert delicate.name not in str(row.services)


def test_who_is_being_served_or_pre_checked_does_not_wait(office: FrontOffice) -> None:
    office.serving()
    office.opened()
    assert at(office.counter).waiting_count == 0


def test_parked_and_booked_people_are_listed_apart(office: FrontOffice) -> None:
    serving = office.serving()
    office.clock.advance(minutes=5)
    office.counter.set_aside.park(serving, ParkReason.PHOTO)
    office.clock.advance(minutes=3)
    booked(office, minutes=20, name="Frau Beispiel")
    seen = at(office.counter)
    assert [(row.entry.park_reason, row.waited) for row in seen.parked] == [
        (ParkReason.PHOTO, timedelta(minutes=3))
    ]
    assert [row.entry.name for row in seen.booked] == ["Frau Beispiel"]


# ---------------------------------------------------------------- what the pre-check said


def test_without_a_pre_check_the_list_says_nothing_of_documents(office: FrontOffice) -> None:
    assert precheck_of(office, unseen(office)) is PrecheckState.NONE


def test_everything_answered_and_presented_is_presented(office: FrontOffice) -> None:
    assert precheck_of(office, office.waiting(answers=PLATES_KEPT)) is PrecheckState.PRESENTED


def test_while_a_deciding_fact_is_open_nothing_counts_as_presented(office: FrontOffice) -> None:
    for fact in ("proxy", "plate_keep", "legal_status"):
        answers = {known: value for known, value in PLATES_KEPT.items() if known != fact}
        opened = answer(office.info_desk, office.opened(), answers)
        for line in office.catalogue.service(TRANSFER).requirements:
            case = with_presence(first(opened), line.id, Presence.PRESENTED)
            opened = save(office.info_desk, opened, case)
        office.info_desk.arrive.let_wait(opened)
        assert precheck_of(office, opened.claim.visit) is PrecheckState.UNDECIDED, fact


def test_a_document_nobody_has_looked_at_is_not_presented(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened(), PLATES_KEPT)
    opened = save(office.info_desk, opened, with_presence(first(opened), "evb", Presence.PRESENTED))
    office.info_desk.arrive.let_wait(opened)
    assert precheck_of(office, opened.claim.visit) is PrecheckState.UNDECIDED


def test_a_missing_document_is_named(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened(), PLATES_KEPT)
    opened = present(office.info_desk, opened, missing=frozenset({"evb"}))
    office.info_desk.arrive.let_wait(opened)
    note = at(office.counter).waiting[0].precheck
    assert note.state is PrecheckState.MISSING
    assert note.missing == (office.catalogue.documents["evb"].label,)


def test_one_case_of_several_unseen_and_the_visit_is_not_presented(office: FrontOffice) -> None:
    opened = present(office.info_desk, answer(office.info_desk, office.opened(), PLATES_KEPT))
    two = office.info_desk.procedure.add_case(opened, "info-beglaubigung", on=TODAY)
    office.info_desk.arrive.let_wait(two)
    assert precheck_of(office, two.claim.visit) is PrecheckState.UNDECIDED


def test_the_pre_check_is_worked_out_for_as_many_as_a_screen_shows_and_everybody_is_counted(
    office: FrontOffice,
) -> None:
    presented = office.waiting(answers=PLATES_KEPT)
    for _person in range(SHOWN_WITH_PRECHECK + 2):
        unseen(office)
    seen = at(office.counter)
    assert seen.waiting_count == SHOWN_WITH_PRECHECK + 3
    assert seen.waiting[0].entry.visit == presented
    assert seen.waiting[0].precheck.state is PrecheckState.PRESENTED
