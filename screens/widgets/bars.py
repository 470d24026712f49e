"""A row of numbers as block characters, an eighth of a cell being the least one sees."""

from collections.abc import Sequence

_EIGHTHS = " ▁▂▃▄▅▆▇█"
UNKNOWN = "·"


def bars(values: Sequence[float | None], most: float, height: int = 1) -> list[str]:
    """Return *height* lines, one column for each value, *most* being as high as all of them; top line first.

    Anything above nothing is seen; a value that is not known is a point on the ground.
    """
    columns = [_column(value, most, height) for value in values]
    return ["".join(column[row] for column in columns) for row in range(height)]


def _column(value: float | None, most: float, height: int) -> str:
    if value is None:
        return UNKNOWN.rjust(height)
    eighths = max(1, round(8 * height * value / most)) if value > 0 and most > 0 else 0
    return "".join(_EIGHTHS[min(8, max(0, eighths - 8 * row))] for row in reversed(range(height)))
