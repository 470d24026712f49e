"""Why a visit is set aside: what its cases need comes first (rule of the counter 10)."""

from collections.abc import Iterator, Sequence

from clerk.domain.case_view import CaseView
from clerk.domain.condition import Truth
from clerk.domain.settlement import open_cents
from clerk.domain.visit import ParkReason

NEW_PLATES, PHOTOS = "schilder_neu", ("lichtbild", "foto")
"""Documents of the catalogue: plates brought at the second contact, and photographs by the beginnings of their ids."""
VEHICLES = "kfz"


def park_reasons(views: Sequence[CaseView], *, payment_unclear: bool) -> tuple[ParkReason, ...]:
    """Return the reasons for parking, those first that fit what the cases still need.

    That a payment is unclear is offered only, and first, while it is.
    """
    unclear = (ParkReason.PAYMENT_UNCLEAR,) if payment_unclear else ()
    others = [reason for reason in ParkReason if reason is not ParkReason.PAYMENT_UNCLEAR]
    return tuple(dict.fromkeys((*unclear, *_needed(views), *others)))


def needs_plates(view: CaseView) -> bool:
    """Tell whether new plates have to be made for the case, by its facts as they are answered."""
    return any(
        line.applies is Truth.YES and any(NEW_PLATES in group for group in line.groups)
        for line in view.checklist.lines
    )


def _needed(views: Sequence[CaseView]) -> Iterator[ParkReason]:
    going_on = [view for view in views if view.case.is_open]
    if any(needs_plates(view) for view in going_on):
        yield ParkReason.PLATES
    if any(view.case.confirmed_at is not None and open_cents(view.case.lines) for view in going_on):
        yield ParkReason.CASH_OFFICE
    if any(_lacks_photo(view) for view in going_on):
        yield ParkReason.PHOTO
    if any(view.checklist.missing for view in going_on):
        yield ParkReason.FETCHES_PAPER
    if any(view.service.area == VEHICLES for view in going_on):
        yield ParkReason.INSPECTION
    if any(view.open_entries for view in going_on):
        yield ParkReason.FORMS


def _lacks_photo(view: CaseView) -> bool:
    lines = (*view.checklist.missing, *view.checklist.unchecked)
    return any(name.startswith(PHOTOS) for line in lines for group in line.groups for name in group)
