"""The screen between two people: who waits, who is parked, and the one key that calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from clerk.domain.areas import area_name
from clerk.domain.visit import VisitState
from clerk.locale import _, ngettext
from clerk.services.overview import Overview, OverviewRow, PrecheckNote, PrecheckState
from clerk.services.set_aside import back_name, park_reason_name
from screens.text import Align, Cell, columns, join, safe
from screens.theme import ERROR, MUTED, OK, WARN
from screens.widgets.virtual_list import VirtualList

WIDE = 100


@dataclass(frozen=True, slots=True)
class QueueHeading:
    """A title between parts of the list."""

    text: str


QueueRow = OverviewRow | QueueHeading


def minutes(duration: timedelta) -> str:
    """Return a duration as people say it at a counter."""
    return _("{count} Min.").format(count=max(0, int(duration.total_seconds() // 60)))


def precheck_text(note: PrecheckNote) -> tuple[str, str]:
    """Return the pre-check in words, and the style beside."""
    match note.state:
        case PrecheckState.NONE:
            return _("nicht vorgeprüft"), MUTED
        case PrecheckState.PRESENTED:
            return _("laut Vorprüfung vorgelegt"), OK
        case PrecheckState.UNDECIDED:
            return _("Vorprüfung offen"), WARN
        case PrecheckState.MISSING:
            text = _("{count} fehlt: {first}").format(count=len(note.missing), first=note.missing[0])
            return text, ERROR


class QueueList(VirtualList[QueueRow]):
    """Waiting and parked visits; the cursor passes over headings."""

    def action_cursor_by(self, rows: int) -> None:
        """Move the cursor, over headings."""
        place = self.cursor + rows
        while 0 <= place < len(self.rows) and isinstance(self.rows[place], QueueHeading):
            place += 1 if rows > 0 else -1
        if 0 <= place < len(self.rows):
            self.cursor = place


class QueueHome(Vertical):
    """Shows the queue of the site in the order in which this counter would call."""

    class Chosen(Message):
        """Enter was pressed on a waiting or parked visit."""

        def __init__(self, row: OverviewRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, zone: ZoneInfo, invitation: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._zone = zone
        self._summary = Static(id="queue-summary")
        self._list = QueueList(_key, self._draw, id="queue-list")
        self._invitation = Static(safe(invitation, "bold"), id="invitation")

    def compose(self) -> ComposeResult:
        """Figures, list, invitation."""
        yield self._summary
        yield self._list
        yield self._invitation

    @property
    def current(self) -> OverviewRow | None:
        """The visit under the cursor, None when nobody is in the list."""
        row = self._list.current
        return row if isinstance(row, OverviewRow) else None

    def focus_list(self) -> None:
        """Let arrow keys move in the list."""
        self._list.focus()

    def show(self, overview: Overview) -> None:
        """Show the queue; the cursor stays on its visit."""
        self._summary.update(_summary(overview, self._zone))
        rows: list[QueueRow] = list(overview.waiting)
        if overview.parked:
            rows += [QueueHeading(_("Geparkt: {count}").format(count=len(overview.parked))), *overview.parked]
        # not before the queue was read: that would be a lie
        self._list.empty = _("Niemand wartet.")
        self._list.show(rows)

    def on_virtual_list_selected(self, event: VirtualList.Selected) -> None:
        """Tell which visit was chosen."""
        event.stop()
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def _draw(self, row: QueueRow, width: int, _selected: bool) -> Content:
        if isinstance(row, QueueHeading):
            return columns([Cell(row.text, None, "bold")], width)
        return draw_row(row, width, self._zone)


def draw_row(row: OverviewRow, width: int, zone: ZoneInfo) -> Content:
    """Draw one visit of the queue in *width* cells."""
    entry = row.entry
    base = "" if entry.eligible or entry.state is VisitState.PARKED else MUTED
    services = " + ".join(row.services)
    if entry.state is VisitState.PARKED and entry.park_reason is not None:
        remark, style = park_reason_name(entry.park_reason), ""
    elif row.paused_until is not None:
        again = _clock(row.paused_until, zone)
        remark, style = _("kam nicht, wieder ab {time}").format(time=again), WARN
    elif entry.awaited is not None:
        remark, style = back_name(entry.awaited), WARN
    else:
        remark, style = precheck_text(row.precheck)
    appointment = _clock(entry.appointment_at, zone)
    booked = _("Termin {time}").format(time=appointment) if appointment else ""
    waited = minutes(row.waited)
    ticket = Cell(entry.ticket, 5, base or "bold")
    note = Cell(remark, None, base or style)
    if width < WIDE:
        when = Cell(booked or waited, 12, base, Align.RIGHT)
        return columns([ticket, Cell(services, 17, base), when, note], width)
    return columns(
        [
            ticket,
            Cell(services, 32, base),
            Cell(area_name(entry.area), 16, MUTED),
            Cell(booked, 12, base),
            Cell(waited, 8, base, Align.RIGHT),
            note,
        ],
        width,
    )


def _clock(moment: datetime | None, zone: ZoneInfo) -> str:
    return "" if moment is None else moment.astimezone(zone).strftime("%H:%M")


def _key(row: QueueRow) -> str:
    return row.text if isinstance(row, QueueHeading) else str(row.entry.visit)


def _summary(overview: Overview, zone: ZoneInfo) -> Content:
    waiting = ngettext("Es wartet {count}", "Es warten {count}", overview.waiting_count)
    longest = "–" if overview.longest_wait is None else minutes(overview.longest_wait)
    within_the_hour = overview.at + timedelta(hours=1)
    coming = sum(
        1
        for row in overview.booked
        if row.entry.appointment_at and row.entry.appointment_at <= within_the_hour
    )
    parts = [
        safe(waiting.format(count=overview.waiting_count), "bold"),
        safe(_("längste Wartezeit {time}").format(time=longest)),
        safe(_("Termine bis {time}: {count}").format(time=_clock(within_the_hour, zone), count=coming)),
    ]
    if overview.parked:
        parts.append(safe(_("geparkt {count}").format(count=len(overview.parked))))
    return join(parts, safe(" · ", MUTED))
