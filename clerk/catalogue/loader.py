"""Loads the catalogue from its layers: one file per service, and the files they share."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clerk.catalogue.fee_overlay import OwnFees, lay_fees, own_source
from clerk.catalogue.layers import OFFICE_FILE, Layer, layers_of
from clerk.catalogue.office_file import check_office_file, with_settings
from clerk.catalogue.overlay import Part, lay_tables
from clerk.catalogue.references import Known, check_service
from clerk.catalogue.service_file import read_service
from clerk.catalogue.service_overlay import ServiceEntry, id_of, lay_services
from clerk.catalogue.shared_files import (
    DOCUMENTS_FILE,
    FACTS_FILE,
    FEES_FILE,
    OWN_SOURCE,
    SOURCES_FILE,
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
from clerk.catalogue.texts import Texts
from clerk.catalogue.toml_file import Problem, Reports, TomlFile
from clerk.domain.catalogue import Catalogue, Service, newest
from clerk.locale import _

_REQUIRED = {
    FACTS_FILE: ("type", "label", "short"),
    DOCUMENTS_FILE: ("label", "kind"),
    SOURCES_FILE: ("title", "confidence"),
}
"""What a new entry of a file has to have."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a catalogue: all files with their problems, and the services with where they report to.

    ``readable`` is false when a file all services share could not be read: then nothing was checked against it.
    """

    catalogue: Catalogue
    known: Known
    files: tuple[TomlFile, ...]
    services: tuple[tuple[Reports, Service], ...]
    readable: bool

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every mistake found so far, each once, by file and line."""
        return sorted_problems(self.files)


