"""Numbers of vehicles, their papers, plates and insurance."""

from datetime import date

import pytest

from clerk.domain.validators import Level, validate
from clerk.domain.validators.check_digits import fin_check_digit

TODAY = date(2026, 11, 22)
FIN = "A1BS31Z0430336179"


def normalised(kind: str, value: str, **related: str) -> str:
    verdict = validate(kind, value, on=TODAY, related=related)
    assert (verdict.valid, verdict.level, verdict.message) == (True, None, None)
    return verdict.normalised


def refusal(kind: str, value: str, **related: str) -> str:
    verdict = validate(kind, value, on=TODAY, related=related)
    assert (verdict.valid, verdict.level) == (False, Level.HARD)
    return str(verdict.message)


def warning(kind: str, value: str, **related: str) -> str:
    verdict = validate(kind, value, on=TODAY, related=related)
    assert (verdict.valid, verdict.level) == (True, Level.SOFT)
    return str(verdict.message)


@pytest.mark.parametrize("value", [FIN, FIN.lower(), "A1BS 31Z0 4303 36179", "A1BS31Z0-430336179"])
def test_a_fin_is_accepted_however_it_is_spaced(value: str) -> None:
    assert normalised("fin", value) == FIN


def test_the_check_digit_of_the_specimen_fin_is_4() -> None:
    assert fin_check_digit(FIN) == "4"


def test_an_o_in_a_fin_is_refused_with_its_place_and_the_likely_digit() -> None:
    assert refusal("fin", FIN[:-1] + "O") == (
        "An Stelle 17 steht der Buchstabe O. In einer FIN kommt O nicht vor – Ziffer 0 gemeint?"
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "I" + FIN[1:],
            "An Stelle 1 steht der Buchstabe I. In einer FIN kommt I nicht vor – Ziffer 1 gemeint?",
        ),
        (FIN[:5] + "Q" + FIN[6:], "An Stelle 6 steht der Buchstabe Q."),
        ("AB1O", "An Stelle 4 steht der Buchstabe O."),
        (FIN + "12", "Die FIN hat 19 Zeichen, höchstens 17 sind möglich: 2 zu viel."),
        ("AB/12", "An Stelle 3 steht das Zeichen „/“. In einer FIN stehen nur die Buchstaben A–Z ohne O"),
    ],
)
def test_a_wrong_fin_is_refused_with_the_reason(value: str, sentence: str) -> None:
    assert refusal("fin", value).startswith(sentence)


@pytest.mark.parametrize("value", ["12345", "WI1QR", FIN[:-1]])
def test_a_short_fin_of_an_old_vehicle_only_warns(value: str) -> None:
    assert warning("fin", value).startswith(f"Die FIN hat {len(value)} Zeichen, üblich sind 17.")


@pytest.mark.parametrize("check", ["4", " 4 ", "-", "", "??"])
def test_a_fin_agrees_with_its_check_digit_or_with_none(check: str) -> None:
    assert normalised("fin", FIN, fin_check=check) == FIN


def test_a_slip_in_the_fin_is_caught_by_field_3() -> None:
    slipped = FIN[:15] + FIN[16] + FIN[15]
    assert "passt nicht zur Prüfziffer 4 (Feld 3), zu ihr gehört" in refusal("fin", slipped, fin_check="4")
    assert "passt nicht zur Prüfziffer X (Feld 3), zu ihr gehört 4" in refusal("fin", FIN, fin_check="x")


def test_a_check_digit_is_held_against_the_fin() -> None:
    assert normalised("fin_pruefziffer", "4", fin=FIN.lower()) == "4"
    assert "gehört die Prüfziffer 4, eingegeben ist 5." in refusal("fin_pruefziffer", "5", fin=FIN)
    assert normalised("fin_pruefziffer", "x", fin="short") == "X"


@pytest.mark.parametrize("value", ["-", "–", " - "])
def test_no_check_digit_warns_that_nothing_checks_the_fin(value: str) -> None:
    assert "nicht gegengerechnet" in warning("fin_pruefziffer", value, fin=FIN)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("44", "Die Prüfziffer ist ein einziges Zeichen, eingegeben sind 2."),
        ("O", "An Stelle 1 steht der Buchstabe O. In Feld 3 kommt O nicht vor – Ziffer 0 gemeint?"),
        ("A", "In Feld 3 stehen nur Ziffern, der Buchstabe X oder -."),
    ],
)
def test_what_is_no_check_digit_is_refused(value: str, sentence: str) -> None:
    assert sentence in refusal("fin_pruefziffer", value)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("rv ab123", "RV-AB 123"),
        ("RV-AB 123", "RV-AB 123"),
        ("rv–ab 123", "RV-AB 123"),
        ("RV AB-123", "RV-AB 123"),
        ("mü-ab 1", "MÜ-AB 1"),
        ("RA1", "R-A 1"),
        ("RVAAB12", "RVA-AB 12"),
        ("abüa1", "ABÜ-A 1"),
        ("RVA-AB 123", "RVA-AB 123"),
        ("RV-AB 1234", "RV-AB 1234"),
        ("RV-AB 123 h", "RV-AB 123H"),
        ("RV-AB 123E", "RV-AB 123E"),
        ("RV-AB 123 4-10", "RV-AB 123 04-10"),
        ("RV-A 123 11/02", "RV-A 123 11-02"),
        ("RV-AB 12H04-10", "RV-AB 12H 04-10"),
        ("RV-AB 12 E 3-4", "RV-AB 12E 03-04"),
        ("RV-A 12 04-02", "RV-A 12 04-02"),
    ],
)
def test_a_plate_is_read_however_it_is_written(typed: str, stored: str) -> None:
    assert normalised("kennzeichen", typed) == stored


