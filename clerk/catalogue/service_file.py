"""Reads one service from its file."""

from clerk.catalogue.shared_files import OWN_SOURCE
from clerk.catalogue.toml_file import Content, Reports
from clerk.catalogue.toml_table import Table
from clerk.domain.catalogue import (
    BroughtBy,
    CanFinish,
    Due,
    FeeComposition,
    FeeRule,
    FormField,
    Knowledge,
    LeikaKey,
    Minutes,
    Provenance,
    Requirement,
    Service,
    TextWhen,
    Use,
)
from clerk.domain.condition import Condition
from clerk.domain.date_limits import DateLimit, read_limit
from clerk.locale import _


def read_service(file: Reports, content: Content) -> Service:
    """Return the service in *content*; what is wrong with it is reported to *file*."""
    table = Table(file, content)
    service = _service(table)
    table.finish()
    if service.valid_from and service.valid_to and service.valid_to < service.valid_from:
        file.report(_("„valid_to“ liegt vor „valid_from“."), key="valid_to")
    return service


def _texts_when(content: Table, key: str, word: str) -> tuple[TextWhen, ...]:
    return tuple(TextWhen(text, when) for text, when in content.texts_when(key, word))


def _service(content: Table) -> Service:
    desk = content.table("info_desk")
    service = Service(
        id=content.text("id"),
        name=content.text("name"),
        short=content.text("short"),
        area=content.text("area"),
        keywords=content.texts("keywords"),
        core=content.flag("core", default=False),
        two_contacts=content.flag("two_contacts", default=False),
        precheck=desk.flag("precheck"),
        can_finish=desk.choice("can_finish", CanFinish),
        minutes=_minutes(content.table("minutes")),
        deciding_facts=content.texts("deciding_facts"),
        ask_when=_ask_when(content.table("ask_when", required=False)),
        requirements=tuple(_requirement(table) for table in content.tables("requirement")),
        fields=tuple(_field(table) for table in content.tables("field")),
        fees=tuple(_fee_rule(table) for table in content.tables("fee")),
        legal_basis=content.texts("legal_basis"),
        flow=content.texts("flow"),
        follow_up=_texts_when(content, "follow_up", "text"),
        leika=tuple(_leika(table) for table in content.tables("leika")),
        fee_composition=_fee_composition(content.table("fee_composition", required=False)),
        provenance=_provenance(content.table("provenance", required=False)),
        knowledge=_knowledge(content.table("knowledge", required=False)),
        hand_out=_texts_when(content, "hand_out", "item"),
        neutral_name=content.optional_text("queue_label"),
        leika_note=content.optional_text("leika_note"),
        notes=content.optional_text("notes"),
        valid_from=content.day("valid_from"),
        valid_to=content.day("valid_to"),
    )
    desk.finish()
    return service


def _ask_when(table: Table) -> dict[str, Condition]:
    conditions = {name: table.condition(name) for name in table.names()}
    return {name: condition for name, condition in conditions.items() if condition is not None}


def _requirement(table: Table) -> Requirement:
    document = table.optional_text("document")
    groups = table.groups("one_of")
    requirement = Requirement(
        id=table.text("id"),
        alternatives=((document,),) if document else groups,
        by=table.choice("by", BroughtBy),
        label=table.optional_text("label"),
        when=table.condition("when"),
        note=table.optional_text("note"),
        basis=table.texts("basis"),
        why=table.optional_text("why"),
    )
    if bool(document) == bool(groups) or not all(groups):
        table.report(_("Die Zeile braucht entweder „document“ oder „one_of“ ohne leere Gruppe."), "id")
    if len(requirement.alternatives) > 1 and not requirement.label:
        table.report(_("Eine Zeile mit Alternativen braucht ein „label“."), "id")
    table.finish()
    return requirement


def _field(table: Table) -> FormField:
    field = FormField(
        id=table.text("id"),
        label=table.text("label"),
        validator=table.text("validator"),
        required=table.flag("required"),
        use=table.choices("use", Use),
        when=table.condition("when"),
        year_of=table.optional_text("year_of"),
        help=table.optional_text("help") or "",
        repeats=table.flag("repeats", default=False),
        earliest=_limit(table, "earliest"),
        latest=_limit(table, "latest"),
        strict=table.flag("strict", default=False),
    )
    if not field.use:
        table.report(_("„use“ fehlt: check, fee oder handover."), "id")
    table.finish()
    return field


def _limit(table: Table, key: str) -> DateLimit | None:
    text = table.optional_text(key)
    if text is None:
        return None
    try:
        return read_limit(text)
    except ValueError:
        sentence = _(
            "„{key}“ nennt einen Tag: today, today+12m, today-7d oder die Kennung eines Datumsfelds."
        )
        table.report(sentence.format(key=key), key)
        return None


def _fee_rule(table: Table) -> FeeRule:
    quantity = table.number_or_text("quantity")
    default = table.optional_number("quantity_default")
    rule = FeeRule(
        id=table.text("id"),
        fee=table.text("fee"),
        when=table.condition("when"),
        quantity=1 if quantity is None else quantity,
        quantity_default=1 if default is None else default,
        due=table.choice("due", Due) if table.optional_text("due") else None,
        note=table.optional_text("note"),
    )
    table.finish()
    return rule


def _minutes(table: Table) -> Minutes:
    minutes = Minutes(
        table.number("typical"),
        table.optional_text("source") or OWN_SOURCE,
        table.flag("verified", default=False),
    )
    table.finish()
    return minutes


def _leika(table: Table) -> LeikaKey:
    key = LeikaKey(table.text("key"), table.text("source"), table.flag("verified"))
    table.finish()
    return key


def _fee_composition(table: Table) -> FeeComposition:
    composition = FeeComposition(
        table.optional_text("status") or "", table.optional_text("against"), table.texts("open_fees")
    )
    table.finish()
    return composition


def _provenance(table: Table) -> Provenance:
    provenance = Provenance(
        *(table.optional_text(part) or "" for part in ("legal_basis", "flow", "info_desk", "minutes"))
    )
    table.finish()
    return provenance


def _knowledge(table: Table) -> Knowledge:
    knowledge = Knowledge(table.texts("attention"), table.texts("mistakes"), table.optional_text("online"))
    table.finish()
    return knowledge
