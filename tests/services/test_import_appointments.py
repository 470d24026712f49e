"""The appointments of the day: entered once, moved and cancelled by their list, never against what people did here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from clerk.domain.appointment import BadLine, Change, ListedAppointment, ListEntry, ServiceNames
from clerk.domain.visit import VisitState
from clerk.persistence.appointments import StoredAppointments
from clerk.ports import QueueEntry, StoreUnavailable
from clerk.services.import_appointments import AppointmentReport, ImportAppointments
from tests.catalogue.shipped import shipped
from tests.services.front_office import INFO_DESK, MORNING, TRANSFER, FrontOffice

AT_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KIM = ListedAppointment(2, "T-1", AT_NINE, (TRANSFER,), "Beispiel, Kim")
TONI = ListedAppointment(3, "T-2", AT_NINE, ("abf-sack",), "Probe, Toni")


def _imported(office: FrontOffice, *entries: ListEntry) -> AppointmentReport:
    def read(_file: Path, _zone: ZoneInfo) -> Iterator[ListEntry]:
        yield from entries

    book = StoredAppointments(office.store, office.clock)
    workplace = office.accounts.workplace(INFO_DESK)
    return ImportAppointments(book, read, office.catalogue, office.clock, workplace).from_file(Path("liste"))


def _booked(office: FrontOffice) -> list[QueueEntry]:
    return list(office.queue.snapshot(office.accounts.workplace(INFO_DESK)).booked)


def _times(office: FrontOffice) -> list[tuple[str, datetime | None]]:
    return sorted((entry.name, entry.appointment_at) for entry in _booked(office))


def test_the_same_list_again_changes_nothing(office: FrontOffice) -> None:
    assert _imported(office, KIM, TONI).changes == {Change.BOOKED: 2}
    before = _booked(office)
    assert _imported(office, KIM, TONI).changes == {Change.UNCHANGED: 2}
    assert _booked(office) == before


def test_what_moved_is_moved_and_what_is_cancelled_is_cancelled(office: FrontOffice) -> None:
    _imported(office, KIM, TONI)
    later = replace(
        KIM, starts_at=AT_NINE + timedelta(hours=1), name="Beispiel, Kim-Uwe", subjects=("abf-sack",)
    )
    report = _imported(office, later, replace(TONI, cancelled=True))
    assert report.changes == {Change.CHANGED: 1, Change.CANCELLED: 1}
    (entry,) = _booked(office)
    assert (entry.name, entry.appointment_at, entry.services, entry.area) == (
        "Beispiel, Kim-Uwe", later.starts_at, ("abf-sack",), "abfall",
    )  # fmt: skip


def test_cancelled_and_taken_back_is_booked_again(office: FrontOffice) -> None:
    _imported(office, KIM)
    _imported(office, replace(KIM, cancelled=True))
    assert _imported(office, KIM).changes == {Change.BOOKED: 1}
    assert _times(office) == [("Beispiel, Kim", AT_NINE)]


def test_who_is_here_is_not_changed_by_a_list_and_this_is_said(office: FrontOffice) -> None:
    _imported(office, KIM)
    visit = office.info_desk.arrive.check_in(_booked(office)[0])
    moved = replace(KIM, starts_at=AT_NINE + timedelta(minutes=30))
    assert _imported(office, KIM).bad == ()
    report = _imported(office, moved)
    assert [(bad.line, "schon da" in bad.problem) for bad in report.bad] == [(2, True)]
    assert visit is not None
    assert _booked(office) == []


def test_somebody_who_was_here_and_gets_a_new_day_is_booked_again(office: FrontOffice) -> None:
    _imported(office, KIM)
    (entry,) = _booked(office)
    office.queue.leave(office.accounts.workplace(INFO_DESK), office.info_desk.seat.identity, entry.visit)
    assert _imported(office, KIM).changes == {Change.UNCHANGED: 1}
    tomorrow = replace(KIM, starts_at=AT_NINE + timedelta(days=1))
    assert _imported(office, tomorrow).changes == {Change.BOOKED: 1}
    assert _times(office) == [("Beispiel, Kim", tomorrow.starts_at)]


def test_bad_lines_are_named_in_order_and_the_good_ones_count(office: FrontOffice) -> None:
    report = _imported(
        office,
        BadLine(9, "Das ist keine Uhrzeit."),
        replace(KIM, line=4, subjects=("Drachenzucht",)),
        KIM,
        replace(TONI, line=5, reference="T-1"),
        replace(TONI, line=6, reference=""),
        replace(TONI, line=7, name="x" * 201),
        replace(TONI, line=8, starts_at=MORNING - timedelta(days=1)),
    )
    assert [bad.line for bad in report.bad] == [4, 5, 6, 7, 9]
    assert "„Drachenzucht“ ist keine Leistung" in report.bad[0].problem
    assert "schon in Zeile 2" in report.bad[1].problem
    assert (report.past, report.changes) == (1, {Change.BOOKED: 1})


def test_a_store_that_fails_halfway_has_taken_over_nothing(
    office: FrontOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clerk.persistence import appointments  # noqa: PLC0415 - its function is replaced

    enter = appointments._enter
    entered: list[object] = []

    def fails_at_the_second(*arguments: object) -> Change:
        if entered:
            raise StoreUnavailable("Der Datenspeicher antwortet nicht.")
        entered.append(arguments)
        return enter(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(appointments, "_enter", fails_at_the_second)
    with pytest.raises(StoreUnavailable):
        _imported(office, KIM, TONI)
    assert _booked(office) == []


def test_neither_reference_nor_trail_tells_whose_appointment_it_is(office: FrontOffice) -> None:
    _imported(office, replace(KIM, reference="kim.beispiel@example.org 2026"))
    with office.store.read_connection() as connection:
        (row,) = connection.execute(text("SELECT key, entry FROM appointment")).all()
        trail = connection.execute(
            text("SELECT detail FROM audit WHERE action = 'appointments_imported'")
        ).all()
    assert "beispiel" not in f"{row}{trail}".lower()
    assert [entry[0] for entry in trail] == ["booked 1"]


def test_a_checked_in_appointment_is_served_as_one(office: FrontOffice) -> None:
    _imported(office, KIM)
    held = office.info_desk.arrive.check_in(_booked(office)[0])
    visit = getattr(held, "visit", None)
    assert visit is not None
    assert (visit.state, visit.z, [case.service for case in visit.cases]) == (
        VisitState.SERVING, AT_NINE, [TRANSFER],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "found", "rest"),
    [
        ("kfz-umschreibung-innerhalb", "kfz-umschreibung-innerhalb", ""),
        ("KFZ-Umschreibung-Innerhalb", "kfz-umschreibung-innerhalb", ""),
        ("Frau Beispiel - abf-sack", "abf-sack", "Frau Beispiel"),
        ("abf-sack: Frau Beispiel", "abf-sack", "Frau Beispiel"),
    ],
)
def test_a_service_is_known_by_its_names_with_a_person_beside_them(said: str, found: str, rest: str) -> None:
    names = ServiceNames(shipped().services)
    assert ((hit := names.find([said])).service.id, hit.rest) == (found, rest)


def test_every_service_is_known_by_its_own_names_and_a_word_of_two_is_not_guessed() -> None:
    names = ServiceNames(shipped().services)
    for service in shipped().services:
        assert names.find([service.id]).service.id == service.id
        assert names.find([service.name]).service.id == service.id
    shared = next(
        word
        for service in shipped().services
        for word in service.keywords
        if sum(word in other.keywords for other in shipped().services) > 1
    )
    with pytest.raises(ValueError, match="kann mehreres heißen"):
        names.find([shared])


def test_the_office_sees_the_appointments_of_today_in_its_own_zone(office: FrontOffice) -> None:
    last_minute = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    _imported(office, replace(KIM, starts_at=last_minute), replace(TONI, starts_at=midnight))
    shown = office.info_desk.overview.now(on=datetime(2026, 11, 23, tzinfo=UTC).date()).booked
    assert [row.entry.name for row in shown] == ["Beispiel, Kim"]
