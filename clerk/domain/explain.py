"""Why a document or a fee is asked for, by which law, and how sure the catalogue is of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from clerk.domain import evidence
from clerk.domain.catalogue import (
    BroughtBy,
    Catalogue,
    Document,
    DocumentKind,
    Due,
    FeeItem,
    FeeRule,
    Payee,
    Requirement,
    Service,
)
from clerk.domain.condition import (
    Condition,
    Open,
    ResolvedFacts,
    Truth,
    comparisons,
    evaluate,
    questions_behind,
)
from clerk.domain.document_rules import rule_text
from clerk.domain.evidence import Evidence
from clerk.domain.facts import in_order
from clerk.domain.fees import FeeLine
from clerk.domain.money import format_cents
from clerk.domain.precheck import alternative_texts, requirement_label
from clerk.domain.reasons import and_list, because, listed_name, quoted
from clerk.locale import _


class _Line(Protocol):
    @property
    def id(self) -> str: ...


_L = TypeVar("_L", bound=_Line)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one line is there.

    ``sentences`` can be read aloud to the customer. ``asks`` are the ids of the unanswered questions that decide it,
    ``depends_on`` those of all facts it ever depends on. ``basis`` is empty where the catalogue names no law.
    """

    id: str
    label: str
    sentences: tuple[str, ...]
    basis: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    asks: tuple[str, ...]
    depends_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequirementExplanation(Explanation):
    """Why a document is needed, which others would do, and what to look at."""

    alternatives: tuple[str, ...]
    rules: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeeExplanation(Explanation):
    """Why a fee is due; ``amount`` is worded (``3 × 10,20 € = 30,60 €``), ``confirmed`` by law or by the office."""

    amount: str
    payee: str
    confirmed: bool
    notes: tuple[str, ...]


def explain_requirement(
    service: Service, catalogue: Catalogue, facts: ResolvedFacts, line: str
) -> RequirementExplanation:
    """Explain the checklist line *line*, which applies to the case or may still apply.

    Raises ``LookupError`` for a line the service does not have.
    """
    requirement = _by_id(service.requirements, line)
    documents = _documents(requirement, catalogue)
    first = [catalogue.documents[document] for document in requirement.alternatives[0]]
    why = requirement.why or next((document.why for document in first if document.why), None)
    asks = in_order(service, questions_behind(requirement.when, facts))
    sentence = _requirement_sentence(requirement, first[0], facts, catalogue, asks)
    own_basis = requirement.basis or tuple(dict.fromkeys(law for one in documents for law in one.basis))
    notes = (requirement.note, *(document.note for document in first if not document.why))
    return RequirementExplanation(
        id=line,
        label=requirement_label(requirement, catalogue),
        sentences=_sentences(sentence, why),
        basis=own_basis,
        evidence=evidence.of_sources((source for one in documents for source in one.source), catalogue),
        asks=asks,
        depends_on=_depends_on(requirement.when),
        alternatives=alternative_texts(requirement.alternatives, catalogue),
        rules=tuple(dict.fromkeys(rule_text(rule) for document in first for rule in document.rules)),
        notes=tuple(note for note in notes if note),
    )


def explain_fee(
    service: Service, catalogue: Catalogue, facts: ResolvedFacts, line: FeeLine
) -> FeeExplanation:
    """Explain the fee *line* of a case, decided or not.

    Raises ``LookupError`` for a line the service does not have.
    """
    rule = _by_id(service.fees, line.id)
    item = catalogue.fees[rule.fee]
    asks = in_order(service, _questions_of_fee(rule, facts))
    return FeeExplanation(
        id=line.id,
        label=line.label,
        sentences=_sentences(
            _fee_sentence(rule, facts, catalogue, asks),
            _amount_sentence(line, item, decided=not asks),
            _where_paid(line),
        ),
        basis=(item.tariff,),
        evidence=(evidence.of_fee(item, catalogue),),
        asks=asks,
        depends_on=_depends_on(rule.when),
        amount=_amount(line, item),
        payee=_payee(line.payee),
        confirmed=not line.needs_confirmation,
        notes=tuple(note for note in (rule.note, item.note) if note),
    )


# ---------------------------------------------------------------- documents


def _requirement_sentence(
    requirement: Requirement,
    document: Document,
    facts: ResolvedFacts,
    catalogue: Catalogue,
    asks: tuple[str, ...],
) -> str:
    thing = document.short if document.kind is DocumentKind.PERSON else _thing(document.kind)
    words = _words_for_person() if document.kind is DocumentKind.PERSON else _words(requirement.by)
    if asks:
        return words.undecided.format(thing=thing, decides=_decides(asks, catalogue))
    reason = because(requirement.when, facts, catalogue)
    return (words.only_then if reason else words.always).format(thing=_capital(thing), reason=reason)


class _Words(NamedTuple):
    undecided: str
    always: str
    only_then: str


def _words(by: BroughtBy) -> _Words:
    undecided = (
        _("Ob das nötig ist, ist noch offen. {decides}")
        if by is BroughtBy.OFFICE
        else _("Ob Sie {thing} brauchen, ist noch offen. {decides}")
    )
    return _Words(undecided, _always(by), _only_then(by))


def _words_for_person() -> _Words:
    return _Words(
        _("Ob {thing} dabei sein muss, ist noch offen. {decides}"),
        _("{thing} muss bei dieser Leistung dabei sein."),
        _("{thing} muss dabei sein, weil {reason}."),
    )


