"""What services of the catalogue share: facts, documents, fees and the sources they were read in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clerk.domain.condition import Answer, Is
from clerk.locale import _


class FactType(StrEnum):
    """How a fact is answered."""

    BOOL = "bool"
    INT = "int"
    ENUM = "enum"


class BroughtBy(StrEnum):
    """Where a required document comes from; only ``CUSTOMER`` lines stand on the slip."""

    CUSTOMER = "customer"
    HERE = "here"
    OFFICE = "office"
    SECOND_CONTACT = "second_contact"


class DocumentKind(StrEnum):
    """In which form a document is shown."""

    ORIGINAL = "original"
    COPY = "copy"
    DIGITAL = "digital"
    NUMBER = "number"
    STATEMENT = "statement"
    ITEM = "item"
    PERSON = "person"


class Use(StrEnum):
    """What a field of the form is for; the short form has only ``CHECK`` and ``FEE``."""

    CHECK = "check"
    FEE = "fee"
    HANDOVER = "handover"


class Payee(StrEnum):
    """Who a fee is for; the federal share is collected here and passed on (GebOSt part 1, 2 and 4)."""

    AUTHORITY = "authority"
    FEDERAL = "bund_kba"


class Due(StrEnum):
    """Where a fee is paid that is not paid at this counter."""

    NOTICE = "bescheid"
    REGISTRATION_OFFICE = "meldebehoerde"


class CanFinish(StrEnum):
    """Whether the info desk may finish a service on the spot."""

    YES = "yes"
    IF_COMPLETE = "if_complete"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement of the catalogue was read."""

    id: str
    title: str
    ref: str
    as_of: str
    confidence: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about a case that decides which documents and fees apply.

    ``derived`` computes it from another fact; ``office_setting`` facts are fixed once by the office
    (``default``); ``leads_to`` names the right service when the fact holds. ``because`` and ``because_not`` end a
    sentence that begins with *weil*, for a yes-no fact that holds or does not (``eine andere Person für Sie
    vorspricht``).
    """

    id: str
    type: FactType
    label: str
    short: str
    deciding: bool = False
    values: tuple[str, ...] = ()
    value_labels: Mapping[str, str] | None = None
    derived: Is | None = None
    office_setting: bool = False
    default: Answer | None = None
    leads_to: str | None = None
    because: str | None = None
    because_not: str | None = None

    @property
    def when_unknown(self) -> Answer | None:
        """The value that counts when nobody asks: the office's setting, else no, 0, or no choice."""
        if self.default is not None:
            return self.default
        return {FactType.BOOL: False, FactType.INT: 0, FactType.ENUM: None}[self.type]

    def text(self, answer: Answer) -> str:
        """Return *answer* as the clerk reads it."""
        if isinstance(answer, bool):
            return _("ja") if answer else _("nein")
        return (self.value_labels or {}).get(str(answer), str(answer))


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """One thing to look at on a document; which of the arguments are set depends on ``type``."""

    type: str
    months: int | None = None
    value: int | str | None = None
    who: str | None = None
    what: tuple[str, ...] = ()
    validator: str | None = None
    system: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A paper, number, statement or thing that services ask for; ``short`` is its name among alternatives.

    ``basis`` is where the law asks for it, ``why`` a sentence one can read aloud to the customer; ``repeats`` is set
    for papers about the person, which are the same for every case of a visit.
    """

    id: str
    label: str
    short: str
    kind: DocumentKind
    rules: tuple[DocumentRule, ...] = ()
    source: tuple[str, ...] = ()
    note: str | None = None
    basis: tuple[str, ...] = ()
    why: str | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class FeeItem:
    """A fee of the tariff in cents, as valid between two days (both included).

    A range (Rahmengebühr) has ``min_cents`` and ``max_cents`` and no ``cents`` until the office has fixed it.
    ``confirmed`` is whether the office stands by the amount, in its own catalogue.
    """

    id: str
    label: str
    law: str
    no: str
    payee: Payee
    source: str
    as_of: str
    verified: bool
    cents: int | None = None
    min_cents: int | None = None
    max_cents: int | None = None
    example: bool = False
    note: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    confirmed: bool = False

    @property
    def needs_confirmation(self) -> bool:
        """Whether the amount is unverified or another office's example, and nobody here has confirmed it."""
        return not self.confirmed and (self.example or not self.verified)

    @property
    def tariff(self) -> str:
        """Law and number as printed on the receipt, for example ``GebOSt 221.8``."""
        return f"{self.law} {self.no}".removesuffix(" –")
