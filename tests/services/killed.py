"""A visit step by step, in processes that are killed: each step takes up what the store offers, as after a restart."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from clerk.domain.visit import ParkReason, Step, Visit
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.ports import Claim
from clerk.services.held import Held
from clerk.services.workstation import Workstation
from tests.catalogue.shipped import TODAY
from tests.forked import CONTEXT
from tests.services.card import TOLD, open_card_payment
from tests.services.front_office import (
    COPIES,
    PLATES_KEPT,
    TRANSFER_FORM,
    FrontOffice,
    answer,
    catalogue,
    close,
    fill,
    first,
    held,
    next_at,
    present,
    save,
    settle_all,
)

CATALOGUE = catalogue()
"""Read when this module is preloaded, so that a forked process has it at once."""
PATIENCE = 60.0
UNFINISHED = {"holder_name": "Frau Beispiel", "fin": "A1BS31Z0"}

Act = Callable[[FrontOffice], Visit]


def open_at(place: Workstation) -> Held:
    """Return the visit that is open at a place, as the program finds it when it starts."""
    return held(place.call_next.held())


def _arrive(office: FrontOffice) -> Visit:
    return office.opened(name="Frau Beispiel").visit


def _answer_one(office: FrontOffice) -> Visit:
    return answer(office.info_desk, open_at(office.info_desk), {"proxy": False}).visit


def _answer_the_others(office: FrontOffice) -> Visit:
    return answer(office.info_desk, open_at(office.info_desk), PLATES_KEPT).visit


def _tick(office: FrontOffice) -> Visit:
    at = open_at(office.info_desk)
    return present(office.info_desk, at, missing=frozenset({"evb"})).visit


def _go_on_without(office: FrontOffice) -> Visit:
    at = open_at(office.info_desk)
    return save(
        office.info_desk, at, replace(first(at), missing_reason="wird elektronisch nachgereicht")
    ).visit


def _let_wait(office: FrontOffice) -> Visit:
    at = open_at(office.info_desk)
    office.info_desk.arrive.let_wait(at)
    return office.visit(at.claim.visit)


def _call(office: FrontOffice) -> Visit:
    return next_at(office.counter).visit


def _begin(office: FrontOffice) -> Visit:
    return office.counter.call_next.begin(open_at(office.counter)).visit


def _to_application(office: FrontOffice) -> Visit:
    return _go_to(office, Step.APPLICATION)


def _type(office: FrontOffice) -> Visit:
    return fill(office.counter, open_at(office.counter), UNFINISHED).visit


def _park(office: FrontOffice) -> Visit:
    at = open_at(office.counter)
    office.counter.set_aside.park(at, ParkReason.FETCHES_PAPER)
    return office.visit(at.claim.visit)


def _take_up(office: FrontOffice) -> Visit:
    (parked,) = office.counter.overview.now(on=TODAY).parked
    return held(office.counter.call_next.take(parked.entry.visit)).visit


def _type_the_rest(office: FrontOffice) -> Visit:
    return fill(office.counter, open_at(office.counter), TRANSFER_FORM).visit


def _confirm(office: FrontOffice) -> Visit:
    at = open_at(office.counter)
    return office.counter.procedure.confirm(at, first(at).id, on=TODAY).visit


def _add_case(office: FrontOffice) -> Visit:
    return office.counter.procedure.add_case(open_at(office.counter), COPIES, on=TODAY).visit


def _remove_case(office: FrontOffice) -> Visit:
    at = open_at(office.counter)
    return office.counter.procedure.remove_case(at, at.visit.cases[1].id).visit


def _to_payment(office: FrontOffice) -> Visit:
    return _go_to(office, Step.PAYMENT)


def _settle(office: FrontOffice) -> Visit:
    return settle_all(office.counter, open_at(office.counter)).visit


def _print(office: FrontOffice) -> Visit:
    at = open_at(office.counter)
    office.counter.print_out.receipt(at)
    return at.visit


def _to_closing(office: FrontOffice) -> Visit:
    return _go_to(office, Step.CLOSING)


def _close(office: FrontOffice) -> Visit:
    at = open_at(office.counter)
    close(office.counter, at)
    return office.visit(at.claim.visit)


def _go_to(office: FrontOffice, step: Step) -> Visit:
    at = open_at(office.counter)
    office.counter.procedure.go_to(at, step)
    return replace(at.visit, step=step)


STEPS: dict[str, Act] = {
    "the arrival is opened": _arrive,
    "a fact is answered": _answer_one,
    "the other facts are answered": _answer_the_others,
    "documents are ticked": _tick,
    "a reason to go on without a document is given": _go_on_without,
    "the pre-check is completed": _let_wait,
    "the visit is called": _call,
    "serving has begun": _begin,
    "the application is opened": _to_application,
    "something is typed": _type,
    "the visit is parked": _park,
    "the visit is taken up again": _take_up,
    "the rest is typed": _type_the_rest,
    "a case is added": _add_case,
    "the case is removed": _remove_case,
    "the application is confirmed": _confirm,
    "the payment is opened": _to_payment,
    "the fees are settled by notice": _settle,
    "the receipt is printed": _print,
    "the closing is opened": _to_closing,
    "the visit is closed": _close,
}
"""The acts of one visit in their order, by what has happened after each."""


@dataclass
class Victim:
    """A process that works until it is killed; ``acknowledged`` is what it was told is stored."""

    path: Path
    work: Callable[[Path, Connection, int, int], None]
    start: int
    end: int
    acknowledged: list[Visit | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let it begin."""
        self._pipe, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(
            target=self.work, args=(self.path, theirs, self.start, self.end), daemon=True
        )
        self._process.start()
        theirs.close()

    def wait_for(self, count: int, seconds: float = PATIENCE) -> bool:
        """Wait until so many acts were acknowledged, at most *seconds*."""
        while len(self.acknowledged) < count:
            if not self._pipe.poll(seconds):
                return False
            self.acknowledged.append(self._pipe.recv())
        return True

    def kill(self) -> list[Visit | None]:
        """Kill it at once and return everything that was acknowledged until then."""
        self._process.kill()
        self._process.join(PATIENCE)
        assert self._process.exitcode == -signal.SIGKILL
        self.acknowledged.extend(_left_in(self._pipe))
        self._pipe.close()
        return self.acknowledged


