"""Dates, papers of people, money and lists."""

from datetime import date

import pytest

from clerk.domain.validators import Level, validate

TODAY = date(2026, 11, 22)
CARD_LINES = (
    "IDD<<T220001293<<<<<<<<<<<<<<<",
    "6408125<2010315D<<<<<<<<<<<<<4",
    "MUSTERMANN<<ERIKA<<<<<<<<<<<<<",
)
PASS_LINES = ("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4")
FOREIGN_PASS = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


def normalised(kind: str, value: str) -> str:
    verdict = validate(kind, value, on=TODAY)
    assert (verdict.valid, verdict.level, verdict.message) == (True, None, None)
    return verdict.normalised


def refusal(kind: str, value: str) -> str:
    verdict = validate(kind, value, on=TODAY)
    assert (verdict.valid, verdict.level) == (False, Level.HARD)
    return str(verdict.message)


def warning(kind: str, value: str) -> str:
    verdict = validate(kind, value, on=TODAY)
    assert (verdict.valid, verdict.level) == (True, Level.SOFT)
    return str(verdict.message)


@pytest.mark.parametrize("kind", ["date", "birth_date"])
@pytest.mark.parametrize(
    "typed",
    ["24.12.1980", "24.12.80", "241280", "24121980", "24. 12. 1980", "24/12/1980", "24-12-80", "1980-12-24"],
)
def test_a_date_is_read_however_it_is_written(kind: str, typed: str) -> None:
    assert normalised(kind, typed) == "1980-12-24"


@pytest.mark.parametrize("kind", ["date", "birth_date"])
@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("29.02.2023", "Den 29.02.2023 gibt es nicht: Dieser Monat hat 28 Tage."),
        ("31.04.1980", "Dieser Monat hat 30 Tage."),
        ("24.13.1980", "Den Monat 13 gibt es nicht."),
        ("19801224", "Den Monat 80 gibt es nicht. Bitte als Tag.Monat.Jahr eingeben"),
        (
            "24.12.198O",
            "An Stelle 10 steht der Buchstabe O. In einem Datum kommt O nicht vor – Ziffer 0 gemeint?",
        ),
        ("24.12", "Das Datum ist nicht lesbar. Bitte Tag, Monat und Jahr eingeben, zum Beispiel 24.12.1980."),
        ("01.01.0000", "Das Jahr 0000 gibt es nicht."),
    ],
)
def test_a_day_that_does_not_exist_is_refused(kind: str, value: str, sentence: str) -> None:
    assert sentence in refusal(kind, value)


def test_a_leap_day_exists_every_four_years() -> None:
    assert normalised("birth_date", "29.02.2024") == "2024-02-29"


def test_two_digits_of_a_date_mean_at_most_twenty_years_ahead() -> None:
    assert normalised("date", "01.05.46") == "2046-05-01"
    assert normalised("date", "01.05.47") == "1947-05-01"


@pytest.mark.parametrize(("typed", "stored"), [("22.11.2026", "2026-11-22"), ("22.11.1906", "1906-11-22")])
def test_the_first_and_the_last_possible_day_of_birth_are_accepted(typed: str, stored: str) -> None:
    assert normalised("birth_date", typed) == stored


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("23.11.2026", "liegt in der Zukunft"),
        ("00.12.2026", "liegt in der Zukunft"),
        ("21.11.1906", "liegt über 120 Jahre zurück"),
        ("00.10.1906", "liegt über 120 Jahre zurück"),
        ("15.00.1980", "muss auch der Tag 00 sein: 00.00.1980"),
    ],
)
def test_an_impossible_day_of_birth_is_refused(value: str, sentence: str) -> None:
    assert sentence in refusal("birth_date", value)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("00.00.1980", "1980-00-00"), ("00.12.1980", "1980-12-00"), ("1906-11-00", "1906-11-00")],
)
def test_an_unknown_day_of_birth_passes_with_a_warning(typed: str, stored: str) -> None:
    assert "unbekannt (00)" in warning("birth_date", typed)
    assert validate("birth_date", typed, on=TODAY).normalised == stored


def test_a_year_of_birth_with_two_meanings_is_shown_for_checking() -> None:
    assert "Als Jahr 2020 gelesen. Ist 1920 gemeint" in warning("birth_date", "01.02.20")
    assert normalised("birth_date", "24.12.26") == "1926-12-24"


def test_an_ordinary_date_has_no_unknown_day() -> None:
    assert "Den 00.12.1980 gibt es nicht" in refusal("date", "00.12.1980")


