"""Checks that what a service refers to exists and fits: facts, documents, fees, validators, sources."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from clerk.catalogue.toml_file import Reports
from clerk.catalogue.toml_table import unknown
from clerk.domain.catalogue import Document, Fact, FactType, FeeItem, Service, Source, TextWhen
from clerk.domain.condition import Answer, Condition, Is, Op, comparisons
from clerk.domain.date_limits import TODAY
from clerk.domain.validators import ONLY_FOR_LOOKING, kinds
from clerk.locale import _


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a service may refer to; ``lost`` are ids in parts of files that could not be read."""

    facts: Mapping[str, Fact]
    documents: Mapping[str, Document]
    fees: Mapping[str, FeeItem]
    sources: Mapping[str, Source]
    lost: frozenset[str] = frozenset()


def check_service(file: Reports, service: Service, known: Known) -> None:
    """Report every reference of *service* that leads nowhere or does not fit."""
    for header, key, problem in question_problems(service, known):
        file.report(problem, header, key=key)
    _check_requirements(file, service, known)
    _check_fields(file, service, known)
    _check_fees(file, service, known)
    _check_texts(file, "hand_out", service.hand_out, known)
    _check_texts(file, "follow_up", service.follow_up, known)
    _check_sources(file, service, known)


def check_condition(
    condition: Condition | None, facts: Mapping[str, Fact], lost: Collection[str] = ()
) -> tuple[str, ...]:
    """Return a sentence for every comparison with an unknown fact or a value that fact cannot have."""
    problems = (
        _comparison_problem(found, facts) for found in comparisons(condition) if found.fact not in lost
    )
    return tuple(problem for problem in problems if problem)


def _comparison_problem(comparison: Is, facts: Mapping[str, Fact]) -> str | None:
    fact = facts.get(comparison.fact)
    if fact is None:
        return unknown(_("die Angabe"), comparison.fact, facts)
    if comparison.op in {Op.LT, Op.GE} and fact.type is not FactType.INT:
        return _("Die Angabe „{fact}“ ist keine Zahl.").format(fact=fact.id)
    values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    wrong = [value for value in values if not _fits(fact, value)]
    if not wrong:
        return None
    if fact.type is FactType.ENUM:
        return unknown(_("bei „{fact}“ den Wert").format(fact=fact.id), str(wrong[0]), fact.values)
    wanted = _("eine Zahl") if fact.type is FactType.INT else _("true oder false")
    return _("Die Angabe „{fact}“ ist mit {wanted} zu vergleichen.").format(fact=fact.id, wanted=wanted)


def _fits(fact: Fact, value: Answer) -> bool:
    match fact.type:
        case FactType.BOOL:
            return isinstance(value, bool)
        case FactType.INT:
            return isinstance(value, int) and not isinstance(value, bool)
        case FactType.ENUM:
            return value in fact.values


def question_problems(service: Service, known: Known) -> list[tuple[str, str, str]]:
    """Return what is wrong with the questions of *service*: section and key where it stands, and a sentence."""
    found: list[tuple[str, str, str]] = []
    asked_before: set[str] = set()
    for fact_id in service.deciding_facts:
        sentences = [*_fact_problems(fact_id, known)]
        if fact_id in asked_before:
            sentences.append(_("„{fact}“ steht zweimal.").format(fact=fact_id))
        found += [("", "deciding_facts", sentence) for sentence in sentences]
        conditions = _question_problems(service, fact_id, asked_before, known)
        found += [("[ask_when]", fact_id, sentence) for sentence in conditions]
        asked_before.add(fact_id)
    sentence = _("„{fact}“ steht nicht in deciding_facts.")
    not_asked = (fact_id for fact_id in service.ask_when if fact_id not in asked_before)
    return [*found, *(("[ask_when]", fact_id, sentence.format(fact=fact_id)) for fact_id in not_asked)]


def _fact_problems(fact_id: str, known: Known) -> tuple[str, ...]:
    fact = known.facts.get(fact_id)
    if fact is None:
        return () if fact_id in known.lost else (unknown(_("die Angabe"), fact_id, known.facts),)
    if fact.derived is not None or fact.office_setting:
        sentence = _("„{fact}“ wird nicht gefragt: sie wird berechnet oder vom Amt eingestellt.")
        return (sentence.format(fact=fact_id),)
    return ()


def _question_problems(
    service: Service, fact_id: str, asked_before: set[str], known: Known
) -> tuple[str, ...]:
    """Return what is wrong with a question's condition; it may only depend on questions asked before it."""
    condition = service.ask_when.get(fact_id)
    later = {
        base
        for base in (_asked_for(found.fact, known.facts) for found in comparisons(condition))
        if base in service.deciding_facts and base not in asked_before
    }
    sentence = _("„{fact}“ wird erst später gefragt und kann nicht über „{question}“ entscheiden.")
    return (
        *check_condition(condition, known.facts, known.lost),
        *(sentence.format(fact=base, question=fact_id) for base in sorted(later)),
    )


