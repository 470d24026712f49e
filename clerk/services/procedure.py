"""The application: entries kept as they are typed, confirmed as a whole, charged by the tariff of the day."""

from dataclasses import replace
from datetime import date

from clerk.domain.case_view import CaseView, view_case
from clerk.domain.catalogue import Catalogue
from clerk.domain.fixed_amounts import REASON_FIELD, reason_label
from clerk.domain.like_before import like_before
from clerk.domain.people import Seat
from clerk.domain.plain_text import clean
from clerk.domain.visit import Case, Step
from clerk.locale import _, ngettext
from clerk.ports import Clock, NewCase, NewLine, UnitOfWork
from clerk.services.held import Held


class NotReady(Exception):  # noqa: N818 - it is a state of the form, not a fault of the program
    """The application cannot be confirmed yet; ``str()`` says why and ``field`` where to go on."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


def with_value(case: Case, field: str, value: str) -> Case:
    """Return *case* with one form entry changed; an emptied field loses its entry."""
    form = {**case.form, field: value}
    if not value:
        del form[field]
    return replace(case, form=form)


def why_not_ready(view: CaseView) -> NotReady | None:
    """Return what stands against confirming the application of *view*, or ``None``."""
    wrong_amounts = [field.id for field in view.amounts if field.problem is not None]
    if view.form.errors or wrong_amounts:
        first = [*view.form.errors, *wrong_amounts][0]
        return NotReady(_("Im Antrag stimmt ein Feld noch nicht. Der Hinweis steht am Feld."), first)
    if view.open_entries:
        empty_amounts = [field.id for field in view.amounts if not field.value]
        first = [*view.form.open_required, *empty_amounts, REASON_FIELD][0]
        sentence = ngettext(
            "Im Antrag fehlt noch eine Angabe: {field}.",
            "Im Antrag fehlen noch {count} Angaben, zuerst: {field}.",
            view.open_entries,
        )
        return NotReady(sentence.format(count=view.open_entries, field=_label(view, first)), first)
    if view.open_form_facts:
        return NotReady(
            _("Eine Angabe zum Fall ist offen, die über Felder des Antrags entscheidet: F5 öffnet sie.")
        )
    if view.fees.unanswered:
        return NotReady(_("Eine Angabe zum Fall ist offen, die über die Gebühr entscheidet: F5 öffnet sie."))
    if any(line.cents is None and line.due is None for line in view.fees.lines):
        return NotReady(_("Eine Gebühr hat noch keinen Betrag: Die Anzahl im Antrag bitte prüfen."))
    return None


def _label(view: CaseView, field_id: str) -> str:
    labels = {state.field.id: state.field.label for state in view.form.fields}
    labels |= {amount.id: amount.line.label for amount in view.amounts}
    return labels.get(field_id, reason_label())


class Procedure:
    """Keeps and confirms applications."""

    def __init__(
        self, store: UnitOfWork, catalogue: Catalogue, clock: Clock, seat: Seat, *, full_form: bool = False
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._clock = clock
        self._seat = seat
        self._full_form = full_form

    def save_draft(self, held: Held, case: int) -> None:
        """Store the form entries of one case as they stand, finished or not."""
        with self._store.write() as work:
            work.visits.save_draft(held.claim, case, dict(held.visit.case(case).form))

    def confirm(self, held: Held, case_id: int, *, on: date) -> Held:
        """Confirm the application of one case and charge its fees.

        Raises ``NotReady`` with a sentence. Charged lines are a copy of the day's tariff; confirming again
        replaces those that are not settled. An outcome given before is taken back: the case goes on.
        """
        case = held.visit.case(case_id)
        view = view_case(self._catalogue, case, on=on, full_form=self._full_form)
        problem = why_not_ready(view)
        if problem is not None:
            raise problem
        confirmed = replace(case, confirmed_at=self._clock.now(), outcome=None)
        with self._store.write() as work:
            work.visits.save_draft(held.claim, case_id, dict(case.form))
            work.visits.charge(
                held.claim,
                case_id,
                _new_lines(view),
            )
            work.visits.save_case(held.claim, confirmed)
            work.audit.record(self._seat.identity.account, "application_confirmed", held.claim.visit)
            return held.seeing(work.visits.get(held.claim.visit))

    def confirm_what_is_free(self, held: Held, *, on: date) -> Held:
        """Confirm the open cases that need no entry and cost nothing: advice, handing out, drop-off."""
        for case in held.visit.cases:
            if case.outcome is not None or case.confirmed_at is not None:
                continue
            view = view_case(self._catalogue, case, on=on, full_form=self._full_form)
            if why_not_ready(view) is None and view.fees.total_cents == 0:
                held = self.confirm(held, case.id, on=on)
        return held

    def change_service(self, held: Held, case: int, service: str) -> Held:
        """Make the case one of another service; ticks and entries that fit are kept (rule of the counter 3)."""
        with self._store.write() as work:
            work.visits.change_service(held.claim, case, service)
            work.audit.record(self._seat.identity.account, "service_changed", held.claim.visit, service)
            return held.seeing(work.visits.get(held.claim.visit))

    def add_case(self, held: Held, service: str, *, on: date, like_before_case: int | None = None) -> Held:
        """Open one more case in the same visit; *wie vorher* takes over the person of an earlier case of it.

        Raises ``KeyError`` if the earlier case belongs to another visit.
        """
        with self._store.write() as work:
            case_id = work.visits.add_case(held.claim, NewCase(service, on))
            if like_before_case is not None:
                before = work.visits.get(held.claim.visit).case(like_before_case)
                of_the_day = self._catalogue.at(on)
                taken = like_before(of_the_day.service(service), of_the_day, before)
                case = work.visits.get(held.claim.visit).case(case_id)
                work.visits.save_case(
                    held.claim, replace(case, answers=taken.answers, presence=taken.presence)
                )
                work.visits.save_draft(held.claim, case_id, dict(taken.form))
            work.audit.record(self._seat.identity.account, "case_added", held.claim.visit, service)
            return held.seeing(work.visits.get(held.claim.visit))

    def remove_case(self, held: Held, case: int) -> Held:
        """Remove a case opened by mistake."""
        with self._store.write() as work:
            work.visits.remove_case(held.claim, case)
            work.audit.record(self._seat.identity.account, "case_removed", held.claim.visit)
            return held.seeing(work.visits.get(held.claim.visit))

    def go_to(self, held: Held, step: Step) -> None:
        """Remember the step the visit is at, so that a restart offers exactly this one."""
        with self._store.write() as work:
            work.visits.save_step(held.claim, step)


def _new_lines(view: CaseView) -> list[NewLine]:
    reason = clean(view.case.form.get(REASON_FIELD, "")).strip()
    fixed = {field.line.id for field in view.amounts}
    return [
        NewLine(
            line=line.id,
            label=line.label,
            tariff=line.tariff,
            cents=line.cents,
            payee=line.payee,
            quantity=line.quantity,
            reason=reason if line.id in fixed else None,
        )
        for line in view.fees.lines
        if line.due is None and line.cents is not None
    ]
