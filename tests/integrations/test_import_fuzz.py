"""Mutated descriptions: whatever is in a file, an import ends, says what it did, and leaves whole files only.

500 inputs of each format, 10,000 of each with ``CLERK_SOAK=1``. Every input may use ``LONGEST`` seconds of the
processor.
"""

import json
import os
import random
import re
import shutil
import signal
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from pathlib import Path
from types import FrameType

import pytest

from clerk.catalogue.draft_file import draft_toml
from clerk.catalogue.draft_folder import STATE_FILE, open_drafts
from clerk.catalogue.layers import DRAFTS
from clerk.catalogue.loader import load_catalogue
from clerk.catalogue.synonyms import load_vocabulary
from clerk.domain.draft import DraftMaker
from clerk.domain.imported_service import ByteStream, Entry
from clerk.services.import_services import ImportReport, ImportServices
from integrations.dldb.reader import read_dldb
from integrations.xzufi.reader import read_xzufi
from tests.integrations.descriptions import BERLIN, MUNICH, XZUFI

SIZE = 10_000 if os.environ.get("CLERK_SOAK") == "1" else 500
LONGEST = 10.0
FRESH_EVERY = 50
"""Inputs between two empty folders: in between, drafts of the same ids change and are edited."""
SPITEFUL = (
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>",
    b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>",
    b"&b;&b;",
    b"&#0;",
    b"&#xD800;",
    b"&amp;#99999999999999999999;",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\x1b[31m\x1b]52;c;AAAA\x07",
    "\u202e\u2066".encode(),
    b"../../../../etc/passwd",
    b'"""\n[[requirement]]\nid = ""\n# ',
    b"\\ud800\\u0000\\u202e",
    b"9" * 5000,
    b"[" * 2000,
    b"{" * 50 + b'"id":' * 50,
    b"<a>" * 150,
    b"&lt;ul&gt;" * 300,
    b"<![CDATA[",
    b"<!--",
    b"<?xml version='1.0' encoding='utf-7'?>",
    b'"id": 1e999999, ',
    b'"id": {"a": [null]}, ',
    b"]]>",
)
OTHER_VALUES: tuple[object, ...] = (
    None,
    True,
    -1,
    10**40,
    [],
    {},
    [[["x"]]],
    {"name": {"name": None}},
    "",
    "../../../etc/passwd",
    "con.toml\0",
    "\ud800",
    "\x1b]52;c;AAAA\x07 \u202e falls \u2066",
    '"""\n[[requirement]]\nid = "x"\n# oder',
    "<ul>" * 200 + "<li>Personalausweis oder</li>",
    "<script>" + "&#x0;&#99999999999;" * 50,
    "1.111" * 400 + " EUR",
    "Reisepass " * 2000,
    "6000123",
    "120335",
)
_JSON_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"(?P<key>\s*:)?')
_XML_TEXT = re.compile(rb">[^<>]+<")
Read = Callable[[ByteStream], Iterator[Entry]]
Mutate = Callable[[random.Random, bytes], bytes]


def flipped(chance: random.Random, content: bytes) -> bytes:
    """Flip up to eight bits."""
    changed = bytearray(content)
    for _number in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut_off(chance: random.Random, content: bytes) -> bytes:
    """Drop the end."""
    return content[: chance.randrange(len(content))]


def cut_out(chance: random.Random, content: bytes) -> bytes:
    """Drop a span."""
    start, end = _span(chance, content)
    return content[:start] + content[end:]


def doubled(chance: random.Random, content: bytes) -> bytes:
    """Repeat a span, sometimes many times."""
    start, end = _span(chance, content)
    return content[:end] + content[start:end] * chance.choice((1, 1, 2, 50)) + content[end:]


def swapped(chance: random.Random, content: bytes) -> bytes:
    """Exchange two tags, keys or values."""
    marks = [place for place, byte in enumerate(content) if byte in b'<">{}[],:']
    if len(marks) < 4:
        return content
    first, second, third, fourth = sorted(chance.sample(marks, 4))
    return (
        content[:first]
        + content[third:fourth]
        + content[second:third]
        + content[first:second]
        + content[fourth:]
    )


