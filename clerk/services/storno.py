"""Taking settlements back: asked for with a reason, confirmed by a cash supervisor's own sign-in."""

from collections.abc import Sequence

from clerk.domain.cash_entry import CashEntry
from clerk.domain.people import Identity, Role, Seat
from clerk.domain.plain_text import clean
from clerk.domain.storno import StornoRequest, StornoState, Undoing, outlook
from clerk.locale import _
from clerk.ports import UnitOfWork, Work


class StornoRefused(Exception):  # noqa: N818
    """A step of a storno is not possible; ``str()`` is a sentence for the person."""


class Storno:
    """Requests of this workplace and, for a cash supervisor, of its site.

    Without a card a confirmed request is done at once. With one it is ``CONFIRMED`` until the reversal or refund has
    happened at the terminal, which the payment journal books, or until ``failed`` or ``transferred``.
    """

    def __init__(self, store: UnitOfWork, seat: Seat) -> None:
        self._store = store
        self._seat = seat

    def possible(self, visit: int) -> tuple[CashEntry, ...]:
        """Return the entries of a visit that can be taken back."""
        with self._store.read() as work:
            return work.stornos.of_visit(visit)

    def outlook(self, entry: CashEntry) -> str:
        """Return in a sentence what will happen, before anything is asked for."""
        with self._store.read() as work:
            return outlook(work.stornos.undoing(entry))

    def ask(self, entries: Sequence[CashEntry], reason: str) -> StornoRequest:
        """Ask for *entries* of one settlement to be taken back; of a card payment all go, whichever are named.

        Raises ``StornoRefused`` without a reason and for what does not stand any more, ``DayClosed``.
        """
        text = _reason(reason)
        who = self._seat.identity
        if not who.roles & {Role.CLERK, Role.INFO_DESK, Role.CASH_SUPERVISOR}:
            raise StornoRefused(_("Ein Storno beantragt, wer am Schalter arbeitet."))
        counters = {entry.counter for entry in entries}
        if len(counters) != 1:
            raise StornoRefused(_("Bitte für jede Zahlung einen eigenen Storno vormerken."))
        (counter,) = counters
        with self._store.write() as work:
            self._require_site(work, counter)
            try:
                request = work.stornos.ask(counter, [entry.number for entry in entries], text, who.account)
            except KeyError as error:
                raise StornoRefused(
                    _("Diese Buchung ist schon storniert, oder ein Storno ist schon vorgemerkt.")
                ) from error
            except ValueError as error:
                raise StornoRefused(_("Bitte für jede Zahlung einen eigenen Storno vormerken.")) from error
            work.audit.record(who.account, "storno_asked", None, str(request.id))
            return request

    def waiting(self) -> tuple[StornoRequest, ...]:
        """Return the open requests: of the site for a cash supervisor, else of this counter."""
        workplace = self._seat.workplace
        with self._store.read() as work:
            requests = work.stornos.open_at(workplace.site)
        if Role.CASH_SUPERVISOR in self._seat.identity.roles:
            return requests
        return tuple(request for request in requests if request.counter == workplace.counter)

    def waiting_for(self, visit: int) -> tuple[StornoRequest, ...]:
        """Return the open requests about fee lines of a visit, oldest first."""
        with self._store.read() as work:
            return work.stornos.open_for(visit)

    def confirm(self, request: int, second: Identity) -> StornoRequest:
        """Confirm a request as *second*; raises ``StornoRefused``, ``DayClosed``."""
        with self._store.write() as work:
            self._asked(work, request, second)
            work.audit.record(second.account, "storno_confirmed", None, str(request))
            return work.stornos.confirm(request, second.account)

    def refuse(self, request: int, second: Identity, reason: str) -> StornoRequest:
        """Refuse a request as *second*, with a reason; raises ``StornoRefused``."""
        text = _reason(reason)
        with self._store.write() as work:
            self._asked(work, request, second)
            work.audit.record(second.account, "storno_refused", None, str(request))
            return work.stornos.refuse(request, second.account, text)

    def confirmed_for(self, payment: int) -> StornoRequest | None:
        """Return the confirmed request that lets a card payment be reversed or refunded, ``None`` without one."""
        return next((request for request in self._confirmed() if request.payment == payment), None)

    def failed(self, request: int, note: str) -> StornoRequest:
        """Note that the terminal did not carry a confirmed request out: it can be asked for again."""
        with self._store.write() as work:
            self._require_confirmed(work, request)
            work.audit.record(self._seat.identity.account, "storno_failed", None, str(request))
            return work.stornos.failed(request, _reason(note))

    def transferred(self, request: int, reference: str) -> StornoRequest:
        """Note that the treasury transfers the money, with its reference; books it back. Raises ``DayClosed``."""
        text = clean(reference).strip()
        if not text:
            raise StornoRefused(_("Bitte das Zeichen angeben, unter dem die Kasse überweist."))
        with self._store.write() as work:
            found = self._require_confirmed(work, request)
            if found.undoing is not Undoing.REFUND:
                raise StornoRefused(
                    _("Vor dem Kassenschnitt wird die Zahlung am Terminal storniert, nicht überwiesen.")
                )
            work.audit.record(self._seat.identity.account, "storno_transferred", None, str(request))
            return work.stornos.transferred(request, self._seat.identity.account, text)

    def _confirmed(self) -> tuple[StornoRequest, ...]:
        with self._store.read() as work:
            requests = work.stornos.open_at(self._seat.workplace.site)
        return tuple(request for request in requests if request.state is StornoState.CONFIRMED)

    def _asked(self, work: Work, request: int, second: Identity) -> None:
        found = _found(work, request)
        self._require_site(work, found.counter)
        if found.state is not StornoState.ASKED:
            raise StornoRefused(_("Über diesen Storno ist schon entschieden."))
        if Role.CASH_SUPERVISOR not in second.roles:
            raise StornoRefused(_("Einen Storno bestätigt nur die Kassenaufsicht."))
        if found.asked_by == second.account:
            raise StornoRefused(
                _(
                    "Bestätigen muss eine zweite Person mit eigener Anmeldung. Ist niemand da, bleibt der Storno "
                    "vorgemerkt."
                )
            )

    def _require_confirmed(self, work: Work, request: int) -> StornoRequest:
        found = _found(work, request)
        self._require_site(work, found.counter)
        if found.state is not StornoState.CONFIRMED:
            raise StornoRefused(_("Dieser Storno ist nicht bestätigt, oder schon erledigt."))
        return found

    def _require_site(self, work: Work, counter: int) -> None:
        if work.day_book.site_of(counter) != self._seat.workplace.site:
            raise StornoRefused(_("Diese Buchung gehört zu einem anderen Standort."))


def _found(work: Work, request: int) -> StornoRequest:
    try:
        return work.stornos.get(request)
    except KeyError as error:
        raise StornoRefused(_("Diesen Storno gibt es nicht.")) from error


def _reason(text: str) -> str:
    reason = clean(text).strip()
    if not reason:
        raise StornoRefused(_("Bitte einen Grund angeben, er steht später im Kassenbuch."))
    return reason
