"""The confirmation of the motor insurance."""

from clerk.domain.validators.characters import CODE, compact, misplaced, wrong_length
from clerk.domain.validators.verdict import Verdict, accept, refuse
from clerk.locale import _


def evb(value: str) -> Verdict:
    """Judge an eVB number: 7 signs A–Z, 0–9 without I and O; only the GDV can tell whether it exists."""
    number = compact(value)
    problem = misplaced(
        number,
        CODE - frozenset("IO"),
        place=_("In einer eVB-Nummer"),
        permitted=_("die Buchstaben A–Z ohne I und O und die Ziffern 0–9"),
    ) or wrong_length(number, 7, subject=_("Die eVB-Nummer"))
    return accept(number) if problem is None else refuse(number, problem)
