"""A day of random visits in all areas: what is printed on identity documents is typed wherever one can type, and is
nowhere afterwards. ``CLERK_SOAK=1`` makes ten days of it.
"""

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.case_view import view_case
from clerk.domain.facts import Answer, questions
from clerk.domain.fixed_amounts import REASON_FIELD
from clerk.domain.money import format_cents
from clerk.domain.settlement import Way
from clerk.domain.validators import ONLY_FOR_LOOKING
from clerk.domain.visit import Outcome, ParkReason
from clerk.services.held import Held
from clerk.services.procedure import NotReady
from clerk.services.workstation import Workstation
from tests.catalogue.shipped import TODAY
from tests.services.front_office import (
    COUNTER,
    KIM,
    FrontOffice,
    answer,
    catalogue,
    fill,
    first,
    held,
    next_at,
    present,
)
from tests.services.test_every_service import VALID

DAYS = 10 if os.environ.get("CLERK_SOAK") == "1" else 1
MARKER = "Kontrollwort"
"""Typed at the same places: what is looked for would be found."""
OF_DOCUMENTS = (
    "L01X00T471",
    "l01x00t47",
    "LZ6311T475",
    "T220001293",
    "C01X00T478D",
    "Ausweis Nr. A1234567",
    "IDD<<T220001293<<<<<<<<<<<<<<<",
    "6408125<2010315D<<<<<<<<<<<<<4",
    "MUSTERMANN<<ERIKA<<<<<<<<<<<<<",
    "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4",
    "Augenfarbe grün",
    "braune Augen",
    "Körpergröße 160 cm",
)
LOOKED_FOR = (
    "L01X00T47",
    "l01x00t47",
    "LZ6311T47",
    "T22000129",
    "C01X00T47",
    "A1234567",
    "6408125",
    "MUSTERMANN",
    "Augenfarbe",
    "braune Augen",
    "160 cm",
)


class Typist:
    """Types content of identity documents, alone or among other words."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self) -> str:
        """Return something nobody may keep."""
        specimen = self.random.choice(OF_DOCUMENTS)
        return self.random.choice(
            ("{}", f"{MARKER} {{}}", "{} vorgelegt", f"{MARKER}: {{}}, geprüft")
        ).format(specimen)

    def answers(self, place: Workstation, at: Held) -> Held:
        """Answer the questions of the case at random."""
        service = catalogue().service(first(at).service)
        while True:
            answers = first(at).answers
            asked = [one.fact for one in questions(service, catalogue(), answers) if one.answer is None]
            if not asked:
                return at
            choices: tuple[Answer, ...] = (
                asked[0].values or (True, False) if asked[0].type != "int" else (15, 38)
            )
            at = answer(place, at, {asked[0].id: self.random.choice(choices)})


def typed_into_every_field(place: Workstation, at: Held, typist: Typist) -> Held:
    """Type into every field of the form, also hidden ones, then go on as after a restart with what is stored."""
    for field in catalogue().service(first(at).service).fields:
        at = fill(place, at, {field.id: typist.text()})
    at = fill(place, at, {REASON_FIELD: typist.text()})
    return place.call_next.reload(at)


def corrected(place: Workstation, at: Held) -> Held:
    """Give the fields that are refused a valid entry and fix the amounts."""
    view = view_case(place.catalogue, first(at), on=TODAY, full_form=True)
    wrong = {*view.form.errors, *view.form.open_required}
    kinds = {state.field.id: state.field.validator for state in view.form.fields}
    at = fill(place, at, {field: VALID[kinds[field]] for field in wrong})
    amounts = view_case(place.catalogue, first(at), on=TODAY, full_form=True).amounts
    return fill(place, at, {one.id: format_cents(one.line.min_cents or 0) for one in amounts})


def one_visit(office: FrontOffice, service: str, typist: Typist) -> None:
    """Serve somebody from the arrival to closed, typing all the way."""
    desk, counter = office.info_desk, office.workstation(KIM, COUNTER, full_form=True)
    opened = held(desk.arrive.walk_in(service, on=TODAY, name=typist.text()[:150]))
    opened = present(desk, typist.answers(desk, opened))
    case = replace(first(opened), missing_reason=typist.text(), note=typist.text())
    opened = opened.with_case(case)
    desk.precheck.save(opened, case.id)
    desk.arrive.let_wait(opened)

    at = counter.call_next.begin(next_at(counter))
    counter.find.search(typist.text())
    at = typed_into_every_field(counter, at, typist)
    try:
        at = counter.procedure.confirm(corrected(counter, at), first(at).id, on=TODAY)
    except NotReady:
        at = counter.close_visit.set_outcome(at, first(at).id, Outcome.WITHDRAWN, note=typist.text())
    unpaid = [line.id for line in at.visit.lines if not line.is_settled]
    if unpaid:
        at = counter.settle.otherwise(at, unpaid, Way.NOTICE, reason=typist.text(), reference=None)
    if typist.random.random() < 0.3:
        counter.set_aside.forward(at, at.visit.area, typist.text())
        return
    if typist.random.random() < 0.3:
        counter.set_aside.park(at, ParkReason.FETCHES_PAPER)
        return
    # what was not confirmed cannot be done: it stays withdrawn
    outcome = first(at).outcome or Outcome.DONE
    at = counter.close_visit.set_outcome(at, first(at).id, outcome, note=typist.text())
    counter.close_visit.close(at, on=TODAY)


def found_in(folder: Path, piece: str) -> list[str]:
    """Return the files of the office that hold *piece*, as stored or as JSON writes it."""
    forms = {piece.encode(), piece.encode("unicode_escape")}
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def rows_with(office: FrontOffice, piece: str) -> list[str]:
    """Return the tables with *piece* in a column of text."""
    tables = [str(row[0]) for row in office.ask("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        table
        for table in tables
        if any(piece in str(value) for row in office.ask(f'SELECT * FROM "{table}"') for value in row)
    ]


@pytest.mark.soak
@pytest.mark.parametrize("day", range(DAYS))
def test_after_a_day_of_random_visits_nothing_of_an_identity_document_is_in_the_store(
    office: FrontOffice, day: int
) -> None:
    typist = Typist(20261123 + day)
    services = [service.id for service in catalogue().services]
    typist.random.shuffle(services)
    for service in services:
        one_visit(office, service, typist)

    folder = Path(office.store.address).parent
    assert found_in(folder, MARKER), "the day has left nothing to look through"
    assert rows_with(office, MARKER)
    for piece in LOOKED_FOR:
        assert rows_with(office, piece) == []
        assert found_in(folder, piece) == []
    with office.store.write_connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM visit").scalar() == len(services)
    for piece in LOOKED_FOR:
        assert found_in(folder, piece) == []


def test_no_field_of_the_catalogue_asks_for_what_is_printed_on_an_identity_document() -> None:
    named = (
        "seriennummer",
        "ausweisnummer",
        "passnummer",
        "augenfarbe",
        "körpergröße",
        "lichtbild",
        "zugangsnummer",
    )
    for service in catalogue().services:
        for field in service.fields:
            assert field.validator not in ONLY_FOR_LOOKING, (service.id, field.id)
            assert not any(word in field.label.lower() for word in named), (service.id, field.id)


def test_the_store_has_no_place_for_a_picture(office: FrontOffice) -> None:
    tables = [str(row[0]) for row in office.ask("SELECT name FROM sqlite_master WHERE type = 'table'")]
    types = {str(row[2]).upper() for table in tables for row in office.ask(f'PRAGMA table_info("{table}")')}
    assert not any("BLOB" in one or "BINARY" in one for one in types)
