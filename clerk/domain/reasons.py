"""Why a condition holds, in words: the answers that decide it, as the end of a sentence that begins with *weil*."""

from collections.abc import Iterable

from clerk.domain.catalogue import Catalogue, Fact, FactType
from clerk.domain.condition import (
    AllOf,
    Answer,
    AnyOf,
    Condition,
    FactValue,
    Is,
    Op,
    Open,
    ResolvedFacts,
    Truth,
    evaluate,
)
from clerk.locale import _


def deciding_parts(condition: Condition | None, facts: ResolvedFacts) -> tuple[Is, ...]:
    """Return the fewest comparisons that alone make *condition* hold, from left to right; it has to hold.

    Of several alternatives that hold the one with the fewest comparisons decides, the first of equals.
    """
    match condition:
        case None:
            return ()
        case Is():
            return (condition,)
        case AllOf(parts):
            return tuple(found for part in parts for found in deciding_parts(part, facts))
        case AnyOf(parts):
            holding = (part for part in parts if evaluate(part, facts) is Truth.YES)
            return min((deciding_parts(part, facts) for part in holding), key=len)


def because(condition: Condition | None, facts: ResolvedFacts, catalogue: Catalogue) -> str:
    """Return why *condition* holds (``eine andere Person für Sie vorspricht``), empty where it always does."""
    clauses = (
        _clause(catalogue.facts[part.fact], part, facts[part.fact])
        for part in deciding_parts(condition, facts)
        if not _is_every_choice(catalogue.facts[part.fact], part)
    )
    return and_list(dict.fromkeys(clauses))


def and_list(texts: Iterable[str]) -> str:
    """Return *texts* as a German list: ``A, B und C``."""
    *others, last = [*texts] or [""]
    return _("{others} und {last}").format(others=", ".join(others), last=last) if others else last


def quoted(text: str) -> str:
    """Return *text* in quotation marks."""
    return _("„{text}“").format(text=text)


def listed_name(fact: Fact) -> str:
    """Return *fact* as the list of questions names it: choices by their short name, all others by their label."""
    return fact.short if fact.type is FactType.ENUM else fact.label


def _is_every_choice(fact: Fact, part: Is) -> bool:
    """Whether *part* holds whichever choice is made: then it is no reason."""
    return part.op is Op.IN and isinstance(part.value, tuple) and set(fact.values) <= set(part.value)


def _clause(fact: Fact, part: Is, value: FactValue) -> str:
    if fact.type is FactType.BOOL:
        return _yes_no(fact, holds=_is_true(part, value))
    if value is None or isinstance(value, Open):
        return _whatever_follows(fact, part)
    if fact.type is FactType.INT:
        return _number(fact, part, value)
    return _chosen(fact, quoted(fact.text(value)))


def _chosen(fact: Fact, answer: str) -> str:
    """Word a choice, with the words of the catalogue where it has some for this fact."""
    if fact.because:
        return fact.because.replace("{answer}", answer)
    return _("bei {fact} {answer} angegeben ist").format(fact=quoted(listed_name(fact)), answer=answer)


def _is_true(part: Is, value: FactValue) -> bool:
    return value if isinstance(value, bool) else part.holds(True)


def _yes_no(fact: Fact, *, holds: bool) -> str:
    worded = fact.because if holds else fact.because_not
    if worded:
        return worded
    if fact.office_setting:
        sentence = _("in diesem Amt {fact} gilt") if holds else _("in diesem Amt {fact} nicht gilt")
    else:
        sentence = _("{fact} zutrifft") if holds else _("{fact} nicht zutrifft")
    return sentence.format(fact=quoted(listed_name(fact)))


def _number(fact: Fact, part: Is, value: Answer) -> str:
    limits = {Op.LT: _("weniger als {limit}"), Op.GE: _("mindestens {limit}")}
    said = _("bei {fact} {answer} angegeben ist").format(fact=quoted(listed_name(fact)), answer=value)
    if part.op not in limits:
        return said
    return f"{said} ({limits[part.op].format(limit=part.value)})"


def _whatever_follows(fact: Fact, part: Is) -> str:
    """Word a comparison that holds whatever is still answered, or because no choice was made."""
    wanted = part.value if isinstance(part.value, tuple) else (part.value,)
    answers = _("{others} oder {last}") if len(wanted) > 1 else "{last}"
    *others, last = [quoted(fact.text(answer)) for answer in wanted]
    words = answers.format(others=", ".join(others), last=last)
    if part.op is Op.NE:
        return _("bei {fact} nicht {answers} angegeben ist").format(
            fact=quoted(listed_name(fact)), answers=words
        )
    return _chosen(fact, words)
