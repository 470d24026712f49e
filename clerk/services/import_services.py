"""Descriptions of services exported elsewhere become drafts of our catalogue; what a person edited is never touched."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TypeAlias

from clerk.domain.draft import Draft
from clerk.domain.imported_service import Entry, IgnoredEntry, ImportedService, UnreadableSource
from clerk.domain.reimport import Outcome, PlannedFile, beside_names, decide
from clerk.locale import _
from clerk.ports import DraftShelf

MOST_SERVICES = 20_000
"""Services of one import; all Länder together publish fewer under one roof."""
TOGETHER = 500
"""Drafts that are written at once: few enough to hold, many enough for the state to be written seldom."""

Source: TypeAlias = tuple[str, Iterable[Entry]]
"""A file by its name, and what is in it; reading on may raise ``UnreadableSource``."""


@dataclass(frozen=True, slots=True)
class ImportedDraft:
    """What became of one description; ``file`` is the name of the file written, None where none was."""

    draft: Draft
    outcome: Outcome
    file: str | None


@dataclass(frozen=True, slots=True)
class Ignored:
    """An entry that became no draft, or with an empty ``entry`` a file that could not be read (further)."""

    file: str
    entry: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What an import did, in the order of the files."""

    drafts: list[ImportedDraft] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)


class ImportServices:
    """Imports into one shelf of drafts."""

    def __init__(
        self, shelf: DraftShelf, make: Callable[[ImportedService], Draft], write: Callable[[Draft], str]
    ) -> None:
        """Use *make* for the draft of a description and *write* for the content of its file."""
        self._shelf = shelf
        self._make = make
        self._write = write

    def run(self, sources: Iterable[Source], on_service: Callable[[], None] = lambda: None) -> ImportReport:
        """Import all *sources* and return what became of every entry; calls *on_service* after each.

        A source that cannot be read further leaves what came before it imported. Raises ``DraftsUnwritable``; what was
        written before is whole.
        """
        report = ImportReport()
        batch = _Batch(self._shelf)
        for service in _usable(sources, report):
            batch.add(self._plan(service), report)
            on_service()
        batch.finish()
        return report

    def _plan(self, service: ImportedService) -> "_Plan":
        draft = self._make(service)
        before = self._shelf.remembered(draft.id)
        source = service.fingerprint
        if before.source == source:
            return _Plan(draft, Outcome.UNCHANGED)
        text = self._write(draft)
        planned = _hash(text)
        name = f"{draft.id}.toml"
        outcome = decide(before, source, self._shelf.standing(name), planned)
        if outcome is not Outcome.BESIDE:
            remember = replace(before, source=source, draft=planned)
            return _Plan(draft, outcome, PlannedFile(name, text, draft.id, remember))
        remember = replace(before, source=source, beside=planned)
        beside = self._free_beside(draft.id, {before.beside, planned})
        return _Plan(draft, outcome, PlannedFile(beside, text, draft.id, remember) if beside else None)

    def _free_beside(self, draft_id: str, ours: set[str]) -> str | None:
        """Return the first name beside a draft that is free or holds what an import wrote, None without one."""
        names = beside_names(draft_id)
        return next((name for name in names if self._shelf.standing(name) in {None, *ours}), None)


@dataclass(frozen=True, slots=True)
class _Plan:
    draft: Draft
    outcome: Outcome
    file: PlannedFile | None = None


class _Batch:
    """Plans that are carried out together."""

    def __init__(self, shelf: DraftShelf) -> None:
        self._shelf = shelf
        self._files: list[PlannedFile] = []

    def add(self, plan: _Plan, report: ImportReport) -> None:
        if plan.file is None and plan.outcome is Outcome.BESIDE:
            reason = _("Neben dem bearbeiteten Entwurf liegen schon zu viele neue Fassungen.")
            report.ignored.append(Ignored("", plan.draft.service.name, reason))
            return
        report.drafts.append(ImportedDraft(plan.draft, plan.outcome, plan.file.name if plan.file else None))
        if plan.file is not None:
            self._files.append(plan.file)
        if len(self._files) >= TOGETHER:
            self.finish()

    def finish(self) -> None:
        if self._files:
            self._shelf.lay_down(self._files)
        self._files = []


def _usable(sources: Iterable[Source], report: ImportReport) -> Iterator[ImportedService]:
    """Yield each service once; what is none, comes twice or cannot be read goes into *report*."""
    seen: set[str] = set()
    for name, entries in sources:
        for entry in _until_unreadable(name, entries, report):
            if isinstance(entry, IgnoredEntry):
                report.ignored.append(Ignored(name, entry.name, entry.reason))
                continue
            if entry.key.entry_id in seen:
                reason = _("Die Kennung {id} kommt mehrmals vor; die erste Fassung gilt.")
                report.ignored.append(Ignored(name, entry.name, reason.format(id=entry.key.id)))
                continue
            seen.add(entry.key.entry_id)
            yield entry


def _until_unreadable(name: str, entries: Iterable[Entry], report: ImportReport) -> Iterator[Entry]:
    try:
        for entry in entries:
            if len(report.drafts) + len(report.ignored) >= MOST_SERVICES:
                reason = _("Es sind mehr als {count} Einträge; der Rest ist nicht gelesen.")
                report.ignored.append(Ignored(name, "", reason.format(count=MOST_SERVICES)))
                return
            yield entry
    except UnreadableSource as error:
        report.ignored.append(Ignored(name, "", str(error)))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
