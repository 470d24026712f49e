"""Reads the files all services share: facts.toml, documents.toml, fees.toml and sources.toml."""

from clerk.catalogue.toml_file import Content, Reports
from clerk.catalogue.toml_table import Table
from clerk.domain.catalogue import (
    Document,
    DocumentKind,
    DocumentRule,
    Fact,
    FactType,
    FeeItem,
    Payee,
    Source,
)
from clerk.domain.condition import Answer, Is
from clerk.locale import _

FACTS_FILE = "facts.toml"
DOCUMENTS_FILE = "documents.toml"
FEES_FILE = "fees.toml"
SOURCES_FILE = "sources.toml"
SHORT_LIMIT = 22
"""Characters of a short question; it has to fit a column of the narrow screen."""
OWN_SOURCE = "OFFICE"
"""The source of what an office states without naming another one."""
SHARED_FILES = (FACTS_FILE, DOCUMENTS_FILE, FEES_FILE, SOURCES_FILE)


def read_sources(file: Reports, content: Content) -> dict[str, Source]:
    """Return the sources by id."""
    table = Table(file, content)
    return {name: _source(name, table.table(name)) for name in table.names()}


def read_facts(file: Reports, content: Content) -> dict[str, Fact]:
    """Return the facts by id."""
    table = Table(file, content)
    return {name: _fact(name, table.table(name)) for name in table.names()}


def read_documents(file: Reports, content: Content) -> dict[str, Document]:
    """Return the documents by id."""
    table = Table(file, content)
    return {name: _document(name, table.table(name)) for name in table.names()}


def read_fees(file: Reports, content: Content) -> tuple[FeeItem, ...]:
    """Return all versions of all fees in their order."""
    table = Table(file, content)
    fees = tuple(_fee(entry) for entry in table.tables("fee"))
    table.finish()
    return fees


def _source(name: str, table: Table) -> Source:
    source = Source(
        id=name,
        title=table.text("title"),
        ref=table.optional_text("ref") or "",
        as_of=table.optional_text("as_of") or "",
        confidence=table.text("confidence"),
        note=table.optional_text("note"),
    )
    table.finish()
    return source


def _fact(name: str, table: Table) -> Fact:
    values = table.texts("values")
    kind = table.choice("type", FactType)
    short = table.text("short")
    if len(short) > SHORT_LIMIT:
        table.report(_("„short“ hat mehr als {limit} Zeichen.").format(limit=SHORT_LIMIT), "short")
    fact = Fact(
        id=name,
        type=kind,
        label=table.text("label"),
        short=short,
        deciding=table.flag("deciding", default=False),
        values=values,
        value_labels=_value_labels(table, kind, values),
        derived=_derived(table),
        office_setting=table.flag("office_setting", default=False),
        default=_default(table, kind),
        leads_to=table.optional_text("leads_to"),
        because=table.optional_text("because"),
        because_not=table.optional_text("because_not"),
    )
    table.finish()
    return fact


def _value_labels(table: Table, kind: FactType, values: tuple[str, ...]) -> dict[str, str]:
    labels = table.table("value_labels", required=kind is FactType.ENUM)
    texts = {value: labels.text(value) for value in values}
    labels.finish()
    return texts


def _derived(table: Table) -> Is | None:
    rule = table.condition("derived")
    if rule is None or isinstance(rule, Is):
        return rule
    table.report(_("„derived“ muss ein einzelner Vergleich sein, zum Beispiel age < 18."), "derived")
    return None


def _default(table: Table, kind: FactType) -> Answer | None:
    match kind:
        case FactType.BOOL:
            return table.flag("default", default=False)
        case FactType.INT:
            return table.optional_number("default")
        case FactType.ENUM:
            return table.optional_text("default")


def _document(name: str, table: Table) -> Document:
    label = table.text("label")
    document = Document(
        id=name,
        label=label,
        short=table.optional_text("short") or label,
        kind=table.choice("kind", DocumentKind),
        rules=tuple(_document_rule(rule) for rule in table.tables("rules")),
        source=table.texts("source"),
        note=table.optional_text("note"),
        basis=table.texts("basis"),
        why=table.optional_text("why"),
        repeats=table.flag("repeats", default=False),
    )
    table.finish()
    return document


def _document_rule(table: Table) -> DocumentRule:
    rule = DocumentRule(
        type=table.text("type"),
        months=table.optional_number("months"),
        value=table.number_or_text("value"),
        who=table.optional_text("who"),
        what=table.texts("what"),
        validator=table.optional_text("validator"),
        system=table.optional_text("system"),
        basis=table.optional_text("basis"),
    )
    table.finish()
    return rule


def _fee(table: Table) -> FeeItem:
    fee = FeeItem(
        id=table.text("id"),
        label=table.text("label"),
        law=table.text("law"),
        no=table.text("no"),
        payee=table.choice("payee", Payee),
        source=table.text("source"),
        as_of=table.optional_text("as_of") or "",
        verified=table.flag("verified"),
        cents=table.optional_number("cents"),
        min_cents=table.optional_number("min_cents"),
        max_cents=table.optional_number("max_cents"),
        example=table.flag("example", default=False),
        note=table.optional_text("note"),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
        confirmed=table.flag("confirmed", default=False),
    )
    _check_amount(fee, table)
    if fee.valid_from and fee.valid_to and fee.valid_to < fee.valid_from:
        table.report(_("„valid_to“ liegt vor „valid_from“."), "valid_to")
    table.finish()
    return fee


def _check_amount(fee: FeeItem, table: Table) -> None:
    if (fee.min_cents is None) != (fee.max_cents is None):
        table.report(_("Eine Rahmengebühr braucht min_cents und max_cents."), "id")
    if fee.min_cents is None or fee.max_cents is None:
        if "cents" not in table.names():
            table.report_missing(_("Die Gebühr „{id}“ hat keinen Betrag.").format(id=fee.id), "id")
        return
    if not fee.min_cents <= (fee.min_cents if fee.cents is None else fee.cents) <= fee.max_cents:
        table.report(_("Der Betrag der Gebühr „{id}“ liegt nicht in ihrem Rahmen.").format(id=fee.id), "id")