def test_a_plate_in_one_piece_with_two_readings_is_asked_for_its_hyphen() -> None:
    assert refusal("kennzeichen", "RVAB123") == (
        "Das lässt sich verschieden lesen: RV-AB 123 oder RVA-B 123. Bitte den Bindestrich nach dem "
        "Unterscheidungszeichen setzen."
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "RVA-AB 1234",
            "hat 9 Stellen (Buchstaben und Ziffern), ohne Saison, H und E sind höchstens 8 erlaubt",
        ),
        (
            "RV-AB 1234H",
            "hat 8 Stellen (Buchstaben und Ziffern), mit H (nicht mitgezählt) sind höchstens 7 erlaubt",
        ),
        ("RVA-AB 123E", "mit E (nicht mitgezählt) sind höchstens 7 erlaubt"),
        ("RV-AB 1234 04-10", "mit Saison sind höchstens 7 erlaubt"),
        ("RV-AB 123H 04-10", "hat 7 Stellen (Buchstaben und Ziffern), mit Saison und H (nicht mitgezählt)"),
        ("RV-AB 0123", "An Stelle 5 steht die Ziffer 0. Die Zahl eines Kennzeichens beginnt nie mit 0"),
        (
            "RV-0B 123",
            "An Stelle 3 steht die Ziffer 0. Die Zahl eines Kennzeichens beginnt nie mit 0 – Buchstabe O",
        ),
        ("RV-1B 123", "An Stelle 3 steht die Ziffer 1."),
        (
            "RV-AB 1O3",
            "An Stelle 6 steht der Buchstabe O. In der Zahl eines Kennzeichens kommt O nicht vor – Z",
        ),
        (
            "S-MÜ 1",
            "An Stelle 3 steht der Buchstabe Ü. Nach dem Unterscheidungszeichen stehen nur die Buchstaben",
        ),
        ("RV-\u0410B 1", "An Stelle 3 steht der kyrillische Buchstabe"),
        ("RV.AB 1", "An Stelle 3 steht das Zeichen „.“."),
        ("RAVX-AB 1", "vor dem Bindestrich hat 4 Buchstaben, möglich sind 1 bis 3"),
        ("RV-ABC 1", "Nach dem Bindestrich stehen 3 Buchstaben, möglich sind 1 oder 2"),
        ("RV-AB 12345", "Die Zahl hat 5 Ziffern, möglich sind 1 bis 4"),
        ("RV-123", "Zwischen Bindestrich und Zahl fehlen 1 oder 2 Buchstaben"),
        ("RVABCD1", "Vor der Zahl stehen das Unterscheidungszeichen (1 bis 3 Buchstaben), ein Bindestrich"),
        ("RV-AB", "Die Zahl fehlt."),
        ("RV-AB 123X", "Nach der Zahl steht X. Dort ist nur H (Oldtimer) oder E (Elektrofahrzeug) möglich"),
        ("RV-06123", "sieht nach einem roten oder Kurzzeitkennzeichen aus"),
        ("RV-A 12 04-04", "Die Saison dauert 1 Monat, möglich sind 2 bis 11"),
        ("RV-A 12 04-03", "Die Saison dauert 12 Monate, möglich sind 2 bis 11"),
        ("RV-A 12 04-13", "Den Monat 13 gibt es nicht."),
        ("RV-A 12 00-13", "Den Monat 00 gibt es nicht."),
        ("123", "Das Kennzeichen ist nicht lesbar."),
        ("RV-AB 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9", "Das Kennzeichen ist nicht lesbar."),
    ],
)
def test_a_wrong_plate_is_refused_with_the_rule(value: str, sentence: str) -> None:
    assert sentence in refusal("kennzeichen", value)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("rv 06123", "RV-06123"),
        ("RV-03 123", "RV-03123"),
        ("RV041", "RV-041"),
        ("MÜ-071234", "MÜ-071234"),
        ("rv-123a", "RV-123 A"),
        ("RV 1 B", "RV-1 B"),
    ],
)
def test_a_special_plate_is_read_by_its_number(typed: str, stored: str) -> None:
    assert normalised("kennzeichen_sonder", typed) == stored


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("RV-02123", "Die Zahl beginnt mit 02. Möglich sind 03 und 04 (Kurzzeit)"),
        ("RV-06", "Nach 06 stehen 0 Ziffern"),
        ("RV-0612345", "Nach 06 stehen 5 Ziffern"),
        ("RV-06123 A", "Nach einer Zahl mit 06 steht kein Buchstabe"),
        ("RV-123", "fehlt der Buchstabe nach der Zahl"),
        ("RV-12345 A", "hat 5 Ziffern, möglich sind 1 bis 4"),
        ("RV-AB 123", "folgt hier gleich die Zahl"),
        (
            "RV-O6123",
            "An Stelle 3 steht der Buchstabe O. Gleich nach dem Unterscheidungszeichen kommt O nicht vor",
        ),
        ("RV-\uff106123", "das überbreite Zeichen"),
    ],
)
def test_a_wrong_special_plate_is_refused_with_the_rule(value: str, sentence: str) -> None:
    assert sentence in refusal("kennzeichen_sonder", value)


