"""What a printer of lines prints: lines with their size, in sections that are cut off one from the other."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of cleaned text; ``wide`` takes twice the columns, ``tall`` twice the height."""

    text: str = ""
    centred: bool = False
    wide: bool = False
    tall: bool = False


Section = tuple[PaperLine, ...]


def as_text(sections: Iterable[Section], width: int) -> str:
    """Return sections as plain text of one size, a line of ``=`` where the paper would be cut."""
    texts = ["".join(f"{_placed(line, width)}\n" for line in section) for section in sections]
    return f"\n{'=' * width}\n\n".join(texts)


def _placed(line: PaperLine, width: int) -> str:
    return line.text.center(width).rstrip() if line.centred else line.text
