"""Reads ``office.toml``: what the office has set once, and the amounts its treasury has confirmed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeGuard

from clerk.catalogue.overlay import Part
from clerk.catalogue.toml_table import Table, unknown
from clerk.domain.catalogue import Fact, FactType
from clerk.domain.condition import Answer
from clerk.locale import _

SETTINGS = "[settings]"


def check_office_file(part: Part) -> None:
    """Report entries nobody knows; fees in ``[confirmed]`` are checked where they are laid over."""
    table = Table(*part)
    table.flag("whole", default=False)
    table.table("settings", required=False)
    table.table("confirmed", required=False)
    table.finish()


def with_settings(facts: Mapping[str, Fact], part: Part) -> dict[str, Fact]:
    """Return *facts* with the office's settings as their defaults; reports what cannot be set."""
    file, content = part
    settings = content.get("settings")
    changed = dict(facts)
    given: Mapping[str, object] = settings if isinstance(settings, dict) else {}
    for name, value in given.items():
        fact = facts.get(name)
        if fact is None or not fact.office_setting:
            known = [one.id for one in facts.values() if one.office_setting]
            file.report(unknown(_("die Amtseinstellung"), name, known), SETTINGS, key=name)
        elif not _fits(value, fact):
            file.report(
                _("„{name}“ braucht {wanted}.").format(name=name, wanted=_wanted(fact)), SETTINGS, key=name
            )
        else:
            changed[name] = replace(fact, default=value)
    return changed


def _fits(value: object, fact: Fact) -> TypeGuard[Answer]:
    match fact.type:
        case FactType.BOOL:
            return isinstance(value, bool)
        case FactType.INT:
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case FactType.ENUM:
            return value in fact.values


def _wanted(fact: Fact) -> str:
    match fact.type:
        case FactType.BOOL:
            return _("true oder false")
        case FactType.INT:
            return _("eine ganze Zahl")
        case FactType.ENUM:
            return _("einen von: {values}").format(values=", ".join(fact.values))
