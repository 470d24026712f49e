"""Amounts of money that stand in a sentence."""

import re

_NUMBER = r"(?P<{0}euros>[0-9]{{1,3}}(?:\.[0-9]{{3}}){{1,2}}|[0-9]{{1,7}})(?:[,.](?P<{0}cents>[0-9]{{2}}|[-–]{{1,2}}))?"
_AMOUNT = re.compile(
    rf"(?<![0-9.,]){_NUMBER.format('a_')}\s?(?:€|EUR\b|Euro\b)"
    rf"|(?:€|\bEUR\b|\bEuro\b)\s?{_NUMBER.format('b_')}(?![0-9])",
    re.IGNORECASE,
)


def amounts_in(text: str) -> tuple[int, ...]:
    """Return the amounts that *text* names in euros, in cents, in their order and each once.

    A finding is a hint, never a fee: what an amount is for, and when, stands in the words around it.
    """
    return tuple(dict.fromkeys(_cents(match) for match in _AMOUNT.finditer(text)))


def _cents(match: re.Match[str]) -> int:
    euros = re.sub(r"[^0-9]", "", match["a_euros"] or match["b_euros"])
    cents = (match["a_cents"] or match["b_cents"] or "").strip("-–")
    return int(euros) * 100 + int(cents or 0)
