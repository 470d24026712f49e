"""The shipped files decide and charge what the reference catalogue does: nothing was lost on the way into TOML.

Wordings (labels, what happens next) were rewritten for the counter since and are not compared.
"""

import json
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from clerk.catalogue.expression import parse
from clerk.domain.catalogue import DocumentRule, FactType, FeeRule, FormField, Requirement
from clerk.domain.condition import AllOf, AnyOf, Condition, Is
from tests.catalogue.shipped import service, shipped

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
Table: TypeAlias = "dict[str, Json]"

WORDINGS = ("label", "value_labels", "follow_up", "queue_label")
CHECKED: Table = {"use": ["check", "handover"]}
NAMES = {
    # who writes a date into the field of a name is told; companies may have digits in theirs
    "account_holder": "person_or_company",
    "dwelling_giver": "person_or_company",
    "holder_birthname": "person_name",
    "holder_name": "person_or_company",
    "owner": "person_or_company",
    "owner_new": "person_or_company",
    "owner_old": "person_or_company",
    "sought_name": "person_name",
    "name": "person_name",
    "birth_name": "person_name",
}
"""The validators of fields for names, which are free text in the reference."""
MENDED: dict[tuple[str, str], Table] = {
    # the plate maker has to know the season; the colour is asked for cars only (FZV § 6 Abs. 8 Nr. 4)
    ("kfz-neuzulassung", "season"): {"use": ["check", "handover"]},
    ("kfz-kennzeichen-aendern", "season"): {"use": ["check", "handover"]},
    ("kfz-neuzulassung", "colour"): {"required": False},
    # what the matter is about is asked in the short form too
    ("abf-groesse", "bin_kind"): CHECKED,
    ("abf-groesse", "volume_old"): CHECKED,
    ("abf-groesse", "volume"): CHECKED,
    ("abf-eigentuemerwechsel", "owner_old"): CHECKED,
    ("abf-eigentuemerwechsel", "owner_new"): CHECKED,
    ("abf-eigentuemerwechsel", "from"): CHECKED,
    # who only takes over the property changes no bin
    ("abf-behaelter", "volume"): {
        **CHECKED,
        "when": {"fact": "waste_action", "op": "ne", "value": "owner_change"},
    },
}
"""Fields that differ from the reference on purpose."""
ADDED_FIELDS = {
    # which bin, from which size, and who the new owner is
    "abf-behaelter": ("owner_new", "bin_kind", "volume_old"),
}
"""Fields the reference does not have."""
HOLDERS_PAPERS = frozenset(
    {
        "ausweis",
        "ausweis_des_halters",
        "ausweis_des_halters_im_original",
        "ausweis_des_halters_im_original_oder_als",
    }
)
"""Lines for the identity card of a vehicle's keeper: a company has none, who signs for it shows theirs."""
COMPANY = "ausweis_vertretung"
BANK = "zb2_anforderung_bank"
ALSO_FINANCED = (
    "kfz-anschrift-name",
    "kfz-kennzeichen-aendern",
    "kfz-technische-aenderung",
    "kfz-wiederzulassung",
)
"""Services that need the ZB II of a vehicle that may be leased or financed; the reference asks it elsewhere only."""
ADDED_LINES: dict[str, frozenset[str]] = {
    **dict.fromkeys(ALSO_FINANCED, frozenset({COMPANY, BANK})),
    "kfz-wiederzulassung": frozenset({BANK}),
    "kfz-ausfuhr": frozenset({COMPANY}),
    "kfz-ausserbetriebsetzung": frozenset({COMPANY}),
    "kfz-ersatz-zb1": frozenset({COMPANY}),
    "kfz-ersatz-zb2": frozenset({COMPANY}),
    "kfz-kurzzeit": frozenset({COMPANY}),
}
"""Lines the reference does not have."""
ASKED_TOO: dict[str, tuple[str, str]] = {
    # a leased or financed vehicle is common: its ZB II comes from the bank and goes back there
    "kfz-neuzulassung": ("plate_wish", "zb2_exists"),
    "kfz-wiederzulassung": ("plate_wish", "holder_change or not plate_keep"),
    "kfz-kennzeichen-aendern": ("proxy", ""),
    "kfz-technische-aenderung": ("zb1_new_print", "technical_change"),
    "kfz-anschrift-name": ("proxy", "id_name_changed"),
}
"""Where ``vehicle_financed`` is asked besides: before which question, and when."""
ASKED_ALWAYS = {("kfz-anschrift-name", "legal_status")}
"""Questions the reference asks under a condition only: a company shows no identity card for a new address either."""
MENDED_LINES: dict[tuple[str, str], Table] = {
    # who moves shows a card with the old address; the office changes it
    ("meld-anmeldung", "ausweis_alle_personen"): {"one_of": [["personalausweis_bisher"], ["reisepass"]]},
    # only the customer can ask the bank for it, so it stands on the slip
    ("kfz-neuzulassung", BANK): {"by": "customer"},
    ("kfz-umschreibung-innerhalb", BANK): {"by": "customer"},
    ("kfz-umschreibung-ausserhalb", BANK): {"by": "customer"},
}
"""Lines of the checklist that differ from the reference on purpose."""
MENDED_DOCUMENTS: dict[str, Table] = {
    "kind_anwesend": {"kind": "person", "rules": []},
    "personalausweis_bisher": {
        "kind": "original",
        "source": ["S-PAUSWG", "X-HN"],
        "rules": [{"type": "not_expired"}],
    },
}
"""Documents that differ from the reference, or are not in it, on purpose."""