def _asked_for(fact_id: str, facts: Mapping[str, Fact]) -> str:
    fact = facts.get(fact_id)
    return fact.derived.fact if fact is not None and fact.derived is not None else fact_id


def _check_requirements(file: Reports, service: Service, known: Known) -> None:
    for index, line in enumerate(service.requirements):
        for document in (document for group in line.alternatives for document in group):
            if document not in known.documents and document not in known.lost:
                sentence = unknown(_("die Unterlage"), document, known.documents)
                file.report(sentence, "[[requirement]]", index, "document")
        for problem in check_condition(line.when, known.facts, known.lost):
            file.report(problem, "[[requirement]]", index, "when")
    _check_unique(file, "[[requirement]]", [line.id for line in service.requirements])


def _check_fields(file: Reports, service: Service, known: Known) -> None:
    ids = [field.id for field in service.fields]
    for index, field in enumerate(service.fields):
        if field.validator not in kinds():
            sentence = unknown(_("die Prüfung"), field.validator, kinds())
            file.report(sentence, "[[field]]", index, "validator")
        elif field.validator in ONLY_FOR_LOOKING:
            # rule of the counter 13: of identity documents only *geprüft, gültig bis* is kept
            sentence = _("„{kind}“ prüft, was nirgends festgehalten werden darf (PAuswG § 20, AZRG § 10).")
            file.report(sentence.format(kind=field.validator), "[[field]]", index, "validator")
        if field.year_of is not None and field.year_of not in ids:
            file.report(unknown(_("das Feld"), field.year_of, ids), "[[field]]", index, "year_of")
        for key, limit in (("earliest", field.earliest), ("latest", field.latest)):
            if limit is not None and limit.base not in {TODAY, *ids}:
                file.report(unknown(_("das Feld"), limit.base, ids), "[[field]]", index, key)
        for problem in check_condition(field.when, known.facts, known.lost):
            file.report(problem, "[[field]]", index, "when")
    _check_unique(file, "[[field]]", ids)


def _check_fees(file: Reports, service: Service, known: Known) -> None:
    countable = {field.id for field in service.fields}
    countable |= {fact.id for fact in known.facts.values() if fact.type is FactType.INT}
    for index, rule in enumerate(service.fees):
        if rule.fee not in known.fees and rule.fee not in known.lost:
            file.report(unknown(_("die Gebühr"), rule.fee, known.fees), "[[fee]]", index, "fee")
        if isinstance(rule.quantity, str) and rule.quantity not in countable | known.lost:
            sentence = unknown(_("das Feld oder die Zahl"), rule.quantity, countable)
            file.report(sentence, "[[fee]]", index, "quantity")
        for problem in check_condition(rule.when, known.facts, known.lost):
            file.report(problem, "[[fee]]", index, "when")
    ids = [rule.id for rule in service.fees]
    _check_unique(file, "[[fee]]", ids)
    for fee_id in service.fee_composition.open_fees:
        if fee_id not in ids:
            file.report(unknown(_("die Gebührenzeile"), fee_id, ids), "[fee_composition]", key="open_fees")


def _check_texts(file: Reports, key: str, entries: Sequence[TextWhen], known: Known) -> None:
    for one in entries:
        for problem in check_condition(one.when, known.facts):
            file.report(_("Bei „{text}“: {problem}").format(text=one.text, problem=problem), key=key)
    texts = [one.text for one in entries]
    for index in repeated(texts):
        file.report(_("„{text}“ steht zweimal.").format(text=texts[index]), key=key)


def _check_sources(file: Reports, service: Service, known: Known) -> None:
    sources = known.sources.keys() | known.lost
    if service.minutes.source not in sources:
        file.report(unknown(_("die Quelle"), service.minutes.source, sources), "[minutes]", key="source")
    for index, leika in enumerate(service.leika):
        if leika.source not in sources:
            file.report(unknown(_("die Quelle"), leika.source, sources), "[[leika]]", index, "source")


def _check_unique(file: Reports, header: str, ids: Sequence[str]) -> None:
    for index in repeated(ids):
        file.report(_("Die Kennung „{id}“ steht zweimal.").format(id=ids[index]), header, index, "id")


def repeated(ids: Iterable[str]) -> tuple[int, ...]:
    """Return the places of ids that stood before."""
    seen: set[str] = set()
    places: list[int] = []
    for index, one in enumerate(ids):
        if one in seen:
            places.append(index)
        seen.add(one)
    return tuple(places)
