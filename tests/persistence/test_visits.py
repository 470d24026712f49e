"""Visits and cases: what is typed and ticked is there again, and only the holder may change it."""

from dataclasses import replace

import pytest

from clerk.domain.precheck import Presence
from clerk.domain.settlement import Way
from clerk.domain.visit import Case, Outcome, ParkReason, Step
from clerk.persistence.tables import ChargedLineRow
from clerk.ports import Claim, ClaimLost, LineLocked, NewCase, NewLine, Work
from tests.persistence.office import CLERK, MORNING, TODAY, Office, claim_of, only_case

FEE = NewLine("umschreibung", "Umschreibung", "221.1", 2740, "Bund")
PLATES = NewLine("schilder", "Prägung", "x", 1000, "Landkreis", quantity=2)


def charge(office: Office, claim: Claim, *lines: NewLine) -> Case:
    """Charge the only case of the visit with *lines* and return it."""
    with office.work.write() as work:
        work.visits.charge(claim, office.visit(claim.visit).cases[0].id, lines)
    return only_case(office, claim)


# ---------------------------------------------------------------- kept as it was


def test_everything_about_a_case_is_there_again(office: Office) -> None:
    claim = office.serving(office.counter())
    case = replace(
        only_case(office, claim),
        answers={"minor": False, "axles": 2, "kind": "pkw", "by_proxy": True},
        presence={"id": Presence.PRESENTED, "evb": Presence.MISSING, "old": Presence.UNCHECKED},
        confirmed_at=office.clock.time,
        outcome=Outcome.INCOMPLETE,
        missing_reason="eVB fehlt",
        note="kommt wieder\nam Montag",
    )
    with office.work.write() as work:
        work.visits.save_case(claim, case)
    kept = only_case(office, claim)
    assert kept == case
    assert kept.answers["minor"] is False


def test_saving_a_case_again_forgets_what_was_unanswered_since(office: Office) -> None:
    claim = office.serving(office.counter())
    case = only_case(office, claim)
    for answers in ({"minor": True, "axles": 2}, {"axles": 3}):
        with office.work.write() as work:
            work.visits.save_case(claim, replace(case, answers=answers))
    assert only_case(office, claim).answers == {"axles": 3}


def test_a_draft_is_there_again_as_it_was_typed(office: Office) -> None:
    claim = office.serving(office.counter())
    case = only_case(office, claim)
    for values in ({"fin": "W0L"}, {"fin": "W0L0", "plate": "MK-A 1"}):
        with office.work.write() as work:
            work.visits.save_draft(claim, case.id, values)
    assert only_case(office, claim).form == {"fin": "W0L0", "plate": "MK-A 1"}


def test_what_was_typed_is_harmless_in_the_store(office: Office) -> None:
    claim = office.serving(office.counter())
    with office.work.write() as work:
        work.visits.save_draft(claim, only_case(office, claim).id, {"name": "\x1b[31mMeier\u202e [TODO]"})
        work.visits.save_name(claim, "\x9b2JMeier")
    assert only_case(office, claim).form == {"name": "Meier [TODO]"}
    assert office.visit(claim.visit).name == "Meier"


def test_name_step_and_precheck_are_kept(office: Office) -> None:
    claim = office.serving(office.counter())
    with office.work.write() as work:
        work.visits.save_name(claim, "Frau Beispiel")
        work.visits.save_step(claim, Step.PAYMENT)
        work.visits.note_precheck(claim, office.clock.time)
    visit = office.visit(claim.visit)
    assert (visit.name, visit.step, visit.prechecked_at) == ("Frau Beispiel", Step.PAYMENT, office.clock.time)


def test_a_name_can_be_corrected_and_erased(office: Office) -> None:
    claim = office.serving(office.counter(), name="Frau Beispeil")
    for name in ("Frau Beispiel", ""):
        with office.work.write() as work:
            work.visits.save_name(claim, name)
        assert office.visit(claim.visit).name == name


