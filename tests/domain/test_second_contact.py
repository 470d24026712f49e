"""Cases that need more than one contact: parking, plates, handing out, the cash office, and for how long they go on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clerk.domain.case_view import CaseView, view_case
from clerk.domain.cash_receipt import LONGEST, BadReceiptNumber, receipt_number
from clerk.domain.catalogue import BroughtBy
from clerk.domain.facts import Answer, more_facts, questions
from clerk.domain.hand_out import FeesFirst, with_handed_out
from clerk.domain.incomplete import case_number, incomplete_cases, may_be_taken_up
from clerk.domain.parking import needs_plates, park_reasons
from clerk.domain.plate_order import (
    NoPlateYet,
    PlateKind,
    PlateSize,
    kind_name,
    plate_order,
    size_name,
    with_order,
)
from clerk.domain.precheck import Presence
from clerk.domain.settlement import ChargedLine
from clerk.domain.visit import Case, Outcome, ParkReason, Visit, VisitState
from tests.catalogue.shipped import TODAY, shipped

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TRANSFER, NEW = "kfz-umschreibung-innerhalb", "kfz-neuzulassung"
NEW_PLATE: Mapping[str, Answer] = {
    "vehicle_deregistered": False,
    "legal_status": "natural_person",
    "proxy": False,
    "plate_keep": False,
    "vehicle_financed": False,
    "plate_wish": False,
}
KEPT = {**NEW_PLATE, "plate_keep": True}
FEE = ChargedLine(1, "g221.8", "Umschreibung", "GebOSt 221.8", 2420, "authority", TODAY)


def view(
    service: str = TRANSFER,
    answers: Mapping[str, Answer] = NEW_PLATE,
    form: Mapping[str, str] | None = None,
    **case: object,
) -> CaseView:
    plain = Case(1, "2026-000001", service, TODAY, answers=answers, form=form or {})
    return view_case(shipped(), replace(plain, **case), on=TODAY)  # type: ignore[arg-type]


# ---------------------------------------------------------------- parking


def test_a_case_with_a_new_plate_offers_plates_first() -> None:
    assert park_reasons([view()], payment_unclear=False)[0] is ParkReason.PLATES


def test_a_case_that_keeps_its_plates_does_not_offer_them_first() -> None:
    reasons = park_reasons([view(answers=KEPT)], payment_unclear=False)
    assert not needs_plates(view(answers=KEPT))
    assert reasons[0] is not ParkReason.PLATES
    assert ParkReason.PLATES in reasons


def test_an_open_fee_offers_the_cash_office_and_a_missing_paper_its_fetching() -> None:
    unpaid = view(answers=KEPT, confirmed_at=NOON, lines=(FEE,))
    assert park_reasons([unpaid], payment_unclear=False)[0] is ParkReason.CASH_OFFICE
    lacking = view(answers=KEPT, presence={"zb2": Presence.MISSING})
    assert park_reasons([lacking], payment_unclear=False)[0] is ParkReason.FETCHES_PAPER


@pytest.mark.parametrize("service", ["fe-umtausch", "pass-personalausweis"])
def test_a_service_that_needs_a_photo_offers_the_photo_terminal_first(service: str) -> None:
    answers = {"photo_by_authority": False, "age": 30}
    assert park_reasons([view(service, answers)], payment_unclear=False)[0] is ParkReason.PHOTO


def test_an_unclear_payment_is_offered_first_and_only_while_it_is() -> None:
    assert park_reasons([view()], payment_unclear=True)[0] is ParkReason.PAYMENT_UNCLEAR
    assert ParkReason.PAYMENT_UNCLEAR not in park_reasons([view()], payment_unclear=False)


@pytest.mark.parametrize("unclear", [True, False])
def test_every_other_reason_is_offered_once_whatever_the_case(unclear: bool) -> None:
    for service in shipped().services:
        reasons = park_reasons([view(service.id, {})], payment_unclear=unclear)
        assert set(reasons) | {ParkReason.PAYMENT_UNCLEAR} == set(ParkReason)
        assert len(reasons) == len(set(reasons))


# ---------------------------------------------------------------- plates


@pytest.mark.parametrize(
    ("plate", "kind", "season"),
    [
        ("rv cd 77", PlateKind.STANDARD, ""),
        ("RV-CD 77H", PlateKind.HISTORIC, ""),
        ("RV-CD 77E", PlateKind.ELECTRIC, ""),
        ("RV-CD 77 04-10", PlateKind.SEASON, "04-10"),
        ("RV-CD 77H 04-10", PlateKind.HISTORIC, "04-10"),
    ],
)
def test_kind_and_season_are_read_from_the_plate(plate: str, kind: PlateKind, season: str) -> None:
    order = plate_order(view(form={"plate": plate}))
    assert (order.kind, order.season) == (kind, season)
    assert order.plate.startswith("RV-CD 77")


@pytest.mark.parametrize(
    ("service", "plate", "kind"),
    [
        ("kfz-kurzzeit", "RV-04123", PlateKind.SHORT_TERM),
        ("kfz-kurzzeit", "RV-03 12", PlateKind.SHORT_TERM),
        ("kfz-ausfuhr", "RV-123 A", PlateKind.EXPORT),
    ],
)
def test_short_term_and_export_plates_are_told_by_their_number(
    service: str, plate: str, kind: PlateKind
) -> None:
    order = plate_order(view(service, {}, {"plate": plate, "valid_to": "31.03.2027"}))
    assert order.kind is kind
    assert order.valid_to == "31.03.2027"


@pytest.mark.parametrize(("fact", "kind"), [("green", PlateKind.GREEN), ("exchange", PlateKind.EXCHANGE)])
def test_what_no_plate_shows_is_taken_from_the_facts(fact: str, kind: PlateKind) -> None:
    assert plate_order(view(NEW, {"plate_kind": fact}, {"plate": "RV-CD 77"})).kind is kind


def test_the_months_of_a_season_may_stand_in_their_own_field() -> None:
    order = plate_order(view(NEW, {"plate_kind": "season"}, {"plate": "RV-CD 77", "season": "4 bis 10"}))
    assert (order.kind, order.season) == (PlateKind.SEASON, "04-10")


@pytest.mark.parametrize("form", [{}, {"plate": "RV-"}, {"plate": ""}])
def test_without_a_valid_plate_nothing_is_ordered_and_a_sentence_says_why(form: Mapping[str, str]) -> None:
    with pytest.raises(NoPlateYet, match="F6"):
        plate_order(view(form=form))


def test_a_season_without_its_months_is_not_ordered() -> None:
    with pytest.raises(NoPlateYet, match="Saison"):
        plate_order(view(NEW, {"plate_kind": "season"}, {"plate": "RV-CD 77"}))


def test_two_plates_of_one_line_are_the_default_and_another_choice_is_remembered() -> None:
    first = view(form={"plate": "RV-CD 77"})
    order = plate_order(first)
    assert (order.count, order.size) == (2, PlateSize.ONE_LINE)
    motorcycle = order.sized(PlateSize.MOTORCYCLE)
    assert motorcycle.count == 1
    again = view_case(shipped(), with_order(first.case, motorcycle), on=TODAY)
    assert plate_order(again) == motorcycle
    assert again.form == first.form


def test_every_kind_and_size_has_words_of_its_own() -> None:
    assert len({kind_name(kind) for kind in PlateKind}) == len(PlateKind)
    assert len({size_name(size) for size in PlateSize}) == len(PlateSize)


def test_every_service_that_brings_plates_later_has_a_field_for_the_number() -> None:
    for service in shipped().services:
        brought_later = [line for line in service.requirements if line.by is BroughtBy.SECOND_CONTACT]
        if brought_later:
            assert "plate" in {field.id for field in service.fields if field.in_short_form}, service.id


# ---------------------------------------------------------------- handing out


def test_what_is_handed_out_follows_the_facts() -> None:
    assert [line.text for line in view().hand_out] == [
        "Zulassungsbescheinigung Teil I",
        "Zulassungsbescheinigung Teil II",
        "Schilder gesiegelt",
    ]
    assert [line.text for line in view(answers={**KEPT, "vehicle_financed": True}).hand_out] == [
        "Zulassungsbescheinigung Teil I"
    ]


def test_fees_come_before_handing_out() -> None:
    unpaid = view(confirmed_at=NOON, lines=(FEE,)).case
    with pytest.raises(FeesFirst, match="F7"):
        with_handed_out(unpaid, ["Zulassungsbescheinigung Teil I"], done=True, fee_cents=2420)


@pytest.mark.parametrize("fee_cents", [2420, None])
def test_nothing_is_handed_out_while_nobody_has_confirmed_what_it_costs(fee_cents: int | None) -> None:
    with pytest.raises(FeesFirst):
        with_handed_out(view().case, ["x"], done=True, fee_cents=fee_cents)


def test_a_tick_is_taken_back_whatever_is_to_be_paid() -> None:
    free = with_handed_out(view().case, ["a", "b"], done=True, fee_cents=0)
    assert free.handed_out == {"a", "b"}
    charged = replace(free, confirmed_at=NOON, lines=(FEE,))
    assert with_handed_out(charged, ["a"], done=False, fee_cents=None).handed_out == {"b"}


def test_every_two_contact_service_says_what_is_handed_out() -> None:
    for service in shipped().services:
        assert service.hand_out or not service.two_contacts, service.id


def test_what_is_handed_out_asks_nobody_a_question_more() -> None:
    for service in shipped().services:
        without = replace(service, hand_out=())
        for asked in (questions, more_facts):
            assert asked(service, shipped(), {}) == asked(without, shipped(), {}), service.id


# ---------------------------------------------------------------- taken up again


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2026-000123", "2026-000123"),
        ("2026000123", "2026-000123"),
        (" 2026 000123 ", "2026-000123"),
        ("2026-123", "2026-000123"),
        ("2026123", None),
        ("K042", None),
        ("RV-AB 123", None),
        ("2026-0001234", None),
        ("", None),
    ],
)
def test_a_case_number_is_known_with_and_without_its_dash(typed: str, number: str | None) -> None:
    assert case_number(typed) == number


def test_an_incomplete_case_goes_on_for_thirty_days() -> None:
    assert may_be_taken_up(NOON, NOON + timedelta(days=30))
    assert not may_be_taken_up(NOON, NOON + timedelta(days=30, seconds=1))


def test_only_incomplete_cases_of_a_closed_visit_go_on() -> None:
    cases = tuple(
        replace(view().case, id=number, outcome=outcome)
        for number, outcome in enumerate([Outcome.DONE, Outcome.INCOMPLETE, Outcome.WITHDRAWN])
    )
    closed = Visit(1, "K001", 1, VisitState.CLOSED, "kfz", cases, NOON, NOON, 1)
    assert [case.id for case in incomplete_cases(closed)] == [1]
    assert incomplete_cases(replace(closed, state=VisitState.SERVING)) == ()


# ---------------------------------------------------------------- the cash office


@pytest.mark.parametrize(
    ("typed", "layout", "kept"),
    [
        (" K-17 ", "", "K-17"),
        ("a  7", "", "a 7"),
        ("x" * (LONGEST - 1) + "7", "", "x" * (LONGEST - 1) + "7"),
        ("\x1b[2J17", "", "17"),
        ("kb-000123", "KB-999999", "KB-000123"),
        ("A1", "A9", "A1"),
    ],
)
def test_a_receipt_number_is_kept_cleaned(typed: str, layout: str, kept: str) -> None:
    assert receipt_number(typed, layout) == kept


@pytest.mark.parametrize(
    ("typed", "layout"),
    [
        ("", ""),
        ("  ", ""),
        ("abc", ""),
        ("x" * (LONGEST + 1), ""),
        ("KB-12345", "KB-999999"),
        ("KB-12345a", "KB-999999"),
        ("11", "A9"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused_with_a_sentence(typed: str, layout: str) -> None:
    with pytest.raises(BadReceiptNumber, match="Belegnummer"):
        receipt_number(typed, layout)
