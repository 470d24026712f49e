"""What the catalogue knows: documents and fees of any service without opening a visit, and why they are there."""

from dataclasses import dataclass
from datetime import date

from clerk.domain.case_view import CaseView, view_case
from clerk.domain.catalogue import Catalogue, Service
from clerk.domain.explain import FeeExplanation, RequirementExplanation, explain_fee, explain_requirement
from clerk.domain.facts import Answers, resolve
from clerk.domain.service_page import ServicePage, service_page
from clerk.domain.visit import Case


@dataclass(frozen=True, slots=True)
class ServiceHit:
    """A service as type-to-find shows it; ``search_text`` are its names, one a line."""

    id: str
    name: str
    area: str
    search_text: str
    can_finish: str


@dataclass(frozen=True, slots=True)
class CaseExplained:
    """Why each line of a case is there, documents and fees in the order in which the case shows them."""

    requirements: tuple[RequirementExplanation, ...]
    fees: tuple[FeeExplanation, ...]

    def tells_of(self, wanted: str) -> bool:
        """Tell whether there is anything to say of the line or fact with this id."""
        return any(
            wanted == line.id or wanted in line.depends_on for line in (*self.requirements, *self.fees)
        )


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

    def explain(self, view: CaseView) -> CaseExplained:
        """Return why each line of a case is there, by the catalogue of the case's day."""
        catalogue = self._catalogue.at(view.case.as_of)
        facts = resolve(view.service, catalogue, view.case.answers)
        return CaseExplained(
            requirements=tuple(
                explain_requirement(view.service, catalogue, facts, line.id) for line in view.checklist.lines
            ),
            fees=tuple(
                explain_fee(view.service, catalogue, facts, line)
                for line in (*view.fees.lines, *view.fees.undecided)
            ),
        )

    def instead(self, view: CaseView, fact: str) -> str | None:
        """Return the name of the service that is the right one where *fact* holds, ``None`` if it says nothing of it.

        *fact* may be the id of anything that stands in the case.
        """
        of_the_day = self._catalogue.at(view.case.as_of)
        found = of_the_day.facts.get(fact)
        return None if found is None or found.leads_to is None else of_the_day.service(found.leads_to).name

    def page(self, view: CaseView) -> ServicePage:
        """Return what else there is to know of the service of a case."""
        return service_page(view.service, self._catalogue.at(view.case.as_of), view.case.answers)


def _hit(service: Service) -> ServiceHit:
    return ServiceHit(
        id=service.id,
        name=service.name,
        area=service.area,
        search_text="\n".join((service.name, service.short, *service.keywords)),
        can_finish=service.can_finish,
    )
