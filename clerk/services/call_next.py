"""Calling people to the counter: the next one, a chosen one, again, back, and what follows from it."""

from clerk.domain.people import Seat
from clerk.domain.visit import VisitState
from clerk.ports import (
    AlreadyServing,
    CallAnswer,
    Called,
    Nobody,
    QueueSystem,
    TakenBack,
    UnitOfWork,
    Unreachable,
)
from clerk.services.held import Held
from clerk.services.workplace_now import WorkplaceNow

Answer = Held | Nobody | TakenBack | Unreachable


class CallNext:
    """What the person at a counter does with the queue."""

    def __init__(self, queue: QueueSystem, store: UnitOfWork, seat: Seat, here: WorkplaceNow) -> None:
        self._queue = queue
        self._store = store
        self._seat = seat
        self._here = here

    def held(self) -> Held | None:
        """Take over the visit this counter holds, after a restart or from a colleague; ``None`` if it holds none.

        Whoever has signed in last has it: what an older program still wants to write is refused.
        """
        if self._queue.held_by(self._seat.workplace, self._seat.identity) is None:
            return None
        claim = self._queue.take_over(self._seat.workplace, self._seat.identity)
        return None if claim is None else self.load(Called(claim, ""))

    def next(self, request_id: str) -> Answer:
        """Call the next visit; repeating the same *request_id* after a lost answer is safe."""
        return self._loaded(self._queue.call_next(self._here.workplace, self._seat.identity, request_id))

    def chosen(self, visit: int, reason: str) -> Answer:
        """Call a chosen waiting visit out of its order; the reason is kept."""
        return self._loaded(self._queue.call(self._seat.workplace, self._seat.identity, visit, reason))

    def take(self, visit: int) -> Answer:
        """Take a waiting or parked visit straight to this counter."""
        return self._loaded(self._queue.take(self._seat.workplace, self._seat.identity, visit))

    def again(self, held: Held) -> None:
        """Announce the called number once more."""
        self._queue.call_again(held.claim)

    def take_back(self, held: Held) -> None:
        """Undo the call; the visit keeps its place."""
        self._queue.take_back(held.claim)

    def begin(self, held: Held) -> Held:
        """The person is here: serve."""
        self._queue.begin(held.claim)
        return self.load(Called(held.claim, held.visit.ticket))

    def no_show(self, held: Held) -> VisitState:
        """The person did not come; returns whether the visit waits again or is missed."""
        return self._queue.no_show(held.claim, self._seat.workplace)

    def reload(self, held: Held) -> Held:
        """Return the visit as it is stored now, after a payment for instance."""
        with self._store.read() as work:
            return held.seeing(work.visits.get(held.claim.visit))

    def load(self, answer: Called) -> Held:
        """Return the visit a claim stands for."""
        with self._store.read() as work:
            visit = work.visits.get(answer.claim.visit)
        return Held(answer.claim, visit)

    def _loaded(self, answer: CallAnswer) -> Answer:
        match answer:
            case Called():
                return self.load(answer)
            case AlreadyServing():
                # this program did not know of it: it was given to the counter from outside, or by an older program here
                return self.held() or TakenBack()
        return answer
