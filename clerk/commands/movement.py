"""What the commands around a card terminal have in common: which one, what is shown meanwhile, how they exit."""

from typing import TYPE_CHECKING

from clerk.commands.output import say_progress
from clerk.commands.parser import Parser, offer_json
from clerk.commands.problems import OutsideUnreachable, Refusal
from clerk.locale import _

if TYPE_CHECKING:
    from clerk.domain.payment import Payment
    from clerk.ports import PaymentProgress


def take_terminal(parser: Parser) -> None:
    """Take the name of a terminal, and offer ``--json``."""
    parser.add_argument(
        "--terminal", metavar=_("TERMINAL"), help=_("Name oder Kennung; sonst das dieses Schalters")
    )
    offer_json(parser)


def movement_exit(payment: "Payment") -> int:
    """Return 0 if it happened, 1 if it certainly did not or is for people to decide, 3 if nobody answered."""
    from clerk.domain.payment import PaymentState, Reason

    if payment.state is PaymentState.PAID:
        return 0
    if payment.state is PaymentState.NOT_SENT and payment.reason is Reason.UNREACHABLE:
        return OutsideUnreachable.status
    if payment.is_open and payment.state is not PaymentState.MANUAL:
        return OutsideUnreachable.status
    return Refusal.status


def show(progress: "PaymentProgress") -> None:
    """Show what the terminal does."""
    say_progress(_("{seconds} s  {text}").format(seconds=progress.seconds, text=progress.text))
