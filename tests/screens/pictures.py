"""Pictures of screens as plain text under ``tests/snapshots``, drawn anew with ``--update-pictures``.

Why not pytest-textual-snapshot: its release 1.1 pins syrupy 4.8 and with it pytest 8, and it compares SVG, in which a
reviewer cannot see what changed. A picture here is the text on the screen; a difference is shown line by line.
"""

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "snapshots"


@dataclass
class Pictures:
    """The pictures of one size; every difference is collected, so that one run shows them all."""

    size: str
    update: bool
    differences: list[str] = field(default_factory=list)

    def compare(self, name: str, shown: str) -> None:
        """Compare what is *shown* with the picture *name*, or keep it as that picture."""
        path = FOLDER / f"{name}-{self.size}.txt"
        if self.update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(shown + "\n", encoding="utf-8")
            return
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        lines = difflib.unified_diff(
            kept.splitlines(), f"{shown}\n".splitlines(), f"{path.name} (kept)", "now", lineterm="", n=1
        )
        self.differences += lines

    def finish(self) -> None:
        """Fail with all differences, if there are any."""
        if self.differences:
            shown = "\n".join(self.differences)
            raise AssertionError(f"The screens look different; is it meant so? --update-pictures\n{shown}")
