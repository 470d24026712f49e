"""A decision about the terminal that was wrong, corrected on the screen of the day (payment rule 12)."""

from clerk.domain.cash_entry import EntryKind
from clerk.domain.settlement import Way
from tests.screens.day_office import COUNTER, INFO_DESK, DayOffice, open_day, second_signs
from tests.screens.driving import seen
from tests.screens.whole_program import Visitor
from tests.services import front_office
from tests.services.card import decided_by_hand

KIM, MIKA = "schalter", "aufsicht"
MIKA_ACCOUNT = 5
FIRST = "Tagesabschluss"


def _decided(day: DayOffice, *, paid: bool, otherwise: Way | None = None) -> None:
    """Somebody's card payment was unclear, and two people decided; then the fee is settled *otherwise*."""
    at = day.office.confirmed()
    decided_by_hand(day.office, at, MIKA_ACCOUNT, paid=paid)
    if otherwise is not None:
        front_office.settle_all(day.office.counter, at, otherwise)
    day.office.queue.finish(at.claim)


def _kinds(day: DayOffice) -> list[tuple[EntryKind, int]]:
    days = day.office.counter.days
    return [(entry.kind, entry.cents) for entry in days.report(COUNTER, days.today).entries]


def test_money_that_never_came_is_booked_back_with_a_second_person(day: DayOffice) -> None:
    _decided(day, paid=True)

    async def corrected(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("b", wanted="Entscheidung berichtigen")
        await visitor.until("Entschieden wurde: bezahlt")
        await visitor.press("enter", wanted="Bitte angeben, woran sich der Irrtum zeigt")
        await visitor.press(*"Kontoauszug", "enter", wanted="Berichtigung über")
        await second_signs(visitor, MIKA, "Berichtigt. Die Buchung steht")
        await visitor.press("pagedown", wanted="Berichtigung Karte")
        await visitor.until("Kontoauszug")

    day.at(KIM, corrected)
    assert _kinds(day)[-2:] == [(EntryKind.CORRECTION, -2420), (EntryKind.CORRECTION, -320)]


def test_money_that_came_twice_waits_for_the_treasury_which_the_supervisor_notes(day: DayOffice) -> None:
    _decided(day, paid=False, otherwise=Way.CASH_OFFICE)

    async def corrected(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("b", wanted="Entscheidung berichtigen")
        await visitor.press(*"Kontoauszug", "enter", wanted="Berichtigung über")
        await second_signs(visitor, MIKA, "zur Erstattung vorgemerkt")
        await visitor.until("die Kasse überweist")

    async def transferred(visitor: Visitor) -> None:
        await visitor.until("die Kasse überweist")
        await visitor.press("enter", wanted="Am Terminal geht das nicht mehr")
        assert "am Terminal ausführen" not in seen(visitor.app)
        await visitor.press("enter", wanted="Zeichen der Kasse")
        await visitor.press(*"AO-17", "enter", wanted="Vermerkt: Die Kasse überweist")

    day.at(KIM, corrected)
    day.at(MIKA, transferred, counter=INFO_DESK, wanted="Tagesabschluss")
    assert _kinds(day)[-1][0] is EntryKind.REFUND


def test_what_was_typed_is_there_again_when_nobody_can_confirm(day: DayOffice) -> None:
    _decided(day, paid=True)

    async def alone(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("b", wanted="Entscheidung berichtigen")
        await visitor.press(*"Kontoauszug", "enter", wanted="Berichtigung über")
        await visitor.press("escape", wanted="Nicht berichtigt")
        await visitor.press("b", wanted="Entscheidung berichtigen")
        await visitor.until("Kontoauszug")

    day.at(KIM, alone)
    assert all(kind is EntryKind.TAKINGS for kind, _cents in _kinds(day))


def test_where_nobody_decided_anything_there_is_nothing_to_correct(day: DayOffice) -> None:
    day.pay()

    async def nothing(visitor: Visitor) -> None:
        await open_day(visitor)
        assert "berichtigen" not in seen(visitor.app)
        await visitor.press("b", wanted=FIRST)
        assert "Irrtum" not in seen(visitor.app)

    day.at(KIM, nothing)
