"""Finding by the first letters."""

import pytest

from clerk.domain.search import fold, rank, search_entry

SERVICES = (
    search_entry("Umschreibung im Landkreis mit Halterwechsel", "Kfz Besitzer"),
    search_entry("Ersatzführerschein", "Fahrerlaubnis verloren"),
    search_entry("Führerschein: Umtausch", "Fahrerlaubnis Pflichtumtausch"),
    search_entry("Führungszeugnis", "Melde"),
    search_entry("Restmüllbehälter anmelden", "Abfall Straße"),
)


@pytest.mark.parametrize(
    "typed", ["führerschein", "fuehrerschein", "FUHRERSCHEIN", "Führerschein", "fu\u0308hrersch"]
)
def test_an_umlaut_is_found_however_it_is_typed(typed: str) -> None:
    assert rank(typed, SERVICES) == [2, 1]


@pytest.mark.parametrize("typed", ["straße", "STRASSE", "strasse"])
def test_sharp_s_is_found_as_double_s(typed: str) -> None:
    assert rank(typed, SERVICES) == [4]


def test_the_beginning_of_a_word_comes_before_its_inside() -> None:
    assert rank("um", SERVICES)[:2] == [0, 2]
    assert rank("schein", SERVICES) == [1, 2]


def test_where_one_entry_has_all_words_in_any_order_no_other_is_shown() -> None:
    assert rank("halter umsch", SERVICES) == [0]


def test_where_no_entry_has_all_words_those_with_most_come_first() -> None:
    entries = (
        search_entry("Abholung", "Firma"),
        search_entry("Reisepass"),
        search_entry("Neuzulassung", "Neuwagen\nFirma"),
    )
    assert rank("neuwagen leasing firma", entries) == [2, 0]


def test_among_equally_many_the_word_typed_first_counts_more() -> None:
    assert rank("halter führung", SERVICES)[0] == 0
    assert rank("führung halter", SERVICES)[0] == 3


def test_one_or_two_letters_alone_are_not_enough_where_the_other_words_are_missing() -> None:
    assert rank("xyz um", SERVICES) == []
    assert rank("xyz ums", SERVICES) == [0]


def test_a_name_that_begins_with_what_was_typed_comes_before_one_with_it_further_behind() -> None:
    entries = (
        search_entry("Sperrmüll anmelden"),
        search_entry("Wohnung", "anmelden"),
        search_entry("Ausweis oder Pass"),
        search_entry("Anmeldung einer Wohnung"),
        search_entry("Passersatz"),
    )
    assert rank("anmeld", entries) == [3, 0, 1]
    assert rank("pass", entries) == [4, 2]


def test_among_equal_labels_a_further_name_that_begins_with_what_was_typed_decides() -> None:
    entries = (search_entry("Sperrmüll anmelden"), search_entry("Wohnsitz anmelden", "Anmeldung"))
    assert rank("anmeld", entries) == [1, 0]


def test_a_lower_group_comes_first_but_not_before_what_has_more_of_the_words() -> None:
    entries = (search_entry("Neuzulassung", group=1), search_entry("10:30 · Frau Muster · Neuzulassung"))
    assert rank("neuzul", entries) == [1, 0]
    assert rank("muster pass", (search_entry("Pass für Muster", group=1), *entries[1:])) == [0]
    assert rank("neu pass xyz", (search_entry("Pass neu", group=1), *entries[1:])) == [0, 1]


def test_a_further_word_finds_but_counts_less_than_the_label() -> None:
    assert rank("verl", SERVICES) == [1]
    entries = (search_entry("Wohnung", "Umzug"), search_entry("Umzug im Haus"))
    assert rank("umzug", entries) == [1, 0]


def test_a_whole_word_comes_before_the_beginning_of_one_and_a_whole_name_before_a_word_of_one() -> None:
    entries = (
        search_entry("A", "Umzugskarton"),
        search_entry("B", "Umzug im Landkreis"),
        search_entry("C", "Umzug"),
        search_entry("Umzugshilfe"),
        search_entry("Umzug"),
    )
    assert rank("umzug", entries) == [4, 3, 2, 1, 0]


def test_small_words_are_not_looked_for_beside_others() -> None:
    assert rank("die führung für eine", SERVICES) == [3]
    assert rank("im", (search_entry("Haus"), search_entry("Umzug im Haus"))) == [1]


def test_the_contrary_is_never_taken_for_a_slip_of_the_fingers() -> None:
    assert rank("abmelden", (search_entry("Tonne anmelden"),)) == []


def test_the_contrary_comes_last_where_the_rest_of_the_words_is_found() -> None:
    assert rank("tonne abmelden", (search_entry("Tonne anmelden"), search_entry("Große Tonne"))) == [1, 0]


def test_nothing_typed_finds_everything_in_its_order() -> None:
    assert rank("  -", SERVICES) == [0, 1, 2, 3, 4]
    assert rank("", SERVICES, limit=2) == [0, 1]


def test_letters_of_european_names_fold_to_what_a_german_keyboard_has() -> None:
    assert fold("Łukasz Çelik Ørsted Ægir") == "lukasz celik orsted aegir"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Fürerschein", [2]),
        ("Führerscehin", [2]),
        ("Führungszeugniss", [3]),
        ("Umschriebung", [0]),
        ("Restmülbehälter", [4]),
        ("Halter umschreibugn", [0]),
        ("umschreibugn xyz", [0]),
    ],
)
def test_a_mistyped_word_is_still_found(typed: str, found: list[int]) -> None:
    assert sorted(rank(typed, SERVICES)) == found


@pytest.mark.parametrize("typed", ["xbc", "Umzx", "Fxhrxrschxin", "Xührerschein"])
def test_what_is_too_far_from_every_word_finds_nothing(typed: str) -> None:
    assert rank(typed, SERVICES) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Führerscheinumtausch", [2]), ("Führungsanmelden", []), ("Halterumschreibung", [0])],
)
def test_a_compound_is_found_by_its_parts(typed: str, found: list[int]) -> None:
    assert rank(typed, SERVICES) == found


def test_a_word_typed_right_is_never_mixed_with_similar_ones() -> None:
    entries = (search_entry("Pass"), search_entry("Pest"), search_entry("Past"))
    assert rank("past", entries) == [2]
    assert rank("paxt", entries) == [2]


def test_in_a_long_list_only_what_is_typed_right_is_found_so_that_no_key_waits() -> None:
    many = tuple(search_entry(f"Umschreibung {place}") for place in range(501))
    assert rank("Umschriebung", many) == []
    assert len(rank("Umschreibung", many)) == 501
