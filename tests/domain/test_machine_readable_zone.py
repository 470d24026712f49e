"""What is taken from the machine readable zone, where it may be read, and what is never kept of a document."""

from datetime import date

import pytest

from clerk.domain.catalogue import FormField, Use
from clerk.domain.machine_readable_zone import ZoneRefused, entries, read_zone, why_not_read
from clerk.domain.validators import kinds, validate
from clerk.domain.validators.identity_papers import REMOVED, finding, withheld

TODAY = date(2026, 11, 22)
CARD = "IDD<<T220001293<<<<<<<<<<<<<<<\n6408125<2010315D<<<<<<<<<<<<<4\nMUSTERMANN<<ERIKA<<<<<<<<<<<<<"
PASSPORT = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"
OF_UTOPIA = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def field(field_id: str, validator: str) -> FormField:
    return FormField(field_id, field_id, validator, required=False, use=(Use.CHECK,))


NAME, BIRTH, VALID_TO = field("name", "text"), field("birth", "birth_date"), field("id_valid_to", "date")
OTHERS = (
    field("sought_name", "text"),
    field("sought_birth", "birth_date"),
    field("birth_name", "text"),
    field("holder_gender", "gender"),
    field("citizenship", "text"),
    field("id_checked", "bool"),
)


@pytest.mark.parametrize(
    ("zone", "name", "birth", "valid_to"),
    [
        (CARD, "ERIKA MUSTERMANN", "12.08.1964", "31.10.2020"),
        (PASSPORT, "ERIKA MUSTERMANN", "12.08.1964", "28.02.2027"),
        (OF_UTOPIA, "ANNA MARIA ERIKSSON", "12.08.1974", "15.04.2012"),
        (CARD.replace("\n", ""), "ERIKA MUSTERMANN", "12.08.1964", "31.10.2020"),
        (CARD.lower(), "ERIKA MUSTERMANN", "12.08.1964", "31.10.2020"),
    ],
)
def test_name_day_of_birth_and_validity_are_taken_and_nothing_else(
    zone: str, name: str, birth: str, valid_to: str
) -> None:
    found = entries(read_zone(zone, on=TODAY), (NAME, BIRTH, VALID_TO, *OTHERS))
    assert found == {"name": name, "birth": birth, "id_valid_to": valid_to}


def test_what_is_taken_is_valid_in_its_field() -> None:
    found = entries(read_zone(PASSPORT, on=TODAY), (NAME, BIRTH, VALID_TO))
    for one in (NAME, BIRTH, VALID_TO):
        assert validate(one.validator, found[one.id], on=TODAY).valid


def test_an_expired_document_is_known_as_such() -> None:
    assert read_zone(CARD, on=TODAY).expired
    assert not read_zone(PASSPORT, on=TODAY).expired
    assert not read_zone(PASSPORT, on=date(2027, 2, 28)).expired


def test_umlauts_are_never_guessed() -> None:
    zone = CARD.replace("MUSTERMANN<<ERIKA<<<<<<<<<<<<<", "MUELLER<<JOERG<MICHAEL<<<<<<<<")
    assert read_zone(zone, on=TODAY).name == "JOERG MICHAEL MUELLER"


def test_a_name_that_fills_its_line_may_go_on() -> None:
    assert not read_zone(CARD, on=TODAY).name_cut
    assert read_zone(CARD.replace("ERIKA<<<<<<<<<<<<<", "ERIKAMARIAEVAANNAX"), on=TODAY).name_cut


def test_a_zone_never_shows_what_stands_in_it() -> None:
    assert "MUSTERMANN" not in repr(read_zone(CARD, on=TODAY))


