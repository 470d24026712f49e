"""Closing a counter's day: look at the report, sign it, have a second person confirm it."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from clerk.domain.day_closing import (
    Closing,
    ClosingState,
    ClosingWord,
    DaySheet,
    OpenItem,
    Remark,
    SignedDay,
    is_as_signed,
    obstacles_to_locking,
    obstacles_to_signing,
)
from clerk.domain.day_report import DayReport, day_report
from clerk.domain.people import Identity, Role, Seat
from clerk.domain.plain_text import clean
from clerk.locale import _
from clerk.ports import Clock, UnitOfWork, Work

_AT_A_DESK = frozenset({Role.CLERK, Role.INFO_DESK})


class ClosingRefused(Exception):  # noqa: N818
    """A step of the closing is not possible; ``sentences`` say why, ``str()`` is all of them."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class DayClosing:
    """The days of the counters, for the person who is signed in.

    Who works at a desk sees and signs the days of that counter, a cash supervisor those of all counters of the site;
    nobody else sees any of it (product.md, who uses it).
    """

    def __init__(self, store: UnitOfWork, clock: Clock, seat: Seat) -> None:
        self._store = store
        self._clock = clock
        self._seat = seat

    @property
    def person(self) -> Identity:
        """Who is signed in."""
        return self._seat.identity

    @property
    def today(self) -> date:
        """The day at the office."""
        return self._clock.now().astimezone(ZoneInfo(self._seat.workplace.zone)).date()

    def counters(self) -> Mapping[int, str]:
        """Return the counters whose days the person may see, by id, each as the board shows it."""
        roles, workplace = self._seat.identity.roles, self._seat.workplace
        if Role.CASH_SUPERVISOR in roles:
            with self._store.read() as work:
                return work.day_book.counters(workplace.site)
        return {workplace.counter: workplace.label} if roles & _AT_A_DESK else {}

    def sheet(self, counter: int, day: date) -> DaySheet:
        """Return the day of a counter; raises ``ClosingRefused`` for one the person may not see."""
        with self._store.read() as work:
            self._require_sight(work, counter)
            now = day_report(work.day_book.facts(counter, day))
            closing = work.day_book.closing(counter, day)
        signed = closing.day_signed
        if signed is None:
            return DaySheet(now, closing)
        changed = closing.state is ClosingState.SIGNED and not is_as_signed(signed, now)
        return DaySheet(signed.report, closing, changed)

    def report(self, counter: int, day: date) -> DayReport:
        """Return the report of the day; as ``sheet``."""
        return self.sheet(counter, day).report

    def sign(self, report: DayReport, remarks: Mapping[str, str] | None = None) -> Closing:
        """Sign the day of *report*, as the person has seen it, with a remark for each difference by its key.

        From then on nothing can be booked on the day. Raises ``ClosingRefused``.
        """
        said = {key: clean(text).strip() for key, text in (remarks or {}).items()}
        counter, day = report.counter, report.day
        with self._store.write() as work:
            self._require_sight(work, counter)
            closing = work.day_book.closing(counter, day)
            if not closing.lets_book:
                raise ClosingRefused(_("Dieser Tag ist schon unterschrieben."))
            now = day_report(work.day_book.facts(counter, day))
            if not is_as_signed(SignedDay(report), now):
                raise ClosingRefused(
                    _(
                        "Inzwischen hat sich der Bericht geändert. Bitte noch einmal ansehen, dann unterschreiben."
                    )
                )
            obstacles = obstacles_to_signing(now, said, self.today)
            if obstacles:
                raise ClosingRefused(*obstacles)
            signed = SignedDay(now, tuple(Remark(key, text) for key, text in sorted(said.items())))
            self._note(work, "day_signed", closing)
            return work.day_book.sign(closing, signed, self._seat.identity)

    def withdraw(self, seen: Closing, reason: str) -> Closing:
        """Take back the signature under a day that is not confirmed yet; raises ``ClosingRefused``."""
        with self._store.write() as work:
            self._require_sight(work, seen.counter)
            closing = self._signed(work, seen)
            text = _reason(reason)
            self._note(work, "day_signature_withdrawn", closing)
            return work.day_book.open_again(closing, ClosingWord.WITHDRAWN, self._seat.identity, text)

    def confirm(self, seen: Closing, second: Identity) -> Closing:
        """Confirm a signed day as *second*, who has signed in for it or works at this screen; it is locked then.

        Raises ``ClosingRefused`` for a person who may not, and while something in the day is not decided.
        """
        with self._store.write() as work:
            self._require_sight(work, seen.counter, second)
            closing = self._signed(work, seen)
            _require_second(closing, second)
            now = day_report(work.day_book.facts(closing.counter, closing.day))
            obstacles = obstacles_to_locking(closing.day_signed, now) if closing.day_signed else ()
            if obstacles:
                raise ClosingRefused(*obstacles)
            self._note(work, "day_confirmed", closing, second)
            return work.day_book.lock(closing, second)

    def refuse(self, seen: Closing, second: Identity, reason: str) -> Closing:
        """Give a signed day back to the clerk, unconfirmed, with a reason; raises ``ClosingRefused``."""
        with self._store.write() as work:
            self._require_sight(work, seen.counter, second)
            closing = self._signed(work, seen)
            _require_second(closing, second)
            text = _reason(reason)
            self._note(work, "day_refused", closing, second)
            return work.day_book.open_again(closing, ClosingWord.REFUSED, second, text)

    def open_items(self) -> tuple[OpenItem, ...]:
        """Return the days to sign or to confirm and the stornos to decide, oldest first.

        For a cash supervisor those of the site, for anybody else at a desk those of their own counter.
        """
        roles, workplace = self._seat.identity.roles, self._seat.workplace
        supervises = Role.CASH_SUPERVISOR in roles
        if not supervises and not roles & _AT_A_DESK:
            return ()
        with self._store.read() as work:
            counter = None if supervises else workplace.counter
            return work.day_book.open_items(workplace.site, self.today, counter)

    def _require_sight(self, work: Work, counter: int, second: Identity | None = None) -> None:
        """Raise ``ClosingRefused`` unless the person signed in, or the second one, may see the counter's takings."""
        roles = self._seat.identity.roles | (second.roles if second else frozenset())
        if roles & _AT_A_DESK and counter == self._seat.workplace.counter:
            return
        if Role.CASH_SUPERVISOR not in roles:
            raise ClosingRefused(
                _("Die Einnahmen dieses Schalters sieht nur, wer dort arbeitet, und die Kassenaufsicht.")
            )
        try:
            site = work.day_book.site_of(counter)
        except KeyError as error:
            raise ClosingRefused(
                _("Den Schalter mit der Kennung {counter} gibt es nicht.").format(counter=counter)
            ) from error
        if site != self._seat.workplace.site:
            raise ClosingRefused(_("Dieser Schalter gehört zu einem anderen Standort."))

    def _signed(self, work: Work, seen: Closing) -> Closing:
        closing = work.day_book.closing(seen.counter, seen.day)
        if closing.state is ClosingState.LOCKED:
            raise ClosingRefused(
                _("Dieser Tag ist abgeschlossen. Berichtigt wird mit einer Buchung an einem späteren Tag.")
            )
        if closing.state is ClosingState.OPEN:
            raise ClosingRefused(_("Dieser Tag ist noch nicht unterschrieben."))
        if closing.version != seen.version:
            raise ClosingRefused(_("Der Abschluss wurde inzwischen geändert. Bitte noch einmal ansehen."))
        return closing

    def _note(self, work: Work, action: str, closing: Closing, who: Identity | None = None) -> None:
        account = (who or self._seat.identity).account
        work.audit.record(account, action, None, f"{closing.counter} {closing.day.isoformat()}")


def _require_second(closing: Closing, second: Identity) -> None:
    if Role.CASH_SUPERVISOR not in second.roles:
        raise ClosingRefused(_("Einen Tagesabschluss bestätigt nur die Kassenaufsicht."))
    if closing.signed is not None and closing.signed.account == second.account:
        raise ClosingRefused(
            _(
                "Bestätigen muss eine zweite Person mit eigener Anmeldung. Ist niemand da, bleibt die "
                "Gegenzeichnung offen und kann später nachgeholt werden."
            )
        )


def _reason(text: str) -> str:
    reason = clean(text).strip()
    if not reason:
        raise ClosingRefused(_("Bitte einen Grund angeben, er steht später beim Abschluss."))
    return reason