def test_a_name_over_200_characters_is_refused_and_the_old_one_kept(office: Office) -> None:
    claim = office.serving(office.counter(), name="Frau Beispiel")
    with pytest.raises(ValueError, match="höchstens 200"), office.work.write() as work:
        work.visits.save_name(claim, "x" * 201)
    assert office.visit(claim.visit).name == "Frau Beispiel"


def test_a_visit_can_have_several_cases_and_lose_one_opened_by_mistake(office: Office) -> None:
    claim = office.serving(office.counter())
    with office.work.write() as work:
        second = work.visits.add_case(claim, NewCase("kfz_ab", TODAY))
        work.visits.save_draft(claim, second, {"plate": "MK-A 1"})
    assert [case.service for case in office.visit(claim.visit).cases] == ["kfz_halterwechsel", "kfz_ab"]
    with office.work.write() as work:
        work.visits.remove_case(claim, second)
    assert len(office.visit(claim.visit).cases) == 1
    with pytest.raises(ValueError, match="einzige"), office.work.write() as work:
        work.visits.remove_case(claim, only_case(office, claim).id)


def test_a_case_with_fees_is_not_removed(office: Office) -> None:
    claim = office.serving(office.counter())
    case = charge(office, claim, FEE)
    with office.work.write() as work:
        work.visits.add_case(claim, NewCase("kfz_ab", TODAY))
    with pytest.raises(ValueError, match="Gebühren"), office.work.write() as work:
        work.visits.remove_case(claim, case.id)


def test_another_service_keeps_answers_ticks_and_entries_and_wants_confirming_anew(office: Office) -> None:
    claim = office.serving(office.counter())
    case = replace(
        only_case(office, claim),
        answers={"minor": True},
        presence={"id": Presence.PRESENTED},
        confirmed_at=office.clock.time,
    )
    with office.work.write() as work:
        work.visits.save_case(claim, case)
        work.visits.save_draft(claim, case.id, {"fin": "W0L"})
        work.visits.change_service(claim, case.id, "kfz_wieder")
    kept = only_case(office, claim)
    assert (kept.service, kept.confirmed_at) == ("kfz_wieder", None)
    assert (kept.answers, kept.presence, kept.form) == (case.answers, case.presence, {"fin": "W0L"})


def test_many_visits_come_in_the_order_asked_and_unknown_ones_are_left_out(office: Office) -> None:
    counter = office.counter()
    first, second = office.arrive(counter, name="A"), office.arrive(counter, name="B")
    with office.work.read() as work:
        assert [visit.name for visit in work.visits.many([second, 999, first])] == ["B", "A"]
        with pytest.raises(KeyError):
            work.visits.get(999)


# ---------------------------------------------------------------- only the holder


def _writes(work: Work, claim: Claim, case: Case) -> dict[str, object]:
    visits = work.visits
    return {
        "save_case": lambda: visits.save_case(claim, case),
        "save_draft": lambda: visits.save_draft(claim, case.id, {"a": "b"}),
        "add_case": lambda: visits.add_case(claim, NewCase("kfz_ab", TODAY)),
        "change_service": lambda: visits.change_service(claim, case.id, "kfz_ab"),
        "remove_case": lambda: visits.remove_case(claim, case.id),
        "save_name": lambda: visits.save_name(claim, "Herr Mustermann"),
        "save_step": lambda: visits.save_step(claim, Step.CLOSING),
        "note_precheck": lambda: visits.note_precheck(claim, MORNING),
        "charge": lambda: visits.charge(claim, case.id, [FEE]),
        "settle": lambda: visits.settle(claim, [], Way.EXEMPT, None, "§"),
        "add_receipt": lambda: work.outbox.add_receipt(claim),
        "add_handover": lambda: work.outbox.add_handover(claim, case.id),
    }


WRITES = [
    "save_case",
    "save_draft",
    "add_case",
    "change_service",
    "remove_case",
    "save_name",
    "save_step",
    "note_precheck",
    "charge",
    "settle",
    "add_receipt",
    "add_handover",
]


