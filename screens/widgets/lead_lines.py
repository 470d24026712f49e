"""The lines of the team lead's screen: the table of areas, the course of the day, what is late."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from textual.content import Content

from clerk.domain.areas import area_name
from clerk.domain.office_load import QUARTER, AreaLoad, AreaQueue, Course, Expected, SiteLoad, longest_wait
from clerk.locale import _, ngettext
from screens.text import Align, Cell, columns, join, pad, safe
from screens.theme import ACCENT, MUTED, WARN
from screens.widgets.bars import bars
from screens.widgets.queue_home import minutes

NOTHING = "–"
WIDE = 100
_LABEL = 11
_QUARTERS_OF_AN_HOUR = 4
TALL, FLAT = 3, 1


def heading_line(width: int) -> Content:
    """Return the headings of the table."""
    wide = width >= WIDE
    words = [
        _("Bereich"),
        _("wartend"),
        _("überfällig"),
        _("längste"),
        _("jetzt ankommend") if wide else _("neu (bis)"),
        _("Schalter"),
        _("in Zielzeit") if wide else _("Ziel"),
        _("geparkt"),
        _("Termine"),
    ]
    return _row(words, width, MUTED)


def area_line(area: AreaLoad, width: int) -> Content:
    """Return one area as a line of the table."""
    style = f"bold {WARN}" if area.late_since is not None or area.is_unserved else ""
    served = _("{open} von {all}").format(open=area.open_counters, all=area.counters)
    share = NOTHING if area.in_target is None else f"{area.in_target} %"
    cells = _queue_cells(area.queue, area.longest, area.expected, served, share)
    return _row([area_name(area.area), *cells], width, style)


def site_line(load: SiteLoad, width: int) -> Content:
    """Return all areas together; what they add up to of visits that are over is nobody's to compute."""
    cells = _queue_cells(load.queue, longest_wait(load.queue, load.at), None, "", "")
    return _row([_("Alle Bereiche"), *cells], width, "bold")


def course_lines(course: Course, zone: ZoneInfo, width: int, height: int) -> Iterator[Content]:
    """Yield arrivals and served visits per quarter hour as bars, and the hours below; the newest quarters fit."""
    room = (width - _LABEL) // _QUARTERS_OF_AN_HOUR * _QUARTERS_OF_AN_HOUR
    hidden = max(0, -(-(len(course.arrivals) - room) // _QUARTERS_OF_AN_HOUR)) * _QUARTERS_OF_AN_HOUR
    arrivals, served = course.arrivals[hidden:], course.served[hidden:]
    most = max([*arrivals, *(value for value in served if value is not None)], default=0)
    yield from _bar_lines(_("Ankünfte"), bars(arrivals, most, height), "")
    yield from _bar_lines(_("Erledigte"), bars(served, most, height), ACCENT)
    first = course.begins + hidden * QUARTER
    hours = range(0, len(arrivals), _QUARTERS_OF_AN_HOUR)
    names = (f"{(first + hour * QUARTER).astimezone(zone):%H}" for hour in hours)
    yield safe(" " * _LABEL + "".join(pad(name, _QUARTERS_OF_AN_HOUR) for name in names), MUTED)


def late_lines(load: SiteLoad, zone: ZoneInfo) -> Iterator[Content]:
    """Yield what needs somebody to look at it."""
    for area in load.areas:
        if area.is_unserved:
            count = area.queue.waiting
            words = ngettext(
                "{area}: {count} wartet, kein Schalter ist offen",
                "{area}: {count} warten, kein Schalter ist offen",
                count,
            )
            yield safe("! " + words.format(area=area_name(area.area), count=count), f"bold {WARN}")
        if area.late_since is not None:
            words = _("{area} über {target} seit {time}").format(
                area=area_name(area.area),
                target=minutes(area.setting.target),
                time=f"{area.late_since.astimezone(zone):%H:%M}",
            )
            yield safe("! " + words, f"bold {WARN}")


def _queue_cells(
    queue: AreaQueue, longest: timedelta | None, expected: Expected | None, served: str, share: str
) -> list[str]:
    return [
        str(queue.waiting),
        str(queue.overdue) if queue.overdue else NOTHING,
        NOTHING if longest is None else minutes(longest),
        NOTHING if expected is None else _expected(expected),
        served,
        share,
        str(queue.parked) if queue.parked else NOTHING,
        str(queue.coming) if queue.coming else NOTHING,
    ]


def _expected(expected: Expected) -> str:
    """Return the wait somebody who arrives now can expect, in minutes."""
    if expected.bound < timedelta(minutes=1):
        return _("sofort")
    median, bound = (wait // timedelta(minutes=1) for wait in (expected.median, expected.bound))
    return _("{median} (bis {bound})").format(median=median, bound=bound)


def _row(words: Sequence[str], width: int, style: str) -> Content:
    """Return one line of the table; where it is narrow overdue visits and appointments stand elsewhere."""
    name, waiting, overdue, longest, expected, counters, share, parked, coming = words
    if width >= WIDE:
        cells = [(waiting, 8), (overdue, 11), (longest, 9), (expected, 16), (counters, 9), (share, 12)]
        cells += [(parked, 8), (coming, 8)]
    else:
        cells = [(waiting, 7), (longest, 8), (expected, 12), (counters, 8), (share, 5), (parked, 7)]
    texts = [Cell(text, size, style, Align.RIGHT) for text, size in cells]
    return columns([Cell(name, None, style), *texts], width, gap=1)


def _bar_lines(label: str, lines: Sequence[str], style: str) -> Iterator[Content]:
    for place, line in enumerate(lines):
        title = label if place == len(lines) - 1 else ""
        yield join([safe(pad(title, _LABEL), MUTED), safe(line, style)], "")
