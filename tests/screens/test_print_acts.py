"""What the clerk reads when something was printed, and what is tried again by itself."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from clerk.ports import PrinterFault, StoreUnavailable
from clerk.services.print_out import Printed
from screens.desk_screen import DeskScreen
from screens.print_acts import PrintActs

PLAIN = Printed("2026-000042", Path("Beleg.pdf"))
TO_SIGN = Printed("2026-000042", None, to_be_signed=True)


class Desk:
    """A desk whose background does everything at once, and whose timers wait to be rung."""

    def __init__(self, outcome: object) -> None:
        self.outcome = outcome
        self.said: list[str] = []
        self.timers: list[Callable[[], None]] = []
        held = SimpleNamespace(claim=SimpleNamespace(visit=1))
        self.desk = SimpleNamespace(require=lambda: held, is_serving=True, held=None)
        self.background = SimpleNamespace(run=self._do, alongside=self._do)
        self.workstation = SimpleNamespace(
            print_out=SimpleNamespace(
                queue=lambda _held: "queued",
                print_queued=lambda _queued: self._come(),
                catch_up=self._come,
                number_of=lambda _visit: None,
                owes_receipt=lambda _visit: True,
            )
        )

    def acts(self) -> PrintActs:
        """Return the acts of this desk."""
        return PrintActs(cast("DeskScreen", self))

    def say(self, sentence: str, _weight: object = None) -> None:
        self.said.append(sentence)

    def mention(self, sentence: str) -> None:
        self.said.append(sentence)

    def show_visit(self) -> None:
        """Nothing is painted here."""

    def failed(self, error: Exception) -> None:
        raise error

    def set_timer(self, _seconds: float, ring: Callable[[], None]) -> None:
        self.timers.append(ring)

    def _come(self) -> object:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    @staticmethod
    def _do(
        work: Callable[[], object], done: Callable[[object], None], failed: Callable[[Exception], None]
    ) -> None:
        try:
            result = work()
        except (PrinterFault, StoreUnavailable) as error:
            failed(error)
        else:
            done(result)


def test_a_receipt_to_sign_is_said_and_stays_on_the_payment_step() -> None:
    desk = Desk(TO_SIGN)
    acts = desk.acts()
    acts.receipt()
    assert "Unterschrift auf dem Händlerbeleg einholen." in desk.said
    assert "Unterschrift" in (acts.note or "")
    assert "Strg+R" in (acts.note or "")


def test_without_a_signature_nothing_is_said_of_one() -> None:
    desk = Desk(PLAIN)
    acts = desk.acts()
    acts.receipt()
    assert not any("Unterschrift" in sentence for sentence in (*desk.said, acts.note or ""))


def test_a_card_payment_whose_receipt_an_earlier_run_did_not_print_is_printed_when_the_visit_goes_on() -> (
    None
):
    desk = Desk(PLAIN)
    desk.acts().look_up(1)
    assert desk.said == ["Beleg 2026-000042 gedruckt."]


def test_a_printer_fault_is_tried_again_by_itself_until_it_prints() -> None:
    desk = Desk(PrinterFault("Der Bondrucker hat kein Papier."))
    acts = desk.acts()
    acts.receipt()
    assert "gestört" in acts.system_state().text
    assert len(desk.timers) == 1
    desk.timers.pop()()
    assert len(desk.timers) == 1
    desk.outcome = [TO_SIGN]
    desk.timers.pop()()
    assert desk.timers == []
    assert "bereit" in acts.system_state().text
    assert desk.said[-2:] == ["Nachgedruckt: 2026-000042", "Unterschrift auf dem Händlerbeleg einholen."]


def test_catching_up_says_nothing_if_nothing_is_left() -> None:
    desk = Desk([])
    desk.acts().catch_up()
    assert (desk.said, desk.timers) == ([], [])


@pytest.mark.parametrize(
    ("fault", "state"), [(PrinterFault("Aus."), "gestört"), (StoreUnavailable("Voll."), "bereit")]
)
def test_only_a_fault_of_the_printer_is_called_one(fault: Exception, state: str) -> None:
    desk = Desk(fault)
    acts = desk.acts()
    acts.catch_up()
    assert state in acts.system_state().text
    assert len(desk.timers) == 1
