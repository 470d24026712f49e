"""The catalogue as data for the command line, in the shapes others rely on."""

import difflib
from collections.abc import Collection, Iterable, Mapping

from clerk.catalogue.changes import Change
from clerk.catalogue.expression import write
from clerk.domain.catalogue import Catalogue, Fact, FactType, FeeItem, Service
from clerk.domain.condition import Condition
from clerk.domain.facts import Answer, Answers, unanswered
from clerk.domain.fees import FeeLine, fee_sheet
from clerk.domain.precheck import checklist, requirement_label
from clerk.locale import _

JsonObject = dict[str, object]


class BadFacts(ValueError):  # noqa: N818 - reads as what it is at the place it is caught
    """Facts or form entries given on the command line cannot be used; the message is a German sentence."""


def list_view(catalogue: Catalogue, own: Collection[str] = ()) -> list[JsonObject]:
    """Return all services, one line each; those of the office's *own* catalogue are marked."""
    return [
        {
            "id": service.id,
            "name": service.name,
            "short": service.short,
            "area": service.area,
            "minutes": service.minutes.typical,
            **({"own": True} if service.id in own else {}),
        }
        for service in catalogue.services
    ]


def documents_view(catalogue: Catalogue, service_id: str, facts: object) -> JsonObject:
    """Return the required documents that apply; what is missing in *facts* counts as no, 0 or no choice.

    Raises ``UnknownService`` and ``BadFacts``.
    """
    service = catalogue.service(service_id)
    answers = read_facts(catalogue, facts)
    needs = {requirement.id: requirement.need for requirement in service.requirements}
    checked = checklist(service, catalogue, answers, {}, assume_no=True)
    return {
        "service": service.id,
        "requirements": [
            {
                "id": line.id,
                "label": line.label,
                "need": needs[line.id],
                "by": line.by,
                "one_of": [list(group) for group in line.groups],
            }
            for line in checked.lines
        ],
        "unanswered": list(unanswered(service, catalogue, answers, assume_no=True)),
    }


def fees_view(catalogue: Catalogue, service_id: str, facts: object, form: object) -> JsonObject:
    """Return the fee lines that apply in cents; ``total_cents`` sums what is known and paid at the counter.

    A line paid elsewhere carries ``due`` and is not in the sum. Raises ``UnknownService`` and ``BadFacts``.
    """
    service = catalogue.service(service_id)
    answers = read_facts(catalogue, facts)
    sheet = fee_sheet(service, catalogue, answers, read_form(service, form), assume_no=True)
    return {
        "service": service.id,
        "lines": [_fee_line(line, source_of(service, catalogue, line.id)) for line in sheet.lines],
        "total_cents": sheet.known_cents,
        "open": list(sheet.open),
        "unanswered": list(unanswered(service, catalogue, answers, assume_no=True)),
    }


def show_view(catalogue: Catalogue, service_id: str, changes: Iterable[Change] = ()) -> JsonObject:
    """Return everything the catalogue says about one service; *changes* are those of the office's own one.

    Raises ``UnknownService``.
    """
    service = catalogue.service(service_id)
    return {
        "id": service.id,
        "name": service.name,
        "short": service.short,
        "queue_label": service.queue_label,
        "area": service.area,
        "keywords": list(service.keywords),
        "minutes": service.minutes.typical,
        "two_contacts": service.two_contacts,
        "info_desk": {"precheck": service.precheck, "can_finish": service.can_finish},
        "questions": [_question(catalogue.facts[fact], service) for fact in service.deciding_facts],
        "requirements": [
            {
                "id": line.id,
                "label": requirement_label(line, catalogue),
                "need": line.need,
                "by": line.by,
                "one_of": [list(group) for group in line.alternatives],
                "when": _text(line.when),
                "note": line.note,
            }
            for line in service.requirements
        ],
        "fields": [
            {
                "id": field.id,
                "label": field.label,
                "validator": field.validator,
                "required": field.required,
                "use": list(field.use),
                "when": _text(field.when),
            }
            for field in service.fields
        ],
        "fees": [
            {"id": rule.id, **_fee(catalogue.fees[rule.fee]), "when": _text(rule.when), "note": rule.note}
            for rule in service.fees
        ],
        "flow": list(service.flow),
        "follow_up": [one.text for one in service.follow_up],
        "legal_basis": list(service.legal_basis),
        "leika": [key.key for key in service.leika],
        "notes": service.notes,
        "own": [
            {"kind": change.kind, "id": change.id, "file": change.file, "keys": list(change.keys)}
            for change in changes
        ],
    }