class CatalogueError(ValueError):
    """The catalogue cannot be used; ``problems`` are all mistakes found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def load_catalogue(office: Path | None = None, site_names: Collection[str] = ()) -> Catalogue:
    """Return the shipped catalogue, that of an office laid over it, and that of a site over both.

    *site_names* are what the folder of the site may be called. Raises ``CatalogueError``.
    """
    if office is not None and not office.is_dir():
        sentence = _("Den Ordner des eigenen Katalogs gibt es nicht, oder er ist nicht erreichbar.")
        raise CatalogueError([Problem(str(office), None, sentence)])
    return catalogue_in(layers_of(office, site_names))


def catalogue_in(layers: Sequence[Layer]) -> Catalogue:
    """Return the catalogue in *layers*, the lowest first; raises ``CatalogueError``."""
    reading = read_catalogue(layers)
    if reading.problems:
        raise CatalogueError(reading.problems)
    return reading.catalogue


def read_catalogue(layers: Sequence[Layer]) -> Reading:
    """Return what can be read of the catalogue in *layers*, the lowest first, and every mistake in it."""
    written = _read_files(layers)
    facts_file, facts_content = lay_tables(written.shared[FACTS_FILE], _REQUIRED[FACTS_FILE])
    documents_file, documents_content = lay_tables(written.shared[DOCUMENTS_FILE], _REQUIRED[DOCUMENTS_FILE])
    sources_file, sources_content = lay_tables(written.shared[SOURCES_FILE], _REQUIRED[SOURCES_FILE])
    fees_file, fees_content = lay_fees(written.fees, written.own)
    facts = read_facts(facts_file, facts_content)
    for layer in written.own:
        if layer.office is not None:
            check_office_file(layer.office)
            facts = with_settings(facts, layer.office)
    documents = read_documents(documents_file, documents_content)
    sources = read_sources(sources_file, sources_content)
    if len(layers) > 1 or written.own[0].office is not None:
        sources[OWN_SOURCE] = own_source()
    fees = read_fees(fees_file, fees_content)
    services = _read_services(written.services)

    lost = frozenset[str]().union(*(file.lost for file in written.files))
    known = Known(facts, documents, {fee.id: fee for fee in fees}, sources, lost)
    versions = tuple(service for _file, service in services)
    if written.readable:
        check_facts(facts_file, known, {service.id for service in versions})
        check_documents(documents_file, known)
        check_fee_items(fees_file, fees, known)
        for file, service in services:
            check_service(file, service, known)
            check_fee_periods(file, service, fees_file, fees)
    _check_versions(services)
    if not services:
        facts_file.report(_("Neben dieser Datei steht keine Leistung."))
    catalogue = Catalogue(
        sources=sources,
        facts=facts,
        documents=documents,
        fees=newest(fees),
        services=tuple(newest(versions).values()),
        fee_versions=fees,
        service_versions=versions,
        texts=Texts(layers),
    )
    return Reading(catalogue, known, written.files, services, written.readable)


@dataclass(frozen=True, slots=True)
class _Written:
    """The files of all layers, the lowest first, as read."""

    shared: Mapping[str, list[Part]]
    fees: Part
    own: tuple[OwnFees, ...]
    services: tuple[list[Part], ...]
    stray: tuple[TomlFile, ...]

    @property
    def files(self) -> tuple[TomlFile, ...]:
        """All of them."""
        parts = [self.fees, *(part for parts in self.shared.values() for part in parts)]
        parts += [part for layer in self.own for part in (layer.fees, layer.office) if part is not None]
        parts += [part for layer in self.services for part in layer]
        return (*(file for file, _content in parts), *self.stray)

    @property
    def readable(self) -> bool:
        """Whether every file all services share could be read, at least in parts."""
        lowest = [self.fees, *(parts[0] for parts in self.shared.values())]
        return all(content or not file.incomplete for file, content in lowest)


def _read_files(layers: Sequence[Layer]) -> _Written:
    base, *upper = layers
    shared = {
        name: [base.read(name), *(layer.read(name) for layer in upper if layer.has(name))]
        for name in _REQUIRED
    }
    own = tuple(
        OwnFees(
            fees=layer.read(FEES_FILE) if layer is not base and layer.has(FEES_FILE) else None,
            office=layer.read(OFFICE_FILE) if layer.has(OFFICE_FILE) else None,
        )
        for layer in layers
    )
    found = [(layer, *layer.service_files()) for layer in layers]
    services = tuple([layer.read(name) for name in names] for layer, names, _stray in found)
    stray = tuple(file for _layer, _names, files in found for file in files)
    return _Written(shared, base.read(FEES_FILE), own, services, stray)


def _read_services(layers: Sequence[Sequence[Part]]) -> tuple[tuple[Reports, Service], ...]:
    for file, content in (part for layer in layers for part in layer):
        if not content and not file.problems:
            file.report(_("Die Datei ist leer."))
    entries = lay_services([[part for part in layer if part[1]] for layer in layers])
    services: list[tuple[Reports, Service]] = []
    for entry in entries:
        service = read_service(entry.reports, entry.content)
        _check_names(entry, service)
        services.append((entry.reports, service))
    return tuple(services)


def _check_names(entry: ServiceEntry, service: Service) -> None:
    """Report files of *service* that are not called like it or lie in another area's folder."""
    sentence = _("Die Datei muss {area}/{id}.toml heißen (spätere Fassungen {id}@2027-01-01.toml).")
    for file in entry.files:
        if service.id and (id_of(file), file.name.partition("/")[0]) != (service.id, service.area):
            file.report(sentence.format(area=service.area, id=service.id), key="id")


def _check_versions(services: Sequence[tuple[Reports, Service]]) -> None:
    """Report services of which two versions are valid on the same day."""
    in_time = sorted(services, key=lambda one: (one[1].id, one[1].valid_from is not None, one[1].valid_from))
    for index, (file, service) in enumerate(in_time):
        earlier = [other for _file, other in in_time[:index] if other.id == service.id]
        problem = version_problem(earlier, service)
        if problem is not None:
            file.report(problem, key="valid_from" if service.valid_from else "id")


def sorted_problems(files: Iterable[TomlFile]) -> tuple[Problem, ...]:
    """Return the problems of *files*, each once, by file and line."""
    found = dict.fromkeys(problem for file in files for problem in file.problems)
    return tuple(sorted(found, key=lambda problem: (problem.file, problem.line or 0)))
