"""*Wie vorher*: the person comes along to a further case, the matter does not."""

from dataclasses import replace

from clerk.domain.catalogue import Catalogue, Service
from clerk.domain.like_before import like_before
from clerk.domain.precheck import Presence
from clerk.domain.visit import Case
from tests.catalogue.shipped import TODAY, shipped

TRANSFER = "kfz-umschreibung-innerhalb"
DEREGISTRATION = "kfz-ausserbetriebsetzung"


def catalogue() -> Catalogue:
    """Return the shipped catalogue in which exactly identity, proxy, name and account are about the person."""
    base = shipped()
    papers = {"personalausweis", "reisepass", "meldebescheinigung", "aufenthaltstitel", "eu_id", "vollmacht"}
    return replace(
        base,
        documents={id_: replace(document, repeats=id_ in papers) for id_, document in base.documents.items()},
        service_versions=tuple(_about_the_person(service) for service in base.service_versions),
        services=tuple(_about_the_person(service) for service in base.services),
    )


def _about_the_person(service: Service) -> Service:
    person = {"holder_name", "iban"}
    return replace(
        service, fields=tuple(replace(field, repeats=field.id in person) for field in service.fields)
    )


def before(**changes: object) -> Case:
    case = Case(
        1,
        "2026-000001",
        TRANSFER,
        TODAY,
        answers={"legal_status": "legal_entity", "proxy": True, "plate_keep": True},
        presence={
            "vollmacht": Presence.PRESENTED,
            "zb1": Presence.PRESENTED,
            "evb": Presence.MISSING,
        },
        form={"holder_name": "Autohaus Beispiel GmbH", "fin": "A1BS31Z0430336179", "evb": "A1B2C3D"},
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def test_the_same_service_again_keeps_facts_person_and_papers_about_the_person() -> None:
    taken = like_before(catalogue().service(TRANSFER), catalogue(), before())
    assert taken.answers == before().answers
    assert taken.form == {"holder_name": "Autohaus Beispiel GmbH"}
    assert taken.presence == {"vollmacht": Presence.PRESENTED}


def test_nothing_of_the_vehicle_comes_along() -> None:
    taken = like_before(catalogue().service(TRANSFER), catalogue(), before())
    assert not {"fin", "evb"} & set(taken.form)
    assert not {"zb1", "evb"} & set(taken.presence)


def test_another_service_keeps_only_facts_that_count_in_it() -> None:
    service = catalogue().service(DEREGISTRATION)
    answers = {**before().answers, "plate_lost": True}
    taken = like_before(service, catalogue(), before(answers=answers))
    assert taken.answers == {"plate_lost": True}


def test_a_paper_found_missing_is_looked_at_again() -> None:
    earlier = before(presence={"vollmacht": Presence.MISSING})
    assert like_before(catalogue().service(TRANSFER), catalogue(), earlier).presence == {}


def test_an_identity_card_seen_for_one_service_counts_for_another_one_of_the_visit() -> None:
    earlier = before(presence={"ausweis": Presence.PRESENTED})
    other = catalogue().service("kfz-anschrift-name")
    same = [
        line.id
        for line in other.requirements
        if line.alternatives == catalogue().service(TRANSFER).requirements[0].alternatives
    ]
    taken = like_before(other, catalogue(), earlier)
    assert taken.presence == dict.fromkeys(same, Presence.PRESENTED)
    assert same
