"""Closing a counter's day: signed by the clerk, confirmed by a second person, then locked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from clerk.domain.day_report import Awaited, DayReport
from clerk.domain.plain_data import from_plain, to_plain
from clerk.locale import _

NOTHING_BEFORE = "0" * 64
"""Stands for the seal before the first one of a chain."""


class ClosingState(StrEnum):
    """Where the closing of a day stands; only ``OPEN`` lets anything be booked on that day."""

    OPEN = "open"
    SIGNED = "signed"
    LOCKED = "locked"


class ClosingWord(StrEnum):
    """What happened to a closing."""

    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who put their name to it, and when (UTC)."""

    account: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remark:
    """What the clerk says about a difference; ``key`` is the difference's."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class SignedDay:
    """What is signed: the report as it was at that moment, and what was said about its differences."""

    report: DayReport
    remarks: tuple[Remark, ...] = ()

    def remark_on(self, key: str) -> str:
        """Return what was said about a difference, empty if nothing was."""
        return next((remark.text for remark in self.remarks if remark.key == key), "")


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing of a counter's day; ``day_signed`` is what was signed, as long as it is.

    ``number`` runs without a gap per counter and is given when the day is locked. ``previous`` is the seal of the
    closing before, ``seal`` covers it, the report and both signatures: a chain nobody can take a link out of.
    """

    counter: int
    day: date
    state: ClosingState = ClosingState.OPEN
    version: int = 0
    day_signed: SignedDay | None = None
    signed: Signature | None = None
    confirmed: Signature | None = None
    number: int | None = None
    previous: str | None = None
    seal: str | None = None

    @property
    def lets_book(self) -> bool:
        """Whether something can still be booked on this day."""
        return self.state is ClosingState.OPEN


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A day as it is to be looked at: ``report`` is what was signed as soon as somebody has, else how it is now.

    ``changed`` says that a signed day is no longer what was signed.
    """

    report: DayReport
    closing: Closing
    changed: bool = False


class OpenItemKind(StrEnum):
    """What is left to do about a day."""

    NOT_SIGNED = "not_signed"
    NOT_CONFIRMED = "not_confirmed"
    STORNO_WAITS = "storno_waits"


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something somebody still has to do: a day to sign or to confirm, or a storno to decide.

    ``request`` is the storno; ``label`` the counter as the board shows it.
    """

    kind: OpenItemKind
    counter: int
    label: str
    day: date
    request: int | None = None


def written(signed: SignedDay) -> str:
    """Return what is signed as text, the same for the same report: what is kept, and what the seal covers."""
    return json.dumps(to_plain(signed), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_signed(text: str) -> SignedDay:
    """Return what ``written`` made *text* of."""
    return from_plain(SignedDay, json.loads(text))


def digest(text: str) -> str:
    """Return the SHA-256 of *text* in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def seal(previous: str, number: int, text: str, signed: Signature, confirmed: Signature) -> str:
    """Return the seal of a closing after the one sealed *previous*."""
    parts = (previous, str(number), digest(text), *map(_written_signature, (signed, confirmed)))
    return digest("|".join(parts))


def is_as_signed(signed: SignedDay, now: DayReport) -> bool:
    """Tell whether the day still is what was signed.

    What lies outside of the day's own books may have moved on meanwhile: who is at the cash office, and stornos that
    were decided since.
    """
    return _own(signed.report) == _own(now)


def obstacles_to_signing(report: DayReport, remarks: Mapping[str, str], today: date) -> tuple[str, ...]:
    """Return what stands against signing *report*, as sentences; empty if it can be signed."""
    found = []
    if report.day > today:
        found.append(_("Dieser Tag ist noch nicht zu Ende."))
    if not report.entries and not report.terminals:
        found.append(_("An diesem Tag ist an diesem Schalter nichts gebucht. Es gibt nichts abzuschließen."))
    if report.open_payments:
        found.append(open_payments_sentence(len(report.open_payments)))
    missing = [
        item.key for item in report.differences if item.needs_remark and not remarks.get(item.key, "").strip()
    ]
    if missing:
        found.append(
            _("Zu jeder Abweichung bitte angeben, woran es liegt. Es fehlt: {keys}.").format(
                keys=", ".join(missing)
            )
        )
    unknown = sorted(set(remarks) - {item.key for item in report.differences})
    if unknown:
        found.append(
            _("Eine Abweichung mit dem Kennwort {keys} gibt es nicht.").format(keys=", ".join(unknown))
        )
    return tuple(found)


def obstacles_to_locking(signed: SignedDay, now: DayReport) -> tuple[str, ...]:
    """Return what stands against confirming what was signed, as sentences; *now* is the day as it is."""
    found = []
    if not is_as_signed(signed, now):
        found.append(
            _(
                "Der Bericht hat sich seit der Unterschrift geändert. Bitte die Unterschrift zurücknehmen und neu "
                "unterschreiben."
            )
        )
    if now.open_payments:
        found.append(open_payments_sentence(len(now.open_payments)))
    if now.waiting_stornos:
        found.append(
            _(
                "Storno vorgemerkt: {count} Stornos sind noch nicht entschieden oder nicht ausgeführt. "
                "Bitte zuerst diese erledigen."
            ).format(count=len(now.waiting_stornos))
        )
    return tuple(found)


def open_payments_sentence(count: int) -> str:
    """Return what has to happen while movements at the terminal are open."""
    return _(
        "Am Kartenterminal sind noch Vorgänge offen oder ungeklärt: {count}. Der Tag bleibt offen, "
        "bis sie geklärt sind."
    ).format(count=count)


def day_closed_sentence(state: ClosingState) -> str:
    """Return why nothing can be booked at a counter whose day is signed or locked."""
    if state is ClosingState.LOCKED:
        return _(
            "Der heutige Tag dieses Schalters ist abgeschlossen. Hier kann heute nichts mehr gebucht werden."
        )
    return _(
        "Der heutige Tag dieses Schalters ist schon unterschrieben. Hier kann heute nichts mehr gebucht werden, "
        "solange die Unterschrift nicht unter „Tagesabschluss“ zurückgenommen ist."
    )


def _own(report: DayReport) -> DayReport:
    return replace(report, awaited=Awaited(), waiting_stornos=(), open_payments=())


def _written_signature(signature: Signature) -> str:
    return f"{signature.account} {signature.at.isoformat()}"
