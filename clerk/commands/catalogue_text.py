"""A service, its documents and its fees as text for a person at the command line."""

from collections.abc import Iterable, Mapping, Sequence

from clerk.catalogue.changes import Change, Kind
from clerk.catalogue.expression import write
from clerk.catalogue.views import source_of
from clerk.commands.output import print_table, say
from clerk.domain.areas import area_name
from clerk.domain.catalogue import BroughtBy, Catalogue, FactType, FeeItem, Payee, Service
from clerk.domain.condition import Condition
from clerk.domain.facts import Answers, unanswered
from clerk.domain.fees import FeeLine, fee_sheet
from clerk.domain.money import format_cents
from clerk.domain.precheck import checklist, requirement_label
from clerk.locale import _

_AMOUNT = 10
"""Characters of an amount in a table: they stand right, so that one can add them up."""


def page(service: Service, catalogue: Catalogue, changes: Iterable[Change] = ()) -> str:
    """Return everything that matters about *service*; conditions as they are written in its file.

    *changes* are those of the office's own catalogue.
    """
    head = _("{area} · etwa {minutes} Minuten").format(
        area=area_name(service.area), minutes=service.minutes.typical
    )
    facts = (
        _conditional(f"{fact}: {catalogue.facts[fact].label}", service.ask_when.get(fact))
        for fact in service.deciding_facts
    )
    documents = (
        _conditional(f"{requirement_label(line, catalogue)} ({_brought_by(line.by)})", line.when)
        for line in service.requirements
    )
    fields = (_conditional(f"{field.label} ({field.validator})", field.when) for field in service.fields)
    fees = (_conditional(_tariff_line(catalogue.fees[rule.fee]), rule.when) for rule in service.fees)
    sections = (
        _section(_("Zu klären"), facts),
        _section(_("Unterlagen"), documents),
        _section(_("Antrag"), fields),
        _section(_("Gebühren"), fees),
        _section(_("Ablauf"), service.flow),
        _section(_("Rechtsgrundlage"), service.legal_basis),
        _section(_("Aus dem eigenen Katalog"), (_change(change) for change in changes)),
    )
    return "\n\n".join((f"{service.name} ({service.id})\n{head}", *filter(None, sections)))


def print_documents(service: Service, catalogue: Catalogue, answers: Answers) -> None:
    """Print the documents that apply when everything not answered counts as no."""
    lines = checklist(service, catalogue, answers, {}, assume_no=True).lines
    say(service.name)
    for line in lines:
        say(f"  {line.label} ({_brought_by(line.by)})")
        if line.alternatives:
            say("      " + _("es genügt: {alternatives}").format(alternatives=line.alternatives))
    _say_counted_as_no(unanswered(service, catalogue, answers, assume_no=True), catalogue)


def print_fees(service: Service, catalogue: Catalogue, answers: Answers, form: Mapping[str, str]) -> None:
    """Print the fees that apply when everything not answered counts as no; an age is never a no."""
    sheet = fee_sheet(service, catalogue, answers, form, assume_no=True)
    not_given = unanswered(service, catalogue, answers, assume_no=True)
    no = {fact: False for fact in not_given if catalogue.facts[fact].type is FactType.BOOL}
    to_clarify = fee_sheet(service, catalogue, {**no, **answers}, form).unanswered
    total = _("noch zu klären") if to_clarify else format_cents(sheet.known_cents)
    rows = [
        (line.tariff, line.label, _payee(line.payee), _amount(line).rjust(_AMOUNT)) for line in sheet.lines
    ]
    say(service.name)
    print_table(
        (_("Tarif"), _("Gebühr"), _("für"), _("Betrag")),
        [*rows, ("", _("Summe"), "", total.rjust(_AMOUNT))],
    )
    sources = dict.fromkeys(source_of(service, catalogue, line.id) for line in sheet.lines)
    for source in sources:
        say(_("Quelle: {source}").format(source=source))
    if sheet.open:
        say(_("In der Summe fehlen die Gebühren, deren Betrag noch offen ist."))
    if to_clarify:
        say(_("Das entscheidet über die Summe und fehlt:"))
        say(_listed(to_clarify, catalogue))
    _say_counted_as_no([fact for fact in not_given if fact not in to_clarify], catalogue)


def _say_counted_as_no(facts: Sequence[str], catalogue: Catalogue) -> None:
    if facts:
        say(_("Nicht genannt und deshalb als nein gerechnet:"))
        say(_listed(facts, catalogue))


def _listed(facts: Iterable[str], catalogue: Catalogue) -> str:
    return "\n".join(f"  {fact}: {catalogue.facts[fact].label}" for fact in facts)


def _amount(line: FeeLine) -> str:
    if line.due is not None:
        return _("nicht an diesem Schalter")
    if line.cents is not None:
        return format_cents(line.cents)
    if line.min_cents is None or line.max_cents is None:
        return _("offen: die Menge ist nicht lesbar")
    return _("offen: {lowest} bis {highest}").format(
        lowest=format_cents(line.min_cents), highest=format_cents(line.max_cents)
    )


def _payee(payee: Payee) -> str:
    return _("den Bund") if payee is Payee.FEDERAL else _("das Amt")


def _tariff_line(item: FeeItem) -> str:
    amount = _("Betrag offen")
    if item.cents is not None:
        amount = format_cents(item.cents)
    elif item.min_cents is not None and item.max_cents is not None:
        amount = _("{lowest} bis {highest}").format(
            lowest=format_cents(item.min_cents), highest=format_cents(item.max_cents)
        )
    line = f"{amount} · {item.label} ({item.tariff})"
    return _("{fee} – vom Amt noch zu bestätigen").format(fee=line) if item.needs_confirmation else line


def _change(change: Change) -> str:
    what = {
        Kind.SERVICE: _("Leistung"),
        Kind.DOCUMENT: _("Unterlage"),
        Kind.FACT: _("Angabe"),
        Kind.FEE: _("Gebühr"),
    }[change.kind]
    return f"{what} {change.id}: {', '.join(change.keys)} ({change.file})"


def _brought_by(who: BroughtBy) -> str:
    return {
        BroughtBy.CUSTOMER: _("bringt mit"),
        BroughtBy.HERE: _("entsteht hier"),
        BroughtBy.OFFICE: _("holt das Amt"),
        BroughtBy.SECOND_CONTACT: _("beim zweiten Kontakt"),
    }[who]


def _section(title: str, lines: Iterable[str]) -> str:
    listed = [f"  {line}" for line in lines]
    return "\n".join([title, *listed]) if listed else ""


def _conditional(text: str, condition: Condition | None) -> str:
    if condition is None:
        return text
    return _("{text} – wenn {condition}").format(text=text, condition=write(condition))
