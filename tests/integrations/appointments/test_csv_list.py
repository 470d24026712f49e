"""Lists of appointments as offices have them, and as they should not be."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clerk.domain.appointment import BadLine, ListedAppointment, ListEntry, UnreadableAppointments
from integrations.appointments.reader import LARGEST_FILE, MOST_ENTRIES, read_appointments

BERLIN = ZoneInfo("Europe/Berlin")
HEAD = "Terminnummer;Datum;Uhrzeit;Leistung;Name;Status"
GOOD = "T-1;23.11.2026;10:40;Ummeldung;Frau Müller;gebucht"


def _read(text: str, encoding: str = "utf-8") -> list[ListEntry]:
    return list(read_appointments(text.encode(encoding), BERLIN))


def _one(text: str, encoding: str = "utf-8") -> ListedAppointment:
    (entry,) = _read(text, encoding)
    assert isinstance(entry, ListedAppointment), entry
    return entry


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_umlauts_arrive_however_the_file_was_saved(encoding: str) -> None:
    assert _one(f"{HEAD}\r\n{GOOD}\r\n", encoding) == ListedAppointment(
        line=2,
        reference="T-1",
        starts_at=datetime(2026, 11, 23, 9, 40, tzinfo=UTC),
        subjects=("Ummeldung",),
        name="Frau Müller",
    )


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_columns_stand_in_any_order_and_further_ones_do_not_matter(separator: str) -> None:
    rows = (
        ("Name", "Raum", "Beginn", "Dienstleistung", "Termin-ID"),
        ('"Beispiel; Kim, Frau"', "3", "2026-07-01T08:05", "fe-umtausch", "4711"),
    )
    entry = _one("\n".join(separator.join(row) for row in rows))
    assert (entry.reference, entry.name) == ("4711", "Beispiel; Kim, Frau")
    assert entry.starts_at == datetime(2026, 7, 1, 6, 5, tzinfo=UTC)


def test_a_bad_line_is_named_and_the_others_count() -> None:
    bad = (
        "T-2;31.02.2026;10:40;Ummeldung;;",
        "T-3;23.11.2026;25:00;Ummeldung;;",
        "T-4;23.11.2026;10:40;Ummeldung;;vielleicht",
        "T-5",
    )
    entries = _read("\n".join((HEAD, "", *bad, GOOD)))
    assert [
        (entry.line, entry.problem.split(" ist ")[0]) for entry in entries if isinstance(entry, BadLine)
    ] == [
        (3, "„31.02.2026“"),
        (4, "„25:00“"),
        (5, "Der Status „vielleicht“"),
        (6, "„“"),
    ]
    assert [entry.line for entry in entries if isinstance(entry, ListedAppointment)] == [7]


def test_a_line_keeps_its_number_behind_a_cell_of_several_lines() -> None:
    text = f'{HEAD}\nT-1;23.11.2026;10:40;Ummeldung;"Frau\nBeispiel";\nT-2;;;;;'
    first, second = _read(text)
    assert isinstance(first, ListedAppointment)
    assert first.name == "Frau Beispiel"
    assert (second.line, isinstance(second, BadLine)) == (4, True)


def test_control_characters_are_taken_out() -> None:
    entry = _one(f"{HEAD}\nT-1;23.11.2026;10:40;Umm\x1b[31meldung;\u202eFrau [red]Beispiel;")
    assert (entry.subjects, entry.name) == (("Ummeldung",), "Frau [red]Beispiel")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leer"),
        (b"Name;Uhrzeit\nFrau Beispiel;10:40", "Terminnummer, Datum und Uhrzeit (oder Beginn), Leistung"),
        (b"\x00\x01\x02", "keine Textdatei"),
        (b"\x81\x8d\xff", "keine Textdatei"),
        (b"x" * (LARGEST_FILE + 1), "größer als 4 MB"),
        ((HEAD + "\n" + "T;;;;;\n" * (MOST_ENTRIES + 1)).encode(), "mehr als 10000"),
        ((HEAD + '\n"' + "x" * 200_000).encode(), "Ab Zeile 2"),
        (b"BEGIN:VCALENDAR\nkaputt", "beschädigt"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableAppointments, match=None) as refused:
        list(read_appointments(content, BERLIN))
    assert said in str(refused.value)
