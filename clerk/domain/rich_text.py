"""The lines of a text with HTML in it, as editing systems export it.

One pass of its own instead of ``html.parser``: its time grows with the square of some malformed texts (CVE-2025-6069),
and this one needs the blocks only. Nothing of the markup is obeyed, and what cannot be read is text.
"""

import html
import re
from dataclasses import dataclass

from clerk.domain.plain_text import clean

LONGEST_TEXT = 200_000
"""Characters of one text that are read; real ones have a tenth of it at most."""
LONGEST_LINE = 600
MOST_LINES = 200

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)[^<>]*>|<[!?][^<>]*>")
_HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_BREAKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
    }
    | {"li", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_LISTS = frozenset({"ul", "ol", "dl"})
_NOT_SHOWN = frozenset({"script", "style", "head", "title"})
_BULLET = re.compile(r"^(?:[-–—*•·▪◦]\s+|\d{1,2}[.)]\s+)")


@dataclass(frozen=True, slots=True)
class RichLine:
    """A paragraph or an item of a list; ``under`` is the line that introduces the list."""

    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    depth: int


def lines_of(text: str) -> tuple[RichLine, ...]:
    """Return the items and paragraphs of *text*, cleaned, without empty ones, at most ``MOST_LINES``.

    A line that ends with a colon and has a list or lines below it is no item of its own: it stands as ``under`` with
    those. So does an item with a list inside.
    """
    lines: list[RichLine] = []
    heading, heading_depth = "", 0
    blocks = _blocks(text[:LONGEST_TEXT])
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        if heading and block.depth < heading_depth:
            heading = ""
        opens = following is not None and following.depth > block.depth
        if following is not None and block.text.endswith(":"):
            heading, heading_depth = block.text.rstrip(": "), following.depth
            continue
        lines.append(RichLine(block.text, heading))
        if opens:
            heading, heading_depth = block.text, block.depth + 1
    return tuple(lines[:MOST_LINES])


def plain(text: str) -> str:
    """Return *text* without markup, in one line of at most ``LONGEST_LINE`` characters."""
    return shortened(" ".join(block.text for block in _blocks(text[:LONGEST_TEXT])))


def shortened(text: str, limit: int = LONGEST_LINE) -> str:
    """Return *text* in at most *limit* characters, cut between words where possible."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"


def _blocks(text: str) -> list[_Block]:
    shown = _without_comments(text)
    tags = list(_TAG.finditer(shown))
    if not any((tag["name"] or "").lower() in _BREAKS for tag in tags):
        return [_Block(line, 0) for row in _TAG.sub("", shown).splitlines() if (line := _read(row))]
    blocks: list[_Block] = []
    pieces: list[str] = []
    depth, hidden, position = 0, 0, 0
    for tag in tags:
        name, ends = (tag["name"] or "").lower(), bool(tag["end"])
        if not hidden:
            pieces.append(shown[position : tag.start()])
        position = tag.end()
        if name in _NOT_SHOWN:
            hidden = max(0, hidden - 1) if ends else hidden + 1
        if name in _BREAKS:
            _close(pieces, depth, blocks)
        if name in _LISTS:
            depth = max(0, depth - 1) if ends else depth + 1
    if not hidden:
        pieces.append(shown[position:])
    _close(pieces, depth, blocks)
    return blocks


def _close(pieces: list[str], depth: int, blocks: list[_Block]) -> None:
    line = _read("".join(pieces))
    pieces.clear()
    if line:
        blocks.append(_Block(line, depth))


def _read(piece: str) -> str:
    """Return what a reader sees of *piece*: references resolved, blanks single, cleaned, without a bullet."""
    resolved = html.unescape(_HUGE_REFERENCE.sub("", piece))
    # blanks first: a no-break space alone would send the text the long way through ``clean``
    line = " ".join(clean(" ".join(resolved.split())).split())
    return shortened(_BULLET.sub("", line))


def _without_comments(text: str) -> str:
    kept: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        kept.append(text[position:start])
        end = text.find("-->", start)
        if end < 0:
            return "".join(kept)
        position = end + 3
    kept.append(text[position:])
    return "".join(kept)