def spited(chance: random.Random, content: bytes) -> bytes:
    """Put in something that has hurt others."""
    place = chance.randrange(len(content))
    return content[:place] + chance.choice(SPITEFUL) + content[place:]


def revalued(chance: random.Random, content: bytes) -> bytes:
    """Put another value where one is; the file stays well formed."""
    is_json = content.lstrip().startswith(b"{")
    pattern = _JSON_TEXT if is_json else _XML_TEXT
    values = [found for found in pattern.finditer(content) if not found.groupdict().get("key")]
    if not values:
        return content
    value, other = chance.choice(values), chance.choice(OTHER_VALUES)
    text = json.dumps(other) if is_json else f">{escape(str(other))}<"
    return content[: value.start()] + text.encode("utf-8", "ignore") + content[value.end() :]


MUTATIONS: tuple[Mutate, ...] = (flipped, cut_off, cut_out, doubled, swapped, spited, *[revalued] * 10)


def _span(chance: random.Random, content: bytes) -> tuple[int, int]:
    start = chance.randrange(len(content))
    return start, min(len(content), start + chance.choice((1, 8, 60, 400)))


@pytest.mark.soak
@pytest.mark.parametrize(
    ("read", "examples"), [(read_xzufi, (XZUFI,)), (read_dldb, (BERLIN, MUNICH))], ids=["xzufi", "dldb"]
)
def test_no_input_breaks_an_import_or_leaves_half_a_file(
    read: Read, examples: tuple[bytes, ...], tmp_path: Path
) -> None:
    print(f"{SIZE} mutated inputs")
    chance = random.Random(20261122)
    catalogue = load_catalogue()
    make = DraftMaker(load_vocabulary(catalogue.documents), catalogue.services).draft
    drafts = tmp_path / DRAFTS
    imported = 0
    for number in range(SIZE):
        if number % FRESH_EVERY == 0:
            shutil.rmtree(drafts, ignore_errors=True)
        content = chance.choice(examples)
        for _times in range(chance.choice((1, 1, 2, 4))):
            content = chance.choice(MUTATIONS)(chance, content or b" " * 8)
        edited = _edit_one(chance, drafts)
        with _bounded(number), open_drafts(tmp_path) as shelf:
            report = ImportServices(shelf, make, draft_toml).run([("input", read(BytesIO(content)))])
        imported += len(report.drafts)
        _all_is_whole(tmp_path, report)
        if edited is not None:
            assert edited[0].read_text(encoding="utf-8") == edited[1], number
    print(f"{imported} drafts")
    assert imported > SIZE // 5, (
        "hardly anything was left to import: the mutations are too coarse to test anything"
    )


def _edit_one(chance: random.Random, drafts: Path) -> tuple[Path, str] | None:
    """Let a person edit one of the drafts that lie there; return what must not change."""
    there = sorted(drafts.glob("*.toml"))
    if not there or chance.random() < 0.8:
        return None
    path = chance.choice(there)
    text = path.read_text(encoding="utf-8") + "# geprüft\n"
    path.write_text(text, encoding="utf-8")
    return path, text


def _all_is_whole(office: Path, report: ImportReport) -> None:
    """Everything in the folder can be read, and there is nothing outside or unfinished."""
    assert [path.name for path in office.iterdir()] == [DRAFTS]
    for path in (office / DRAFTS).iterdir():
        assert not path.is_symlink()
        if path.name == STATE_FILE:
            json.loads(path.read_bytes())
        else:
            assert path.name.endswith(".toml"), path
            text = path.read_text(encoding="utf-8")
            assert isinstance(tomllib.loads(text)["id"], str)
            assert all(line.isprintable() for line in text.splitlines())
    for done in report.drafts:
        assert done.file is None or (office / DRAFTS / done.file).is_file()


@contextmanager
def _bounded(number: int) -> Iterator[None]:
    """Fail if the block uses the processor for too long; elapsed time would also count the neighbours'."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"input {number} takes longer than {LONGEST} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
