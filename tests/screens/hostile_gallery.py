"""The gallery filled with hostile names: ``python -m tests.screens.hostile_gallery``."""

from screens.widgets.finder import FindItem
from tests.screens.gallery import GalleryApp
from tests.screens.hostile import HOSTILE

ROWS = tuple((f"K{number:03}", name, "1 Min.", name) for number, (name, _legible) in enumerate(HOSTILE))
ITEMS = tuple(FindItem(f"s{number}", name, name, name) for number, (name, _legible) in enumerate(HOSTILE))


def main() -> None:
    """Run it."""
    GalleryApp(rows=ROWS, services=ITEMS).run()


if __name__ == "__main__":
    main()
