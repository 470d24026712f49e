"""Where no specialist system is connected: every case becomes a JSON file in a folder, for an import to fetch.

``Vorgang-2026-000123.json``, UTF-8, is one object::

    {
      "format": 1,                             the number of this shape
      "case": "2026-000123",                   case number, unique within the office
      "service": "kfz-umschreibung-innerhalb", id in the catalogue
      "leika": ["99036008003000"],             keys in the federal catalogue: none, one or several
      "as_of": "2026-11-23",                   day whose catalogue counts
      "outcome": "done",
      "closed_at": "2026-11-23T09:42:07Z",     UTC, as all times
      "facts": {"plate_keep": true},           answers (true, false, a whole number, a choice) by fact id
      "form": {"fin": "W0L0TGF48X5123456"},    normalised entries by field id; dates as 2026-11-23, always text
      "fees": [
        {
          "line": "g221.8",
          "label": "Umschreibung",
          "tariff": "GebOSt 221.8",
          "quantity": 1,
          "cents": 2420,                       for all units together
          "payee": "authority",                or "bund_kba": the share of the Federation
          "way": "card",                       "notice", "cash_office", "exempt"; null: nothing to pay
          "reference": "0042",                 receipt of the terminal or of the cash office, or null
          "settled_at": "2026-11-23T09:41:30Z"
        }
      ]
    }
"""

import errno
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from clerk.domain.handover import HandedOverFee, Handover
from clerk.durable_files import replace_file, sync_folder
from clerk.locale import _
from clerk.ports import SpecialistFault

FORMAT = 1
_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9-]+")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR})

Json = Mapping[str, object]


class FolderHandover:
    """A ``SpecialistSystem`` that writes into *directory*, which has to exist.

    It is not made here: where a drive is not mounted, a folder made in its place would swallow the cases.
    Files appear whole or not at all and are readable by this user only.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def take_over(self, handover: Handover) -> None:
        """Write the case's file; on disk when this returns. The same case again replaces the same file.

        Raises ``SpecialistFault`` if the folder is missing, full or cannot be written.
        """
        name = f"Vorgang-{_NOT_IN_A_FILE_NAME.sub('_', handover.case)}"
        try:
            _replace(self._directory / f"{name}.json", content_of(handover))
        except OSError as error:
            raise SpecialistFault(_sentence(error)) from error


def content_of(handover: Handover) -> bytes:
    """Return the content of the file of *handover*; the same handover gives the same bytes."""
    shape: Json = {
        "format": FORMAT,
        "case": handover.case,
        "service": handover.service,
        "leika": handover.leika,
        "as_of": handover.as_of.isoformat(),
        "outcome": handover.outcome,
        "closed_at": _utc(handover.closed_at),
        "facts": dict(handover.facts),
        "form": dict(handover.form),
        "fees": [_fee(fee) for fee in handover.fees],
    }
    return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()


def _fee(fee: HandedOverFee) -> Json:
    return {
        "line": fee.line,
        "label": fee.label,
        "tariff": fee.tariff,
        "quantity": fee.quantity,
        "cents": fee.cents,
        "payee": fee.payee,
        "way": fee.way,
        "reference": fee.reference,
        "settled_at": _utc(fee.settled_at) if fee.settled_at is not None else None,
    }


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _replace(path: Path, content: bytes) -> None:
    """Put *content* at *path*, name and all: the outbox forgets the case after this."""
    unfinished = f".{path.stem}-"
    replace_file(path, content, unfinished=unfinished)
    sync_folder(path.parent)
    # what a program left behind that was killed at this very case
    for left in path.parent.glob(f"{unfinished}*.part"):
        left.unlink(missing_ok=True)


def _sentence(error: OSError) -> str:
    if error.errno in _MISSING:
        return _("Der Übertragungsordner fehlt.")
    if error.errno in _FULL:
        return _("Der Datenträger des Übertragungsordners ist voll.")
    return _("Der Übertragungsordner ist nicht beschreibbar.")
