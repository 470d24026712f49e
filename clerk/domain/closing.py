"""When a visit can be closed; rule of the counter 9."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from clerk.domain.case_view import CaseView
from clerk.domain.hand_out import is_handed_out_at_all
from clerk.domain.incomplete import DAYS
from clerk.domain.precheck import Presence
from clerk.domain.settlement import open_cents
from clerk.domain.visit import Case, Outcome, Visit
from clerk.locale import _


class Obstacle(StrEnum):
    """What stands against closing a visit."""

    NO_OUTCOME = "no_outcome"
    NOT_CONFIRMED = "not_confirmed"
    NOT_PAID = "not_paid"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One obstacle, the case it belongs to (``None``: the visit) and a sentence what to do."""

    obstacle: Obstacle
    case: int | None
    sentence: str


def _of_case(case: Case) -> Hindrance | None:
    if case.outcome is None:
        return Hindrance(
            Obstacle.NO_OUTCOME,
            case.id,
            _(
                "Vorgang {number} ist noch offen: F6 öffnet den Antrag, sonst hier sein Ergebnis wählen."
            ).format(number=case.number),
        )
    if case.outcome is Outcome.DONE and case.confirmed_at is None:
        return Hindrance(
            Obstacle.NOT_CONFIRMED,
            case.id,
            _("Der Antrag zu Vorgang {number} ist noch nicht bestätigt: F6 öffnet ihn.").format(
                number=case.number
            ),
        )
    if open_cents(case.lines) > 0:
        return Hindrance(
            Obstacle.NOT_PAID,
            case.id,
            _("Die Gebühr zu Vorgang {number} ist noch offen: F7 öffnet die Zahlung.").format(
                number=case.number
            ),
        )
    return None


def nothing_due(visit: Visit) -> bool:
    """Tell whether what a visit costs is certain, and settled."""
    confirmed = all(case.confirmed_at is not None or not case.is_open for case in visit.cases)
    return confirmed and open_cents(visit.lines) == 0


def with_outcomes(visit: Visit) -> Visit:
    """Return the visit as closing would leave it: a confirmed case without an outcome counts as done."""
    for case in visit.cases:
        if case.outcome is None and case.confirmed_at is not None:
            visit = visit.with_case(replace(case, outcome=Outcome.DONE))
    return visit


@dataclass(frozen=True, slots=True)
class ClosingItem:
    """What is ticked before a case ends as done: something the office does, or a thing to hand out.

    ``requirement`` is the id of the checklist line of the former, None for the latter, whose ``text`` is its id too.
    """

    case: int
    number: str
    text: str
    requirement: str | None
    done: bool


def ending_as_done(views: Sequence[CaseView]) -> list[CaseView]:
    """Return the cases that end as done, or will."""
    return [view for view in views if is_handed_out_at_all(view.case)]


def items(views: Sequence[CaseView]) -> tuple[ClosingItem, ...]:
    """Return what is to be ticked for cases that end as done: what the office does, then what is handed out."""
    ending = ending_as_done(views)
    in_house = (
        ClosingItem(view.case.id, view.case.number, line.label, line.id, line.state is Presence.PRESENTED)
        for view in ending
        for line in view.checklist.in_house
    )
    things = (
        ClosingItem(view.case.id, view.case.number, line.text, None, line.done)
        for view in ending
        for line in view.hand_out
    )
    return (*in_house, *things)


def left_to_tick(views: Sequence[CaseView]) -> tuple[str, ...]:
    """Return the texts of what is not ticked yet."""
    return tuple(item.text for item in items(views) if not item.done)


def hindrances(visit: Visit, *, payment_unclear: bool) -> tuple[Hindrance, ...]:
    """Return everything that stands against closing *visit*, payment first; empty if it can be closed."""
    unclear = (
        (
            Hindrance(
                Obstacle.UNCLEAR,
                None,
                _("Eine Zahlung ist ungeklärt. Erst wenn sie geklärt ist, kann der Besuch enden."),
            ),
        )
        if payment_unclear
        else ()
    )
    of_cases = (_of_case(case) for case in visit.cases)
    return unclear + tuple(hindrance for hindrance in of_cases if hindrance is not None)


def stays_open(cases: Sequence[Case]) -> str:
    """Return which of the *cases* go on after the visit, until when and how; empty if none was left incomplete."""
    numbers = [case.number for case in cases if case.outcome is Outcome.INCOMPLETE]
    if not numbers:
        return ""
    if len(numbers) == 1:
        return _(
            "Vorgang {number} bleibt {days} Tage offen: F4 nimmt ihn mit dieser Nummer wieder auf."
        ).format(number=numbers[0], days=DAYS)
    return _(
        "Die Vorgänge {numbers} bleiben {days} Tage offen: F4 nimmt sie mit ihrer Nummer wieder auf."
    ).format(numbers=", ".join(numbers), days=DAYS)
