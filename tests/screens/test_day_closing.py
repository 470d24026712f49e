"""The day closing at the own counter, key by key: terminal, differences, both signatures."""

from clerk.domain.day_closing import ClosingState
from clerk.domain.settlement import Way
from tests.screens.day_office import COUNTER, DayOffice, open_day, second_signs, sign_day
from tests.screens.driving import seen
from tests.screens.whole_program import Visitor

KIM, ALEX = "schalter", "leitung"


def state(day: DayOffice) -> ClosingState:
    """Return where the closing of counter 7 stands."""
    days = day.office.counter.days
    return days.sheet(COUNTER, days.today).closing.state


def test_money_received_is_apart_from_what_was_only_assessed(day: DayOffice) -> None:
    day.settle(Way.EXEMPT)

    async def looked_at(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.until("eingenommen 54,80 €")
        await visitor.press("pagedown", wanted="Gebührenfrei")
        rows = [line.split() for line in seen(visitor.app).splitlines()]
        assert ["Beschieden,", "nicht", "bezahlt", "Amt", "1", "24,20", "€"] in [row[:7] for row in rows]

    day.at(KIM, looked_at)


def test_a_day_that_balances_takes_four_keys_and_a_second_person(day: DayOffice) -> None:
    day.end_of_day()

    async def closed(visitor: Visitor) -> None:
        await sign_day(visitor)
        await visitor.press("enter", wanted="Kassenaufsicht bestätigt")
        await second_signs(visitor, ALEX, "Abgeschlossen, Nr. 1")
        assert "Enter" not in seen(visitor.app).splitlines()[-1]

    day.at(KIM, closed)
    assert state(day) is ClosingState.LOCKED


def test_without_the_second_person_the_signature_waits(day: DayOffice) -> None:
    day.end_of_day()

    async def left_open(visitor: Visitor) -> None:
        await sign_day(visitor)
        await visitor.press("enter", wanted="Kassenaufsicht bestätigt")
        await visitor.press("escape", wanted="Gegenzeichnung bleibt offen")

    day.at(KIM, left_open)
    assert state(day) is ClosingState.SIGNED


def test_nobody_confirms_the_own_signature(day: DayOffice) -> None:
    day.end_of_day()

    async def tried(visitor: Visitor) -> None:
        await sign_day(visitor)
        await visitor.press("enter", wanted="Kassenaufsicht bestätigt")
        await second_signs(visitor, KIM, "nur die Kassenaufsicht")
        await visitor.press("escape", wanted="Gegenzeichnung bleibt offen")

    day.at(KIM, tried)
    assert state(day) is ClosingState.SIGNED


def test_a_difference_has_to_be_explained_and_what_was_typed_is_kept(day: DayOffice) -> None:
    day.end_of_day(more=400)

    async def explained(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.until("+4,00 €")
        await visitor.until("Bemerkung fehlt")
        await visitor.press("enter", wanted="Woran liegt das?")
        await visitor.press(*"Kleber", "escape", wanted="Bemerkung fehlt")
        await visitor.press("escape", wanted="Es warte")
        await open_day(visitor)
        await visitor.press("enter", wanted="Kleber")
        await visitor.press(*" am Beleg", "enter", wanted="„Kleber am Beleg“")
        await visitor.press("enter", wanted="unterschreiben?")
        await visitor.press("enter", wanted="Unterschrieben von")
        await visitor.until("„Kleber am Beleg“")

    day.at(KIM, explained)
    days = day.office.counter.days
    signed_day = days.sheet(COUNTER, days.today).closing.day_signed
    assert signed_day is not None
    assert [remark.text for remark in signed_day.remarks] == ["Kleber am Beleg"]


def test_a_terminal_that_cannot_end_its_day_is_explained_instead(day: DayOffice) -> None:
    async def without(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("enter", wanted="Kassenschnitt am Terminal machen?")
        await visitor.press("b", wanted="Woran liegt das?")
        await visitor.press(*"defekt", "enter", wanted="„defekt“")
        await visitor.press("enter", wanted="unterschreiben?")

    day.at(KIM, without)


def test_an_end_of_day_that_does_not_reach_the_terminal_says_so(day: DayOffice) -> None:
    async def nobody_answers(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("enter", wanted="Kassenschnitt am Terminal machen?")
        await visitor.press("enter", wanted="Am Terminal ist nichts geschehen")
        await visitor.until("Kassenschnitt steht aus")

    day.at(KIM, nobody_answers)


def test_a_signature_is_withdrawn_with_a_reason(day: DayOffice) -> None:
    day.end_of_day()

    async def withdrawn(visitor: Visitor) -> None:
        await sign_day(visitor)
        await visitor.press("u", wanted="Unterschrift zurücknehmen")
        await visitor.press("enter", wanted="Bitte ein paar Worte")
        await visitor.press(*"Nachzahlung", "enter", wanted="wieder offen")
        await visitor.until("Enter  Tag unterschreiben")

    day.at(KIM, withdrawn)
    assert state(day) is ClosingState.OPEN


def test_a_payment_after_the_report_was_read_is_not_signed_unseen(day: DayOffice) -> None:
    day.end_of_day()

    async def changed_meanwhile(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("enter", wanted="unterschreiben?")
        day.settle()
        await visitor.press("enter", wanted="geändert")

    day.at(KIM, changed_meanwhile)
    assert state(day) is ClosingState.OPEN


def test_an_earlier_day_can_only_be_looked_at_once_it_is_locked(day: DayOffice) -> None:
    day.end_of_day()

    async def closed(visitor: Visitor) -> None:
        await sign_day(visitor)
        await visitor.press("enter", wanted="Kassenaufsicht bestätigt")
        await second_signs(visitor, ALEX, "Abgeschlossen, Nr. 1")

    day.at(KIM, closed)
    day.next_day()

    async def looked_back(visitor: Visitor) -> None:
        await visitor.press("ctrl+t", wanted="Nichts gebucht")
        await visitor.press("left", wanted="Abgeschlossen, Nr. 1")
        hints = seen(visitor.app).splitlines()[-1]
        assert "Unterschrift" not in hints
        assert "Bemerkung" not in hints
        await visitor.press("right", wanted="Nichts gebucht")

    day.at(KIM, looked_back)


def test_the_report_is_printed(day: DayOffice) -> None:
    async def printed(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("ctrl+r", wanted="Tagesbericht gespeichert")

    day.at(KIM, printed)
    assert sorted(path.suffix for path in (day.folder / "ausdrucke").iterdir()) == [".csv", ".pdf", ".txt"]


def test_esc_leads_back_to_the_desk(day: DayOffice) -> None:
    async def there_and_back(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("escape", wanted="Es warte")
        assert "eingenommen" not in seen(visitor.app)

    day.at(KIM, there_and_back)
