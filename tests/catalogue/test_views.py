"""What the command line prints has the shape others rely on."""

import json

import pytest

from clerk.catalogue.views import BadFacts, documents_view, fees_view, list_view, show_view
from clerk.domain.catalogue import UnknownService
from tests.catalogue.shipped import shipped

TRANSFER = "kfz-umschreibung-innerhalb"


def test_the_list_has_one_line_for_every_service() -> None:
    listed = list_view(shipped())
    assert len(listed) == 43
    assert {
        "id": TRANSFER,
        "name": "Umschreibung im Landkreis mit Halterwechsel",
        "short": "Umschr. innen",
        "area": "kfz",
        "minutes": 15,
    } in listed


GEBOST = "GebOSt, Anlage (Gebührentarif), amtliches XML von gesetze-im-internet.de"


def test_the_fees_of_a_transfer_with_plates_kept() -> None:
    shown = json.loads(json.dumps(fees_view(shipped(), TRANSFER, {"plate_keep": True}, {})))
    assert shown == {
        "service": TRANSFER,
        "lines": [
            {
                "id": "g221.8",
                "label": "Umschreibung im Bezirk, Kennzeichen bleibt (Halterwechsel)",
                "tariff": "GebOSt 221.8",
                "cents": 2420,
                "min_cents": None,
                "max_cents": None,
                "payee": "authority",
                "verified": True,
                "source": GEBOST,
            },
            {
                "id": "k124",
                "label": "KBA: Erfassung ohne ZB II / Kurzzeit / Berichtigung bei Halterwechsel",
                "tariff": "GebOSt 124",
                "cents": 320,
                "min_cents": None,
                "max_cents": None,
                "payee": "bund_kba",
                "verified": True,
                "source": GEBOST,
            },
        ],
        "total_cents": 2740,
        "open": [],
        "unanswered": ["vehicle_deregistered", "legal_status", "proxy", "vehicle_financed"],
    }


def test_without_facts_everything_missing_is_no() -> None:
    shown = fees_view(shipped(), TRANSFER, {}, {})
    assert shown["total_cents"] == 2620 + 320
    assert "plate_wish" in list_of(shown["unanswered"])


def test_a_range_is_open_and_the_total_is_what_is_known() -> None:
    shown = fees_view(shipped(), "fe-ersatz", {"fe_loss": "stolen"}, {})
    assert shown["open"] == ["f202.4"]
    assert shown["total_cents"] == 330 + 100


def test_the_form_decides_how_often_a_fee_is_due() -> None:
    assert fees_view(shipped(), "kfz-neuzulassung", {"zb2_exists": True}, {"seals": 2})["total_cents"] == 3060
    assert (
        fees_view(shipped(), "kfz-neuzulassung", {"zb2_exists": True}, {"seals": "3"})["total_cents"] == 3090
    )


def test_a_fee_paid_elsewhere_says_so_and_is_not_in_the_total() -> None:
    shown = fees_view(shipped(), "abf-behaelter", {"waste_action": "register"}, {})
    assert shown["total_cents"] == 0
    line = list_of(shown["lines"])[0]
    assert isinstance(line, dict)
    assert line["due"] == "bescheid"


def test_only_documents_that_apply_are_listed_with_their_alternatives() -> None:
    shown = documents_view(shipped(), TRANSFER, {"plate_keep": True, "proxy": True})
    by_id = {line["id"]: line for line in list_of(shown["requirements"]) if isinstance(line, dict)}
    assert "ausweis" not in by_id
    assert by_id["vollmacht"] == {
        "id": "vollmacht",
        "label": "Vollmacht des Halters mit Einwilligung zur Bekanntgabe von Steuer- und Gebührenrückständen",
        "need": "conditional",
        "by": "customer",
        "one_of": [["vollmacht"]],
    }
    assert by_id["ausweis_des_halters_im_original"]["one_of"] == [
        ["personalausweis"],
        ["reisepass", "meldebescheinigung"],
        ["aufenthaltstitel"],
        ["eu_id", "meldebescheinigung"],
    ]
    assert by_id["evb"]["need"] == "required"


def test_minor_is_derived_from_the_age_on_the_command_line() -> None:
    shown = documents_view(shipped(), TRANSFER, {"age": 17})
    assert "ausweis_sorge" in {
        line["id"] for line in list_of(shown["requirements"]) if isinstance(line, dict)
    }
    assert "joint_custody" in list_of(shown["unanswered"])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"plate_kep": True}, "Gemeint: „plate_keep“?"),
        ({"plate_keep": "ja"}, "ist true oder false"),
        ({"plate_keep": 1}, "ist true oder false"),
        ({"age": True}, "ist eine ganze Zahl"),
        ({"age": 17.5}, "ist eine ganze Zahl"),
        ({"age": -1}, "ist eine ganze Zahl"),
        ({"legal_status": "gmbh"}, "natural_person"),
        ([], "JSON-Objekt"),
    ],
)
def test_facts_that_cannot_be_used_are_refused_with_a_sentence(facts: object, sentence: str) -> None:
    with pytest.raises(BadFacts, match=sentence):
        fees_view(shipped(), TRANSFER, facts, {})


@pytest.mark.parametrize(
    ("form", "sentence"),
    [({"seal": 1}, "Gemeint: „seals“?"), ({"seals": True}, "braucht einen Text"), (3, "JSON-Objekt")],
)
def test_a_form_that_cannot_be_used_is_refused_with_a_sentence(form: object, sentence: str) -> None:
    with pytest.raises(BadFacts, match=sentence):
        fees_view(shipped(), "kfz-neuzulassung", {}, form)


def test_null_is_unanswered() -> None:
    assert "plate_keep" in list_of(fees_view(shipped(), TRANSFER, {"plate_keep": None}, {})["unanswered"])


def test_everything_about_a_service_can_be_shown() -> None:
    for service in shipped().services:
        shown = json.loads(json.dumps(show_view(shipped(), service.id)))
        assert shown["id"] == service.id
        assert len(shown["requirements"]) == len(service.requirements)
    shown = json.loads(json.dumps(show_view(shipped(), TRANSFER)))
    assert shown["fees"][0]["when"] == "plate_keep"
    assert shown["questions"][5]["ask_when"] == "not plate_keep"


def test_an_unknown_service_is_refused() -> None:
    with pytest.raises(UnknownService):
        show_view(shipped(), "kfz-nichts")


def list_of(value: object) -> list[object]:
    assert isinstance(value, list)
    return value
