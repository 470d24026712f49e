"""The visit at this counter as the screens see it: changed at once here, stored behind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from clerk.domain.case_view import CaseView, view_case
from clerk.domain.closing import ClosingItem
from clerk.domain.facts import Answer
from clerk.domain.hand_out import with_handed_out
from clerk.domain.person_fields import NAME_FIELDS
from clerk.domain.plate_order import PlateOrder, with_order
from clerk.domain.precheck import Presence
from clerk.domain.settlement import Way
from clerk.domain.visit import Case, Outcome, Step, VisitState
from clerk.services.held import Held
from clerk.services.precheck import with_answer, with_presence
from clerk.services.procedure import with_value
from clerk.services.workstation import Workstation
from screens.background import Background


class InTurn(Protocol):
    """Does *work* with the store, then *done* among the screens; keys pressed meanwhile wait."""

    def __call__(self, work: Callable[[], Held], done: Callable[[Held], None]) -> None:
        """Do it."""


class VisitDesk:
    """Holds what is known of the open visit, applies what the person does to it, and has it stored.

    *in_turn* does what the next key has to wait for. *changed* is called after every change that a screen has
    to show; *failed* with the exception of anything that could not be saved.
    """

    def __init__(
        self,
        workstation: Workstation,
        background: Background,
        in_turn: InTurn,
        changed: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._workstation = workstation
        self._background = background
        self._in_turn = in_turn
        self._changed = changed
        self._failed = failed
        self._case = 0
        self._revision = 0
        self.held: Held | None = None
        self.views: tuple[CaseView, ...] = ()

    # ------------------------------------------------------------ what is shown

    @property
    def is_open(self) -> bool:
        """Whether a visit is at this counter, called or being served."""
        return self.held is not None

    @property
    def is_serving(self) -> bool:
        """Whether the person is here."""
        return self.held is not None and self.held.visit.state is VisitState.SERVING

    @property
    def view(self) -> CaseView:
        """The case in front; ``IndexError`` when no visit is open."""
        return self.views[min(self._case, len(self.views) - 1)]

    @property
    def case_index(self) -> int:
        """Which of the cases is in front, from 0."""
        return min(self._case, len(self.views) - 1)

    @property
    def is_confirmed_and_paid(self) -> bool:
        """Whether the application of the case in front is confirmed and something of its fee is settled."""
        case = self.view.case
        return case.confirmed_at is not None and any(line.settlement is not None for line in case.lines)

    def require(self) -> Held:
        """Return the visit; ``LookupError`` when none is open."""
        if self.held is None:
            raise LookupError
        return self.held

    # ------------------------------------------------------------ opening, leaving

    def open(self, held: Held) -> None:
        """Show another visit, at the first case that is still open."""
        open_cases = (index for index, case in enumerate(held.visit.cases) if case.is_open)
        self._case = next(open_cases, 0)
        self._show(held)

    def leave(self) -> None:
        """No visit is at this counter any more."""
        self.held = None
        self.views = ()
        self._changed()

    def choose_case(self, index: int) -> None:
        """Bring the case at a place to the front."""
        self._case = index % max(1, len(self.views))
        self._changed()

    def _show(self, held: Held) -> None:
        self.held = held
        self.views = tuple(self._view(case) for case in held.visit.cases)
        self._changed()

    def _view(self, case: Case) -> CaseView:
        workstation = self._workstation
        return view_case(workstation.catalogue, case, on=workstation.today(), full_form=workstation.full_form)

    def _show_case(self, case: Case) -> Held:
        held = self.require().with_case(case)
        self._revision += 1
        changed = self._view(case)
        self.held = held
        self.views = tuple(changed if view.case.id == case.id else view for view in self.views)
        self._changed()
        return held

    # ------------------------------------------------------------ documents

    def answer(self, fact: str, answer: Answer | None) -> None:
        """Answer a fact of the case in front."""
        # a changed fact or entry can change the fee, and what is handed over is what was confirmed
        self._save_case(replace(with_answer(self.view.case, fact, answer), confirmed_at=None))

    def mark(self, presences: Mapping[str, Presence], case_id: int | None = None) -> None:
        """Say what was seen of required documents, of the case in front or that of an id."""
        case = self.view.case if case_id is None else self.require().visit.case(case_id)
        for requirement, presence in presences.items():
            case = with_presence(case, requirement, presence)
        self._save_case(case)

    def note_missing(self, reason: str) -> None:
        """Keep why the visit goes on although documents of some of its cases are missing."""
        for view in self.views:
            if view.checklist.missing and not view.case.missing_reason:
                self._save_case(replace(view.case, missing_reason=reason))

    def _save_case(self, case: Case) -> None:
        held = self._show_case(case)
        self._background.save(
            ("case", case.id), lambda: self._workstation.precheck.save(held, case.id), self._failed
        )

    # ------------------------------------------------------------ application

    def typed(self, field: str, value: str) -> None:
        """Keep what stands in a field of the form."""
        before = self.view.case
        if before.form.get(field, "") == value:
            return
        case = replace(with_value(before, field, value), confirmed_at=None)
        self._save_draft(case, self._show_case(case))
        if before.confirmed_at is not None:
            self._save_case(case)

    def _save_draft(self, case: Case, held: Held) -> None:
        self._background.save(
            ("draft", case.id), lambda: self._workstation.procedure.save_draft(held, case.id), self._failed
        )

    def fill_known(self) -> None:
        """Put what is known already into the empty fields it belongs to."""
        case, name = self.view.case, self.require().visit.name
        if case.confirmed_at is not None:
            return
        for state in self.view.form.fields:
            if state.field.id in NAME_FIELDS and name and not case.form.get(state.field.id):
                self.typed(state.field.id, name)

    def confirm(self, then: Callable[[], None]) -> None:
        """Confirm the application of the case in front and charge its fees."""
        held, case, today = self.require(), self.view.case.id, self._workstation.today()
        self._store(
            lambda: self._workstation.procedure.confirm(held, case, on=today),
            then,
        )

    def change_service(self, service: str, then: Callable[[], None]) -> None:
        """Make the case in front one of another service."""
        held, case = self.require(), self.view.case.id
        self._store(lambda: self._workstation.procedure.change_service(held, case, service), then)

    def add_case(self, service: str, then: Callable[[], None], *, like_before: bool = False) -> None:
        """Open one more case and bring it to the front; *like_before* takes over the person of the one in front."""
        held, today = self.require(), self._workstation.today()
        before = self.view.case.id if like_before else None

        def shown() -> None:
            self.choose_case(len(self.views) - 1)
            then()

        self._store(
            lambda: self._workstation.procedure.add_case(held, service, on=today, like_before_case=before),
            shown,
        )

    def remove_case(self, then: Callable[[], None]) -> None:
        """Remove the case in front, opened by mistake."""
        held, case = self.require(), self.view.case.id
        self._store(lambda: self._workstation.procedure.remove_case(held, case), then)

    # ------------------------------------------------------------ payment, closing

    def settle(
        self,
        lines: Sequence[int],
        way: Way,
        *,
        reason: str,
        reference: str | None,
        then: Callable[[], None],
    ) -> None:
        """Settle fee lines in another way than by card."""
        held = self.require()
        self._store(
            lambda: self._workstation.settle.otherwise(held, lines, way, reason=reason, reference=reference),
            then,
        )

    def back_from_cash_office(self, number: str | None, then: Callable[[], None]) -> None:
        """Settle with the receipt number of the cash office, or with ``None`` note that nothing was paid there."""
        held = self.require()
        self._store(lambda: self._workstation.settle.back_from_cash_office(held, number), then)

    def tick(self, ticked: Sequence[ClosingItem], *, done: bool) -> None:
        """Note what was done in the house and handed out, or take it back.

        Raises ``FeesFirst`` where something would be handed out before its fee is settled: then nothing is handed
        out, what was done in the house is noted all the same.
        """
        presence = Presence.PRESENTED if done else Presence.UNCHECKED
        by_case = {
            view.case.id: [item for item in ticked if item.case == view.case.id] for view in self.views
        }
        for case_id, own in by_case.items():
            seen = {item.requirement: presence for item in own if item.requirement is not None}
            if seen:
                self.mark(seen, case_id)
        things = {
            case_id: [item.text for item in own if item.requirement is None]
            for case_id, own in by_case.items()
        }
        handed_out = [
            with_handed_out(view.case, things[view.case.id], done=done, fee_cents=view.fees.total_cents)
            for view in self.views
            if things[view.case.id]
        ]
        for case in handed_out:
            self._save_case(case)

    def keep_plate_orders(self, orders: Sequence[PlateOrder]) -> None:
        """Remember size and count of the plates that were ordered."""
        for order in orders:
            case = with_order(self.require().visit.case(order.case), order)
            self._save_draft(case, self._show_case(case))

    def reload(self, then: Callable[[], None]) -> None:
        """Read the visit again: somebody else (a payment) has changed it."""
        held = self.require()
        self._store(lambda: self._workstation.call_next.reload(held), then)

    def set_outcome(
        self, outcome: Outcome | None, note: str, then: Callable[[], None] = lambda: None
    ) -> None:
        """Give the case in front its outcome, then do *then*."""
        held, case = self.require(), self.view.case.id
        self._store(lambda: self._workstation.close_visit.set_outcome(held, case, outcome, note=note), then)

    def go_to(self, step: Step) -> None:
        """Remember at which step the visit is."""
        held = self.require()
        self.held = held.seeing(replace(held.visit, step=step))
        self._background.save(
            ("step", held.visit.id), lambda: self._workstation.procedure.go_to(held, step), self._failed
        )

    def _store(self, work: Callable[[], Held], then: Callable[[], None]) -> None:
        asked_at = self._revision

        def done(stored: Held) -> None:
            if self.held is None or self.held.visit.id != stored.visit.id:
                return
            if self._revision != asked_at:
                # something was typed meanwhile and is newer than the answer: look again once it is stored
                self._store(lambda: self._workstation.call_next.reload(stored), then)
                return
            self._show(stored.seeing(replace(stored.visit, step=self.held.visit.step)))
            then()

        self._in_turn(work, done)
