"""What the people of a simulated office do with a visit: ask, tick, type, charge and close, by the real services."""

from datetime import date, timedelta

from clerk.domain.case_view import CaseView, view_case
from clerk.domain.catalogue import Catalogue, Fact, FactType
from clerk.domain.facts import Answer, questions
from clerk.domain.fixed_amounts import REASON_FIELD
from clerk.domain.money import format_cents
from clerk.domain.precheck import Presence, checklist, to_bring
from clerk.domain.settlement import Way
from clerk.domain.visit import Case
from clerk.locale import _
from clerk.services.close_visit import CloseVisit
from clerk.services.held import Held
from clerk.services.precheck import Precheck, with_answer, with_presence
from clerk.services.procedure import Procedure, with_value
from clerk.services.settle import Settle

MADE_UP = {
    "bin_kind": "Bioabfall",
    "birth_date": "03.05.1988",
    "bool": "ja",
    "code_zb1": "Ab3dE5g",
    "container_litres": "120",
    "evb": "A123456",
    "fin": "A1BS31Z0430336179",
    "fin_pruefziffer": "4",
    "fuehrerscheinnummer": "B072RRE2I55",
    "gender": "weiblich",
    "hu_month": "11/2027",
    "iban": "DE89370400440532013000",
    "int": "2",
    "kassenzeichen_local": "5.0101.123456",
    "kennzeichen": "RV-AB 12",
    "kennzeichen_sonder": "RV-04123",
    "person_name": "Beispiel, Erika",
    "person_or_company": "Muster GmbH",
    "plz": "88212",
    "text": "Beispiel",
    "zb2_nr": "AB123456",
}
"""A valid entry for every kind of field but dates."""
_LIES_AHEAD = frozenset({"valid_to", "id_valid_to"})
_SOME_WEEKS, _SOME_MONTHS = timedelta(days=21), timedelta(days=280)


class ClericalWork:
    """Serves visits at one place."""

    def __init__(
        self,
        catalogue: Catalogue,
        precheck: Precheck,
        procedure: Procedure,
        settle: Settle,
        closing: CloseVisit,
    ) -> None:
        self._catalogue = catalogue
        self._precheck = precheck
        self._procedure = procedure
        self._settle = settle
        self._closing = closing

    def look_at_documents(self, held: Held) -> Held:
        """Ask what decides and see everything that is to be brought."""
        for case in held.visit.cases:
            held = held.with_case(self._looked_at(case))
            self._precheck.save(held, case.id)
        return held

    def finish(self, held: Held, *, on: date) -> None:
        """Fill in and confirm every application, send notices for the fees, and close."""
        for case in held.visit.cases:
            held = held.with_case(self._filled(case, on))
            held = self._procedure.confirm(held, case.id, on=on)
        unpaid = [line.id for line in held.visit.lines if not line.is_settled]
        if unpaid:
            held = self._settle.otherwise(held, unpaid, Way.NOTICE, reason=_("Karte nicht lesbar"))
        self._closing.close(held, on=on)

    def _looked_at(self, case: Case) -> Case:
        catalogue = self._catalogue.at(case.as_of)
        service = catalogue.service(case.service)
        while True:
            asked = [
                question
                for question in questions(service, catalogue, case.answers)
                if question.answer is None
            ]
            if not asked:
                break
            case = with_answer(case, asked[0].fact.id, usual(asked[0].fact))
        for line in to_bring(checklist(service, catalogue, case.answers, case.presence)):
            case = with_presence(case, line.id, Presence.PRESENTED)
        return case

    def _filled(self, case: Case, on: date) -> Case:
        for state in self._view(case, on).form.fields:
            case = with_value(case, state.field.id, _entry(state.field.id, state.field.validator, on))
        amounts = self._view(case, on).amounts
        for field in amounts:
            case = with_value(case, field.id, format_cents(field.line.min_cents or 0))
        return with_value(case, REASON_FIELD, _("geringer Aufwand")) if amounts else case

    def _view(self, case: Case, on: date) -> CaseView:
        return view_case(self._catalogue, case, on=on)


def usual(fact: Fact) -> Answer:
    """Answer as most people would: no, a grown-up's age, the first choice."""
    match fact.type:
        case FactType.BOOL:
            return False
        case FactType.INT:
            return 38
        case FactType.ENUM:
            return fact.values[0]


def _entry(field: str, validator: str, on: date) -> str:
    if validator != "date":
        return MADE_UP[validator]
    day = on + _SOME_MONTHS if field in _LIES_AHEAD else on - _SOME_WEEKS
    return day.strftime("%d.%m.%Y")
