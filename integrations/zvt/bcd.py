"""Packed decimal numbers (BCD), as ZVT writes amounts, receipt numbers and times."""


def to_bcd(number: int, digits: int) -> bytes:
    """Pack a number into ``digits`` decimal digits, two per byte, padded with zeros on the left.

    Raises:
        ValueError: the number is negative or has more digits than there is room for.
    """
    text = f"{number:0{digits}d}"
    if number < 0 or len(text) > digits:
        raise ValueError(f"{number} does not fit into {digits} decimal digits")
    return bytes.fromhex(text)


def digits_of(packed: bytes) -> str | None:
    """Return the digits of packed decimals, None where a nibble is not a decimal digit (masks, padding)."""
    text = packed.hex()
    return text if text.isdecimal() else None


def number_of(packed: bytes) -> int | None:
    """Return the number of packed decimals, None where a nibble is no decimal digit or nothing is there."""
    digits = digits_of(packed)
    return int(digits) if digits else None
