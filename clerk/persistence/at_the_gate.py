"""Answering a press of *call next* on the embedded store, and with it all that wait behind it."""

from clerk.domain.people import Identity, Workplace
from clerk.persistence.claiming import answer_again, call_next
from clerk.persistence.press_board import Press
from clerk.persistence.sqlite_store import GATE_PATIENCE_SECONDS, SqliteStore, write_transaction
from clerk.ports import CallAnswer, Called, Clock


def answer_at_the_gate(
    store: SqliteStore, workplace: Workplace, identity: Identity, request_id: str, clock: Clock
) -> CallAnswer:
    """Answer a press, and in the same transaction all that wait behind it."""
    press = Press.at(workplace, identity, request_id, GATE_PATIENCE_SECONDS)
    board = store.presses
    board.put_up(press)
    with store.turn() as enter:
        answered = board.answer_to(press)
        if answered is not None:
            return answered
        driver = enter()
        answered_before = answer_again(driver, press)
        if answered_before is not None:
            return answered_before
        with write_transaction(driver):
            at = clock.now()
            answer = call_next(driver, press, at)
            others = [other for other in board.take_down() if answer_again(driver, other) is None]
            answers = [(other, call_next(driver, other, at)) for other in others]
        for other, theirs in answers:
            if isinstance(theirs, Called):
                board.put_up_answer(other, theirs)
        return answer