@pytest.mark.parametrize("write", WRITES)
def test_a_screen_that_slept_while_the_visit_was_taken_over_writes_nothing(
    office: Office, write: str
) -> None:
    old = office.serving(office.counter("1"), name="Frau Beispiel")
    case = only_case(office, old)
    office.queue.park(old, ParkReason.FORMS)
    claim_of(office.queue.take(office.counter("2"), CLERK, old.visit))
    before = office.visit(old.visit)
    with office.work.write() as work, pytest.raises(ClaimLost):
        _writes(work, old, case)[write]()  # type: ignore[operator]
    assert office.visit(old.visit) == before


def test_a_case_of_another_visit_cannot_be_changed_under_ones_own_claim(office: Office) -> None:
    mine, other = office.serving(office.counter("1")), office.serving(office.counter("2"))
    with office.work.write() as work, pytest.raises(KeyError):
        work.visits.save_draft(mine, only_case(office, other).id, {"a": "b"})


# ---------------------------------------------------------------- fee lines


def test_a_charged_line_is_a_copy_of_the_day(office: Office) -> None:
    claim = office.serving(office.counter())
    (fee, plates) = charge(office, claim, FEE, PLATES).lines
    assert (fee.cents, fee.tariff, fee.set_on, fee.is_settled) == (2740, "221.1", TODAY, False)
    assert (plates.quantity, plates.payee) == (2, "Landkreis")


def test_charging_again_replaces_what_is_not_settled(office: Office) -> None:
    claim = office.serving(office.counter())
    charge(office, claim, FEE, PLATES)
    lines = charge(office, claim, replace(FEE, cents=3000)).lines
    assert [(line.line, line.cents) for line in lines] == [("umschreibung", 3000)]


def test_a_settled_line_is_not_charged_twice_but_what_is_missing_is(office: Office) -> None:
    claim = office.serving(office.counter())
    (line,) = charge(office, claim, FEE).lines
    with office.work.write() as work:
        work.visits.settle(claim, [line.id], Way.CASH_OFFICE, "4711", "zahlt bar")
    assert charge(office, claim, FEE).lines == only_case(office, claim).lines
    assert [line.cents for line in charge(office, claim, replace(FEE, cents=3000)).lines] == [2740, 260]


def test_a_settlement_keeps_way_reference_reason_and_time(office: Office) -> None:
    claim = office.serving(office.counter())
    lines = charge(office, claim, FEE, PLATES).lines
    with office.work.write() as work:
        work.visits.settle(claim, [lines[0].id], Way.NOTICE, "B-17", "Konto folgt")
    settled, unsettled = only_case(office, claim).lines
    assert settled.settlement is not None
    assert (settled.settlement.way, settled.settlement.reference) == (Way.NOTICE, "B-17")
    assert (settled.settlement.reason, settled.settlement.at) == ("Konto folgt", office.clock.time)
    assert not unsettled.is_settled


def test_a_line_is_settled_once(office: Office) -> None:
    claim = office.serving(office.counter())
    (line,) = charge(office, claim, FEE).lines
    with office.work.write() as work:
        work.visits.settle(claim, [line.id], Way.EXEMPT, None, "§ 5")
    with pytest.raises(ValueError, match="schon"), office.work.write() as work:
        work.visits.settle(claim, [line.id], Way.NOTICE, None, "x")


def test_a_line_of_another_visit_cannot_be_settled(office: Office) -> None:
    mine, other = office.serving(office.counter("1")), office.serving(office.counter("2"))
    (line,) = charge(office, other, FEE).lines
    with pytest.raises(KeyError), office.work.write() as work:
        work.visits.settle(mine, [line.id], Way.EXEMPT, None, "§ 5")


def test_a_line_in_an_open_payment_is_neither_settled_otherwise_nor_replaced(office: Office) -> None:
    claim = office.serving(office.counter())
    (line,) = charge(office, claim, FEE).lines
    with office.store.write() as session:
        session.get_one(ChargedLineRow, line.id).held_by = 1
    with pytest.raises(LineLocked, match="Umschreibung"), office.work.write() as work:
        work.visits.settle(claim, [line.id], Way.NOTICE, None, "Konto folgt")
    with pytest.raises(LineLocked), office.work.write() as work:
        work.visits.charge(claim, only_case(office, claim).id, [PLATES])
    assert only_case(office, claim).lines == (line,)
