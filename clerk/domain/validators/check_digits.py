"""Check digits of the papers and accounts a clerk copies from; pure arithmetic on well-formed input."""

import string

_FIN_VALUES = dict(zip(string.digits, range(10), strict=True)) | {
    # A–I and J–R count 1–9, S–Z 2–9; only O counts nothing
    letter: 1 + index % 9 if letter < "S" else 2 + index - 18
    for index, letter in enumerate(string.ascii_uppercase)
}
_FIN_VALUES["O"] = 0
_FIN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, 10, 9, 8, 7, 6, 5, 4, 3, 2)


def _mod_11_sign(total: int) -> str:
    remainder = total % 11
    return "X" if remainder == 10 else str(remainder)


def fin_check_digit(fin: str) -> str:
    """Return the check digit printed in field 3 of the registration certificate for a FIN of 17 signs A–Z,
    0–9.

    Source: procedure in use with German registration offices, tried on ``A1BS31Z0430336179`` → ``4``. It is
    not
    the digit at place 9 of US numbers.
    """
    return _mod_11_sign(
        sum(_FIN_VALUES[sign] * weight for sign, weight in zip(fin, _FIN_WEIGHTS, strict=True))
    )


def licence_check_digit(first_nine: str) -> str:
    """Return the tenth sign of a driving licence number (FeV Anlage 8) for its first nine, A–Z as 10–35."""
    return _mod_11_sign(
        sum(int(sign, 36) * weight for sign, weight in zip(first_nine, range(9, 0, -1), strict=True))
    )


def icao_check_digit(field: str) -> str:
    """Return the 7-3-1 check digit (ICAO Doc 9303-3) of signs A–Z, 0–9 and ``<``."""
    weighted = (
        (0 if sign == "<" else int(sign, 36)) * (7, 3, 1)[index % 3] for index, sign in enumerate(field)
    )
    return str(sum(weighted) % 10)


def mod_97(text: str) -> int:
    """Return ISO 7064 MOD 97-10 of *text* (A–Z as 10–35), its first four signs moved last; 1 is right."""
    rearranged = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in rearranged)) % 97


def tax_id_check_digit(first_ten: str) -> str:
    """Return the eleventh digit of a German tax identification number (ISO 7064 MOD 11,10)."""
    product = 10
    for digit in first_ten:
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return str((11 - product) % 10)
