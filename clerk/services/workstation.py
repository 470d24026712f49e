"""All a signed-in person can do at a workplace: the services, built once after the sign-in."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from clerk.domain.catalogue import Catalogue
from clerk.domain.people import Seat
from clerk.ports import ChangeFeed, Clock
from clerk.services.appointments import Appointments
from clerk.services.arrive import Arrive
from clerk.services.call_next import CallNext
from clerk.services.card_desk import CardDesk
from clerk.services.close_visit import CloseVisit
from clerk.services.correct_decisions import CorrectDecisions
from clerk.services.day_closing import DayClosing
from clerk.services.enter_paper import EnterPaper
from clerk.services.find import Find
from clerk.services.hand_over import HandOver
from clerk.services.knowledge import Knowledge
from clerk.services.lead_visits import LeadVisits
from clerk.services.overview import QueueOverview
from clerk.services.own_counter import OwnCounter
from clerk.services.precheck import Precheck
from clerk.services.print_out import PrintOut
from clerk.services.procedure import Procedure
from clerk.services.queue_care import QueueCare
from clerk.services.set_aside import SetAside
from clerk.services.settle import Settle
from clerk.services.sign_in import SignIn
from clerk.services.silent_alarm import SilentAlarm
from clerk.services.storno import Storno
from clerk.services.storno_at_terminal import StornoAtTerminal
from clerk.services.team_lead import TeamLead
from clerk.services.visit_reports import VisitReports


@dataclass(frozen=True, slots=True)
class Workstation:
    """The services of one seat.

    ``card`` and ``storno_at_terminal`` are None where the workplace has no card terminal, or one that cannot be
    used: then ``terminal_fault`` says why. ``lead`` is None for who is no team lead, ``reads_zone`` is whether the
    office lets identity documents be read by a scanner here.
    """

    seat: Seat
    catalogue: Catalogue
    clock: Clock
    zone: ZoneInfo
    full_form: bool
    sign_in: SignIn
    overview: QueueOverview
    arrive: Arrive
    appointments: Appointments
    call_next: CallNext
    precheck: Precheck
    procedure: Procedure
    card: CardDesk | None
    terminal_fault: str | None
    settle: Settle
    close_visit: CloseVisit
    storno_at_terminal: StornoAtTerminal | None
    hand_over: HandOver
    set_aside: SetAside
    own_counter: OwnCounter
    queue_care: QueueCare
    lead: TeamLead | None
    lead_visits: LeadVisits
    visit_reports: VisitReports
    days: DayClosing
    stornos: Storno
    corrections: CorrectDecisions
    find: Find
    knowledge: Knowledge
    print_out: PrintOut
    alarm: SilentAlarm
    paper: EnterPaper
    changes: ChangeFeed
    reads_zone: bool = False

    def today(self) -> date:
        """Return the day at the office."""
        return self.clock.now().astimezone(self.zone).date()
