"""Loads the catalogue from its folder: one file per service, and the files they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clerk.catalogue.references import Known, check_service
from clerk.catalogue.service_file import read_service
from clerk.catalogue.shared_files import (
    SHARED_FILES,
    read_documents,
    read_facts,
    read_fees,
    read_sources,
)
from clerk.catalogue.shared_references import (
    check_documents,
    check_facts,
    check_fee_items,
    check_fee_periods,
    version_problem,
)
from clerk.catalogue.toml_table import Problem, TomlFile
from clerk.domain.catalogue import Catalogue, Service, newest
from clerk.locale import _

SHIPPED = Path(__file__).parent / "shipped"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a catalogue; without problems ``service_files`` fit ``catalogue.service_versions``."""

    catalogue: Catalogue
    shared_files: tuple[TomlFile, ...]
    service_files: tuple[TomlFile, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every mistake found so far, by file and line."""
        found = (problem for file in (*self.shared_files, *self.service_files) for problem in file.problems)
        return tuple(sorted(found, key=lambda problem: (problem.file, problem.line or 0)))


class CatalogueError(ValueError):
    """The catalogue cannot be used; ``problems`` are all mistakes found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def load_catalogue(directory: Path | None = None) -> Catalogue:
    """Return the catalogue in *directory*, or the shipped one; raises ``CatalogueError``."""
    reading = read_catalogue(directory or SHIPPED)
    if reading.problems:
        raise CatalogueError(reading.problems)
    return reading.catalogue


def read_catalogue(root: Path) -> Reading:
    """Return what can be read of the catalogue in *root*, and every mistake in it."""
    sources_file, sources = read_sources(root)
    facts_file, facts = read_facts(root)
    documents_file, documents = read_documents(root)
    fees_file, fees = read_fees(root)
    read = [read_service(path, root) for path in _service_paths(root)]
    services = tuple((file, service) for file, service in read if service is not None)

    check_facts(facts_file, facts, {service.id for _file, service in services})
    check_documents(documents_file, documents, sources)
    check_fee_items(fees_file, fees, sources)
    known = Known(facts, documents, {fee.id: fee for fee in fees}, sources)
    for file, service in services:
        check_service(file, service, known)
        check_fee_periods(file, service, fees)
    _check_versions(services)

    versions = tuple(service for _file, service in services)
    catalogue = Catalogue(
        sources=sources,
        facts=facts,
        documents=documents,
        fees=newest(fees),
        services=tuple(newest(versions).values()),
        fee_versions=fees,
        service_versions=versions,
    )
    if not read:
        facts_file.report(_("Neben dieser Datei steht keine Leistung."))
    return Reading(
        catalogue=catalogue,
        shared_files=(sources_file, facts_file, documents_file, fees_file),
        service_files=tuple(file for file, _service in read),
    )


def _service_paths(root: Path) -> list[Path]:
    return sorted(
        path for path in root.rglob("*.toml") if path.relative_to(root).as_posix() not in SHARED_FILES
    )


def _check_versions(services: Sequence[tuple[TomlFile, Service]]) -> None:
    """Report services of which two versions are valid on the same day."""
    in_time = sorted(services, key=lambda one: (one[1].id, one[1].valid_from is not None, one[1].valid_from))
    for index, (file, service) in enumerate(in_time):
        earlier = [other for _file, other in in_time[:index] if other.id == service.id]
        problem = version_problem(earlier, service)
        if problem is not None:
            file.report(problem, key="id")
