"""Bytes that are nearly right: recorded messages with bits turned, cut, spliced, and with lies about lengths."""

import random
from collections.abc import Callable

from integrations.zvt.serial_frame import encode_frame
from tests.integrations.zvt.vectors import SEQUENCES, VECTORS

MESSAGES = tuple(
    sorted(
        {
            bytes.fromhex(vector.get("apdu_hex", vector["hex"]))
            for vector in VECTORS
            if vector["kind"] == "apdu"
        }
        | {bytes.fromhex(message["hex"]) for sequence in SEQUENCES for message in sequence["messages"]}
    )
)
_LENGTHS = (
    b"\x00",
    b"\x7f",
    b"\x80",
    b"\x81\xff",
    b"\x82\xff\xff",
    b"\x83",
    b"\xf9\xf9\xf9",
    b"\xff\xff\xff",
)


def _turn_bits(chance: random.Random, data: bytes) -> bytes:
    turned = bytearray(data)
    for _time in range(chance.choice((1, 1, 2, 8))):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def _cut(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    return data[:start] + data[end:]


def _splice(chance: random.Random, data: bytes) -> bytes:
    other = chance.choice(MESSAGES)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


def _lie(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    lie = chance.choice(_LENGTHS)
    return data[:place] + lie + data[place + len(lie) :]


def _lie_at_the_head(chance: random.Random, data: bytes) -> bytes:
    return data[:2] + bytes((chance.randrange(256),)) + data[3:]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start : start + chance.randrange(1, 20)] * chance.randrange(2, 9)


def _noise(chance: random.Random, data: bytes) -> bytes:
    return data[:2] + chance.randbytes(chance.choice((0, 1, 3, 20, 300)))


_MUTATIONS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _turn_bits,
    _cut,
    _splice,
    _lie,
    _lie_at_the_head,
    _repeat,
    _noise,
)


def mutated(chance: random.Random, data: bytes) -> bytes:
    """Return a message after one to three mutations; never empty."""
    for _time in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(_MUTATIONS)(chance, data) or b"\x06"
    return data


def hostile(chance: random.Random) -> bytes:
    """Return bytes to throw at the codec: mostly nearly right ones, some framed, some pure noise."""
    kind = chance.random()
    if kind < 0.1:
        return chance.randbytes(chance.randrange(40))
    message = chance.choice(MESSAGES)
    if kind < 0.2:
        return mutated(chance, encode_frame(message))
    return encode_frame(mutated(chance, message)) if kind < 0.25 else mutated(chance, message)
