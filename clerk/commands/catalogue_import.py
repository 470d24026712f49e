"""``clerk catalogue import``: descriptions of services from XZuFi and dldb become drafts of the office's catalogue."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from clerk.commands.output import print_json
from clerk.commands.parser import Subparsers, add_command, offer_json
from clerk.commands.problems import Problem
from clerk.locale import _, ngettext

if TYPE_CHECKING:
    from clerk.commands.import_files import SourceFile
    from clerk.domain.draft import Draft
    from clerk.domain.imported_service import ImportedService

Watch = tuple[Callable[[int], None], Callable[[], None]]
"""What is told the bytes read, and what every service done."""


def register_import(family: Subparsers) -> None:
    """Add the command to the family ``clerk catalogue``."""
    parser = add_command(
        family,
        "import",
        _import,
        _("Leistungsbeschreibungen (XZuFi 2.2, dldb) als Entwürfe übernehmen"),
        example="clerk catalogue import leistungen.xml --into ./katalog",
    )
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar=_("DATEI"),
        help=_("Dateien, Ordner oder Listen von Dateien (.txt)"),
    )
    parser.add_argument(
        "--into", type=Path, metavar=_("ORDNER"), help=_("Katalog des Amts, statt des eingestellten")
    )
    offer_json(parser)


def _import(args: argparse.Namespace) -> int:
    from clerk.catalogue.draft_file import draft_toml
    from clerk.catalogue.draft_folder import open_drafts
    from clerk.catalogue.layers import DRAFTS
    from clerk.commands.import_files import source_files
    from clerk.commands.import_report import print_report, report_view
    from clerk.ports import DraftsUnwritable
    from clerk.services.import_services import ImportServices

    catalogue = _catalogue_of_the_office(args.into)
    files = source_files(args.files)
    make = _draft_maker()
    try:
        with open_drafts(catalogue) as shelf, _progress(files) as (read, done):
            sources = ((file.name, file.entries(read)) for file in files)
            report = ImportServices(shelf, make, draft_toml).run(sources, done)
    except DraftsUnwritable as error:
        raise Problem(str(error)) from error
    if args.json:
        print_json(report_view(report, catalogue / DRAFTS))
    else:
        print_report(report, catalogue / DRAFTS)
    return 0 if report.drafts else 1


def _catalogue_of_the_office(named: Path | None) -> Path:
    from clerk.commands._wiring import catalogue_folder

    folder = named or catalogue_folder()
    if folder is None:
        raise Problem(
            _("Dieser Rechner hat keinen Katalog des Amts eingestellt. Bitte mit --into ORDNER einen nennen.")
        )
    if not folder.is_dir():
        raise Problem(_("Den Ordner {directory} gibt es nicht.").format(directory=folder))
    return folder


def _draft_maker() -> "Callable[[ImportedService], Draft]":
    from clerk.catalogue.synonyms import load_vocabulary
    from clerk.commands._wiring import catalogue_of_this_machine
    from clerk.domain.draft import DraftMaker

    catalogue = catalogue_of_this_machine()
    return DraftMaker(load_vocabulary(catalogue.documents), catalogue.services).draft


@contextmanager
def _progress(files: "list[SourceFile]") -> Iterator[Watch]:
    """Show a bar on stderr while the block runs, on a terminal only."""
    if not sys.stderr.isatty():
        yield (lambda _count: None), (lambda: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    counted = 0
    columns = (
        TextColumn(_("Import")),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %  {task.fields[done]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=sum(file.size for file in files) or None, done="")

        def done() -> None:
            nonlocal counted
            counted += 1
            bar.update(
                task, done=ngettext("{count} Leistung", "{count} Leistungen", counted).format(count=counted)
            )

        yield (lambda count: bar.advance(task, count)), done
