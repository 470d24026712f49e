"""The report of a counter's day: sums, stornos, what blocks, and how it reads on paper and as CSV."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.card_block import Difference, DifferenceKind
from clerk.domain.cash_entry import CashEntry, EntryKind
from clerk.domain.day_closing import (
    NOTHING_BEFORE,
    Closing,
    ClosingState,
    DaySheet,
    Remark,
    Signature,
    SignedDay,
    read_signed,
    seal,
    written,
)
from clerk.domain.day_report import DayFacts, DayReport, day_report
from clerk.domain.day_report_csv import day_csv
from clerk.domain.day_report_text import day_text, roll_sections
from clerk.domain.day_report_words import (
    difference_name,
    kind_name,
    movement_name,
    payment_state_name,
    reason_name,
    way_name,
)
from clerk.domain.payment import Movement, PaymentState, Reason
from clerk.domain.plain_data import from_plain, to_plain
from clerk.domain.settlement import Way
from clerk.domain.storno import StornoRequest, StornoState, Undoing
from tests.domain.card_days import COUNTER, DAY, MORNING, end_of_day, entry, facts, movement

KIM, ALEX = Signature(1, "Kim Beispiel", MORNING), Signature(2, "Alex Probe", MORNING)
STORNO = StornoRequest(3, COUNTER, (1,), 2420, Way.NOTICE, "Falsche Gebühr", 1, MORNING, Undoing.ENTRY)


def _of(*entries: CashEntry) -> DayReport:
    return day_report(replace(facts([]), entries=entries, terminals=()))


def _rich() -> DayReport:
    """A report with something of everything."""
    day: DayFacts = facts(
        [
            movement(1, 2740),
            movement(2, 500, receipt="0900"),
            movement(3, 800, counter=8),
            end_of_day(9, "0001", "0003", 3, 4000),
        ]
    )
    more = (
        entry(3, 2420, way=Way.NOTICE, reason="kommt später", case_number="2026-000003"),
        entry(4, -2420, way=Way.NOTICE, reason="=HYPERLINK(1)", reverses=3),
        entry(5, 320, way=Way.EXEMPT, payee="bund_kba", reference="@A1"),
    )
    unclear = replace(movement(12, 990), state=PaymentState.MANUAL, reason=Reason.NOTHING_TO_COMPARE)
    return day_report(
        replace(day, entries=(*day.entries, *more), open_payments=(unclear,), stornos=(STORNO,))
    )


def _sheet(report: DayReport) -> DaySheet:
    remarks = tuple(Remark(item.key, "+ Techniker") for item in report.differences)
    signed = SignedDay(report, remarks)
    closing = Closing(COUNTER, DAY, ClosingState.LOCKED, 2, signed, KIM, ALEX, 1, NOTHING_BEFORE, "ab" * 32)
    return DaySheet(report, closing)


# ---------------------------------------------------------------- what it counts


def test_a_card_payment_for_two_payees_stands_in_two_lines() -> None:
    report = _of(entry(1, 2420), entry(2, 320, payee="bund_kba"))
    assert [(line.payee, line.count, line.net_cents) for line in report.sums] == [
        ("authority", 1, 2420),
        ("bund_kba", 1, 320),
    ]
    assert report.received_cents == 2740


def test_what_was_taken_back_stands_beside_what_came_in() -> None:
    report = _of(entry(1, 2420), entry(2, -2420, reverses=1, reason="falsch"))
    (line,) = report.sums
    assert (line.count, line.cents, line.back_count, line.back_cents, line.net_cents) == (
        1,
        2420,
        1,
        -2420,
        0,
    )
    (storno,) = report.stornos
    assert (storno.kind, storno.numbers, storno.reversed, storno.reason) == (
        EntryKind.STORNO,
        (2,),
        (1,),
        "falsch",
    )


@pytest.mark.parametrize(
    ("way", "received"), [(Way.CARD, 2420), (Way.NOTICE, 0), (Way.EXEMPT, 0), (Way.CASH_OFFICE, 0)]
)
def test_only_the_card_is_money_received_at_the_counter(way: Way, received: int) -> None:
    report = _of(entry(1, 2420, way=way))
    assert (report.received_cents, report.cents_of(way)) == (received, 2420)


def test_an_unclear_payment_or_a_waiting_storno_blocks_the_lock() -> None:
    report = _rich()
    assert report.blocks_lock
    assert [(item.payment, item.state, item.reason) for item in report.open_payments] == [
        (12, PaymentState.MANUAL, Reason.NOTHING_TO_COMPARE)
    ]
    assert [(item.request, item.cents) for item in report.waiting_stornos] == [(3, 2420)]
    assert not _of(entry(1, 2420)).blocks_lock


def test_a_storno_that_is_decided_blocks_nothing() -> None:
    refused = replace(STORNO, state=StornoState.REFUSED)
    assert not day_report(replace(facts([]), stornos=(refused,))).blocks_lock


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Way)),
            st.sampled_from(["authority", "bund_kba", "other"]),
            st.integers(-9_999, 9_999).filter(bool),
        )
    ),
    st.randoms(use_true_random=False),
)
def test_sums_come_to_the_entries_in_whatever_order_they_are_given(
    made: list[tuple[Way, str, int]], chance: object
) -> None:
    entries = [
        entry(number, cents, way=way, payee=payee) for number, (way, payee, cents) in enumerate(made, 1)
    ]
    shuffled = list(entries)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    report = _of(*shuffled)
    assert report == _of(*entries)
    assert sum(line.net_cents for line in report.sums) == sum(each.cents for each in entries)
    assert sum(line.count + line.back_count for line in report.sums) == len(entries)
    assert sum(report.cents_of(way) for way in Way) == sum(each.cents for each in entries)


# ---------------------------------------------------------------- what is kept of it


def test_what_was_signed_is_read_as_it_was_written() -> None:
    signed = _sheet(_rich()).closing.day_signed
    assert signed is not None
    assert read_signed(written(signed)) == signed
    assert from_plain(DayReport, to_plain(signed.report)) == signed.report


def test_what_was_kept_and_does_not_fit_is_refused() -> None:
    with pytest.raises((TypeError, ValueError)):
        read_signed('{"report": [], "remarks": []}')


def test_the_seal_covers_the_closing_before_the_text_and_both_people() -> None:
    before = seal(NOTHING_BEFORE, 1, "a", KIM, ALEX)
    others = {
        seal("1" * 64, 1, "a", KIM, ALEX),
        seal(NOTHING_BEFORE, 2, "a", KIM, ALEX),
        seal(NOTHING_BEFORE, 1, "b", KIM, ALEX),
        seal(NOTHING_BEFORE, 1, "a", ALEX, KIM),
    }
    assert len(others | {before}) == 5


# ---------------------------------------------------------------- how it reads


def test_every_part_has_a_name() -> None:
    report = _rich()
    (item, *_rest) = report.differences
    for kind in DifferenceKind:
        assert difference_name(replace(item, kind=kind))
    assert all(map(way_name, Way))
    assert all(map(kind_name, EntryKind))
    assert all(map(movement_name, Movement))
    assert all(map(payment_state_name, PaymentState))
    assert reason_name(None) == ""


@pytest.mark.parametrize("width", [80, 100])
def test_the_text_says_everything_within_its_width(width: int) -> None:
    text = day_text(_sheet(_rich()), width=width)
    assert all(len(line) <= width for line in text.splitlines())
    for said in (
        "Abschluss Nr. 1, abgeschlossen",
        "beschieden",
        "Abweichung",
        "Storno vorgemerkt",
        "Offen am Kartenterminal",
        "Kim Beispiel",
        "Alex Probe",
    ):
        assert said in text


@pytest.mark.parametrize("width", [32, 48])
def test_a_paper_roll_gets_the_sums_within_its_width(width: int) -> None:
    (lines,) = roll_sections(_sheet(_rich()), width)
    assert all(len(line.text) <= width for line in lines)
    said = "\n".join(line.text for line in lines)
    assert "Abschluss Nr. 1" in said
    assert "32,40 €" in said


def test_before_the_signature_the_text_tells_the_keys_for_remarks() -> None:
    report = _rich()
    text = day_text(DaySheet(report, Closing(COUNTER, DAY)))
    assert "vorläufig" in text
    assert all(item.key in text.replace("\n", "") for item in report.differences if item.needs_remark)


def test_the_csv_has_every_entry_first_with_cents_and_euros() -> None:
    content = day_csv(_sheet(_rich()))
    assert content.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))
    kinds = [row["Satzart"] for row in rows]
    assert kinds[:5] == ["Buchung"] * 5
    assert list(dict.fromkeys(kinds)) == ["Buchung", "Summe", "Terminal", "Abweichung", "Abschluss"]
    amounts = [(int(row["Betrag_Cent"]), row["Betrag"]) for row in rows[:5]]
    assert amounts == [(2740, "27,40"), (500, "5,00"), (2420, "24,20"), (-2420, "-24,20"), (320, "3,20")]
    assert len({tuple(row) for row in rows}) == 1


def test_no_text_from_outside_is_a_formula_in_the_csv() -> None:
    rows = list(csv.reader(io.StringIO(day_csv(_sheet(_rich()))), delimiter=";"))
    numbers = {"Betrag_Cent", "Betrag"}
    cells = [
        cell
        for row in rows[1:]
        for name, cell in zip(rows[0], row, strict=True)
        if name not in numbers and cell
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert {"'=HYPERLINK(1)", "'@A1", "'+ Techniker"} <= set(cells)


@pytest.mark.parametrize(("told", "words"), [(1, "(1 Vorgang)"), (2, "(2 Vorgänge)")])
def test_one_movement_is_not_called_several(told: int, words: str) -> None:
    assert words in difference_name(Difference("", DifferenceKind.OTHER_DAY, 0, told=told))
