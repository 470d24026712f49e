"""*Wie vorher*: what a further case of the same visit takes over from an earlier one.

A dealer with ten vehicles, parents with three children: the person is the same, the matter is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from clerk.domain.catalogue import Catalogue, Requirement, Service
from clerk.domain.facts import Answers
from clerk.domain.precheck import Presence
from clerk.domain.visit import Case


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Answers, entries and ticks with which a further case begins."""

    answers: Answers
    form: Mapping[str, str]
    presence: Mapping[str, Presence]


def like_before(service: Service, catalogue: Catalogue, before: Case) -> TakenOver:
    """Return what a new case of *service* takes over from the case *before*.

    Taken over are answers to facts that count in *service* too, entries about the person (``repeats``), and ticks of
    papers about the person; what belongs to the matter itself (a vehicle, a plate, a dwelling) is not.
    """
    counting = {*service.deciding_facts, *service.facts_compared}
    return TakenOver(
        answers={fact: answer for fact, answer in before.answers.items() if fact in counting},
        form={
            field.id: before.form[field.id]
            for field in service.fields
            if field.repeats and before.form.get(field.id)
        },
        presence=_ticks(service, catalogue, before),
    )


def _ticks(service: Service, catalogue: Catalogue, before: Case) -> dict[str, Presence]:
    earlier = catalogue.at(before.as_of).service(before.service)
    presented = {
        line.alternatives
        for line in earlier.requirements
        if before.presence.get(line.id) is Presence.PRESENTED and _is_about_the_person(line, catalogue)
    }
    return {line.id: Presence.PRESENTED for line in service.requirements if line.alternatives in presented}


def _is_about_the_person(line: Requirement, catalogue: Catalogue) -> bool:
    return all(catalogue.documents[document].repeats for document in line.documents)
