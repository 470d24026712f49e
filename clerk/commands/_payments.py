"""One card terminal put together for a command: adapter, journal, and the services on top."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from clerk.commands._office import counter_numbered, profile_of, terminal_called
from clerk.commands._wiring import settings_of_this_machine, this_store
from clerk.commands.problems import OutsideUnreachable, Problem, Refusal
from clerk.domain.payment import Payment
from clerk.domain.terminal_profile import TerminalLink, TerminalProfile
from clerk.locale import _
from clerk.machine import SystemClock, terminal_password
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.office_admin import OfficeAdmin, TerminalEntry
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.payment_movements import money_of_period
from clerk.persistence.store import Store
from clerk.ports import CardTerminal, LeaseLost, PaymentBlocked, TerminalInUse, TerminalSilent
from clerk.services.card_desk import CardDesk
from clerk.services.unlinked_terminal import UnlinkedTerminal
from clerk.settings import BadSettings
from integrations.zvt.terminal import ZvtTerminal

"""Beside the store: the leases of terminals and what the store could not take; one for all processes of it."""


@dataclass(frozen=True, slots=True)
class TerminalAtWork:
    """A card terminal with everything that can be done at it."""

    name: str
    accounts: StoredAccounts
    journal: StoredPaymentJournal
    card: CardDesk
    _id: int
    _store: Store

    def money_since_end_of_day(self) -> tuple[Payment, ...]:
        """Return what our journal has of the running period: payments, reversals and refunds that happened."""
        with self._store.read() as session:
            return money_of_period(session, self._id)


@contextmanager
def terminal_at_work(name_or_id: str | None, *, by_its_link: bool = False) -> Iterator[TerminalAtWork]:
    """Open the terminal of this name or number, else that of this machine's counter.

    *by_its_link* refuses one that has no link to this program.

    Inside, what the services refuse becomes a ``Problem`` with its sentence.
    """
    settings = settings_of_this_machine()
    with this_store() as store:
        clock = SystemClock()
        entry = _chosen(OfficeAdmin(store, clock), name_or_id, settings.counter)
        profile = profile_of(entry)
        if by_its_link and profile.link is TerminalLink.NONE:
            raise Refusal(_no_link(entry.name))
        journal = StoredPaymentJournal(store, clock, settings.payment_folder)
        terminal = _terminal(profile)
        try:
            yield TerminalAtWork(
                name=entry.name,
                accounts=StoredAccounts(store, clock),
                journal=journal,
                card=CardDesk.of(terminal, entry.id, entry.tid, journal),
                _id=entry.id,
                _store=store,
            )
        except (PaymentBlocked, TerminalInUse, LeaseLost) as error:
            raise Refusal(str(error)) from error
        except TerminalSilent as error:
            raise OutsideUnreachable(str(error)) from error
        finally:
            terminal.close()


def _terminal(profile: TerminalProfile) -> CardTerminal:
    if profile.link is TerminalLink.NONE:
        return UnlinkedTerminal()
    try:
        return ZvtTerminal(profile, terminal_password(profile))
    except BadSettings as error:
        raise Problem(str(error)) from error


def _no_link(name: str) -> str:
    return _(
        "„{name}“ hat keine Verbindung zu diesem Programm. Kassiert wird dort im Schritt Zahlung am Schalter: Betrag "
        "am Terminal eingeben, Belegnummer und Betrag vom Beleg hier."
    ).format(name=name)


def _chosen(office: OfficeAdmin, name_or_id: str | None, counter: int) -> TerminalEntry:
    if name_or_id is not None:
        return terminal_called(office, name_or_id)
    terminal = counter_numbered(office, counter).terminal
    if terminal is None:
        raise Problem(_("Dieser Schalter hat kein Kartenterminal. Bitte eines mit --terminal nennen."))
    return terminal_called(office, str(terminal))
