"""What a clerk who is new to a service has to know beside its documents and fees."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clerk.domain.catalogue import BroughtBy, CanFinish, Catalogue, Requirement, Service
from clerk.domain.condition import ResolvedFacts, Truth, evaluate
from clerk.domain.evidence import certainty_of, certainty_text
from clerk.domain.facts import Answers, resolve
from clerk.domain.precheck import requirement_label
from clerk.locale import _

PROXY = "proxy"
"""The fact that somebody comes for another person."""

IN_PERSON = "personal_appearance"
"""The rule of a document that only the person themselves can fulfil."""


class Representation(StrEnum):
    """Whether somebody else may come instead."""

    ALLOWED = "allowed"
    IN_PERSON = "in_person"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class ServicePage:
    """The part of a knowledge page that has to be worked out.

    ``proxy_brings`` are the labels of what a person who comes for another one brings beside everything else.
    ``certainty`` is how sure each part of the entry is, both in words.
    """

    representation: Representation
    proxy_brings: tuple[str, ...]
    at_info_desk: str
    certainty: tuple[tuple[str, str], ...]


def service_page(service: Service, catalogue: Catalogue, answers: Answers) -> ServicePage:
    """Work out the knowledge page of *service* for a case with *answers*."""
    representation = _representation(service, catalogue)
    return ServicePage(
        representation=representation,
        proxy_brings=_proxy_brings(service, catalogue, answers)
        if representation is Representation.ALLOWED
        else (),
        at_info_desk={
            CanFinish.YES: _("kann auch an der Infotheke erledigt werden"),
            CanFinish.IF_COMPLETE: _("kann an der Infotheke erledigt werden, wenn alles vorliegt"),
            CanFinish.NO: _("nur am Schalter"),
        }[service.can_finish],
        certainty=_certainty(service),
    )


def _representation(service: Service, catalogue: Catalogue) -> Representation:
    if PROXY in service.facts_compared:
        return Representation.ALLOWED
    if any(line.when is None and _asks_in_person(line, catalogue) for line in service.requirements):
        return Representation.IN_PERSON
    return Representation.NOT_SAID


def _asks_in_person(line: Requirement, catalogue: Catalogue) -> bool:
    return any(
        rule.type == IN_PERSON
        for document in line.alternatives[0]
        for rule in catalogue.documents[document].rules
    )


def _proxy_brings(service: Service, catalogue: Catalogue, answers: Answers) -> tuple[str, ...]:
    by_proxy = _applying(service, resolve(service, catalogue, {**answers, PROXY: True}))
    in_person = _applying(service, resolve(service, catalogue, {**answers, PROXY: False}))
    return tuple(
        requirement_label(line, catalogue)
        for key, line in by_proxy.items()
        if key not in in_person and line.by is BroughtBy.CUSTOMER
    )


def _applying(service: Service, facts: ResolvedFacts) -> Mapping[str, Requirement]:
    return {line.id: line for line in service.requirements if evaluate(line.when, facts) is Truth.YES}


def _certainty(service: Service) -> tuple[tuple[str, str], ...]:
    of_fees = {
        "cross-checked": _("mit einer veröffentlichten Summe verglichen"),
        "interpretation": _("Beträge belegt, Zusammenstellung nicht bestätigt"),
        "local_example": _("örtliches Beispiel"),
        "no_fee": _("gebührenfrei"),
    }
    known = service.provenance
    return (
        (_("Rechtsgrundlage"), certainty_text(certainty_of(known.legal_basis))),
        (_("Gebühren"), of_fees.get(service.fee_composition.status, _("nicht bestätigt"))),
        (_("Ablauf"), certainty_text(certainty_of(known.flow))),
        (_("Dauer"), _("Erfahrungswert") if service.minutes.verified else _("geschätzt")),
    )