@cache
def reference() -> Table:
    loaded: Table = json.loads((Path(__file__).parent.parent / "data" / "catalogue.json").read_text("utf-8"))
    return loaded


def entries(key: str) -> Table:
    found = reference()[key]
    assert isinstance(found, dict)
    return found


def reference_services() -> dict[str, Table]:
    found = reference()["services"]
    assert isinstance(found, list)
    return {str(one["id"]): one for one in found if isinstance(one, dict)}


def without_empty(table: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in table.items() if value not in (None, [], {})}


def without_wording(table: Table) -> dict[str, object]:
    return {key: value for key, value in table.items() if key not in WORDINGS}


def without_wordings(lines: Json) -> list[dict[str, object]]:
    assert isinstance(lines, list)
    return [without_wording(line) for line in lines if isinstance(line, dict)]


def condition_json(condition: Condition | None) -> object:
    match condition:
        case None:
            return None
        case Is(fact, op, value):
            return {"fact": fact, "op": op, "value": list(value) if isinstance(value, tuple) else value}
        case AllOf(parts):
            return {"all": [condition_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_json(part) for part in parts]}


def requirement_json(line: Requirement) -> dict[str, object]:
    single = len(line.alternatives) == 1 and len(line.alternatives[0]) == 1
    return without_empty(
        {
            "id": line.id,
            "doc": line.alternatives[0][0] if single else None,
            "one_of": None if single else [list(group) for group in line.alternatives],
            "need": line.need,
            "by": line.by,
            "when": condition_json(line.when),
            "note": line.note,
        }
    )


def field_json(field: FormField) -> dict[str, object]:
    return {
        "required": field.required,
        **without_empty(
            {
                "id": field.id,
                "validator": field.validator,
                "use": list(field.use),
                "when": condition_json(field.when),
                "derived": {"from": field.year_of, "op": "year"} if field.year_of else None,
            }
        ),
    }


def fee_json(rule: FeeRule) -> dict[str, object]:
    counted = isinstance(rule.quantity, str)
    shown: dict[str, object] = without_empty(
        {
            "id": rule.id,
            "fee": rule.fee,
            "when": condition_json(rule.when),
            "qty": rule.quantity if counted else None,
            "due": rule.due,
            "note": rule.note,
        }
    )
    return {**shown, "qty_default": rule.quantity_default} if counted else shown


def rule_json(rule: DocumentRule) -> dict[str, object]:
    names = ("type", "months", "value", "who", "validator", "system", "basis")
    return without_empty({**{name: getattr(rule, name) for name in names}, "what": list(rule.what)})


