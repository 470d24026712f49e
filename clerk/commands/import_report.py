"""What an import says at its end: numbers, every draft with its lines, and what was not taken over."""

from pathlib import Path

from clerk.commands.output import say
from clerk.domain.draft import DraftLine
from clerk.domain.recognition import Certainty
from clerk.domain.reimport import Outcome
from clerk.locale import _, ngettext
from clerk.services.import_services import ImportedDraft, ImportReport

Json = dict[str, object]


def report_view(report: ImportReport, folder: Path) -> Json:
    """Return the report in the shape of docs/catalogue.md; ``lines`` and ``certainties`` count all drafts."""
    return {
        "folder": str(folder),
        "services": len(report.drafts),
        "outcomes": _outcomes(report),
        "lines": sum(len(done.draft.lines) for done in report.drafts),
        "recognised": _lines(report, Certainty.SURE),
        "doubtful": _lines(report, Certainty.DOUBTFUL),
        "unknown": _lines(report, Certainty.UNKNOWN),
        "drafts": [_draft(done) for done in report.drafts],
        "ignored": [
            {"file": ignored.file, "entry": ignored.entry or None, "reason": ignored.reason}
            for ignored in report.ignored
        ],
    }


def print_report(report: ImportReport, folder: Path) -> None:
    """Print the report for a person."""
    for done in report.drafts:
        say(f"{_in_words(done)}: {done.draft.service.name} ({done.file or done.draft.id})")
        if done.outcome is not Outcome.UNCHANGED:
            for line in done.draft.lines:
                say(f"  {_certainty(line.certainty)}: {_line(line)}")
    for ignored in report.ignored:
        what = ": ".join(part for part in (ignored.file, ignored.entry) if part)
        say(_("nicht übernommen: {what}: {reason}").format(what=what, reason=ignored.reason))
    say(_summary(report, folder))


def _summary(report: ImportReport, folder: Path) -> str:
    count = len(report.drafts)
    if not count:
        return _("Es konnte nichts übernommen werden.")
    outcomes = _outcomes(report)
    services = ngettext("{count} Leistung", "{count} Leistungen", count).format(count=count)
    numbers = _(
        "{new} neu, {changed} geändert, {beside} neben bearbeitete gelegt, {unchanged} unverändert"
    ).format(
        new=outcomes[Outcome.NEW],
        changed=outcomes[Outcome.CHANGED],
        beside=outcomes[Outcome.BESIDE],
        unchanged=outcomes[Outcome.UNCHANGED],
    )
    lines = _("Unterlagen: {sure} erkannt, {doubtful} unsicher, {unknown} unbekannt.").format(
        sure=_lines(report, Certainty.SURE),
        doubtful=_lines(report, Certainty.DOUBTFUL),
        unknown=_lines(report, Certainty.UNKNOWN),
    )
    where = _("Die Entwürfe liegen in {folder} und gelten nicht, bis sie jemand geprüft und verschoben hat.")
    left = len(report.ignored)
    ignored = ngettext(
        "{count} Eintrag nicht übernommen.", "{count} Einträge nicht übernommen.", left
    ).format(count=left)
    return "\n".join(
        (f"{services}: {numbers}.", lines, *([ignored] if left else []), where.format(folder=folder))
    )


def _outcomes(report: ImportReport) -> dict[str, int]:
    return {outcome.value: sum(done.outcome is outcome for done in report.drafts) for outcome in Outcome}


def _lines(report: ImportReport, certainty: Certainty) -> int:
    return sum(line.certainty is certainty for done in report.drafts for line in done.draft.lines)


def _draft(done: ImportedDraft) -> Json:
    draft, service = done.draft, done.draft.service
    return {
        "id": draft.id,
        "name": service.name,
        "source": {"format": service.key.format, "id": service.key.id, "agency": service.key.agency},
        "outcome": done.outcome,
        "file": done.file,
        "leika": service.leika,
        "same_key": draft.same_key,
        "area": draft.area,
        "amounts_cents": draft.amounts,
        "names": dict(service.names or {}),
        "ignored_languages": service.ignored_languages,
        "lines": [_line_view(line) for line in draft.lines],
    }


def _line_view(line: DraftLine) -> Json:
    return {
        "id": line.id,
        "text": line.source.text,
        "certainty": line.certainty,
        "one_of": line.recognition.groups,
        "review": [{"why": mark.review, "word": mark.word or None} for mark in line.marks],
    }


def _in_words(done: ImportedDraft) -> str:
    return {
        Outcome.NEW: _("neuer Entwurf"),
        Outcome.UNCHANGED: _("unverändert"),
        Outcome.CHANGED: _("Text hat sich geändert, Entwurf erneuert"),
        Outcome.BESIDE: _(
            "Text hat sich geändert, der Entwurf ist bearbeitet; die neue Fassung liegt daneben"
        ),
    }[done.outcome]


def _certainty(certainty: Certainty) -> str:
    return {
        Certainty.SURE: _("erkannt"),
        Certainty.DOUBTFUL: _("unsicher"),
        Certainty.UNKNOWN: _("unbekannt"),
    }[certainty]


def _line(line: DraftLine) -> str:
    documents = " / ".join(" + ".join(group) for group in line.recognition.groups)
    marks = ", ".join(str(mark) for mark in line.marks)
    return " · ".join(part for part in (line.source.text, documents, marks) if part)
