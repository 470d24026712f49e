"""All that can be done at the card terminal of one workplace."""

from dataclasses import dataclass
from typing import Self

from clerk.ports import CardTerminal, PaymentJournal
from clerk.services.at_terminal import AtTerminal
from clerk.services.end_of_day import EndOfDay
from clerk.services.give_back import GiveBack
from clerk.services.pay import CardPayments
from clerk.services.recover_payment import RecoverPayments
from clerk.services.terminal_check import TerminalCheck
from clerk.services.typed_payment import TypedPayments
from clerk.services.unlinked_terminal import UnlinkedTerminal


@dataclass(frozen=True, slots=True)
class CardDesk:
    """The services of one terminal, which keep out of each other's way."""

    payments: CardPayments
    recovery: RecoverPayments
    check: TerminalCheck
    end_of_day: EndOfDay
    give_back: GiveBack
    typed: TypedPayments | None = None
    """Set where the terminal has no link: what it did is typed back."""

    @classmethod
    def of(cls, terminal: CardTerminal, terminal_id: int, tid: str, journal: PaymentJournal) -> Self:
        """Return the services of *terminal*, which the journal knows by its id and the payment network by *tid*."""
        recovery = RecoverPayments(terminal, terminal_id, journal)
        at = AtTerminal(terminal, terminal_id, tid, journal, recovery)
        return cls(
            payments=CardPayments(at),
            recovery=recovery,
            check=TerminalCheck(terminal, terminal_id, tid, journal),
            end_of_day=EndOfDay(at),
            give_back=GiveBack(at),
            typed=TypedPayments(at) if isinstance(terminal, UnlinkedTerminal) else None,
        )
