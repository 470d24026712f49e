"""Amounts of money as integer cents, and as people write them."""

import re

from clerk.locale import _

_AMOUNT = re.compile(r"(?P<euros>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,7})(?:,(?P<cents>[0-9]{1,2}))?")


def format_cents(cents: int) -> str:
    """Return *cents* as German money text: ``2740`` → ``27,40 €``, ``-50`` → ``-0,50 €``."""
    sign = "-" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    return f"{sign}{euros:,}".replace(",", ".") + f",{rest:02d} €"


def parse_cents(text: str) -> int:
    """Return the cents of an amount typed by a person (``27,40``, ``1.234``, ``12 €``).

    Raises ``ValueError`` with a sentence for the clerk. A dot is accepted as thousands separator only:
    ``12.50`` could mean two amounts and is refused instead of guessed.
    """
    match = _AMOUNT.fullmatch(text.strip().strip("€").strip())
    if match is None:
        raise ValueError(_("Betrag bitte in Euro mit Komma eingeben, zum Beispiel 27,40."))
    euros = int(match["euros"].replace(".", ""))
    return euros * 100 + int((match["cents"] or "0").ljust(2, "0"))
