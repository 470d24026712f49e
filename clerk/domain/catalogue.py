"""The catalogue of services: what each needs, asks, charges and hands over, as plain data valid on a day."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol, TypeVar

from clerk.domain.catalogue_entries import (
    BroughtBy,
    CanFinish,
    Document,
    DocumentKind,
    DocumentRule,
    Due,
    Fact,
    FactType,
    FeeItem,
    Payee,
    Source,
    Use,
)
from clerk.domain.condition import Condition, comparisons
from clerk.domain.date_limits import DateLimit
from clerk.domain.validators import choices
from clerk.locale import _

__all__ = [
    "BroughtBy",
    "CanFinish",
    "Catalogue",
    "Dated",
    "Document",
    "DocumentKind",
    "DocumentRule",
    "Due",
    "Fact",
    "FactType",
    "FeeComposition",
    "FeeItem",
    "FeeRule",
    "FormField",
    "Knowledge",
    "LeikaKey",
    "Minutes",
    "Payee",
    "Provenance",
    "Requirement",
    "Service",
    "Source",
    "TextWhen",
    "UnknownService",
    "Use",
    "newest",
]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the checklist: any one of the ``alternatives`` has to be complete.

    ``basis`` and ``why`` go before those of its documents.
    """

    id: str
    alternatives: tuple[tuple[str, ...], ...]
    by: BroughtBy
    label: str | None = None
    when: Condition | None = None
    note: str | None = None
    basis: tuple[str, ...] = ()
    why: str | None = None

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents of all alternatives, each once."""
        return tuple(dict.fromkeys(document for group in self.alternatives for document in group))

    @property
    def need(self) -> str:
        """``required`` always, or ``conditional``."""
        return "required" if self.when is None else "conditional"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the application; ``help`` says where to find the entry or how it is written.

    ``year_of`` names the date field whose year it is, not asked; ``repeats`` is set for entries about the person,
    which are the same in every case of a visit; a date lies between ``earliest`` and ``latest``, outside it is refused
    if ``strict``, else only remarked upon.
    """

    id: str
    label: str
    validator: str
    required: bool
    use: tuple[Use, ...]
    when: Condition | None = None
    year_of: str | None = None
    help: str = ""
    repeats: bool = False
    earliest: DateLimit | None = None
    latest: DateLimit | None = None
    strict: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The fixed answers to choose from; empty where anything may be typed."""
        return choices(self.validator)

    @property
    def in_short_form(self) -> bool:
        """Whether it is checked or decides a fee, not only handed over."""
        return Use.CHECK in self.use or Use.FEE in self.use


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One fee line of a service; ``quantity`` is a number, the id of a field, or the id of a number fact."""

    id: str
    fee: str
    when: Condition | None = None
    quantity: int | str = 1
    quantity_default: int = 1
    due: Due | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class TextWhen:
    """A text of a service that holds under a condition; ``None``: always."""

    text: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """How long a service usually takes."""

    typical: int
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class LeikaKey:
    """Key of a service in the federal catalogue (LeiKa)."""

    key: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class FeeComposition:
    """How sure the sum of the fee lines is, and what it was compared with."""

    status: str
    against: str | None = None
    open_fees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """How sure the parts of a service's entry are."""

    legal_basis: str
    flow: str
    info_desk: str
    minutes: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a clerk who is new to a service should know, in sentences for the counter.

    ``attention`` is what to look at before one begins, ``mistakes`` what usually goes wrong, ``online`` what can be
    finished without a visit.
    """

    attention: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    online: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """An entry of the catalogue: a concern people come with, valid between two days (both included).

    ``follow_up`` says to the customer what happens next, ``hand_out`` what they are given at the end and is ticked;
    ``notes`` are for those who keep the catalogue.
    """

    id: str
    name: str
    short: str
    area: str
    keywords: tuple[str, ...]
    core: bool
    two_contacts: bool
    precheck: bool
    can_finish: CanFinish
    minutes: Minutes
    deciding_facts: tuple[str, ...]
    ask_when: Mapping[str, Condition]
    requirements: tuple[Requirement, ...]
    fields: tuple[FormField, ...]
    fees: tuple[FeeRule, ...]
    legal_basis: tuple[str, ...]
    flow: tuple[str, ...]
    follow_up: tuple[TextWhen, ...]
    leika: tuple[LeikaKey, ...]
    fee_composition: FeeComposition
    provenance: Provenance
    knowledge: Knowledge = Knowledge()
    hand_out: tuple[TextWhen, ...] = ()
    neutral_name: str | None = None
    leika_note: str | None = None
    notes: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def queue_label(self) -> str:
        """The name for calls, lists and print; neutral where the real one would tell too much."""
        return self.neutral_name or self.short

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition this service depends on."""
        of_lines = (
            *(line.when for line in self.requirements),
            *(line.when for line in self.fields),
            *(line.when for line in self.fees),
            *(text.when for text in (*self.hand_out, *self.follow_up)),
        )
        return (*(when for when in of_lines if when is not None), *self.ask_when.values())

    @property
    def facts_compared(self) -> tuple[str, ...]:
        """The facts that some condition looks at, each once."""
        compared = (found.fact for condition in self.conditions for found in comparisons(condition))
        return tuple(dict.fromkeys(compared))


class UnknownService(LookupError):  # noqa: N818 - reads as what it is at the place it is caught
    """No service of this id is valid; ``nearest`` holds similar ids."""

    def __init__(self, service_id: str, nearest: tuple[str, ...]) -> None:
        sentence = _("Die Leistung „{id}“ steht nicht im Katalog.").format(id=service_id)
        if nearest:
            sentence += " " + _("Ähnlich: {ids}.").format(ids=", ".join(nearest))
        super().__init__(sentence)
        self.service_id = service_id
        self.nearest = nearest


class Dated(Protocol):
    """An entry that has an id and is valid between two days."""

    @property
    def id(self) -> str: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


_D = TypeVar("_D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All services with what they share.

    ``services`` and ``fees`` hold one version of each: the newest as loaded, that of a day after ``at``. ``texts`` are
    translations for hand-outs by language and name, see ``clerk.domain.translations``.
    """

    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    documents: Mapping[str, Document]
    fees: Mapping[str, FeeItem]
    services: tuple[Service, ...]
    fee_versions: tuple[FeeItem, ...]
    service_versions: tuple[Service, ...]
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def at(self, day: date) -> "Catalogue":
        """Return the catalogue as it is valid on *day*; what is not valid then is not in it."""
        return replace(
            self,
            fees=newest(fee for fee in self.fee_versions if _valid_on(fee, day)),
            services=tuple(
                newest(entry for entry in self.service_versions if _valid_on(entry, day)).values()
            ),
        )

    def service(self, service_id: str) -> Service:
        """Return the service; raises ``UnknownService`` with similar ids."""
        for service in self.services:
            if service.id == service_id:
                return service
        known = [service.id for service in self.services]
        raise UnknownService(service_id, tuple(difflib.get_close_matches(service_id, known)))


def newest(versions: Iterable[_D]) -> dict[str, _D]:
    """Return the latest version of each id, in the order in which the ids first appear."""
    chosen: dict[str, _D] = {}
    for version in versions:
        other = chosen.get(version.id)
        if other is None or (version.valid_from or date.min) >= (other.valid_from or date.min):
            chosen[version.id] = version
    return chosen


def _valid_on(entry: Dated, day: date) -> bool:
    return (entry.valid_from or date.min) <= day <= (entry.valid_to or date.max)
