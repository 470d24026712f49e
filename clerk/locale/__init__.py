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
    """Return *text* in the language in use."""
    return _translations.gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a text that fits *number*, in the language in use."""
    return _translations.ngettext(one, many, number)