@pytest.mark.parametrize("typed", ["3/27", "03/2027", "0327", "032027", "3.27", "03-2027", "2027-03", "3 27"])
def test_a_month_of_inspection_is_read_however_it_is_written(typed: str) -> None:
    assert normalised("hu_month", typed) == "03/2027"


def test_an_inspection_is_valid_to_the_end_of_its_month() -> None:
    assert normalised("hu_month", "11/26") == "11/2026"
    assert refusal("hu_month", "10/26").startswith("Die HU-Frist 10/2026 ist abgelaufen.")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("13/27", "Den Monat 13 gibt es nicht."),
        ("O3/27", "An Stelle 1 steht der Buchstabe O."),
        ("März", "An Stelle 1 steht der Buchstabe M. In einer HU-Frist stehen nur Ziffern"),
        ("3", "Die HU-Frist ist nicht lesbar."),
        ("03/2199", "Das Jahr 2199 liegt zu weit voraus."),
    ],
)
def test_a_wrong_month_of_inspection_is_refused(value: str, sentence: str) -> None:
    assert sentence in refusal("hu_month", value)


def test_an_inspection_more_than_three_years_ahead_warns() -> None:
    assert normalised("hu_month", "11/29") == "11/2029"
    assert "über drei Jahre voraus" in warning("hu_month", "12/29")


@pytest.mark.parametrize("value", ["B072RRE2I55", "b072 rre2i55"])
def test_a_number_of_a_licence_card_is_accepted(value: str) -> None:
    assert normalised("fuehrerscheinnummer", value) == "B072RRE2I55"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("B072RRE2I45", "Die Prüfziffer an Stelle 10 ist 4, zu den Zeichen davor gehört 5."),
        ("BO72RRE2I55", "vor allem O und 0"),
        ("B072RRE2IA5", "An Stelle 10 steht der Buchstabe A. Als Prüfziffer stehen nur Ziffern oder X."),
        ("B072RRE2I50", "An Stelle 11 steht die Ziffer 0."),
    ],
)
def test_a_wrong_number_of_a_licence_card_is_refused(value: str, sentence: str) -> None:
    assert sentence in refusal("fuehrerscheinnummer", value)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("12/1987", "An Stelle 3 steht das Zeichen „/“"),
        ("B072RRE2I5", "Die Nummer hat 10 Zeichen, ein deutscher Kartenführerschein hat 11."),
    ],
)
def test_a_paper_or_foreign_licence_only_warns(value: str, sentence: str) -> None:
    assert sentence in warning("fuehrerscheinnummer", value)


@pytest.mark.parametrize(
    "value", ["L01X00T47", "L01X00T471", "T220001293", "LZ6311T475", "C01X00T478", "A1234567"]
)
def test_a_serial_number_of_an_identity_paper_is_accepted(value: str) -> None:
    assert normalised("ausweis_seriennummer", value.lower()) == value


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "L01XO0T47",
            "An Stelle 5 steht der Buchstabe O. In einer Seriennummer kommt O nicht vor – Ziffer 0 gemeint?",
        ),
        ("L01S00T47", "Ziffer 5 gemeint?"),
        ("L01X00T472", "Die Prüfziffer an Stelle 10 passt nicht zu den 9 Zeichen davor"),
        ("L01X00T47X", "An Stelle 10 steht der Buchstabe X."),
        ("L01X00T", "Die Seriennummer hat 7 Zeichen, nötig sind 9, mit Prüfziffer 10."),
        ("12345678", "8 hat nur ein vorläufiger Ausweis: ein Buchstabe und 7 Ziffern."),
    ],
)
def test_a_wrong_serial_number_is_refused_with_the_reason(value: str, sentence: str) -> None:
    assert sentence in refusal("ausweis_seriennummer", value)


@pytest.mark.parametrize("lines", [CARD_LINES, PASS_LINES])
@pytest.mark.parametrize("separator", ["", "\n", "\r\n", " "])
def test_a_german_reading_zone_is_accepted_in_lines_or_in_one(lines: tuple[str, ...], separator: str) -> None:
    assert normalised("mrz", separator.join(lines).lower()) == "".join(lines)


def test_a_reading_zone_of_another_state_warns() -> None:
    assert "nicht zu einem deutschen" in warning("mrz", "".join(FOREIGN_PASS))


def test_a_document_number_longer_than_nine_signs_is_checked_to_its_end() -> None:
    lines = ("IDBEL600001476<9355<<<<<<<<<<<", "1301014F2311207UTO<<<<<<<<<<<")
    number_problem = refusal("mrz", "".join(lines)[:59] + "0" + CARD_LINES[2])
    assert "Seriennummer" not in number_problem
    assert "zur Seriennummer (Zeile 1, Stelle 19)" in refusal(
        "mrz", lines[0].replace("9355", "9354") + CARD_LINES[1] + CARD_LINES[2]
    )