@pytest.mark.parametrize(
    ("zone", "sentence"),
    [
        (
            CARD.replace("6408125", "6408126"),
            "Die Prüfziffer zum Geburtsdatum (Zeile 2, Stelle 7) stimmt nicht.",
        ),
        (CARD.replace("T220001293", "T220001294"), "Die Prüfziffer zur Seriennummer (Zeile 1, Stelle 15)"),
        (PASSPORT.replace("2702283", "2702284"), "Die Prüfziffer zum Ablaufdatum (Zeile 2, Stelle 28)"),
        (CARD[:61], "Die Lesezone hat 60 Zeichen."),
        (CARD[:30], "Das ist nur die erste von drei Zeilen"),
        ("", "Hier steht noch nichts."),
    ],
)
def test_a_zone_that_does_not_fit_is_refused_in_words_without_its_content(zone: str, sentence: str) -> None:
    with pytest.raises(ZoneRefused) as refusal:
        read_zone(zone, on=TODAY)
    assert str(refusal.value).startswith(sentence)
    assert str(refusal.value).endswith("Bitte noch einmal einlesen oder von Hand eingeben.")
    assert "T22000" not in str(refusal.value)


@pytest.mark.parametrize("area", ["kfz", "fahrerlaubnis", "abfall", "info", ""])
@pytest.mark.parametrize("allowed", [True, False])
def test_outside_pass_and_melde_nothing_is_read_whatever_the_office_says(area: str, allowed: bool) -> None:
    assert "nur in Pass- und Meldesachen" in str(why_not_read(area, allowed=allowed))


@pytest.mark.parametrize("area", ["pass", "melde"])
def test_in_pass_and_melde_it_is_read_once_the_office_has_switched_it_on(area: str) -> None:
    assert "nicht eingeschaltet" in str(why_not_read(area, allowed=False))
    assert why_not_read(area, allowed=True) is None


OF_DOCUMENTS = [
    "L01X00T47",
    "L01X00T471",
    "l01x00t471",
    "T220001293",
    "C01X00T478D",
    "1220001297D",
    "Ausweis A1234567",
    "Pass-Nr. 123456789",
    "gefunden: LZ6311T475, Bahnhof",
    *CARD.splitlines(),
    *PASSPORT.splitlines(),
    "Augenfarbe grün",
    "hat blaue Augen",
    "Körpergröße 178 cm",
    "1,78 m groß",
    "Größe: 160 cm",
]
OF_OTHER_THINGS = [
    "VR 123456",
    "VR1234567",
    "A1BS31Z0430336179",
    "RV-LL 1234H",
    "B072RRE2I55",
    "2026-000123",
    "Schrank 180 cm hoch, Größe 180 cm",
    "Ausweis geprüft, gültig bis 12.03.2030",
    "Passau, Große Gasse 12",
    "Tisch <neu>",
    "DE89370400440532013000",
    "5.0101.123456",
]


@pytest.mark.parametrize("text", OF_DOCUMENTS)
@pytest.mark.parametrize("kind", ["text", "kassenzeichen_local", "fuehrerscheinnummer", "fin", "zb1_nr"])
def test_content_of_an_identity_document_is_refused_in_every_field(kind: str, text: str) -> None:
    verdict = validate(kind, text, on=TODAY)
    assert not verdict.valid
    if kind == "text":
        assert verdict.message == finding(text)


@pytest.mark.parametrize("text", OF_DOCUMENTS)
def test_content_of_an_identity_document_is_taken_out_before_it_is_stored(text: str) -> None:
    kept = withheld(f"Vorher {text} nachher")
    if not text.startswith("Größe"):
        assert REMOVED in kept
    assert finding(withheld(text)) is None
    assert withheld(kept) == kept


@pytest.mark.parametrize("text", OF_OTHER_THINGS)
def test_other_text_is_stored_as_it_is(text: str) -> None:
    assert finding(text) is None
    assert withheld(text) == text


def test_only_the_kinds_for_looking_accept_a_serial_number() -> None:
    accepting = {kind for kind in kinds() if validate(kind, "L01X00T471", on=TODAY).valid}
    assert accepting == {"ausweis_seriennummer", "azr_nr"}
