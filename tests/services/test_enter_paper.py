"""The paper list after a power cut: numbers once, places by the time of arrival, and what had become of people."""

from datetime import UTC, datetime, timedelta

import pytest

from clerk.domain.paper_series import PaperNumber, PaperOutcome, read_arrival, read_number
from clerk.domain.visit import Outcome, VisitState
from clerk.persistence import audit_trail
from clerk.ports import Arrival, NewCase, NumberTaken, QueueEntry
from clerk.services.enter_paper import PaperLine
from tests.services.front_office import BERLIN, INFO_DESK, MORNING, TRANSFER, FrontOffice, next_at

NINE = MORNING.astimezone(BERLIN) + timedelta(hours=1)


def _enter(
    office: FrontOffice,
    number: str,
    arrived: datetime = NINE,
    *,
    concern: str | QueueEntry = TRANSFER,
    outcome: PaperOutcome = PaperOutcome.WAITING,
) -> int:
    return office.info_desk.paper.enter(PaperLine(read_number(number), arrived, concern, outcome))


def _booked(office: FrontOffice, at: datetime) -> QueueEntry:
    desk = office.info_desk.seat
    arrival = Arrival(area="kfz", cases=(NewCase(TRANSFER, at.date()),), name="Beispiel, Kim")
    office.queue.book(desk.workplace, desk.identity, arrival, at)
    return office.queue.snapshot(desk.workplace).booked[0]


@pytest.fixture(autouse=True)
def _power_is_back_at_ten(office: FrontOffice) -> None:
    office.clock.time = MORNING + timedelta(hours=2)


def test_who_came_first_on_paper_is_called_first_however_late_it_is_entered(office: FrontOffice) -> None:
    just_come = office.waiting()
    second = _enter(office, "N2", NINE + timedelta(minutes=5))
    first = _enter(office, "N1", NINE)
    called = next_at(office.counter).claim.visit
    snapshot = office.queue.snapshot(office.accounts.workplace(INFO_DESK))
    assert [called, *(entry.visit for entry in snapshot.waiting)] == [first, second, just_come]
    entered = office.visit(first)
    assert (entered.ticket, entered.arrived_at, entered.z) == ("N001", NINE, NINE + timedelta(minutes=60))


def test_no_number_is_given_twice_neither_on_paper_nor_by_the_program(office: FrontOffice) -> None:
    given = office.visit(office.waiting()).ticket
    with pytest.raises(NumberTaken, match=f"{given} ist heute schon vergeben"):
        _enter(office, given)
    _enter(office, "K7")
    _enter(office, "K5")
    for again in ("K7", "k 007", "K-5"):
        with pytest.raises(NumberTaken, match="heute schon vergeben"):
            _enter(office, again)
    assert office.visit(office.waiting()).ticket == "K008"


def test_a_number_of_yesterday_is_free_again(office: FrontOffice) -> None:
    _enter(office, "17")
    office.clock.time += timedelta(days=1)
    assert office.visit(_enter(office, "17", NINE + timedelta(days=1))).ticket == "017"


def test_a_slip_of_the_hand_does_not_let_the_program_jump(office: FrontOffice) -> None:
    with pytest.raises(NumberTaken, match="K999 liegt weit über der letzten vergebenen Nummer K000"):
        _enter(office, "K999")
    assert office.visit(office.waiting()).ticket == "K001"


@pytest.mark.parametrize(
    ("outcome", "state", "of_case", "sent_away"),
    [
        (PaperOutcome.DONE, VisitState.CLOSED, Outcome.DONE, False),
        (PaperOutcome.INCOMPLETE, VisitState.CLOSED, Outcome.INCOMPLETE, True),
        (PaperOutcome.REFERRED, VisitState.CLOSED, Outcome.REFERRED, False),
        (PaperOutcome.LEFT, VisitState.LEFT, None, False),
    ],
)
def test_who_was_served_on_paper_does_not_wait_any_more(
    office: FrontOffice, outcome: PaperOutcome, state: VisitState, of_case: Outcome | None, sent_away: bool
) -> None:
    visit = office.visit(_enter(office, "N1", outcome=outcome))
    assert (visit.state, visit.sent_away, [case.outcome for case in visit.cases]) == (
        state,
        sent_away,
        [of_case],
    )
    assert office.queue.snapshot(office.accounts.workplace(INFO_DESK)).waiting == ()
    assert audit_trail.verify(office.store) == []


def test_who_had_an_appointment_keeps_its_place_in_the_queue(office: FrontOffice) -> None:
    booked = _booked(office, NINE.astimezone(UTC) + timedelta(minutes=10))
    visit = office.visit(_enter(office, "N1", NINE, concern=booked))
    assert (visit.id, visit.z) == (booked.visit, booked.appointment_at)
    assert office.info_desk.overview.now(on=NINE.date()).booked == ()


@pytest.mark.parametrize(
    ("typed", "read"),
    [("N 17", PaperNumber("N", 17)), ("n017", PaperNumber("N", 17)), (" 4 ", PaperNumber("", 4))],
)
def test_numbers_are_read_as_they_stand_on_paper(typed: str, read: PaperNumber) -> None:
    assert read_number(typed) == read
    assert read_number(read.ticket) == read


@pytest.mark.parametrize("typed", ["", "N", "0", "NNN1", "N12345", "N1a", "½"])
def test_what_is_no_number_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="zum Beispiel N017"):
        read_number(typed)


@pytest.mark.parametrize(
    ("typed", "hour", "minute"), [("9:20", 9, 20), ("920", 9, 20), ("0920", 9, 20), ("9", 9, 0)]
)
def test_times_are_typed_in_few_keys(typed: str, hour: int, minute: int) -> None:
    now = datetime(2026, 11, 23, 10, 0, 30, tzinfo=BERLIN)
    assert read_arrival(typed, now) == datetime(2026, 11, 23, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize("typed", ["", "24:00", "9:60", "neun", "10:01", "9:2"])
def test_a_time_that_is_none_or_still_to_come_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\."):
        read_arrival(typed, datetime(2026, 11, 23, 10, 0, 30, tzinfo=BERLIN))