@pytest.mark.parametrize("value", ["ABC1234", "abc-1234", "ab c1 234"])
def test_an_evb_number_of_seven_signs_is_accepted(value: str) -> None:
    assert normalised("evb", value) == "ABC1234"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "ABO1234",
            "An Stelle 3 steht der Buchstabe O. In einer eVB-Nummer kommt O nicht vor – Ziffer 0 gemeint?",
        ),
        (
            "IBC1234",
            "An Stelle 1 steht der Buchstabe I. In einer eVB-Nummer kommt I nicht vor – Ziffer 1 gemeint?",
        ),
        ("ABC123", "Die eVB-Nummer hat 6 Zeichen, nötig sind 7: 1 fehlt."),
        ("ABC12", "Die eVB-Nummer hat 5 Zeichen, nötig sind 7: 2 fehlen."),
        ("ABC12345", "Die eVB-Nummer hat 8 Zeichen, nötig sind 7: 1 zu viel."),
    ],
)
def test_a_wrong_evb_number_is_refused_with_the_reason(value: str, sentence: str) -> None:
    assert refusal("evb", value) == sentence


def test_a_hidden_code_keeps_its_upper_and_lower_case() -> None:
    assert normalised("code_zb1", "aB3 dE5f") == "aB3dE5f"
    assert normalised("code_plakette", "aL3") == "aL3"
    assert normalised("code_zb2", "abc123-ABC123") == "abc123ABC123"


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (
            "code_zb1",
            "aB3dE5l",
            "An Stelle 7 steht der Buchstabe l. In einem Sicherheitscode kommt l nicht vor",
        ),
        ("code_zb1", "aB3dE5", "hat 6 Zeichen, nötig sind 7: 1 fehlt"),
        ("code_plakette", "iL3", "An Stelle 1 steht der Buchstabe i."),
        ("code_plakette", "aL34", "hat 4 Zeichen, nötig sind 3: 1 zu viel"),
        ("code_zb2", "abc123ABC12", "hat 11 Zeichen, nötig sind 12"),
        ("druckstuecknummer", "1A234567", "An Stelle 1 steht die Ziffer 1."),
        ("druckstuecknummer", "A123456", "hat 7 Zeichen, nötig sind 8"),
    ],
)
def test_a_wrong_hidden_code_is_refused_with_the_reason(kind: str, value: str, sentence: str) -> None:
    assert sentence in refusal(kind, value)


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("druckstuecknummer", "a1234567", "A1234567"),
        ("hsn", "0588", "0588"),
        ("tsn", "aab", "AAB"),
        ("tsn", "AAB 00012 X", "AAB00012X"),
        ("zb2_nr", "ab 123456", "AB123456"),
        ("zb1_nr", "rv  12/2024", "RV 12/2024"),
    ],
)
def test_the_other_numbers_of_the_papers_are_tidied(kind: str, value: str, stored: str) -> None:
    assert normalised(kind, value) == stored


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("hsn", "588", "Üblich: 4 Ziffern"),
        ("tsn", "AABB0", "Die TSN hat 5 Zeichen."),
        ("zb2_nr", "A1234567", "Üblich: 2 Buchstaben, 6 Ziffern"),
        ("zb1_nr", "?", "Üblich: 4 bis 20"),
    ],
)
def test_a_number_without_an_official_pattern_only_warns(kind: str, value: str, sentence: str) -> None:
    assert sentence in warning(kind, value)
