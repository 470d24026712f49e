"""The day report of visits as PDF pages (A4)."""

from datetime import UTC, datetime, time

from clerk.domain.visit_report import VisitReport
from clerk.domain.visit_report_sections import visit_sections, visit_standing, visit_title
from integrations.printing.report_page import Letter, report_head, report_pages, report_section


def visit_report_pdf(report: VisitReport) -> bytes:
    """Return the report as a PDF document."""
    letter = Letter(
        office=report.office,
        site=report.site,
        title=visit_title(),
        day=report.day,
        standing=visit_standing(report),
        moment=datetime.combine(report.day, time(), UTC),
    )
    pdf = report_pages(letter)
    report_head(pdf, letter)
    for section in visit_sections(report):
        report_section(pdf, section)
    return bytes(pdf.output())
