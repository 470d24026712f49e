"""What the keys do to set a visit aside, and the slip for the plate maker."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from clerk.domain.case_view import CaseView
from clerk.domain.parking import needs_plates, park_reasons
from clerk.domain.plate_order import NoPlateYet, PlateOrder, plate_order
from clerk.domain.visit import ParkReason
from clerk.locale import _
from clerk.ports import PrinterFault
from screens import reasons
from screens.modals.plates import PlatesScreen
from screens.modals.reason import GivenReason, ReasonScreen
from screens.widgets.message_line import Weight

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class AsideActs:
    """Parks the open visit."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._workstation = screen.workstation

    # ------------------------------------------------------------ parking

    def park(self) -> None:
        """Set the visit aside; the reasons that fit its cases come first."""
        if self._screen.visit.busy_paying():
            return
        offered = park_reasons(self._desk.views, payment_unclear=self._screen.payment.is_unclear)
        screen = ReasonScreen(_("Warum wird geparkt?"), reasons.park_reasons(offered))
        self._screen.app.push_screen(screen, self._reason_given)

    def _reason_given(self, given: GivenReason | None) -> None:
        if given is None:
            return
        reason = ParkReason(given.id)
        if reason is ParkReason.CASH_OFFICE:
            self._screen.cash_office.send()
        elif reason is ParkReason.PLATES:
            self._park_for_plates()
        else:
            self._park(reason)

    def _park(self, reason: ParkReason) -> None:
        held = self._desk.require()
        sentence = _("{ticket} geparkt. F4 findet den Besuch wieder.").format(ticket=held.visit.ticket)
        self._screen.in_turn(
            lambda: self._workstation.set_aside.park(held, reason), lambda _none: self._screen.gone(sentence)
        )

    # ------------------------------------------------------------ plates

    def plate_slip(self) -> None:
        """Print the slip for the plate maker; the visit stays open."""
        self._order_plates(self._print, self._say)

    def _park_for_plates(self) -> None:
        self._order_plates(self._print_and_park, self._park_without_slip)

    def _order_plates(
        self, chosen: Callable[[tuple[PlateOrder, ...]], None], without: Callable[[str], None]
    ) -> None:
        """Ask for size and count of all plates of the visit, or tell *without* why there are none to be made."""
        orders, problems = _orders(view for view in self._desk.views if needs_plates(view))
        if not orders:
            without(next(iter(problems), _("In diesem Besuch sind keine neuen Schilder nötig.")))
            return

        def decided(sized: tuple[PlateOrder, ...] | None) -> None:
            if sized is not None:
                self._desk.keep_plate_orders(sized)
                chosen(sized)

        self._screen.app.push_screen(PlatesScreen(orders), decided)

    def _print(self, orders: tuple[PlateOrder, ...]) -> None:
        visit = self._desk.require().visit
        self._screen.in_turn(
            lambda: self._workstation.print_out.plate_slip(visit, orders),
            lambda _path: self._screen.say(_("Schilderzettel gedruckt.")),
        )

    def _print_and_park(self, orders: tuple[PlateOrder, ...]) -> None:
        held = self._desk.require()

        def work() -> PrinterFault | None:
            # a fault of the printer never stops the visit
            fault = None
            try:
                self._workstation.print_out.plate_slip(held.visit, orders)
            except PrinterFault as problem:
                fault = problem
            self._workstation.set_aside.park(held, ParkReason.PLATES)
            return fault

        def parked(fault: PrinterFault | None) -> None:
            ticket = held.visit.ticket
            if fault is None:
                self._screen.gone(_("{ticket} geparkt, Schilderzettel gedruckt.").format(ticket=ticket))
                return
            self._screen.gone("")
            sentence = _("{ticket} geparkt ohne Schilderzettel. {problem}")
            self._screen.say(sentence.format(ticket=ticket, problem=fault), Weight.WARNING)

        self._screen.in_turn(work, parked)

    def _park_without_slip(self, problem: str) -> None:
        held = self._desk.require()

        def parked(_none: None) -> None:
            self._screen.gone("")
            sentence = _("{ticket} geparkt ohne Schilderzettel. {problem}")
            self._screen.say(sentence.format(ticket=held.visit.ticket, problem=problem), Weight.WARNING)

        self._screen.in_turn(lambda: self._workstation.set_aside.park(held, ParkReason.PLATES), parked)

    def _say(self, sentence: str) -> None:
        self._screen.say(sentence, Weight.WARNING)


def _orders(views: Iterable[CaseView]) -> tuple[tuple[PlateOrder, ...], tuple[str, ...]]:
    """Return the orders of the cases whose plates can be made, and why those of the others cannot."""
    orders: list[PlateOrder] = []
    problems: list[str] = []
    for view in views:
        try:
            orders.append(plate_order(view))
        except NoPlateYet as problem:
            problems.append(str(problem))
    return tuple(orders), tuple(problems)
