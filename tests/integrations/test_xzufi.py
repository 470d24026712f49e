"""XZuFi 2.2: what is read of a message, and what becomes of one that is broken or built to do harm."""

from io import BytesIO

import pytest

from clerk.domain.imported_service import Entry, IgnoredEntry, ImportedService, UnreadableSource
from integrations.xzufi.elements import DEEPEST, LONGEST_TOKEN, MOST_NAMES, MOST_NODES, MOST_TEXT
from integrations.xzufi.reader import read_xzufi
from tests.integrations.descriptions import XZUFI, message, module, service, xzufi

NAME = module("03", de="Hund anmelden")


def entries(content: bytes) -> list[Entry]:
    """Return everything in *content*."""
    return list(read_xzufi(BytesIO(content)))


def only(*modules: str) -> ImportedService:
    """Return the only service of a message with *modules*."""
    (entry,) = entries(message(f"<x:schreibe>{service(1, *modules)}</x:schreibe>"))
    assert isinstance(entry, ImportedService)
    return entry


def until_refused(content: bytes) -> tuple[list[Entry], str]:
    """Return what is read before *content* is refused, and the sentence."""
    read: list[Entry] = []
    with pytest.raises(UnreadableSource) as refusal:
        read.extend(read_xzufi(BytesIO(content)))  # keeps what came before the refusal
    return read, str(refusal.value)


# ---------------------------------------------------------------- what is read


def test_a_service_is_read_with_its_key_names_documents_fees_and_law() -> None:
    first = entries(XZUFI)[0]
    assert isinstance(first, ImportedService)
    assert (first.key.id, first.key.agency, first.key.entry_id) == (
        "6000123",
        "L100042",
        "xzufi-l100042-6000123",
    )
    assert first.name == "Fahrzeug ummelden"
    assert first.leika == ("99036008003000",)
    assert first.keywords == ("Fahrzeugummeldung Zulassung", "Ummeldung", "Halterwechsel")
    assert first.fees == ("Die Gebühr beträgt 27,40 EUR, mit Wunschkennzeichen 37,60 Euro.", "27.40 EUR")
    assert first.legal_basis == ("§ 15 Fahrzeug-Zulassungsverordnung (FZV)",)
    assert first.processing_time == "2 Tage"


def test_each_item_of_the_documents_is_one_line_that_knows_what_introduces_it() -> None:
    first = entries(XZUFI)[0]
    assert isinstance(first, ImportedService)
    assert [(line.under, line.text) for line in first.requirements] == [
        ("Bringen Sie mit", "Personalausweis oder Reisepass mit Meldebescheinigung"),
        ("Bringen Sie mit", "Zulassungsbescheinigung Teil II"),
        ("Bringen Sie mit", "Zulassungsbescheinigung Teil I"),
        ("Bringen Sie mit", "ggf. Nachweis der Hauptuntersuchung"),
        ("Bei Minderjährigen", "Ausweise der Sorgeberechtigten"),
        ("", "eVB-Nummer"),
    ]


def test_german_is_taken_english_and_plain_names_are_kept_and_the_rest_is_listed() -> None:
    first = entries(XZUFI)[0]
    assert isinstance(first, ImportedService)
    assert first.names == {"en": "Change the holder of a vehicle", "plain": "Auto um·melden"}
    assert first.ignored_languages == ("fr",)
    assert all("Identity" not in line.text for line in first.requirements)


def test_children_without_a_prefix_and_modules_with_a_name_only_are_read() -> None:
    second = entries(XZUFI)[1]
    assert isinstance(second, ImportedService)
    assert (second.key.id, second.name) == ("6000124", "Hund anmelden")
    assert second.requirements == ()


def test_what_cannot_become_a_draft_is_named_with_its_reason() -> None:
    ignored = [(entry.name, entry.reason) for entry in entries(XZUFI) if isinstance(entry, IgnoredEntry)]
    assert ignored == [
        ("6000125", "Es gibt keinen Namen in deutscher Sprache."),
        ("Leistung ohne Kennung", "Die Kennung (id) fehlt oder ist keine."),
        ("6000126", "Die Nachricht meldet sie als gelöscht."),
    ]


def test_a_single_service_without_an_envelope_is_read() -> None:
    alone = service(7, NAME).replace(
        "<x:leistung>", '<x:leistung xmlns:x="http://xoev.de/schemata/xzufi/2_2_0">'
    )
    assert [entry.key.id for entry in entries(alone.encode()) if isinstance(entry, ImportedService)] == ["7"]


