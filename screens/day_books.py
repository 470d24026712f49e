"""A counter's day as its screen shows it, and what is to be done about it next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from clerk.domain.card_block import Difference, DifferenceKind
from clerk.domain.cash_entry import Settlement, settlements, standing
from clerk.domain.day_closing import ClosingState, DaySheet, OpenItem, OpenItemKind
from clerk.domain.payment import Payment
from clerk.domain.people import Role, Seat
from clerk.domain.storno import StornoRequest, StornoState
from clerk.services.workstation import Workstation


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A counter's day one can look at, and what of it waits for somebody."""

    counter: int
    label: str
    day: date
    waits: tuple[OpenItemKind, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from others."""
        return f"{self.counter} {self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Books:
    """What the store knows: the days to choose from, and the one shown.

    ``requests`` are the open stornos of its counter, ``decided`` what two people decided that day about the terminal.
    """

    today: date
    choices: tuple[DayChoice, ...]
    shown: DayChoice
    sheet: DaySheet
    requests: tuple[StornoRequest, ...] = ()
    decided: tuple[Payment, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nobody has signed the day."""
        return self.sheet.closing.state is ClosingState.OPEN

    @property
    def to_decide(self) -> tuple[StornoRequest, ...]:
        """The stornos that wait for a second person."""
        return tuple(request for request in self.requests if request.state is StornoState.ASKED)

    @property
    def to_carry_out(self) -> tuple[StornoRequest, ...]:
        """The stornos that wait for the card terminal."""
        return tuple(request for request in self.requests if request.state is StornoState.CONFIRMED)

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """What of the day can be taken back: those of one card payment together, else what was settled at once."""
        asked = {number for request in self.requests for number in request.numbers}
        return settlements(
            entry for entry in standing(self.sheet.report.entries) if entry.number not in asked
        )


@dataclass(slots=True)
class DayNotes:
    """What was typed about days and is not signed yet; it outlives the screen.

    ``said`` are the remarks by key of the difference, ``drafts`` what was begun and left with Esc.
    """

    _said: dict[str, dict[str, str]] = field(default_factory=dict)
    _drafts: dict[tuple[str, str], str] = field(default_factory=dict)

    def said(self, day: DayChoice) -> Mapping[str, str]:
        """Return the remarks on a day."""
        return self._said.get(day.key, {})

    def say(self, day: DayChoice, key: str, text: str) -> None:
        """Keep a remark; an empty one takes it back."""
        self._drafts.pop((day.key, key), None)
        said = self._said.setdefault(day.key, {})
        if text:
            said[key] = text
        else:
            said.pop(key, None)

    def draft(self, day: DayChoice, key: str) -> str:
        """Return what was typed so far."""
        return self._drafts.get((day.key, key), self.said(day).get(key, ""))

    def keep_draft(self, day: DayChoice, key: str, text: str) -> None:
        """Keep what is being typed."""
        self._drafts[day.key, key] = text

    def forget_draft(self, day: DayChoice, key: str) -> None:
        """What was typed has been used."""
        self._drafts.pop((day.key, key), None)


class DayStep(StrEnum):
    """What Enter does about the day shown."""

    NOTHING = "nothing"
    DECIDE = "decide"
    CLEAR_UP = "clear_up"
    CARRY_OUT = "carry_out"
    END_OF_DAY = "end_of_day"
    ELSEWHERE = "elsewhere"
    REMARK = "remark"
    SIGN = "sign"
    WITHDRAW = "withdraw"
    SECOND = "second"
    CONFIRM = "confirm"


def has_desk(seat: Seat) -> bool:
    """Whether the person works at a counter or at the info desk."""
    return bool(seat.identity.roles & {Role.CLERK, Role.INFO_DESK})


def read_books(workstation: Workstation, wanted: DayChoice | None = None) -> Books:
    """Read the days the person may see and the one *wanted*, else the first one that waits for this person.

    Raises ``ClosingRefused``, ``StoreUnavailable``. For worker threads.
    """
    days = workstation.days
    today, own = days.today, workstation.seat.workplace
    choices = _choices(days.counters(), days.open_items(), today)
    shown = wanted or _first(choices, workstation.seat, DayChoice(own.counter, own.label, today))
    requests = (
        request
        for request in workstation.stornos.waiting()
        if request.counter == shown.counter
        and request.asked_at.astimezone(workstation.zone).date() <= shown.day
    )
    return Books(
        today=today,
        choices=_with(choices, shown),
        shown=shown,
        sheet=days.sheet(shown.counter, shown.day),
        requests=tuple(requests),
        decided=workstation.corrections.possible(shown.counter, shown.day),
    )


def missing_remarks(books: Books, said: Mapping[str, str]) -> tuple[Difference, ...]:
    """Return the differences of an open day about which nothing was said."""
    if not books.is_open:
        return ()
    differences = books.sheet.report.differences
    return tuple(item for item in differences if item.needs_remark and not said.get(item.key))


def next_step(books: Books, said: Mapping[str, str], seat: Seat, *, has_terminal: bool) -> DayStep:
    """Return the natural next step for the person at *seat*."""
    state = books.sheet.closing.state
    if state is ClosingState.LOCKED:
        return DayStep.NOTHING
    if any(is_second_for(request, seat) for request in books.to_decide):
        return DayStep.DECIDE
    own = books.shown.counter == seat.workplace.counter
    at_terminal = own and has_terminal
    if any(at_terminal or not request.at_terminal for request in books.to_carry_out):
        return DayStep.CARRY_OUT
    if state is ClosingState.SIGNED:
        return _step_of_signed(books, seat)
    return _step_of_open(books, missing_remarks(books, said), own=own, at_terminal=at_terminal)


def may_confirm(books: Books, seat: Seat) -> bool:
    """Whether the person who is signed in can be the second one of the day shown."""
    signed = books.sheet.closing.signed
    if signed is None or books.sheet.closing.state is not ClosingState.SIGNED:
        return False
    return Role.CASH_SUPERVISOR in seat.identity.roles and signed.account != seat.identity.account


def is_second_for(request: StornoRequest, seat: Seat) -> bool:
    """Whether the person who is signed in can decide about a storno."""
    return Role.CASH_SUPERVISOR in seat.identity.roles and request.asked_by != seat.identity.account


def _step_of_open(books: Books, missing: tuple[Difference, ...], *, own: bool, at_terminal: bool) -> DayStep:
    report = books.sheet.report
    if report.open_payments:
        return DayStep.CLEAR_UP if at_terminal else DayStep.ELSEWHERE
    lacks_end_of_day = any(item.kind is DifferenceKind.NO_END_OF_DAY for item in missing)
    if lacks_end_of_day and at_terminal:
        return DayStep.END_OF_DAY
    if lacks_end_of_day and not own:
        return DayStep.ELSEWHERE
    if missing:
        return DayStep.REMARK
    return DayStep.SIGN if report.entries or report.terminals else DayStep.NOTHING


def _step_of_signed(books: Books, seat: Seat) -> DayStep:
    if books.sheet.changed:
        return DayStep.WITHDRAW
    return DayStep.CONFIRM if may_confirm(books, seat) else DayStep.SECOND


def _choices(counters: Mapping[int, str], items: tuple[OpenItem, ...], today: date) -> tuple[DayChoice, ...]:
    """Return what waits, oldest first, then today of every other counter."""
    waits: dict[tuple[int, date], list[OpenItem]] = {}
    for item in items:
        waits.setdefault((item.counter, item.day), []).append(item)
    waiting = [
        DayChoice(counter, same[0].label, day, tuple(dict.fromkeys(item.kind for item in same)))
        for (counter, day), same in waits.items()
    ]
    known = {choice.key for choice in waiting}
    of_today = (DayChoice(counter, label, today) for counter, label in counters.items())
    return (*waiting, *(choice for choice in of_today if choice.key not in known))


def _with(choices: tuple[DayChoice, ...], shown: DayChoice) -> tuple[DayChoice, ...]:
    """Add the day shown to a list it is not in; where there is only one day to choose, there is no list."""
    if len(choices) == 1 or any(choice.key == shown.key for choice in choices):
        return choices
    return (*choices, replace(shown, waits=()))


def _first(choices: tuple[DayChoice, ...], seat: Seat, own: DayChoice) -> DayChoice:
    """Return what to begin with: what this person has to do first, else the own counter today."""
    to_decide = {OpenItemKind.NOT_CONFIRMED, OpenItemKind.STORNO_WAITS}
    mine = {OpenItemKind.NOT_SIGNED} if has_desk(seat) else to_decide
    todo = (choice for choice in choices if mine & set(choice.waits))
    same = next((choice for choice in choices if choice.key == own.key), own)
    return next(todo, same)
