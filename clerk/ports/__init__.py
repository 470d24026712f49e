"""What the services need from the outside, named by role.

Adapters in ``clerk.persistence`` and ``integrations`` implement these; ``clerk.bootstrap`` connects them.
"""

from clerk.ports.alarms import AlarmBoard
from clerk.ports.appointments import AppointmentBook
from clerk.ports.board import CallsNow, CallsOfSite
from clerk.ports.books import Corrections, DayBook, DayClosed, Stornos
from clerk.ports.card import (
    CardTerminal,
    IdentityTaken,
    LeaseLost,
    PaymentBlocked,
    PaymentJournal,
    PaymentListener,
    PaymentOrder,
    PaymentProgress,
    TerminalInUse,
    TerminalSilent,
    TerminalStatus,
    Upkeep,
)
from clerk.ports.counters import Counters, SiteName
from clerk.ports.deliveries import (
    Delivery,
    HandoverBacklog,
    HandoverJob,
    HandoverQueue,
    Job,
    Outbox,
    SpecialistFault,
    SpecialistSystem,
)
from clerk.ports.drafts import DraftShelf, DraftsUnwritable
from clerk.ports.load import OfficeLoad, ServedSoFar, SiteEntry
from clerk.ports.ownership import Claim, ClaimLost, Clock, StoreUnavailable
from clerk.ports.paper import NumberTaken, PaperArrival, PaperSeries
from clerk.ports.people import Accounts
from clerk.ports.printing import PrinterFault, ReceiptPrinter
from clerk.ports.queue import (
    AlreadyServing,
    Arrival,
    CallAnswer,
    Called,
    CounterTaken,
    DayEnd,
    NewCase,
    Nobody,
    NotTakenUp,
    QueueEntry,
    QueueLead,
    QueueSnapshot,
    QueueSystem,
    TakenBack,
    Unreachable,
)
from clerk.ports.store import AuditTrail, ChangeFeed, UnitOfWork, Work
from clerk.ports.visits import AtCashOffice, EndedVisit, LineLocked, NewLine, Visits

__all__ = [
    "Accounts",
    "AlarmBoard",
    "AlreadyServing",
    "AppointmentBook",
    "Arrival",
    "AtCashOffice",
    "AuditTrail",
    "CallAnswer",
    "Called",
    "CallsNow",
    "CallsOfSite",
    "CardTerminal",
    "ChangeFeed",
    "Claim",
    "ClaimLost",
    "Clock",
    "Corrections",
    "CounterTaken",
    "Counters",
    "DayBook",
    "DayClosed",
    "DayEnd",
    "Delivery",
    "DraftShelf",
    "DraftsUnwritable",
    "EndedVisit",
    "HandoverBacklog",
    "HandoverJob",
    "HandoverQueue",
    "IdentityTaken",
    "Job",
    "LeaseLost",
    "LineLocked",
    "NewCase",
    "NewLine",
    "Nobody",
    "NotTakenUp",
    "NumberTaken",
    "OfficeLoad",
    "Outbox",
    "PaperArrival",
    "PaperSeries",
    "PaymentBlocked",
    "PaymentJournal",
    "PaymentListener",
    "PaymentOrder",
    "PaymentProgress",
    "PrinterFault",
    "QueueEntry",
    "QueueLead",
    "QueueSnapshot",
    "QueueSystem",
    "ReceiptPrinter",
    "ServedSoFar",
    "SiteEntry",
    "SiteName",
    "SpecialistFault",
    "SpecialistSystem",
    "StoreUnavailable",
    "Stornos",
    "TakenBack",
    "TerminalInUse",
    "TerminalSilent",
    "TerminalStatus",
    "UnitOfWork",
    "Unreachable",
    "Upkeep",
    "Visits",
    "Work",
]
