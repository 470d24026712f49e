"""Stornos that wait to be carried out: from the day with X, at the terminal or by the treasury."""

from clerk.domain.cash_entry import CashEntry
from clerk.domain.settlement import Way
from clerk.domain.storno import StornoState
from tests.screens.day_office import COUNTER, INFO_DESK, MIKA, DayOffice, open_day, second_signs
from tests.screens.driving import seen
from tests.screens.whole_program import Visitor

KIM, ALEX = "schalter", "leitung"
REFERENCE = "HÜL 4711/26"


def confirmed(day: DayOffice) -> int:
    """Let Kim have asked for the first card payment to be taken back, and Mika have confirmed it elsewhere."""
    stornos = day.office.counter.stornos
    request = stornos.ask(entries(day)[:1], "falscher Betrag")
    return stornos.confirm(request.id, MIKA).id


def entries(day: DayOffice) -> tuple[CashEntry, ...]:
    """Return what is booked at counter 7 today."""
    days = day.office.counter.days
    return days.report(COUNTER, days.today).entries


def card_cents(day: DayOffice) -> int:
    """Return what stands as paid by card."""
    days = day.office.counter.days
    return days.report(COUNTER, days.today).cents_of(Way.CARD)


def test_after_the_end_of_day_the_treasury_can_transfer_the_money(day: DayOffice) -> None:
    day.end_of_day()
    confirmed(day)

    async def transferred(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("x", wanted="Storno über 27,40 € ausführen")
        await visitor.until("muss vorliegen")
        await visitor.press("b", wanted="Zeichen der Kasse")
        await visitor.press("enter", wanted="unter dem die Kasse überweist")
        await visitor.press(*REFERENCE, "enter", wanted="Die Kasse überweist den Betrag")

    day.at(KIM, transferred)
    assert sum(entry.cents for entry in entries(day) if entry.reference == REFERENCE) == -2740
    assert day.office.counter.stornos.waiting() == ()


def test_before_the_end_of_day_nothing_is_transferred(day: DayOffice) -> None:
    confirmed(day)

    async def asked(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("x", wanted="Storno über 27,40 € ausführen")
        await visitor.until("es dazu nicht")
        assert "überweist" not in seen(visitor.app)
        await visitor.press("enter", wanted="Am Terminal ist nichts geschehen")
        await visitor.until("am Terminal ausführen")

    day.at(KIM, asked)
    assert card_cents(day) == 5480
    [waiting] = day.office.counter.stornos.waiting()
    assert waiting.state is StornoState.CONFIRMED


def test_at_another_counter_the_storno_is_not_carried_out(day: DayOffice) -> None:
    confirmed(day)

    async def tried(visitor: Visitor) -> None:
        await visitor.until("▶ Schalter 7")
        await visitor.press("x", wanted="an dem Schalter, an dem bezahlt wurde")

    day.at(MIKA.login, tried, counter=INFO_DESK, wanted="Tagesabschluss")
    assert card_cents(day) == 5480


def test_a_refund_confirmed_at_the_own_counter_asks_for_the_card_first(day: DayOffice) -> None:
    day.end_of_day()

    async def asked(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("z", wanted="Was zurücknehmen?")
        await visitor.press("enter", wanted="als Gutschrift auf die")
        await visitor.press("1", wanted="Storno über 27,40 € bestätigen")
        await second_signs(visitor, ALEX, "Storno über 27,40 € ausführen")
        await visitor.press("escape", wanted="Noch zu klären")

    day.at(KIM, asked)
    [waiting] = day.office.counter.stornos.waiting()
    assert waiting.state is StornoState.CONFIRMED


def test_the_words_beside_the_reason_are_kept_until_it_is_given(day: DayOffice) -> None:
    async def kept(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("z", wanted="Was zurücknehmen?")
        await visitor.press("end", "enter", wanted="Gegenbuchung")
        await visitor.press("tab", *"Wechsel der Anschrift", "escape", wanted="eingenommen")
        await visitor.press("z", wanted="Was zurücknehmen?")
        await visitor.press("end", "enter", wanted="Wechsel der Anschrift")
        await visitor.press("tab", "enter", wanted="Storno über 27,40 € bestätigen")

    day.at(KIM, kept)
    [waiting] = day.office.counter.stornos.waiting()
    assert waiting.reason.endswith(": Wechsel der Anschrift")
