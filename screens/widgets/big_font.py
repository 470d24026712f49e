"""A pixel font five dots high for what must be read from a distance: tickets and amounts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_DRAWN = """
0 .##. #..# #..# #..# .##.
1 .#. ##. .#. .#. ###
2 ###. ...# .##. #... ####
3 ###. ...# .##. ...# ###.
4 #..# #..# #### ...# ...#
5 #### #... ###. ...# ###.
6 .##. #... ###. #..# .##.
7 #### ...# ..#. .#.. .#..
8 .##. #..# .##. #..# .##.
9 .##. #..# .### ...# .##.
A .##. #..# #### #..# #..#
B ###. #..# ###. #..# ###.
C .### #... #... #... .###
D ###. #..# #..# #..# ###.
E #### #... ###. #... ####
F #### #... ###. #... #...
G .### #... #.## #..# .###
H #..# #..# #### #..# #..#
I ### .#. .#. .#. ###
J ..## ...# ...# #..# .##.
K #..# #.#. ##.. #.#. #..#
L #... #... #... #... ####
M #...# ##.## #.#.# #...# #...#
N #...# ##..# #.#.# #..## #...#
O .##. #..# #..# #..# .##.
P ###. #..# ###. #... #...
Q .##. #..# #..# #.#. .#.#
R ###. #..# ###. #.#. #..#
S .### #... .##. ...# ###.
T ##### ..#.. ..#.. ..#.. ..#..
U #..# #..# #..# #..# .##.
V #...# #...# .#.#. .#.#. ..#..
W #...# #...# #.#.# ##.## #...#
X #...# .#.#. ..#.. .#.#. #...#
Y #...# .#.#. ..#.. ..#.. ..#..
Z #### ...# .##. #... ####
€ ..### .#... ####. .#... ..###
, .. .. .. .# #.
. . . . . #
- ... ... ### ... ...
: . # . # .
"""

_BLANK: Final = ("..",) * 5
GLYPHS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {" ": _BLANK, **{row[0]: tuple(row[2:].split(" ")) for row in _DRAWN.strip().splitlines()}}
)
"""Per character five rows of dots, ``#`` set and ``.`` not."""


def dots(text: str) -> tuple[str, ...] | None:
    """Return the five rows of dots of *text* in capital letters, or None if it has a character without a glyph."""
    glyphs = [GLYPHS.get(character.upper()) for character in text]
    known = [glyph for glyph in glyphs if glyph is not None]
    if len(known) < len(glyphs):
        return None
    return tuple(".".join(glyph[row] for glyph in known) for row in range(5))