@pytest.mark.parametrize(
    ("lines", "line", "place", "sentence"),
    [
        (CARD_LINES, 0, 14, "Die Prüfziffer zur Seriennummer (Zeile 1, Stelle 15) stimmt nicht."),
        (CARD_LINES, 1, 0, "Die Prüfziffer zum Geburtsdatum (Zeile 2, Stelle 7) stimmt nicht."),
        (CARD_LINES, 1, 9, "Die Prüfziffer zum Ablaufdatum (Zeile 2, Stelle 15) stimmt nicht."),
        (CARD_LINES, 1, 29, "Die Prüfziffer zur ganzen Lesezone (Zeile 2, Stelle 30) stimmt nicht."),
        (PASS_LINES, 1, 1, "Die Prüfziffer zur Passnummer (Zeile 2, Stelle 10) stimmt nicht."),
        (PASS_LINES, 1, 13, "Die Prüfziffer zum Geburtsdatum (Zeile 2, Stelle 20) stimmt nicht."),
        (PASS_LINES, 1, 22, "Die Prüfziffer zum Ablaufdatum (Zeile 2, Stelle 28) stimmt nicht."),
        (PASS_LINES, 1, 30, "Die Prüfziffer zur persönlichen Nummer (Zeile 2, Stelle 43) stimmt nicht."),
        (PASS_LINES, 1, 43, "Die Prüfziffer zur ganzen Lesezone (Zeile 2, Stelle 44) stimmt nicht."),
    ],
)
def test_a_wrong_check_digit_names_its_field_and_line(
    lines: tuple[str, ...], line: int, place: int, sentence: str
) -> None:
    changed = list(lines)
    other = "9" if lines[line][place] != "9" else "8"
    changed[line] = lines[line][:place] + other + lines[line][place + 1 :]
    assert refusal("mrz", "".join(changed)).startswith(sentence)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("P<D", "Die Lesezone hat 3 Zeichen. Nötig sind beim Ausweis 3 Zeilen mit 30"),
        ("X" * 90, "Die Lesezone beginnt mit X."),
        ("I" * 88, "Die Lesezone beginnt mit I."),
        (CARD_LINES[1], "Das ist nur eine von drei Zeilen"),
        ("P«D", "An Stelle 2 steht das Zeichen „«“."),
    ],
)
def test_what_is_no_reading_zone_is_refused(value: str, sentence: str) -> None:
    assert sentence in refusal("mrz", value)


def test_the_first_line_of_a_card_alone_warns() -> None:
    assert "nur die erste von drei Zeilen" in warning("mrz", CARD_LINES[0])


def test_a_number_of_the_register_of_foreigners_always_warns_that_it_must_not_be_kept() -> None:
    for value in ("123456789012", "12"):
        assert "nicht gespeichert" in warning("azr_nr", value)


def test_a_tax_identification_number_is_checked_by_its_last_digit() -> None:
    assert normalised("steuer_id", "86 095 742 719") == "86095742719"
    assert "letzte Ziffer" in refusal("steuer_id", "86095742718")
    assert "beginnt mit 1 bis 9" in refusal("steuer_id", "06095742719")
    assert "hat 10 Zeichen, nötig sind 11: 1 fehlt" in refusal("steuer_id", "8609574271")
    assert "An Stelle 2 steht der Buchstabe O." in refusal("steuer_id", "8O095742719")


@pytest.mark.parametrize(
    "value",
    [
        "DE89 3704 0044 0532 0130 00",
        "de89370400440532013000",
        "AT61 1904 3002 3457 3201",
        "GB29NWBK60161331926819",
    ],
)
def test_an_iban_of_the_sepa_area_is_accepted(value: str) -> None:
    assert normalised("iban", value) == value.upper().replace(" ", "")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("DE8937040044053201300", "Die IBAN hat 21 Zeichen, nötig sind 22: 1 fehlt."),
        ("AT6119043002345732011", "Die IBAN hat 21 Zeichen, nötig sind 20: 1 zu viel."),
        (
            "DE893704004405320130O0",
            "An Stelle 21 steht der Buchstabe O. In einer deutschen IBAN nach DE kommt O nicht vor –",
        ),
        ("DE89370400440532013009", "Die Prüfziffern der IBAN stimmen nicht – Zahlendreher?"),
        ("DE98370400440532013000", "Die Prüfziffern der IBAN stimmen nicht – Zahlendreher?"),
        ("DEO9370400440532013000", "An Stelle 3 steht der Buchstabe O. Nach dem Land kommt O nicht vor"),
        ("89370400440532013000", "Eine IBAN beginnt mit zwei Buchstaben für das Land, zum Beispiel DE."),
        ("TR330006100519786457841326", "TR ist kein Land des SEPA-Raums."),
    ],
)
def test_a_wrong_iban_is_refused_with_its_own_reason(value: str, sentence: str) -> None:
    assert refusal("iban", value).startswith(sentence)