def narrowed(line: dict[str, object], *conditions: str) -> dict[str, object]:
    """Return *line* with *conditions* that have to hold besides."""
    when = line.get("when")
    others = when["all"] if isinstance(when, dict) and "all" in when else [when] if when else []
    parts = [*others, *(condition_json(parse(condition)) for condition in conditions)]
    if len(parts) == len(others):
        return line
    return {**line, "need": "conditional", "when": parts[0] if len(parts) == 1 else {"all": parts}}


def mended_line(service_id: str, line: dict[str, object]) -> dict[str, object]:
    of_keeper = service_id.startswith("kfz-") and line["id"] in HOLDERS_PAPERS
    if service_id == "kfz-halterauskunft":
        return line
    conditions = ["not holder_is_company"] if of_keeper else []
    conditions += ["not vehicle_financed"] if service_id in ALSO_FINANCED and line["id"] == "zb2" else []
    return {**narrowed(line, *conditions), **MENDED_LINES.get((service_id, str(line["id"])), {})}


def mended_field(service_id: str, field: dict[str, object]) -> dict[str, object]:
    name = NAMES.get(str(field["id"])) if field["validator"] == "text" else None
    validator = {} if name is None else {"validator": name}
    return {**field, **validator, **MENDED.get((service_id, str(field["id"])), {})}


def mended_questions(service_id: str, entry: Table) -> dict[str, object]:
    facts, ask_when = entry["deciding_facts"], entry.get("ask_when") or {}
    assert isinstance(facts, list)
    assert isinstance(ask_when, dict)
    asked: list[object] = [*facts]
    conditions: dict[str, object] = {
        fact: condition for fact, condition in ask_when.items() if (service_id, fact) not in ASKED_ALWAYS
    }
    if service_id in ASKED_TOO:
        before, when = ASKED_TOO[service_id]
        asked.insert(asked.index(before), "vehicle_financed")
        conditions |= {"vehicle_financed": condition_json(parse(when))} if when else {}
    return {"deciding_facts": asked, "ask_when": conditions}


def with_lists(rule: Table) -> Table:
    return {**rule, "what": [rule["what"]]} if isinstance(rule.get("what"), str) else rule


def test_all_services_of_the_reference_are_shipped_and_no_other() -> None:
    assert len(shipped().services) == 43
    assert {one.id for one in shipped().services} == set(reference_services())


@pytest.mark.parametrize("service_id", reference_services())
def test_a_shipped_service_says_what_the_reference_says(service_id: str) -> None:
    one = service(service_id)
    ours = {
        "id": one.id,
        "name": one.name,
        "short": one.short,
        "area": one.area,
        "core": one.core,
        "two_contacts": one.two_contacts,
        "info_desk": {"precheck": one.precheck, "can_finish": one.can_finish},
        "minutes": {
            "typical": one.minutes.typical,
            "source": one.minutes.source,
            "verified": one.minutes.verified,
        },
        "legal_basis": list(one.legal_basis),
        "flow": list(one.flow),
        "leika": [{"key": key.key, "source": key.source, "verified": key.verified} for key in one.leika],
        "deciding_facts": list(one.deciding_facts),
        "ask_when": {fact: condition_json(condition) for fact, condition in one.ask_when.items()},
        "documents": [
            requirement_json(line)
            for line in one.requirements
            if line.id not in ADDED_LINES.get(service_id, frozenset())
        ],
        "fields": [
            field_json(field) for field in one.fields if field.id not in ADDED_FIELDS.get(service_id, ())
        ],
        "fees": [fee_json(rule) for rule in one.fees],
        "notes": one.notes,
        "leika_note": one.leika_note,
        "fee_composition": without_empty(
            {
                "status": one.fee_composition.status,
                "against": one.fee_composition.against,
                "open_fees": list(one.fee_composition.open_fees),
            }
        ),
        "provenance": {
            "legal_basis": one.provenance.legal_basis,
            "flow": one.provenance.flow,
            "info_desk": one.provenance.info_desk,
            "minutes": one.provenance.minutes,
        },
    }
    entry = reference_services()[service_id]
    theirs = {
        **without_wording(entry),
        **mended_questions(service_id, entry),
        "documents": [mended_line(service_id, line) for line in without_wordings(entry["documents"])],
        "fields": [mended_field(service_id, field) for field in without_wordings(entry["fields"])],
    }
    assert without_empty(ours) == without_empty(theirs)


