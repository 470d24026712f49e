"""A description of a service as another system exports it, whatever its format: plain texts, nothing decided yet."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

_PLAIN_ID = re.compile(r"[0-9]{1,20}")
_PLAIN_AGENCY = re.compile(r"(?:[A-Z]?[0-9]{1,24})?")
_NOT_IN_A_FILE_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40


class SourceFormat(StrEnum):
    """The formats that are read."""

    XZUFI = "xzufi"
    DLDB = "dldb"


@dataclass(frozen=True, slots=True)
class SourceKey:
    """What names a description for ever: its ``id`` and who gave it (``schemeAgencyID``; empty in dldb)."""

    format: SourceFormat
    id: str
    agency: str = ""

    @property
    def entry_id(self) -> str:
        """The id of the draft, safe as a file name and different for different keys.

        Plain numbers stay readable (``xzufi-l100042-6000123``); everything else is spelt in ``a-z0-9-`` and gets
        the beginning of its hash.
        """
        spelt = _NOT_IN_A_FILE_NAME.sub("-", f"{self.agency}-{self.id}".lower()).strip("-")
        if _PLAIN_ID.fullmatch(self.id) and _PLAIN_AGENCY.fullmatch(self.agency):
            return f"{self.format}-{spelt}"
        unique = _digest([self.agency, self.id])[:12]
        return "-".join(part for part in (self.format, spelt[:_LONGEST_NAME].strip("-"), unique) if part)


@dataclass(frozen=True, slots=True)
class RequirementText:
    """One item that a description asks for; ``under`` is the line that introduces its list, ``detail`` a remark."""

    text: str
    under: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ImportedService:
    """What a description says, in German and cleaned; ``minutes`` is the length of an appointment.

    ``names`` are names in other languages (``en``, ``plain`` for plain German), ``ignored_languages`` the codes of
    those of which nothing is kept.
    """

    key: SourceKey
    name: str
    summary: str = ""
    leika: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    requirements: tuple[RequirementText, ...] = ()
    fees: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    processing_time: str = ""
    minutes: int | None = None
    names: Mapping[str, str] | None = None
    ignored_languages: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything it says, as hex; markup and the order of the file do not change it."""
        return _digest(asdict(self))


@dataclass(frozen=True, slots=True)
class IgnoredEntry:
    """An entry that cannot become a draft: what it is called in its file, and a sentence why."""

    name: str
    reason: str


class ByteStream(Protocol):
    """What a reader reads from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most *size* bytes, none at the end."""


Entry: TypeAlias = ImportedService | IgnoredEntry


class UnreadableSource(ValueError):  # noqa: N818 - reads as what it is at the place it is caught
    """A file cannot be read, or not further than here; ``str()`` is a sentence for the person."""


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()