def _thing(kind: DocumentKind) -> str:
    return {
        DocumentKind.NUMBER: _("diese Angabe"),
        DocumentKind.STATEMENT: _("diese Erklärung"),
        DocumentKind.ITEM: _("das"),
    }.get(kind, _("diese Unterlage"))


def _always(by: BroughtBy) -> str:
    return {
        BroughtBy.CUSTOMER: _("{thing} braucht jeder für diese Leistung."),
        BroughtBy.HERE: _("{thing} gehört immer zu dieser Leistung und wird hier erledigt."),
        BroughtBy.OFFICE: _("Das prüft das Amt immer bei dieser Leistung."),
        BroughtBy.SECOND_CONTACT: _(
            "{thing} gehört immer zu dieser Leistung, aber erst beim zweiten Kontakt."
        ),
    }[by]


def _only_then(by: BroughtBy) -> str:
    return {
        BroughtBy.CUSTOMER: _("{thing} brauchen Sie, weil {reason}."),
        BroughtBy.HERE: _("{thing} ist nötig und wird hier erledigt, weil {reason}."),
        BroughtBy.OFFICE: _("Das prüft das Amt, weil {reason}."),
        BroughtBy.SECOND_CONTACT: _("{thing} brauchen Sie erst beim zweiten Kontakt, weil {reason}."),
    }[by]


def _documents(requirement: Requirement, catalogue: Catalogue) -> list[Document]:
    return [catalogue.documents[document] for document in requirement.documents]


# ---------------------------------------------------------------- fees


def _questions_of_fee(rule: FeeRule, facts: ResolvedFacts) -> frozenset[str]:
    behind = questions_behind(rule.when, facts)
    counted = facts.get(rule.quantity) if isinstance(rule.quantity, str) else None
    return behind | counted.asks if isinstance(counted, Open) else behind


def _fee_sentence(rule: FeeRule, facts: ResolvedFacts, catalogue: Catalogue, asks: tuple[str, ...]) -> str:
    if asks and evaluate(rule.when, facts) is Truth.OPEN:
        return _("Ob diese Gebühr anfällt, ist noch offen. {decides}").format(
            decides=_decides(asks, catalogue)
        )
    if asks:
        return _("Wie oft diese Gebühr anfällt, ist noch offen. {decides}").format(
            decides=_decides(asks, catalogue)
        )
    reason = because(rule.when, facts, catalogue)
    if not reason:
        return _("Diese Gebühr fällt bei dieser Leistung immer an.")
    return _("Diese Gebühr fällt an, weil {reason}.").format(reason=reason)


def _amount_sentence(line: FeeLine, item: FeeItem, *, decided: bool) -> str | None:
    if not decided:
        return None
    if item.cents is None and line.min_cents is not None and line.max_cents is not None:
        lowest, highest = format_cents(line.min_cents), format_cents(line.max_cents)
        if line.cents is None:
            sentence = _(
                "Der Rahmen reicht von {lowest} bis {highest}; der Betrag wird erst noch festgelegt."
            )
        else:
            sentence = _("Der Betrag wurde im Rahmen von {lowest} bis {highest} festgelegt.")
        return sentence.format(lowest=lowest, highest=highest)
    if line.cents is None:
        return _("Wie oft sie anfällt, ist im Antrag noch nicht lesbar eingetragen.")
    if line.quantity > 1:
        return _("Sie fällt {count}-mal an.").format(count=line.quantity)
    return None


def _amount(line: FeeLine, item: FeeItem) -> str:
    if line.cents is None and line.min_cents is not None and line.max_cents is not None:
        return _("noch nicht festgelegt, {lowest} bis {highest}").format(
            lowest=format_cents(line.min_cents), highest=format_cents(line.max_cents)
        )
    if line.cents is None:
        return _("offen") if item.cents is None else format_cents(item.cents)
    if line.quantity > 1 and item.cents is not None:
        return f"{line.quantity} × {format_cents(item.cents)} = {format_cents(line.cents)}"
    return format_cents(line.cents)


def _where_paid(line: FeeLine) -> str | None:
    match line.due:
        case Due.NOTICE:
            return _("Sie wird nicht hier bezahlt, sondern kommt mit einem Bescheid.")
        case Due.REGISTRATION_OFFICE:
            return _("Sie wird nicht hier bezahlt, sondern bei der Meldebehörde.")
        case None:
            return _("Diesen Betrag geben wir an den Bund weiter.") if line.payee is Payee.FEDERAL else None


def _payee(payee: Payee) -> str:
    return {
        Payee.AUTHORITY: _("dieses Amt"),
        Payee.FEDERAL: _("der Bund (Kraftfahrt-Bundesamt)"),
    }[payee]


# ---------------------------------------------------------------- both


def _decides(asks: tuple[str, ...], catalogue: Catalogue) -> str:
    names = and_list(quoted(listed_name(catalogue.facts[fact])) for fact in asks)
    if len(asks) == 1:
        return _("Das entscheidet die Angabe {names}.").format(names=names)
    return _("Das entscheiden die Angaben {names}.").format(names=names)


def _depends_on(condition: Condition | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.fact for found in comparisons(condition)))


def _by_id(lines: Iterable[_L], wanted: str) -> _L:
    for line in lines:
        if line.id == wanted:
            return line
    raise LookupError(wanted)


def _sentences(*texts: str | None) -> tuple[str, ...]:
    """Return *texts* as whole sentences, without those there are none of."""
    written = (text.strip() for text in texts if text)
    return tuple(text if text.endswith((".", "!", "?")) else f"{text}." for text in written)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
