"""The pre-check: facts and ticks are kept, whatever appears and disappears."""

from clerk.domain.case_view import view_case
from clerk.domain.precheck import Presence
from clerk.services.precheck import with_answer, with_presence
from tests.catalogue.shipped import TODAY
from tests.services.front_office import FrontOffice, answer, first, held, next_at, save

POWER_OF_ATTORNEY = "vollmacht_einfach"


def listed(office: FrontOffice, visit: int) -> dict[str, Presence]:
    """Return the checklist of a visit's first case as a screen would show it now."""
    view = view_case(office.catalogue, office.visit(visit).cases[0], on=TODAY)
    return {line.id: line.state for line in view.checklist.lines}


def test_a_tick_is_kept_while_its_requirement_is_gone_and_there_when_it_comes_back(
    office: FrontOffice,
) -> None:
    desk = office.info_desk
    opened = answer(desk, office.opened("kfz-kurzzeit"), {"proxy": True})
    opened = save(desk, opened, with_presence(first(opened), POWER_OF_ATTORNEY, Presence.PRESENTED))
    visit = opened.claim.visit
    assert listed(office, visit)[POWER_OF_ATTORNEY] is Presence.PRESENTED

    opened = answer(desk, opened, {"proxy": False})
    assert POWER_OF_ATTORNEY not in listed(office, visit)

    opened = answer(desk, opened, {"proxy": True})
    assert listed(office, visit)[POWER_OF_ATTORNEY] is Presence.PRESENTED


def test_a_fact_can_be_unanswered_again(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened(), {"proxy": True, "plate_keep": False})
    save(office.info_desk, opened, with_answer(first(opened), "proxy", None))
    assert office.visit(opened.claim.visit).cases[0].answers == {"plate_keep": False}


def test_taking_back_an_answer_nobody_gave_changes_nothing(office: FrontOffice) -> None:
    case = first(office.opened())
    assert with_answer(case, "proxy", None) == case


def test_the_counter_sees_what_the_info_desk_ticked_and_can_correct_it(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened("kfz-kurzzeit"), {"proxy": True})
    opened = save(office.info_desk, opened, with_presence(first(opened), POWER_OF_ATTORNEY, Presence.MISSING))
    office.info_desk.arrive.let_wait(opened)
    called = office.counter.call_next.begin(next_at(office.counter))
    assert first(called).presence == {POWER_OF_ATTORNEY: Presence.MISSING}
    save(office.counter, called, with_presence(first(called), POWER_OF_ATTORNEY, Presence.PRESENTED))
    assert listed(office, called.claim.visit)[POWER_OF_ATTORNEY] is Presence.PRESENTED


def test_the_pre_check_of_a_waiting_visit_is_opened_again_without_losing_the_place(
    office: FrontOffice,
) -> None:
    visit = office.waiting()
    office.clock.advance(minutes=1)
    office.waiting()
    opened = held(office.info_desk.call_next.take(visit))
    office.info_desk.arrive.let_wait(answer(office.info_desk, opened, {"proxy": True}))
    called = next_at(office.counter)
    assert called.claim.visit == visit
    assert first(called).answers == {"proxy": True}
