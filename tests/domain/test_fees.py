"""Fees follow from the service, the answers and the form; the sums are those published."""

import pytest

from clerk.domain.catalogue import Due, Payee
from clerk.domain.facts import Answer
from clerk.domain.fees import fee_sheet, fix_amount
from tests.catalogue.shipped import fees_of, service, shipped

TRANSFER = "kfz-umschreibung-innerhalb"
LICENCE = {"fe_has_licence": False, "fe_group2": False, "age": 30}


def test_a_transfer_with_plates_kept_costs_27_40() -> None:
    sheet = fees_of(TRANSFER, plate_keep=True)
    assert [(line.id, line.cents) for line in sheet.lines] == [("g221.8", 2420), ("k124", 320)]
    assert sheet.total_cents == 2740
    assert [line.payee for line in sheet.lines] == [Payee.AUTHORITY, Payee.FEDERAL]
    assert sheet.lines[0].tariff == "GebOSt 221.8"


def test_new_plates_cost_more_with_a_wish_and_a_reservation() -> None:
    assert fees_of(TRANSFER, plate_keep=False, plate_wish=False).total_cents == 2620 + 320
    wished = fees_of(TRANSFER, plate_keep=False, plate_wish=True, plate_reserved=True)
    assert wished.total_cents == 2620 + 320 + 1020 + 260


def test_a_wish_given_before_the_plates_were_kept_costs_nothing() -> None:
    assert fees_of(TRANSFER, plate_keep=True, plate_wish=True, plate_reserved=True).total_cents == 2740


@pytest.mark.parametrize(
    ("service_id", "answers", "total"),
    [
        ("fe-ersterteilung", {**LICENCE, "fe_probation": True}, 4590),
        ("fe-ersterteilung", {**LICENCE, "fe_probation": False}, 4510),
        ("fe-umtausch", {"fe_old_kind": "paper", "fe_direct_mail": False}, 2650),
        ("fe-verlaengerung", {"fe_class_d": False}, 4510),
        ("kfz-anschrift-name", {"zb1_new_print": True}, 1230),
        ("kfz-ausserbetriebsetzung", {"zb1_lost": False, "plate_reserved": False}, 1590),
        (
            "kfz-wiederzulassung",
            {"holder_change": False, "plate_keep": True, "plate_reserved": True, "district_change": False},
            2300 + 120,
        ),
        ("pass-personalausweis", {"age": 24, "photo_by_authority": True}, 4600 + 600),
        ("pass-personalausweis", {"age": 23, "photo_by_authority": False}, 2760),
        ("pass-reisepass", {"age": 24, "photo_by_authority": False}, 7000),
        ("pass-reisepass", {"age": 23, "photo_by_authority": False, "other_authority": True}, 7500),
        ("pass-vorlaeufiger-reisepass", {"photo_by_authority": False, "outside_hours": True}, 5200),
        ("meld-fuehrungszeugnis", {"fz_volunteer": False}, 1300),
        ("meld-fuehrungszeugnis", {"fz_volunteer": True}, 0),
        ("pass-pin", {}, 0),
    ],
)
def test_sums_are_those_published(service_id: str, answers: dict[str, Answer], total: int) -> None:
    assert fees_of(service_id, **answers).total_cents == total


def test_the_sheet_names_exactly_the_questions_that_decide_a_fee() -> None:
    assert fees_of(TRANSFER).unanswered == ("plate_keep",)
    assert fees_of(TRANSFER, plate_keep=False).unanswered == ("plate_wish",)
    assert fees_of("pass-personalausweis").unanswered == ("age", "photo_by_authority")


def test_a_line_a_question_decides_stands_apart_and_there_is_no_total() -> None:
    sheet = fees_of(TRANSFER)
    assert [line.id for line in sheet.lines] == ["k124"]
    assert [line.id for line in sheet.undecided] == ["g221.8", "g221.10", "g221.wunsch"]
    assert sheet.total_cents is None
    assert sheet.known_cents == 320


def test_a_fee_that_every_answer_asks_for_is_certain_before_the_answer() -> None:
    sheet = fees_of("fe-umtausch", fe_direct_mail=False)
    assert [line.id for line in sheet.lines] == ["k126.2"]


def test_a_range_has_no_amount_until_the_clerk_fixes_one_within_it() -> None:
    sheet = fees_of("fe-ersatz", fe_loss="stolen", fe_direct_mail=False)
    assert sheet.open == ("f202.4",)
    assert sheet.total_cents is None
    ranged = next(line for line in sheet.lines if line.id == "f202.4")
    assert (ranged.min_cents, ranged.max_cents) == (2040, 3830)
    assert fix_amount(ranged, 3830).cents == 3830
    for outside in (2039, 3831):
        with pytest.raises(ValueError, match="Rahmen von 20,40 € bis 38,30 €"):
            fix_amount(ranged, outside)


def test_a_fixed_fee_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="steht fest"):
        fix_amount(fees_of(TRANSFER, plate_keep=True).lines[0], 1)


def test_a_fee_per_companion_counts_them_and_is_open_while_their_number_is() -> None:
    answers = {**LICENCE, "age": 17, "fe_probation": True, "fe_bf17": True}
    unknown = fees_of("fe-ersterteilung", **answers)
    assert unknown.unanswered == ("fe_companions",)
    known = {line.id: line for line in fees_of("fe-ersterteilung", **answers, fe_companions=3).lines}
    assert known["k145_2"].cents == 3 * 330
    assert known["k145_2"].quantity == 3
    assert (known["f202.9"].min_cents, known["f202.9"].max_cents) == (450, 3000)


def test_no_companions_no_line() -> None:
    answers = {**LICENCE, "age": 17, "fe_probation": True, "fe_bf17": True, "fe_companions": 0}
    assert "k145_2" not in {line.id for line in fees_of("fe-ersterteilung", **answers).lines}


@pytest.mark.parametrize(("entry", "cents"), [("", 500), ("3", 1500), (" 2 ", 1000)])
def test_a_fee_per_copy_follows_the_form(entry: str, cents: int) -> None:
    sheet = fee_sheet(service("info-beglaubigung"), shipped(), {}, {"qty": entry})
    assert sheet.total_cents == cents


def test_a_zero_in_the_form_drops_the_line() -> None:
    assert fee_sheet(service("info-beglaubigung"), shipped(), {}, {"qty": "0"}).lines == ()


@pytest.mark.parametrize("entry", ["zwei", "-1", "1,5", "²", "1e3", "9999999"])
def test_a_quantity_that_is_no_number_leaves_the_amount_open(entry: str) -> None:
    sheet = fee_sheet(service("info-beglaubigung"), shipped(), {}, {"qty": entry})
    assert sheet.open == ("i.beglaubigung",)
    assert sheet.total_cents is None


def test_a_fee_due_elsewhere_is_shown_but_not_charged_here() -> None:
    sheet = fees_of("abf-behaelter", waste_action="register")
    assert [(line.id, line.due) for line in sheet.lines] == [("a.rest80", Due.NOTICE)]
    assert sheet.total_cents == 0
