"""Which of our documents a line of others' prose means, and what a person has to look at."""

import pytest

from clerk.domain.recognition import Certainty, Review, Vocabulary, marks_of, recognise

WORDS = Vocabulary(
    sure={
        "Personalausweis": "pa",
        "Reisepass": "rp",
        "Meldebescheinigung": "mb",
        "Zulassungsbescheinigung Teil I": "zb1",
        "Zulassungsbescheinigung Teil II": "zb2",
        "alter Personalausweis": "alt",
        "Führungszeugnis": "fz",
    },
    doubtful={"Ausweis": "pa", "Zulassungsbescheinigung": "zb1"},
)


@pytest.mark.parametrize(
    ("text", "groups", "certainty"),
    [
        ("Personalausweis", (("pa",),), Certainty.SURE),
        ("Ihr gültiger PERSONALAUSWEIS (im Original)", (("pa",),), Certainty.SURE),
        ("Fuehrungszeugnis", (("fz",),), Certainty.SURE),
        ("Vorlage des Führungszeugnisses", (("fz",),), Certainty.SURE),
        ("Personalausweis oder Reisepass", (("pa",), ("rp",)), Certainty.SURE),
        ("Personalausweis/Reisepass", (("pa",), ("rp",)), Certainty.SURE),
        (
            "Personalausweis, Reisepass mit Meldebescheinigung oder Ausweis",
            (("pa",), ("rp", "mb")),
            Certainty.DOUBTFUL,
        ),
        ("Personalausweis und Meldebescheinigung", (("pa", "mb"),), Certainty.SURE),
        ("Zulassungsbescheinigung Teil II", (("zb2",),), Certainty.SURE),
        ("Zulassungsbescheinigung Teil I und Teil II", (("zb1",),), Certainty.DOUBTFUL),
        ("Zulassungsbescheinigung", (("zb1",),), Certainty.DOUBTFUL),
        ("alter Personalausweis", (("alt",),), Certainty.SURE),
        ("Ausweis", (("pa",),), Certainty.DOUBTFUL),
        ("Personalausweis der Mutter", (("pa",),), Certainty.DOUBTFUL),
        ("Kopie des Personalausweises", (("pa",),), Certainty.DOUBTFUL),
        ("vorläufiger Reisepass", (("rp",),), Certainty.DOUBTFUL),
        ("kein Reisepass", (("rp",),), Certainty.DOUBTFUL),
        ("Reisepass oder Visum", (("rp",),), Certainty.DOUBTFUL),
        ("Anzeige der Polizei, dass der Personalausweis gestohlen wurde", (("pa",),), Certainty.DOUBTFUL),
        ("Personalausweiskopie", (), Certainty.UNKNOWN),
        ("Ausweispapiere", (), Certainty.UNKNOWN),
        ("ein Beleg", (), Certainty.UNKNOWN),
        ("", (), Certainty.UNKNOWN),
    ],
)
def test_a_document_is_recognised_as_whole_words_with_a_stated_certainty(
    text: str, groups: tuple[tuple[str, ...], ...], certainty: Certainty
) -> None:
    recognition = recognise(text, WORDS)
    assert (recognition.groups, recognition.certainty) == (groups, certainty)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Reisepass", {}),
        ("Reisepass oder Personalausweis", {Review.ALTERNATIVE: "oder"}),
        ("Reisepass bzw. Personalausweis", {Review.ALTERNATIVE: "bzw"}),
        ("Falls vorhanden: Reisepass", {Review.CONDITION: "falls"}),
        ("Reisepass, wenn nötig", {Review.CONDITION: "wenn"}),
        ("Bei Minderjährigen Reisepass", {Review.CONDITION: "bei"}),
        ("ggf. Reisepass", {Review.CONDITION: "ggf"}),
        ("Reisepass, sofern vorhanden", {Review.CONDITION: "sofern"}),
        ("Reisepass (nur für Kinder)", {Review.CONDITION: "nur"}),
        ("Reisepass für Minderjährige", {Review.CONDITION: "minderjährige"}),
        ("Reisepass und Personalausweis", {Review.SEVERAL: ""}),
        ("Beispielbeleg", {Review.DOCUMENT: ""}),
        ("Arbeitgeber", {Review.DOCUMENT: ""}),
    ],
)
def test_words_that_need_a_person_mark_the_line(text: str, marks: dict[Review, str]) -> None:
    found = {mark.review: mark.word for mark in marks_of((text,), recognise(text, WORDS))}
    assert {review: word for review, word in found.items() if review in marks} == marks
    assert marks or not found


def test_what_introduces_a_list_or_is_remarked_marks_the_line_as_well() -> None:
    recognition = recognise("Reisepass", WORDS)
    marks = marks_of(("Reisepass", "Bei Verlust", "oder das alte Dokument"), recognition)
    assert [str(mark) for mark in marks] == ["Bedingung prüfen („bei“)", "Alternative prüfen („oder“)"]


def test_without_any_names_nothing_is_recognised() -> None:
    assert recognise("Reisepass", Vocabulary({}, {})).certainty is Certainty.UNKNOWN
