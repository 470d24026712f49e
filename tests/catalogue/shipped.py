"""The shipped catalogue, loaded once for all tests, and short ways to compute a case with it."""

from datetime import date
from functools import cache

from clerk.catalogue.loader import load_catalogue
from clerk.domain.catalogue import Catalogue, Fact, FactType, Service
from clerk.domain.condition import Truth
from clerk.domain.facts import Answer
from clerk.domain.fees import FeeSheet, fee_sheet
from clerk.domain.precheck import Checklist, checklist

TODAY = date(2026, 11, 23)
AGES = (0, 1, 5, 9, 10, 15, 16, 17, 18, 22, 23, 24, 30, 49, 50, 67, 80, 120)
"""Ages on both sides of every limit of the catalogue, and some between."""


@cache
def shipped() -> Catalogue:
    """Return the shipped catalogue as of ``TODAY``."""
    return load_catalogue().at(TODAY)


def service(service_id: str) -> Service:
    """Return a shipped service."""
    return shipped().service(service_id)


def answers_to(fact: Fact) -> tuple[Answer, ...]:
    """Return every answer that can be given, of numbers ``AGES``."""
    match fact.type:
        case FactType.BOOL:
            return (True, False)
        case FactType.INT:
            return AGES
        case FactType.ENUM:
            return fact.values


def fees_of(service_id: str, **answers: Answer) -> FeeSheet:
    """Compute the fees of a case without form entries."""
    return fee_sheet(service(service_id), shipped(), answers, {})


def documents_of(service_id: str, **answers: Answer) -> Checklist:
    """Compute the checklist of a case of which nothing has been seen."""
    return checklist(service(service_id), shipped(), answers, {})


def applying(checked: Checklist) -> set[str]:
    """Return the ids of the lines that certainly apply."""
    return {line.id for line in checked.lines if line.applies is Truth.YES}
