"""``clerk terminal status | pay | recover``: one card terminal at work, without the screens."""

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from clerk.commands.arguments import positive_cents
from clerk.commands.movement import movement_exit, show, take_terminal
from clerk.commands.output import print_json, say, say_progress
from clerk.commands.parser import Subparsers, add_command
from clerk.commands.problems import OutsideUnreachable, Refusal
from clerk.locale import _

if TYPE_CHECKING:
    from clerk.domain.payment import Payment
    from clerk.ports import TerminalStatus
    from clerk.services.pay import CardPayments


def register(family: Subparsers) -> None:
    """Add the commands."""
    status = add_command(
        family,
        "status",
        _status,
        _("Fragen, wie es dem Kartenterminal geht"),
        example="clerk terminal status",
    )
    take_terminal(status)
    pay = add_command(
        family,
        "pay",
        _pay,
        _("Einen Betrag ohne Besuch mit Karte kassieren, um das Terminal zu erproben; Strg+C bricht ab"),
        example="clerk terminal pay --terminal Theke --cents 100 --login admin",
    )
    take_terminal(pay)
    pay.add_argument(
        "--cents", type=positive_cents, required=True, metavar="CENT", help=_("Betrag, 27,40 € sind 2740")
    )
    pay.add_argument("--login", metavar=_("ANMELDENAME"), help=_("wer kassiert; ohne wird gefragt"))
    recover = add_command(
        family,
        "recover",
        _recover,
        _("Das Terminal fragen, wie ungeklärte Zahlungen ausgegangen sind"),
        example="clerk terminal recover --terminal Theke",
    )
    take_terminal(recover)


def _status(args: argparse.Namespace) -> int:
    from clerk.commands._payments import terminal_at_work

    with terminal_at_work(args.terminal) as terminal:
        status = terminal.card.check.status()
    if args.json:
        print_json(asdict(status))
    else:
        say(" ".join(part for part in (f"{terminal.name}:", status.message, status.action) if part))
    return _status_exit(status)


def _status_exit(status: "TerminalStatus") -> int:
    if not status.reachable:
        return OutsideUnreachable.status
    return 0 if status.ready else Refusal.status


def _pay(args: argparse.Namespace) -> int:
    from clerk.commands._payments import terminal_at_work
    from clerk.commands._secrets import signed_in

    with terminal_at_work(args.terminal, by_its_link=True) as terminal:
        identity = signed_in(terminal.accounts, args.login)
        with _ctrl_c_stops(terminal.card.payments):
            payment = terminal.card.payments.start_without_visit(args.cents, identity.account, show)
        if payment.is_unclear:
            say_progress(_in_words(payment))
            terminal.card.recovery.run(show)
            payment = terminal.journal.get(payment.id)
    if args.json:
        print_json(_as_data(payment))
    else:
        _say_payment(payment)
    return movement_exit(payment)


@contextmanager
def _ctrl_c_stops(payments: "CardPayments") -> Iterator[None]:
    """Let Ctrl+C ask the terminal to stop, instead of leaving a payment whose end nobody hears."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: payments.abort())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _recover(args: argparse.Namespace) -> int:
    from clerk.commands._payments import terminal_at_work

    with terminal_at_work(args.terminal, by_its_link=True) as terminal:
        payments = terminal.card.recovery.run(show)
    if args.json:
        print_json([_as_data(payment) for payment in payments])
    elif not payments:
        say(_("An diesem Terminal ist keine Zahlung ungeklärt."))
    else:
        for payment in payments:
            _say_payment(payment)
    return max((movement_exit(payment) for payment in payments if payment.is_open), default=0)


def _as_data(payment: "Payment") -> dict[str, object]:
    from clerk.services.payment_messages import explain

    message = explain(payment)
    return {
        "payment": payment.id,
        "state": payment.state,
        "cents": payment.amount_cents,
        "receipt": payment.result.receipt if payment.result else None,
        "reason": payment.reason,
        "message": f"{message.title}: {message.sentence}",
    }


def _say_payment(payment: "Payment") -> None:
    from clerk.services.payment_messages import explain

    say(_in_words(payment))
    if payment.is_unclear:
        say("\n".join(f"  {step}" for step in explain(payment).next_steps))
        say(_("  Noch einmal fragen: clerk terminal recover"))


def _in_words(payment: "Payment") -> str:
    from clerk.services.payment_messages import explain

    message = explain(payment)
    return _("Zahlung {id}: {title}. {sentence}").format(
        id=payment.id, title=message.title, sentence=message.sentence
    )
