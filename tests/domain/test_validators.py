"""What holds for every validator alike."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk.domain.validators import Level, UnknownValidator, choices, kinds, validate

TODAY = date(2026, 11, 22)

CATALOGUE_KINDS = [
    "ausweis_seriennummer",
    "azr_nr",
    "bin_kind",
    "birth_date",
    "bool",
    "code_plakette",
    "code_zb1",
    "code_zb2",
    "container_litres",
    "date",
    "druckstuecknummer",
    "evb",
    "fin",
    "fin_pruefziffer",
    "fuehrerscheinnummer",
    "gender",
    "glaeubiger_id",
    "hsn",
    "hu_month",
    "iban",
    "int",
    "kassenzeichen_local",
    "kennzeichen",
    "kennzeichen_sonder",
    "mrz",
    "person_name",
    "person_or_company",
    "plz",
    "steuer_id",
    "text",
    "tsn",
    "zb1_nr",
    "zb2_nr",
]

CARD = "IDD<<T220001293<<<<<<<<<<<<<<<6408125<2010315D<<<<<<<<<<<<<4MUSTERMANN<<ERIKA<<<<<<<<<<<<<"

SPECIMENS = {
    "ausweis_seriennummer": "L01X00T471",
    "azr_nr": "123456789012",
    "bin_kind": "Bioabfall",
    "birth_date": "24.12.1980",
    "bool": "ja",
    "code_plakette": "aL3",
    "code_zb1": "aB3dE5f",
    "code_zb2": "abc123ABC123",
    "container_litres": "1.100 l",
    "date": "31.01.2026",
    "druckstuecknummer": "A1234567",
    "evb": "ABC1234",
    "fin": "A1BS31Z0430336179",
    "fin_pruefziffer": "4",
    "fuehrerscheinnummer": "B072RRE2I55",
    "gender": "keine Angabe",
    "glaeubiger_id": "DE98ZZZ09999999999",
    "hsn": "0588",
    "hu_month": "3/27",
    "iban": "DE89 3704 0044 0532 0130 00",
    "int": "12",
    "kassenzeichen_local": "5.0101.123456",
    "kennzeichen": "RV-AB 12H 04-10",
    "kennzeichen_sonder": "RV-06123",
    "mrz": CARD,
    "person_name": "Beispiel, Erika",
    "person_or_company": "Muster 24 GmbH",
    "plz": "88212",
    "steuer_id": "86095742719",
    "text": "Musterstraße 1",
    "tsn": "AAB00012",
    "zb1_nr": "RV 12/2024",
    "zb2_nr": "AB123456",
}

anything = st.text(st.characters(codec=None, categories=None), max_size=60)
typed_like = st.text(st.sampled_from("AOIQXHÄß019 -–/.<\u0410\uff21\x1b\x07\u202e\u0301aol"), max_size=24)


@st.composite
def nearly_right(draw: st.DrawFn, specimen: str) -> str:
    """A specimen with a piece of it replaced by something else."""
    start = draw(st.integers(0, len(specimen)))
    end = draw(st.integers(start, min(len(specimen), start + 3)))
    return specimen[:start] + draw(typed_like) + specimen[end:]


def test_every_kind_of_the_catalogue_has_a_validator() -> None:
    assert list(kinds()) == CATALOGUE_KINDS


@pytest.mark.parametrize("kind", CATALOGUE_KINDS)
def test_a_right_value_is_accepted(kind: str) -> None:
    assert validate(kind, SPECIMENS[kind], on=TODAY).valid


def test_an_unknown_kind_is_named_with_the_nearest_known_ones() -> None:
    with pytest.raises(UnknownValidator, match=r"„ibann“ gibt es nicht. Vorhanden: iban"):
        validate("ibann", "", on=TODAY)
    with pytest.raises(UnknownValidator):
        choices("ibann")


@pytest.mark.parametrize("kind", CATALOGUE_KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_typed_gets_a_verdict_that_stands_when_it_is_judged_again(
    kind: str, data: st.DataObject
) -> None:
    value = data.draw(st.one_of(anything, typed_like, nearly_right(SPECIMENS[kind])))
    related = {"fin": data.draw(typed_like), "fin_check": data.draw(typed_like)}

    verdict = validate(kind, value, on=TODAY, related=related)
    again = validate(kind, verdict.normalised, on=TODAY, related=related)

    assert (again.normalised, again.valid) == (verdict.normalised, verdict.valid)
    assert verdict.valid == (verdict.level is not Level.HARD)
    assert (verdict.level is None) == (verdict.message is None)


@pytest.mark.parametrize("kind", CATALOGUE_KINDS)
@pytest.mark.parametrize("piece", ["9", "A", "-", " x", "\u0410", "[/x]", "\x1b]", "a\u0301", "1.", "O0-"])
def test_ten_thousand_characters_are_refused_with_their_number_and_not_lost(kind: str, piece: str) -> None:
    verdict = validate(kind, piece * 10_000, on=TODAY)

    assert not verdict.valid
    assert verdict.message is not None
    if len(verdict.normalised) > 200:
        assert f"{len(verdict.normalised)} Zeichen" in verdict.message


@pytest.mark.parametrize("kind", CATALOGUE_KINDS)
@pytest.mark.parametrize("value", ["", "   ", "\u200b", "\x1b[2J"])
def test_a_value_without_any_visible_sign_is_no_value(kind: str, value: str) -> None:
    verdict = validate(kind, value, on=TODAY)

    assert (verdict.valid, verdict.normalised) == (False, "")
    assert "noch nichts" in str(verdict.message)


CODES = (
    "ausweis_seriennummer",
    "code_plakette",
    "code_zb1",
    "druckstuecknummer",
    "evb",
    "fin",
    "glaeubiger_id",
    "iban",
)


@pytest.mark.parametrize("kind", CODES)
@pytest.mark.parametrize(
    ("stranger", "name"),
    [
        ("\u0410", "der kyrillische Buchstabe „\u0410“, der wie A aussieht"),
        ("\u0399", "der griechische Buchstabe „\u0399“, der wie I aussieht"),
        ("\uff17", "das überbreite Zeichen „\uff17“, das wie 7 aussieht"),
        ("\u0661", "das Zeichen „\u0661“"),
        ("é", "der Buchstabe „é“"),
        ("ß", "der Buchstabe ß"),
        ("ı", "der Buchstabe „ı“"),
        ("/", "das Zeichen „/“"),
    ],
)
def test_a_sign_that_only_looks_right_is_named_with_its_place_and_never_swapped(
    kind: str, stranger: str, name: str
) -> None:
    value = SPECIMENS[kind].replace(" ", "")
    verdict = validate(kind, value[:2] + stranger + value[3:], on=TODAY)

    assert not verdict.valid
    assert str(verdict.message).startswith(f"An Stelle 3 steht {name}. ")
    assert stranger in verdict.normalised


@pytest.mark.parametrize(
    "kind", [*CODES, "steuer_id", "plz", "date", "birth_date", "hu_month", "kennzeichen"]
)
@pytest.mark.parametrize(("letter", "digit"), [("O", "0"), ("I", "1")])
def test_letters_and_digits_are_never_swapped_in_silence(kind: str, letter: str, digit: str) -> None:
    for value in {SPECIMENS[kind].replace(digit, letter), SPECIMENS[kind].replace(letter, digit)}:
        typed = value.upper().replace(" ", "")
        normalised = validate(kind, value, on=TODAY).normalised.upper()
        assert normalised.count(letter) == typed.count(letter)


@pytest.mark.parametrize("kind", CATALOGUE_KINDS)
def test_a_sentence_never_shouts_and_never_carries_what_a_terminal_obeys(kind: str) -> None:
    for value in ("\x1b]52;c;aGk=\x07Meier", "\u202eabc", "\x9b31m?", "[/x]", "{count}", "%s"):
        message = str(validate(kind, value, on=TODAY).message)
        assert "!" not in message
        assert not any(sign in message for sign in "\x1b\x07\x9b\u202e")


def test_the_fixed_answers_of_a_list_are_known_to_the_screen() -> None:
    assert choices("bool") == ("ja", "nein")
    assert choices("gender") == ("männlich", "weiblich", "divers", "keine Angabe")
    assert choices("container_litres")[-1] == "1100"
    assert choices("fin") == ()
