"""Imports of descriptions of services beside the bare parser of the same file.

Ours reads, recognises documents, writes every draft to disk and waits for the disk; the baseline only parses
(``json.loads``, ``ElementTree.iterparse``), so the ratio says what all the rest costs.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import iterparse

from clerk.catalogue.draft_file import draft_toml
from clerk.catalogue.draft_folder import open_drafts
from clerk.catalogue.loader import load_catalogue
from clerk.catalogue.synonyms import load_vocabulary
from clerk.domain.draft import DraftMaker
from clerk.domain.imported_service import ByteStream, Entry
from clerk.services.import_services import ImportServices
from integrations.dldb.reader import read_dldb
from integrations.xzufi.reader import read_xzufi
from tests.benchmarks.harness import Result, beside, table
from tests.integrations.descriptions import dldb, xzufi

ROUNDS = 20 if os.environ.get("CLERK_SOAK") else 7
DLDB_SERVICES = 300
XZUFI_SERVICES = 50
BUDGET_MS = 10_000.0

Read = Callable[[ByteStream], Iterator[Entry]]


def run() -> list[Result]:
    """Measure and return all results; prints the sizes."""
    export, message = dldb(DLDB_SERVICES), xzufi(XZUFI_SERVICES)
    print(f"import: dldb {len(export) // 1024} KB, XZuFi {len(message) // 1024} KB, {ROUNDS} rounds")
    return [
        _measured(f"import, {DLDB_SERVICES} services of dldb", export, read_dldb, "json.loads", json.loads),
        _measured(
            f"import, {XZUFI_SERVICES} services of XZuFi", message, read_xzufi, "iterparse", _bare_iterparse
        ),
    ]


def _measured(
    name: str, content: bytes, read: Read, baseline_name: str, baseline: Callable[[bytes], object]
) -> Result:
    """First imports into an empty folder and bare parses of the same bytes by turns; and one import again."""
    catalogue = load_catalogue()
    make = DraftMaker(load_vocabulary(catalogue.documents), catalogue.services).draft
    ours, bare, again = [], [], []
    for _round in range(ROUNDS):
        bare.append(_seconds(lambda: baseline(content)))
        with tempfile.TemporaryDirectory() as folder:
            office = Path(folder)

            def once(office: Path = office) -> None:
                with open_drafts(office) as shelf:
                    report = ImportServices(shelf, make, draft_toml).run([(name, read(BytesIO(content)))])
                assert report.drafts
                assert not report.ignored

            ours.append(_seconds(once))
            again.append(_seconds(once))
    unchanged = f"again, all unchanged: {min(again) * 1000:.0f} ms at best"
    return beside(name, ours, baseline_name, bare, budget_ms=BUDGET_MS, notes=unchanged)


def _bare_iterparse(content: bytes) -> None:
    for _event, element in iterparse(BytesIO(content)):
        element.clear()


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


if __name__ == "__main__":
    print(table(run()))
