"""Whose money a terminal's answer speaks of: the verdict on an unclear payment (rules 3 to 6)."""

from dataclasses import dataclass
from enum import StrEnum

from clerk.domain.payment import Baseline, Movement, Payment, Reason, TerminalResult, TransactionKey
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.transaction import (
    has_own_approval,
    is_known,
    is_new,
    is_of_payment,
    is_reversal_of,
    is_same,
    may_be_own_approval,
    repeats,
)

_PROVE_THEMSELVES = (Movement.REVERSAL, Movement.END_OF_DAY)
"""A reversal names what it took back, and a closed period is closed, whoever asked for it."""


class Verdict(StrEnum):
    """What follows from the terminal's answer."""

    PAID = "paid"
    NOT_PAID = "not_paid"
    MANUAL = "manual"
    ASK_AGAIN = "ask_again"


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict and, for ``MANUAL``, why nobody but a person can decide."""

    verdict: Verdict
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class RecoveryAnswer:
    """What a terminal said when asked for its last transaction (06 20).

    ``result`` is ``None`` if it told none. ``idle`` is its status 00 right before (05 01). ``ended`` says
    that our command cannot run any more: the terminal acknowledged an abort, or T4 and 30 seconds are over.
    """

    result: TerminalResult | None
    idle: bool
    ended: bool


def verdict(
    payment: Payment, answer: RecoveryAnswer, profile: TerminalProfile, *, seen_twice: bool
) -> Finding:
    """Decide about an unclear payment from what its terminal says.

    *seen_twice* says that the same answer was given before, the settling time ago. Nothing follows from a
    terminal that is not idle. An approval is ours only if it is new, of our amount, and either carries our
    reference or nobody else could have caused it (rule 4). *Not paid* needs the old transaction twice from a
    terminal that cannot be busy with ours (rule 3), *paid* needs ours twice: a terminal that missed our
    acknowledgement may still take back what it names (PA00P015 section 2.2.8). *Nothing before, nothing now* proves
    nothing (rule 5).
    """
    if not answer.idle or (answer.result is None and not seen_twice):
        return Finding(Verdict.ASK_AGAIN)
    reason = _not_comparable(payment, answer.result, profile)
    if reason is not None or answer.result is None:
        return _manual(reason or Reason.NOTHING_TO_COMPARE)
    if _nothing_moved(payment, answer.result):
        return Finding(Verdict.NOT_PAID if answer.ended and seen_twice else Verdict.ASK_AGAIN)
    found = _owner(payment, answer.result, profile)
    waits = found.verdict is Verdict.PAID and not seen_twice
    return Finding(Verdict.ASK_AGAIN) if waits else found


def is_unknown_transaction(
    result: TerminalResult | None, key: TransactionKey | None, last_known: TransactionKey | None
) -> bool:
    """Tell whether a terminal names a transaction that moved money and that we have never seen (rule 6).

    A terminal without any history with us (*last_known* is ``None``) is taken as it is; a failed attempt
    moved nothing.
    """
    if result is None or last_known is None or not result.approved:
        return False
    return key is None or not is_same(key, last_known)


def baseline_of(
    result: TerminalResult | None, key: TransactionKey | None, last_known: TransactionKey | None
) -> Baseline:
    """Return what was there before: what the terminal names, else what we know of it."""
    if result is None or key is None:
        return Baseline(last_known)
    return Baseline(key, result.time)


def _not_comparable(
    payment: Payment, result: TerminalResult | None, profile: TerminalProfile
) -> Reason | None:
    """Return why nothing can follow from the answer, or ``None`` if something can."""
    if result is None:
        return Reason.NOTHING_TO_COMPARE
    charged_elsewhere = payment.result is not None and payment.result.tid not in (None, payment.tid)
    if charged_elsewhere or result.tid != payment.tid or profile.tid != payment.tid:
        return Reason.OTHER_TERMINAL
    if _is_foreign_reversal(payment, result):
        return Reason.FOREIGN_REVERSAL
    if is_known(payment, result):
        return (
            None
            if _is_same_moment(payment, result) and not _counted_anew(payment)
            else Reason.AMBIGUOUS_OWNER
        )
    says_nothing = payment.baseline is None or not is_new(payment, result)
    return Reason.NOTHING_TO_COMPARE if says_nothing and not is_reversal_of(payment, result) else None


def _is_foreign_reversal(payment: Payment, result: TerminalResult) -> bool:
    """Tell whether the terminal took something back that is not ours, and was not the newest before us."""
    if result.original_trace is None or is_known(payment, result) or is_reversal_of(payment, result):
        return False
    ours = payment.original.trace if payment.original else None
    return payment.kind is not Movement.REVERSAL or result.original_trace != ours


def _nothing_before(payment: Payment) -> bool:
    """Tell whether the terminal named no transaction before ours: none, or none at that moment (rule 5)."""
    return payment.baseline is None or payment.baseline.key is None


def _is_same_moment(payment: Payment, result: TerminalResult) -> bool:
    """Tell whether nothing speaks against the known numbers being the old transaction: they may come back."""
    before = payment.baseline.time if payment.baseline else None
    return before is None or result.time in (None, before)


def _counted_anew(payment: Payment) -> bool:
    """Tell whether the dialogue itself told an approval under the number of before, not of the same moment (rule 5).

    Two empty days closed by a terminal that tells no time look the same.
    """
    seen = payment.result
    if seen is None or not seen.approved or not is_known(payment, seen):
        return False
    timeless_day = payment.kind is Movement.END_OF_DAY and seen.time is None
    return timeless_day or not _is_same_moment(payment, seen)


def _nothing_moved(payment: Payment, result: TerminalResult) -> bool:
    """Tell whether the newest transaction is the one of before, or took ours back."""
    return is_known(payment, result) or is_reversal_of(payment, result)


def _owner(payment: Payment, result: TerminalResult, profile: TerminalProfile) -> Finding:
    if not result.approved or not is_of_payment(payment, result):
        return _manual(Reason.DOES_NOT_FIT)
    if payment.kind in _PROVE_THEMSELVES:
        return Finding(Verdict.PAID)
    if may_be_own_approval(payment) and not repeats(payment, result):
        return _manual(Reason.CONTRADICTION)
    if result.reference and result.reference == payment.reference:
        return Finding(Verdict.PAID)
    if not profile.exclusive or result.reference:
        return _manual(Reason.AMBIGUOUS_OWNER)
    proven = has_own_approval(payment) or not _nothing_before(payment)
    return Finding(Verdict.PAID) if proven else _manual(Reason.NOTHING_TO_COMPARE)


def _manual(reason: Reason) -> Finding:
    return Finding(Verdict.MANUAL, reason)
