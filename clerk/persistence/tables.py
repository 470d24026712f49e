"""All tables of the store: importing this module makes ``METADATA`` complete."""

from clerk.persistence.columns import METADATA
from clerk.persistence.tables_alarm import AlarmRow
from clerk.persistence.tables_appointment import AppointmentRow
from clerk.persistence.tables_case import (
    CaseDraftRow,
    CaseFactRow,
    CaseHandOutRow,
    CaseHistoryRow,
    CaseRequirementRow,
    CaseRow,
    ChargedLineRow,
)
from clerk.persistence.tables_load import LoadEventRow, MissingDocumentRow
from clerk.persistence.tables_office import AuditRow, OutboxRow, SettingRow
from clerk.persistence.tables_people import (
    AccountRoleRow,
    AccountRow,
    AreaSettingRow,
    CounterRow,
    CounterSkillRow,
    SignInTryRow,
    SiteRow,
    TerminalRow,
)
from clerk.persistence.tables_queue import (
    CallRequestRow,
    RequestOutcome,
    TicketSeriesRow,
    VisitPersonRow,
    VisitRow,
)

__all__ = [
    "METADATA",
    "AccountRoleRow",
    "AccountRow",
    "AlarmRow",
    "AppointmentRow",
    "AreaSettingRow",
    "AuditRow",
    "CallRequestRow",
    "CaseDraftRow",
    "CaseFactRow",
    "CaseHandOutRow",
    "CaseHistoryRow",
    "CaseRequirementRow",
    "CaseRow",
    "ChargedLineRow",
    "CounterRow",
    "CounterSkillRow",
    "LoadEventRow",
    "MissingDocumentRow",
    "OutboxRow",
    "RequestOutcome",
    "SettingRow",
    "SignInTryRow",
    "SiteRow",
    "TerminalRow",
    "TicketSeriesRow",
    "VisitPersonRow",
    "VisitRow",
]