def read_facts(catalogue: Catalogue, facts: object) -> Answers:
    """Return *facts* (parsed JSON) as answers; ``null`` is unanswered. Raises ``BadFacts``."""
    if not isinstance(facts, dict):
        raise BadFacts(_('Die Angaben müssen ein JSON-Objekt sein, zum Beispiel {"plate_keep": true}.'))
    given = {str(name): value for name, value in facts.items() if value is not None}
    return {name: _answer(_known_fact(catalogue, name), value) for name, value in given.items()}


def read_form(service: Service, form: object) -> Mapping[str, str]:
    """Return *form* (parsed JSON) as entries by field id; numbers become text. Raises ``BadFacts``."""
    if not isinstance(form, dict):
        raise BadFacts(_('Das Formular muss ein JSON-Objekt sein, zum Beispiel {"seals": 2}.'))
    known = [field.id for field in service.fields]
    for name, value in form.items():
        if name not in known:
            raise BadFacts(_unknown(_("Das Feld „{name}“ gibt es in dieser Leistung nicht."), name, known))
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise BadFacts(_("Das Feld „{name}“ braucht einen Text oder eine ganze Zahl.").format(name=name))
    return {str(name): str(value) for name, value in form.items()}


def _known_fact(catalogue: Catalogue, name: str) -> Fact:
    fact = catalogue.facts.get(name)
    if fact is None:
        raise BadFacts(_unknown(_("Die Angabe „{name}“ gibt es nicht."), name, list(catalogue.facts)))
    return fact


def _answer(fact: Fact, value: object) -> Answer:
    match fact.type:
        case FactType.BOOL:
            if isinstance(value, bool):
                return value
            raise BadFacts(_("Die Angabe „{name}“ ist true oder false.").format(name=fact.id))
        case FactType.INT:
            if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                return value
            raise BadFacts(_("Die Angabe „{name}“ ist eine ganze Zahl ab 0.").format(name=fact.id))
        case FactType.ENUM:
            if isinstance(value, str) and value in fact.values:
                return value
            sentence = _("Die Angabe „{name}“ ist eine von: {values}.")
            raise BadFacts(sentence.format(name=fact.id, values=", ".join(fact.values)))


def _unknown(sentence: str, name: str, known: list[str]) -> str:
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = " " + _("Gemeint: „{nearest}“?").format(nearest=nearest[0]) if nearest else ""
    return sentence.format(name=name) + hint


def source_of(service: Service, catalogue: Catalogue, line: str) -> str:
    """Return where the amount of a fee line of *service* was read."""
    rule = next(rule for rule in service.fees if rule.id == line)
    item = catalogue.fees[rule.fee]
    source = catalogue.sources.get(item.source)
    return item.source if source is None else source.title


def _fee_line(line: FeeLine, source: str) -> JsonObject:
    shown: JsonObject = {
        "id": line.id,
        "label": line.label,
        "tariff": line.tariff,
        "cents": line.cents,
        "min_cents": line.min_cents,
        "max_cents": line.max_cents,
        "payee": line.payee,
        "verified": line.verified,
        "source": source,
    }
    return shown if line.due is None else {**shown, "due": line.due}


def _fee(item: FeeItem) -> JsonObject:
    return {
        "label": item.label,
        "tariff": item.tariff,
        "cents": item.cents,
        "min_cents": item.min_cents,
        "max_cents": item.max_cents,
        "payee": item.payee,
        "verified": item.verified,
        "needs_confirmation": item.needs_confirmation,
    }


def _question(fact: Fact, service: Service) -> JsonObject:
    return {
        "id": fact.id,
        "label": fact.label,
        "type": fact.type,
        "values": dict(fact.value_labels or {}),
        "ask_when": _text(service.ask_when.get(fact.id)),
    }


def _text(condition: Condition | None) -> str | None:
    return None if condition is None else write(condition)