def _left_in(pipe: Connection) -> Iterator[Visit | None]:
    try:
        while pipe.poll():
            yield pipe.recv()
    except (EOFError, OSError):
        return


@contextmanager
def _at_work(path: Path, pipe: Connection) -> Iterator[FrontOffice]:
    yield FrontOffice.reopen(path)
    pipe.recv()


def do_steps(path: Path, pipe: Connection, start: int, end: int) -> None:
    """Do the steps from *start* up to *end*, acknowledge each, and wait to be killed."""
    with _at_work(path, pipe) as office:
        for act in list(STEPS.values())[start:end]:
            pipe.send(act(office))


def pay_by_card(path: Path, pipe: Connection, _start: int, end: int) -> None:
    """Open a card payment, go on until *end* of its events have happened, acknowledge, and wait to be killed."""
    with _at_work(path, pipe) as office:
        at = open_at(office.counter)
        payment = open_card_payment(office, at)
        for event in list(TOLD.values())[:end]:
            payment = office.journal.record(payment, event)
        pipe.send(office.visit(at.claim.visit))


def type_on(path: Path, pipe: Connection, start: int, end: int) -> None:
    """Type into the open application, one sign after the other, acknowledge each that is stored."""
    with _at_work(path, pipe) as office:
        at = open_at(office.counter)
        for sign in range(start, end):
            at = fill(office.counter, at, {"holder_name": "x" * sign})
            pipe.send(at.visit)


def stop_before_the_queue(path: Path, pipe: Connection, start: int, _end: int) -> None:
    """Do one step that changes the visit first and the queue then, and stop in between, to be killed there."""

    def reached(_queue: BuiltInQueue, _claim: Claim) -> None:
        pipe.send(None)
        pipe.recv()

    for act in ("release", "finish"):
        setattr(BuiltInQueue, act, reached)
    list(STEPS.values())[start](FrontOffice.reopen(path))
