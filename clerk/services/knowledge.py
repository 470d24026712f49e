"""Answers for callers: documents and fees of any service, without opening a visit."""

from dataclasses import dataclass
from datetime import date

from clerk.domain.case_view import CaseView, view_case
from clerk.domain.catalogue import Catalogue, Service
from clerk.domain.facts import Answers
from clerk.domain.visit import Case


@dataclass(frozen=True, slots=True)
class ServiceHit:
    """A service as type-to-find shows it."""

    id: str
    name: str
    area: str
    search_text: str
    can_finish: str


class Knowledge:
    """The catalogue of a day, as one asks it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def services(self, *, on: date) -> tuple[ServiceHit, ...]:
        """Return all services valid *on* this day."""
        return tuple(_hit(service) for service in self._catalogue.at(on).services)

    def answer(self, service: str, answers: Answers, *, on: date) -> CaseView:
        """Return documents and fees of *service* for *answers*; nothing is opened or stored."""
        imagined = Case(id=0, number="", service=service, as_of=on, answers=answers)
        return view_case(self._catalogue, imagined, on=on)


def _hit(service: Service) -> ServiceHit:
    return ServiceHit(
        id=service.id,
        name=service.name,
        area=service.area,
        search_text=" ".join((service.name, service.short, *service.keywords)),
        can_finish=service.can_finish,
    )
