"""Amounts as people write them are whole cents, and what could mean two amounts is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.money import format_cents, parse_cents


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0,00 €"),
        (5, "0,05 €"),
        (2740, "27,40 €"),
        (100000, "1.000,00 €"),
        (123456789, "1.234.567,89 €"),
        (-50, "-0,50 €"),
        (-2740, "-27,40 €"),
    ],
)
def test_an_amount_is_written_as_in_german(cents: int, text: str) -> None:
    assert format_cents(cents) == text


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("27,40", 2740),
        ("27,4", 2740),
        ("27", 2700),
        ("0,05", 5),
        (" 12 € ", 1200),
        ("€ 12", 1200),
        ("12,50€", 1250),
        ("1.234", 123400),
        ("1.234,56", 123456),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "€",
        "12.50",
        "1.23",
        "12,345",
        ",50",
        "12,",
        "-5",
        "+5",
        "1e3",
        "zwölf",
        "12 50",
        "1.2345",
        "²",
        "1€2",
        "٣",
    ],
)
def test_what_is_no_amount_or_could_be_two_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="zum Beispiel 27,40"):
        parse_cents(text)


@given(st.integers(min_value=0, max_value=999_999_999))
def test_what_is_written_is_read_as_the_same_amount(cents: int) -> None:
    assert parse_cents(format_cents(cents)) == cents


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        cents = parse_cents(text)
    except ValueError:
        return
    assert type(cents) is int
    assert cents >= 0
