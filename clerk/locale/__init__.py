"""Texts a person reads: German is the source language, other languages are gettext catalogues beside this file."""

import gettext as _gettext
from pathlib import Path

_DOMAIN = "clerk"
_HERE = Path(__file__).parent
_translations: _gettext.NullTranslations = _gettext.NullTranslations()


def use_language(language: str) -> None:
    """Show all texts in *language* (``de`` or a catalogue present here); an unknown one falls back to German."""
    global _translations  # noqa: PLW0603 - the language is a property of the process
    _translations = _gettext.translation(_DOMAIN, _HERE, languages=[language], fallback=True)


def _(text: str) -> str:
    """Return *text* in the language in use; what has no translation comes back as it is."""
    # to gettext an empty text is the heading of its catalogue
    return _translations.gettext(text) if text else ""


def german(text: str) -> str:
    """Return *text* as it is, and have it translated: for what is kept or printed in German and shown with ``_``.

    The records and papers of the office are German whatever its clerks read on the screen (VwVfG § 23).
    """
    return text


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a text that fits *number*, in the language in use."""
    return _translations.ngettext(one, many, number)