def test_a_creditor_identifier_is_checked_without_its_business_code() -> None:
    assert normalised("glaeubiger_id", "DE98 ZZZ 09999999999") == "DE98ZZZ09999999999"
    assert normalised("glaeubiger_id", "DE98ABC09999999999") == "DE98ABC09999999999"
    assert "Zahlendreher" in refusal("glaeubiger_id", "DE89ZZZ09999999999")
    assert "hat 17 Zeichen, nötig sind 18" in refusal("glaeubiger_id", "DE98ZZZ0999999999")
    assert "beginnt mit DE" in refusal("glaeubiger_id", "AT98ZZZ09999999999")


def test_a_local_kassenzeichen_warns_and_an_rf_reference_is_checked() -> None:
    assert normalised("kassenzeichen_local", "5.0101.123456") == "5.0101.123456"
    assert normalised("kassenzeichen_local", "RF18 5390 0754 7034") == "RF18539007547034"
    assert "6 bis 20 Ziffern" in warning("kassenzeichen_local", "abc")
    assert "Zahlendreher" in refusal("kassenzeichen_local", "RF18539007547043")
    assert "nach RF zwei Prüfziffern" in refusal("kassenzeichen_local", "RF1")


@pytest.mark.parametrize("value", ["01001", "88212", "99998"])
def test_a_postal_code_of_five_digits_is_accepted(value: str) -> None:
    assert normalised("plz", value) == value


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("1001", "Die Postleitzahl hat 4 Zeichen, nötig sind 5: 1 fehlt."),
        ("01000", "Diese Postleitzahl gibt es nicht"),
        ("99999", "Diese Postleitzahl gibt es nicht"),
        ("8821O", "An Stelle 5 steht der Buchstabe O."),
    ],
)
def test_a_wrong_postal_code_is_refused(value: str, sentence: str) -> None:
    assert sentence in refusal("plz", value)


def test_a_number_is_whole_and_has_at_most_six_digits() -> None:
    assert normalised("int", " 0012 ") == "12"
    assert normalised("int", "999999") == "999999"
    assert "höchstens 6" in refusal("int", "1000000")
    assert "An Stelle 2 steht das Zeichen „,“." in refusal("int", "1,5")
    assert "An Stelle 1 steht das Zeichen „-“." in refusal("int", "-1")


def test_a_text_of_more_than_200_characters_is_refused_with_its_length_and_kept() -> None:
    name = "Müßiggänger " * 20
    verdict = validate("text", name, on=TODAY)

    assert (
        refusal("text", name) == "Der Text hat 239 Zeichen, höchstens 200 sind möglich. Bitte um 39 kürzen."
    )
    assert verdict.normalised == name.strip()
    assert normalised("text", "x" * 200) == "x" * 200


def test_a_text_keeps_its_brackets_and_loses_what_a_terminal_obeys() -> None:
    assert normalised("text", "Meier [/x] GmbH [TODO]\x1b]52;c;aGk=\x07\u202e") == "Meier [/x] GmbH [TODO]"
    assert normalised("text", "Łukasz Øvergård") == "Łukasz Øvergård"


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("bool", "Ja", "ja"),
        ("bool", "n", "nein"),
        ("gender", "W", "weiblich"),
        ("gender", "KEINE ANGABE", "keine Angabe"),
        ("bin_kind", "bio", "Bioabfall"),
        ("container_litres", "80 l", "80"),
        ("container_litres", "1.100", "1100"),
        ("container_litres", "1100 Liter", "1100"),
    ],
)
def test_an_answer_of_a_list_may_be_begun(kind: str, typed: str, stored: str) -> None:
    assert normalised(kind, typed) == stored


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("bool", "vielleicht", "Das steht nicht zur Wahl. Möglich: ja, nein."),
        ("gender", "x", "männlich, weiblich, divers, keine Angabe"),
        ("bin_kind", "gelb", "Restabfall, Bioabfall, Papier, Wertstoffe"),
        ("container_litres", "90", "Möglich in Litern: 40, 60, 80, 120, 240, 660, 770, 1100."),
        ("container_litres", "1.1", "Diese Behältergröße gibt es nicht."),
    ],
)
def test_what_is_not_on_the_list_is_refused_with_the_list(kind: str, value: str, sentence: str) -> None:
    assert sentence in refusal(kind, value)
