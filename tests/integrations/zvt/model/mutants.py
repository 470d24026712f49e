"""The program with one of its payment rules taken out."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from unittest.mock import patch

from clerk.domain import payment_clearing, payment_events, payment_recovery
from clerk.domain.payment import Movement, Payment, PaymentState, Reason, TerminalResult
from clerk.domain.payment_recovery import Finding, RecoveryAnswer, Verdict
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.transaction import is_of_payment
from clerk.persistence import charges, payment_intent, payment_journal
from integrations.zvt import carry_out, commands, payment_dialogue, questions, recovery, session
from integrations.zvt.apdu import Apdu
from integrations.zvt.messages import Message, parse_message
from tests.integrations.zvt.model.world import World

Mutate = Callable[[ExitStack, World], object]


def rule_1(stack: ExitStack, _world: World) -> None:
    """A bad result is taken for the end."""

    def follow(event: payment_events.Lost, payment: Payment) -> Payment:
        if payment.state is PaymentState.RESULT_BAD:
            return replace(payment, state=PaymentState.DECLINED)
        return payment_events._unclear(payment, event.reason)

    stack.enter_context(patch.object(payment_events.Lost, "follow", follow))


def rule_2(stack: ExitStack, _world: World) -> None:
    """No lease: no lock, no number to write with, no deadline behind the commit of *sent*."""
    stack.enter_context(patch.object(payment_journal, "require_lease", lambda *_args: 0))
    for deadline in ("SENDING_DEADLINE_SECONDS", "LOOKED_DEADLINE_SECONDS"):
        stack.enter_context(patch.object(payment_dialogue, deadline, float("inf")))


def rule_3(stack: ExitStack, _world: World) -> None:
    """*Not paid* as soon as the old transaction is named, whether or not the terminal can still be busy."""
    real = payment_recovery.verdict

    def verdict(
        payment: Payment, answer: RecoveryAnswer, profile: TerminalProfile, *, seen_twice: bool
    ) -> Finding:
        return real(payment, RecoveryAnswer(answer.result, True, True), profile, seen_twice=True)

    stack.enter_context(patch.object(recovery, "verdict", verdict))


def rule_4(stack: ExitStack, _world: World) -> None:
    """An equal amount is taken for ours, whoever paid it."""

    def owner(payment: Payment, result: TerminalResult, _profile: TerminalProfile) -> Finding:
        if result.approved and is_of_payment(payment, result):
            return Finding(Verdict.PAID)
        return Finding(Verdict.MANUAL, Reason.DOES_NOT_FIT)

    stack.enter_context(patch.object(payment_recovery, "_owner", owner))


def rule_5(stack: ExitStack, _world: World) -> None:
    """The same numbers are taken for the same transaction, whatever else is different."""
    stack.enter_context(patch.object(payment_recovery, "_is_same_moment", lambda *_args: True))


def rule_6(stack: ExitStack, _world: World) -> None:
    """A transaction that nobody knows does not stop the next payment."""
    stack.enter_context(patch.object(carry_out, "is_unknown_transaction", lambda *_args: False))


def rule_7(stack: ExitStack, world: World) -> None:
    """The lines of an open payment may be settled in another way."""
    stack.enter_context(patch.object(charges, "_require_free", lambda _row: None))
    with world.till.office.store.write_connection() as store:
        store.exec_driver_sql("DROP TRIGGER charged_line_locked_update")


def rule_9(stack: ExitStack, _world: World) -> None:
    """Every good result is taken for ours."""
    stack.enter_context(patch.object(payment_events, "is_of_payment", lambda *_args: True))


def rule_10(stack: ExitStack, world: World) -> None:
    """What was given back before can be given back again."""
    stack.enter_context(patch.object(payment_intent, "_require_not_given_back", lambda *_args: None))
    with world.till.office.store.write_connection() as store:
        store.exec_driver_sql("DROP INDEX ux_payment_given_back_once")


def rule_10_period(stack: ExitStack, _world: World) -> None:
    """A payment of a closed day is reversed like one of the open day."""
    stack.enter_context(patch.object(payment_intent, "_require_reversible", lambda *_args: None))


def rule_10_trace(stack: ExitStack, _world: World) -> None:
    """Any reversal is taken for ours, whatever it took back."""
    stack.enter_context(patch.object(payment_recovery, "_is_foreign_reversal", lambda *_args: False))
    for module in (payment_recovery, payment_clearing):
        stack.enter_context(patch.object(module, "is_of_payment", lambda *_args: True))


def rule_11(stack: ExitStack, _world: World) -> None:
    """An end of day of which nobody knows how it ended is sent again."""
    real = recovery.Recovery._ask

    async def ask(asking: recovery.Recovery) -> tuple[questions.LastTransaction, int | None]:
        if asking.payment.kind is Movement.END_OF_DAY:
            await asking._questions.do(commands.end_of_day(asking._questions.password))
        return await real(asking)

    stack.enter_context(patch.object(recovery.Recovery, "_ask", ask))


def rule_13(stack: ExitStack, _world: World) -> None:
    """Answer first, store second."""

    async def handle(talk: session.Session, apdu: Apdu) -> Message:
        message = parse_message(apdu, talk._profile.charset)
        await talk._answer(message)
        await talk._recipient.take(message, apdu)
        return message

    stack.enter_context(patch.object(session.Session, "_handle", handle))


def rule_16(stack: ExitStack, _world: World) -> None:
    """Who lost the visit may charge it all the same."""
    stack.enter_context(patch.object(payment_intent, "_require_claim", lambda *_args: None))


MUTANTS: dict[str, Mutate] = {
    mutant.__name__: mutant
    for mutant in (
        rule_1,
        rule_2,
        rule_3,
        rule_4,
        rule_5,
        rule_6,
        rule_7,
        rule_9,
        rule_10,
        rule_10_period,
        rule_10_trace,
        rule_11,
        rule_13,
        rule_16,
    )
}
