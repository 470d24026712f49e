"""Checks that the shared files of the catalogue fit together and that versions follow each other by date."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from clerk.catalogue.references import Known, check_condition
from clerk.catalogue.toml_file import Reports
from clerk.catalogue.toml_table import unknown
from clerk.domain.catalogue import Dated, Fact, FactType, FeeItem, Service
from clerk.domain.document_rules import RULE_TYPES
from clerk.domain.validators import kinds
from clerk.locale import _

_ONE_DAY = timedelta(days=1)


def check_facts(file: Reports, known: Known, service_ids: Collection[str]) -> None:
    """Report derivations from unknown facts, wrong services to go to, and settings that are no choice."""
    facts = known.facts
    for fact in facts.values():
        header = f"[{fact.id}]"
        for problem in check_condition(fact.derived, facts, known.lost):
            file.report(problem, header, key="derived")
        if fact.derived is not None and fact.type is not FactType.BOOL:
            file.report(_("Nur eine Ja-Nein-Angabe kann berechnet werden."), header, key="derived")
        if fact.derived is not None and _is_derived(facts.get(fact.derived.fact)):
            file.report(_("Eine Angabe kann nicht aus einer berechneten folgen."), header, key="derived")
        if fact.leads_to is not None and fact.leads_to not in {*service_ids, *known.lost}:
            file.report(unknown(_("die Leistung"), fact.leads_to, service_ids), header, key="leads_to")
        if fact.type is FactType.ENUM and not fact.values:
            file.report(_("Eine Auswahl braucht „values“."), header)


def check_documents(file: Reports, known: Known) -> None:
    """Report unknown sources and validators."""
    for document in known.documents.values():
        header = f"[{document.id}]"
        for source in document.source:
            if source not in known.sources and source not in known.lost:
                file.report(unknown(_("die Quelle"), source, known.sources), header, key="source")
        for rule in document.rules:
            if rule.type not in RULE_TYPES:
                file.report(unknown(_("die Prüfregel"), rule.type, RULE_TYPES), header, key="rules")
            if rule.validator is not None and rule.validator not in kinds():
                file.report(unknown(_("die Prüfung"), rule.validator, kinds()), header, key="rules")


def check_fee_items(file: Reports, fees: Sequence[FeeItem], known: Known) -> None:
    """Report fees without a known source and versions that overlap or leave days out."""
    for index, fee in enumerate(fees):
        if fee.source and fee.source not in known.sources and fee.source not in known.lost:
            file.report(unknown(_("die Quelle"), fee.source, known.sources), "[[fee]]", index, "source")
        problem = version_problem([one for one in fees[:index] if one.id == fee.id], fee)
        if problem is not None:
            file.report(problem, "[[fee]]", index, "id")


def version_problem(earlier: Sequence[Dated], version: Dated) -> str | None:
    """Return what is wrong with *version* after the *earlier* ones of its id, which are in order of time."""
    if not earlier:
        return None
    ended = earlier[-1].valid_to
    begins = version.valid_from
    if ended is None or begins is None or begins <= ended:
        sentence = _("„{id}“ gilt an denselben Tagen zweimal. Die frühere Fassung muss am Tag davor enden.")
        return sentence.format(id=version.id)
    if begins != ended + _ONE_DAY:
        return _("Zwischen zwei Fassungen von „{id}“ gilt an einigen Tagen keine.").format(id=version.id)
    return None


def check_fee_periods(file: Reports, service: Service, fees_file: Reports, fees: Sequence[FeeItem]) -> None:
    """Report fee lines of *service* whose fee is not valid on all days on which the service is.

    Where the office has ended a fee that a shipped service charges, it is its own entry that is named.
    """
    for index, rule in enumerate(service.fees):
        places = [place for place, fee in enumerate(fees) if fee.id == rule.fee]
        if not places or _covers([fees[place] for place in places], service):
            continue
        sentence = _("Die Gebühr „{fee}“ gilt nicht an allen Tagen, an denen die Leistung „{service}“ gilt.")
        problem = sentence.format(fee=rule.fee, service=service.id)
        if fees_file.is_own("[[fee]]", places[-1]) and not file.is_own("[[fee]]", index):
            fees_file.report(problem, "[[fee]]", places[-1], "id")
        else:
            file.report(problem, "[[fee]]", index, "fee")


def _covers(versions: Sequence[FeeItem], service: Service) -> bool:
    first = min(version.valid_from or date.min for version in versions)
    last = max(version.valid_to or date.max for version in versions)
    return first <= (service.valid_from or date.min) and last >= (service.valid_to or date.max)


def _is_derived(fact: Fact | None) -> bool:
    return fact is not None and fact.derived is not None
