"""The day report of visits as plain text."""

from textwrap import wrap

from clerk.domain.day_report_text import WIDTH, section_lines
from clerk.domain.day_report_words import Say
from clerk.domain.plain_text import clean
from clerk.domain.visit_report import VisitReport
from clerk.domain.visit_report_sections import visit_sections, visit_standing, visit_title
from clerk.locale import german


def visit_text(report: VisitReport, say: Say = german, width: int = WIDTH) -> str:
    """Return the report as lines of at most *width* columns (60 or more), joined by line breaks."""
    lines = [
        f"{report.office} · {report.site}",
        f"{visit_title(say)}, {report.day:%d.%m.%Y}",
        *wrap(visit_standing(report, say), width),
    ]
    for section in visit_sections(report, say):
        lines += section_lines(section, width)
    return "\n".join(clean(line).rstrip() for line in lines) + "\n"