def test_items_in_a_character_data_section_or_as_elements_are_the_same_items() -> None:
    as_text = "<x:modulText><x:inhalt>{}</x:inhalt><x:leikaTextmodul><code>8</code></x:leikaTextmodul></x:modulText>"
    html = "<ul><li>Reisepass</li><li>Foto</li></ul>"
    cdata = only(NAME, as_text.format(f"<![CDATA[{html}]]>"))
    nested = only(NAME, as_text.format(html))
    assert [line.text for line in cdata.requirements] == ["Reisepass", "Foto"]
    assert nested.requirements == cdata.requirements


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    text = message(service(1, module("03", de="Gebührenauskunft"))).decode()
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
    (entry,) = entries(declared)
    assert isinstance(entry, ImportedService)
    assert entry.name == "Gebührenauskunft"


def test_control_and_direction_characters_do_not_get_in() -> None:
    hostile = only(
        module("03", de="Ausweis\u202e\u2066 [bold]"), module("08", de="<li>a\u0085b</li><script>x</script>")
    )
    assert hostile.name == "Ausweis [bold]"
    assert [line.text for line in hostile.requirements] == ["a b"]


def test_fifty_services_of_one_message_are_all_there() -> None:
    assert [entry.key.id for entry in entries(xzufi(50)) if isinstance(entry, ImportedService)] == [
        str(6000000 + number) for number in range(50)
    ]


# ---------------------------------------------------------------- what is refused


BOMB = "<!DOCTYPE n [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"


@pytest.mark.parametrize(
    "document_type",
    [
        BOMB,
        "<!DOCTYPE n SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE n [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE n [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/'> %a;]>",
        "<!DOCTYPE n>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_is_declared_or_fetched(
    document_type: str, encoding: str
) -> None:
    content = message(service(1, NAME), before=document_type).decode().encode(encoding)
    read, sentence = until_refused(content)
    assert read == []
    assert "DOCTYPE" in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (message("", namespace="http://example.org/other"), "keine XZuFi-Nachricht"),
        (b"<nachricht/>", "keine XZuFi-Nachricht"),
        (message("", namespace="http://xoev.de/schemata/xzufi/2_1_0"), "andere Version"),
        (message("", version="2.3.0"), "andere Version"),
        (b"", "verletzt"),
        (b"<", "verletzt"),
        (message("").replace(b"2_2_0", b"2_2\xff0"), "verletzt"),
        (b"<?xml version='1.0' encoding='utf-7'?>" + message(""), "Zeichenkodierung"),
        (b"<?xml version='1.0' encoding='unicode_escape'?>" + message(""), "Zeichenkodierung"),
        (message("<a>" * (DEEPEST + 1)), "zu viele Ebenen"),
        (message("".join(f"<a{number}/>" for number in range(MOST_NAMES + 1))), "zu viele Ebenen"),
        (message("<a b='" + "x" * (LONGEST_TOKEN * 2) + "'/>"), "nicht geschlossen"),
        (message("<!--" + "x" * (LONGEST_TOKEN * 2) + "-->"), "nicht geschlossen"),
    ],
    ids=lambda value: str(value[:30]) if isinstance(value, bytes) else None,
)
def test_a_file_that_is_no_message_is_refused_with_a_sentence(content: bytes, words: str) -> None:
    read, sentence = until_refused(content)
    assert read == []
    assert words in sentence


def test_services_before_the_place_where_a_message_breaks_off_are_read() -> None:
    whole = xzufi(3)
    read, sentence = until_refused(whole[: whole.rindex(b"<x:leistung>") + 40])
    assert [entry.key.id for entry in read if isinstance(entry, ImportedService)] == ["6000000", "6000001"]
    assert "In Zeile 1 ist das XML verletzt" in sentence


@pytest.mark.parametrize(
    "too_much", ["<b/>" * (MOST_NODES + 2), "x" * (MOST_TEXT + 1)], ids=["elements", "text"]
)
def test_a_service_beyond_all_measure_is_left_out_and_the_next_one_read(too_much: str) -> None:
    found = entries(message(f"{service(1, NAME, f'<c>{too_much}</c>')}{service(2, NAME)}"))
    assert [type(entry) for entry in found] == [IgnoredEntry, ImportedService]


def test_undefined_entities_are_not_made_up() -> None:
    read, sentence = until_refused(message(service(1, "<a>&nbsp;</a>")))
    assert read == []
    assert "verletzt" in sentence