def test_shipped_facts_say_what_the_reference_says() -> None:
    ours = {
        fact.id: without_empty(
            {
                "type": fact.type,
                "deciding": fact.deciding,
                "values": list(fact.values),
                "derived": {"from": fact.derived.fact, "op": fact.derived.op, "value": fact.derived.value}
                if fact.derived
                else None,
                "leads_to": fact.leads_to,
                **({"office_setting": True, "default": fact.default} if fact.office_setting else {}),
            }
        )
        for fact in shipped().facts.values()
    }
    theirs = {
        name: without_wording(fact) for name, fact in entries("facts").items() if isinstance(fact, dict)
    }
    # computed from the legal form, so that nobody is asked twice
    assert ours.pop("holder_is_company") == {
        "type": "bool",
        "deciding": False,
        "derived": {
            "from": "legal_status",
            "op": "in",
            "value": ("legal_entity", "partnership", "association"),
        },
    }
    assert ours == theirs


def test_shipped_documents_say_what_the_reference_says() -> None:
    ours = {
        one.id: {
            **without_empty({"kind": one.kind, "source": list(one.source), "note": one.note}),
            "rules": [rule_json(rule) for rule in one.rules],
        }
        for one in shipped().documents.values()
    }
    theirs: dict[str, object] = {}
    for name, document in entries("documents").items():
        assert isinstance(document, dict)
        rules = document["rules"]
        assert isinstance(rules, list)
        theirs[name] = {
            **without_wording(document),
            "rules": [with_lists(rule) for rule in rules if isinstance(rule, dict)],
        }
    for name, mended in MENDED_DOCUMENTS.items():
        known = theirs.get(name, {})
        assert isinstance(known, dict)
        theirs[name] = {**known, **mended}
    assert ours == theirs


def test_shipped_fees_say_what_the_reference_says() -> None:
    names = ("payee", "source", "as_of", "verified", "note", "min_cents", "max_cents")
    ours = {
        fee.id: {
            **{name: getattr(fee, name) for name in names if getattr(fee, name) is not None},
            "cents": fee.cents,
            **({"example": True} if fee.example else {}),
            **({"office_must_fix": True} if fee.cents is None else {}),
        }
        for fee in shipped().fees.values()
    }
    theirs = {
        name: {key: value for key, value in fee.items() if key not in {"label", "law", "no"}}
        for name, fee in entries("fee_items").items()
        if isinstance(fee, dict)
    }
    assert ours == theirs


def test_shipped_fees_name_the_law_the_reference_names() -> None:
    for name, fee in entries("fee_items").items():
        assert isinstance(fee, dict)
        # of a local statute only its name is said
        said = str(fee["no"]) if fee["law"] == "kommunal" else f"{fee['law']} {fee['no']}".removesuffix(" –")
        assert shipped().fees[name].tariff == said


def test_shipped_sources_say_what_the_reference_says() -> None:
    names = ("title", "ref", "as_of", "confidence", "note")
    ours = {
        one.id: {name: getattr(one, name) for name in names if getattr(one, name) is not None}
        for one in shipped().sources.values()
    }
    assert ours == entries("sources")


def test_every_service_can_be_found_by_what_people_call_it() -> None:
    for one in shipped().services:
        assert 3 <= len(one.keywords) <= 20, one.id
        assert len(set(one.keywords)) == len(one.keywords), one.id
    perso = [one.id for one in shipped().services if "Perso" in one.keywords]
    assert perso == ["pass-personalausweis"]


def test_every_question_has_a_short_text_and_every_choice_a_german_one() -> None:
    for fact in shipped().facts.values():
        assert 0 < len(fact.short) <= 22, fact.id
        assert len(fact.label) <= 60, f"{fact.id}: the list shows the short text instead on 80 columns"
        if fact.type is FactType.ENUM:
            assert set(fact.value_labels or {}) == set(fact.values), fact.id
