"""Lines and amounts in the prose of others."""

import pytest

from clerk.domain.amounts import amounts_in
from clerk.domain.rich_text import LONGEST_LINE, MOST_LINES, lines_of, plain


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<ul><li>Reisepass</li><li>Foto</li></ul>", ["Reisepass", "Foto"]),
        ("<UL><LI>Reisepass<LI>Foto</UL>", ["Reisepass", "Foto"]),
        ("<p>Reisepass</p><p> </p><p>Foto</p>", ["Reisepass", "Foto"]),
        ("Reisepass<br/>Foto", ["Reisepass", "Foto"]),
        ("- Reisepass\r\n- Foto\n\n2. Vollmacht", ["Reisepass", "Foto", "Vollmacht"]),
        ("Ein <b>gültiger</b>\nReisepass", ["Ein gültiger", "Reisepass"]),
        ("<p>Ein <b>gültiger</b>\nReisepass</p>", ["Ein gültiger Reisepass"]),
        ("<p>Gr&ouml;&szlig;e &lt; 5&nbsp;m &amp; &#65;</p>", ["Größe < 5 m & A"]),
        ("<p>a<!-- b <li> --></p><style>c</style><script>d</script><p>e</p>", ["a", "e"]),
        ("<p>bei 3 < 4 und 5 > 4</p>", ["bei 3 < 4 und 5 > 4"]),
        ("&#99999999999999999999999;&#xFFFFFFFFFFFF;x", ["x"]),
        ("<p onclick='\x1b]52;c;AAAA\x07'>\u202eAusweis\x1b[31m</p>", ["Ausweis"]),
        ("", []),
        ("<ul></ul>", []),
    ],
)
def test_blocks_become_lines_and_nothing_else_stays(text: str, lines: list[str]) -> None:
    assert [line.text for line in lines_of(text)] == lines


def test_a_line_that_introduces_a_list_stands_above_its_items_and_is_none_itself() -> None:
    text = "<p>Immer:</p><ul><li>Pass</li><li>Bei Kindern:<ul><li>Zustimmung</li></ul></li><li>Foto</li></ul><p>Ende"
    assert [(line.under, line.text) for line in lines_of(text)] == [
        ("Immer", "Pass"),
        ("Bei Kindern", "Zustimmung"),
        ("", "Foto"),
        ("", "Ende"),
    ]


def test_an_item_with_a_list_inside_is_an_item_and_stands_above_the_list() -> None:
    text = "<ul><li>Nachweis der Vertretung<ul><li>Vollmacht</li></ul></li></ul>"
    assert [(line.under, line.text) for line in lines_of(text)] == [
        ("", "Nachweis der Vertretung"),
        ("Nachweis der Vertretung", "Vollmacht"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<!" * 90_000,
        "<!--" * 50_000,
        "<a " * 60_000,
        "&#" * 90_000,
        "<ul>" * 50_000,
        "a:<li>" * 30_000,
        "\x1b]" * 90_000,
    ],
    ids=lambda text: text[:6].encode().hex(),
)
@pytest.mark.timeout(60)
def test_a_text_built_to_take_for_ever_ends_and_stays_small(text: str) -> None:
    assert len(lines_of(text)) <= MOST_LINES
    assert len(plain(text)) <= LONGEST_LINE


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("Die Gebühr beträgt 28,80 Euro.", (2880,)),
        ("EUR 12,50; 37 €, nochmals 37,00 EUR", (1250, 3700)),
        ("1.234,00 EUR und 10.20 €", (123400, 1020)),
        ("5,- Euro", (500,)),
        ("zwischen 13,00 und 20,00 Euro", (2000,)),
        ("gebührenfrei nach § 15 Abs. 2, 14 Tage, 3 Eurocent", ()),
        ("9" * 5000 + " Euro", ()),
    ],
)
def test_amounts_are_found_in_cents(text: str, cents: tuple[int, ...]) -> None:
    assert amounts_in(text) == cents


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", ["111 " * 50_000, "1.111" * 40_000, "€ " * 90_000, "1" * 200_000])
def test_digits_without_end_hold_nobody_up(text: str) -> None:
    assert amounts_in(text) == ()
