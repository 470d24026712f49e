"""Silent alarms in the store: the ``AlarmBoard`` that all workstations of a site share."""

from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from clerk.domain.alarm import SHOWN_FOR, Alarm
from clerk.domain.people import Workplace
from clerk.persistence import audit_trail
from clerk.persistence.arrivals import stored_id
from clerk.persistence.driver import driver_of
from clerk.persistence.store import Store
from clerk.persistence.tables_alarm import AlarmRow
from clerk.persistence.tables_people import CounterRow
from clerk.ports import Clock


class StoredAlarms:
    """Alarms in *store*, dated by *clock*."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep alarms in *store*."""
        self._store = store
        self._clock = clock

    def put_up(self, workplace: Workplace, account: int) -> None:
        """Raise the alarm of a counter, once more if the one before was answered or is not shown any longer."""
        with self._store.write() as session:
            now = self._clock.now()
            before = session.exec(
                select(AlarmRow).where(
                    AlarmRow.counter == workplace.counter, col(AlarmRow.ended_at).is_(None)
                )
            ).first()
            if before is not None and before.answered_by is None and before.raised_at > now - SHOWN_FOR:
                return
            if before is not None:
                before.ended_at = now
                session.flush()
            session.add(AlarmRow(site=workplace.site, counter=workplace.counter, raised_at=now))
            _note(session, now, workplace, account, "alarm_raised", workplace.label)

    def open_at(self, site: int) -> tuple[Alarm, ...]:
        """Return the alarms of a site that nobody has ended, as long as they are shown."""
        where, helper = aliased(CounterRow), aliased(CounterRow)
        query = (
            select(AlarmRow, where.label, helper.label)
            .join(where, col(where.id) == AlarmRow.counter)
            .outerjoin(helper, col(helper.id) == AlarmRow.answered_by)
            .where(
                col(AlarmRow.ended_at).is_(None),
                AlarmRow.site == site,
                col(AlarmRow.raised_at) > self._clock.now() - SHOWN_FOR,
            )
        )
        with self._store.read() as session:
            return tuple(
                Alarm(stored_id(row.id), row.counter, label, row.raised_at, answered_by)
                for row, label, answered_by in session.exec(query)
            )

    def answer(self, alarm: int, workplace: Workplace, account: int) -> None:
        """Note that somebody of this counter goes there; the first answer stays."""
        with self._store.write() as session:
            row = _open(session, alarm, workplace)
            if row is None or row.answered_by is not None:
                return
            now = self._clock.now()
            row.answered_by, row.answered_at = workplace.counter, now
            _note(session, now, workplace, account, "alarm_answered", str(alarm))

    def take_down(self, alarm: int, workplace: Workplace, account: int) -> None:
        """End an alarm."""
        with self._store.write() as session:
            row = _open(session, alarm, workplace)
            if row is None:
                return
            row.ended_at = now = self._clock.now()
            _note(session, now, workplace, account, "alarm_ended", str(alarm))


def _open(session: Session, alarm: int, workplace: Workplace) -> AlarmRow | None:
    row = session.get(AlarmRow, alarm)
    return row if row is not None and row.site == workplace.site and row.ended_at is None else None


def _note(
    session: Session, at: datetime, workplace: Workplace, account: int, action: str, detail: str
) -> None:
    audit_trail.append(
        driver_of(session.connection()),
        at=at,
        account=account,
        counter=workplace.counter,
        action=action,
        detail=detail,
    )
