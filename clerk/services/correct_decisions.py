"""Correcting decisions about movements at a terminal that turned out to be wrong (payment rule 12)."""

from datetime import date

from clerk.domain.correction import Correction, correction_of, outlook
from clerk.domain.payment import Payment
from clerk.domain.people import Identity, Role, Seat
from clerk.domain.plain_text import clean
from clerk.domain.storno import StornoRequest
from clerk.locale import _
from clerk.ports import UnitOfWork, Work

_MAY_ASK = frozenset({Role.CLERK, Role.INFO_DESK, Role.CASH_SUPERVISOR})


class CorrectionRefused(Exception):  # noqa: N818
    """A correction is not possible like this; ``str()`` is a sentence for the person."""


class CorrectDecisions:
    """Lets two people take back what two people had decided, for the person who is signed in."""

    def __init__(self, store: UnitOfWork, seat: Seat) -> None:
        self._store = store
        self._seat = seat

    def possible(self, counter: int, day: date) -> tuple[Payment, ...]:
        """Return the movements of a counter decided on *day* of the office, whose decision still stands."""
        with self._store.read() as work:
            return work.corrections.possible(counter, day)

    def outlook(self, movement: Payment) -> str:
        """Return what will stand in the books, to be read before anything is confirmed."""
        return outlook(_required(correction_of(movement)))

    def correct(self, movement: Payment, reason: str, second: Identity) -> StornoRequest | None:
        """Book against the decision about *movement*; return the request to pay somebody back, if one is due.

        *reason* says what proves the decision wrong, *second* is another person, a cash supervisor. Raises
        ``CorrectionRefused``, ``DayClosed``.
        """
        text = clean(reason).strip()
        who = self._seat.identity
        if not text:
            raise CorrectionRefused(
                _("Bitte angeben, woran sich der Irrtum zeigt, zum Beispiel am Kontoauszug vom 12.05.")
            )
        if not who.roles & _MAY_ASK:
            raise CorrectionRefused(
                _("Eine Entscheidung berichtigt, wer am Schalter oder in der Kasse arbeitet.")
            )
        if Role.CASH_SUPERVISOR not in second.roles:
            raise CorrectionRefused(_("Eine Berichtigung bestätigt nur die Kassenaufsicht."))
        if who.account == second.account:
            raise CorrectionRefused(_("Die zweite Person muss eine andere sein als Sie."))
        with self._store.write() as work:
            self._require_site(work, movement.id)
            try:
                request = work.corrections.correct(movement.id, text, who.account, second.account)
            except KeyError as error:
                raise CorrectionRefused(
                    _(
                        "Diese Entscheidung ist schon berichtigt, oder der Betrag ist zurückgegeben oder zum Storno "
                        "vorgemerkt. Bitte zuerst den Storno erledigen."
                    )
                ) from error
            work.audit.record(who.account, "decision_corrected", movement.visit, str(movement.id))
            work.audit.record(second.account, "correction_confirmed", movement.visit, str(movement.id))
            return request

    def _require_site(self, work: Work, movement: int) -> None:
        counter = work.corrections.counter_of(movement)
        if work.day_book.site_of(counter) != self._seat.workplace.site:
            raise CorrectionRefused(_("Diese Buchung gehört zu einem anderen Standort."))


def _required(correction: Correction | None) -> Correction:
    if correction is None:
        raise CorrectionRefused(
            _("Über diesen Vorgang hat niemand entschieden, es gibt nichts zu berichtigen.")
        )
    return correction
