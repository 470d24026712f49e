"""The English catalogue: every text of the program is in it, whole, and nothing is translated too early."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from clerk.locale import _, german, ngettext, use_language
from tests.architecture.sources import PACKAGES, ROOT, modules, tree
from tests.architecture.test_rules_of_the_house import translations

ENGLISH: Final = ROOT / "clerk" / "locale" / "en" / "LC_MESSAGES" / "clerk.po"
KEYWORDS: Final = {"_": None, "german": None, "ngettext": (1, 2)}
KEYS: Final = {
    "Bild ab": "PgDn",
    "Bild auf": "PgUp",
    "Einfg": "Ins",
    "Entf": "Del",
    "Enter": "Enter",
    "Esc": "Esc",
    "Leertaste": "Space",
    "Pos1": "Home",
    "Rücktaste": "Backspace",
    "Strg": "Ctrl",
    "Tab": "Tab",
    "Umschalt": "Shift",
}
"""Keys by what a German keyboard and an English one call them; F keys and letters are the same."""

Pair = tuple[str, str]


@cache
def catalogue() -> Catalog:
    """Return the English catalogue."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the forms of a text: one, or that for one thing and that for several."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def messages(read: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the English forms of *read* by the German ones, without its heading."""
    return {forms(message.id): forms(message.string) for message in read if message.id}


@cache
def in_the_code() -> frozenset[tuple[str, ...]]:
    """Return all texts of the program that are translated."""
    found = {
        forms(text)
        for package in PACKAGES
        for _line, _file, text, _comments, _context in extract_from_dir(ROOT / package, keywords=KEYWORDS)
    }
    # gettext keeps a text that also stands alone once, with its plural
    return frozenset(found - {text[:1] for text in found if len(text) > 1})


def pairs() -> list[Pair]:
    """Return every German text with its English one, the forms of a plural each for itself."""
    found = [
        pair for text, english in messages(catalogue()).items() for pair in zip(text, english, strict=True)
    ]
    assert found
    return found


def placeholders(text: str) -> list[str]:
    """Return the placeholders of *text*; doubled braces are none."""
    return sorted(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", text))


def keys_named(text: str) -> set[str]:
    """Return the keys that the German *text* names, by their English names."""
    named = {english for name, english in KEYS.items() if re.search(rf"\b{name}\b", text)}
    return named | set(re.findall(r"\bF(?:1[0-2]|[1-9])\b|(?<!\S)[A-Za-z](?= {2,}\S)|(?<=\+)[A-Z]\b", text))


def lacks_a_key(pair: Pair) -> bool:
    """Tell whether the English text leaves out a key that the German one names."""
    text, english = pair
    return any(not re.search(rf"(?<!\w){key}(?!\w)", english) for key in keys_named(text))


def too_early(module: ast.Module) -> Iterator[str]:
    """Yield texts of *module* that are translated when it is imported, before the language is known."""
    late = {
        id(inner)
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for part in (node.body if isinstance(node.body, list) else [node.body])
        for inner in ast.walk(part)
    }
    for call in translations(module):
        if id(call) not in late and ast.unparse(call.func) != "german":
            yield f"line {call.lineno}: {ast.unparse(call)}"


def test_every_text_of_the_program_is_in_the_catalogue_and_no_other_is() -> None:
    """``make locale`` brings the catalogue up to date; then what is new is to be translated."""
    known = messages(catalogue()).keys()
    assert in_the_code() - known == set()
    assert known - in_the_code() == set()


def test_every_text_has_an_english_one_in_all_its_forms() -> None:
    assert [text for text, english in pairs() if not english.strip()] == []
    assert catalogue().num_plurals == 2


def test_nothing_in_the_catalogue_is_a_guess_or_left_over() -> None:
    assert [message.id for message in catalogue() if message.id and message.fuzzy] == []
    assert list(catalogue().obsolete) == []


def test_an_english_text_has_the_placeholders_of_the_german_one() -> None:
    assert [pair for pair in pairs() if placeholders(pair[0]) != placeholders(pair[1])] == []


def test_a_key_that_the_german_text_names_is_named_in_the_english_one() -> None:
    assert [pair for pair in pairs() if lacks_a_key(pair)] == []


def test_an_english_text_begins_and_ends_as_the_german_one_where_it_is_put_together() -> None:
    def edges(text: str) -> tuple[bool, ...]:
        return text.startswith(" "), text.endswith(" ")

    assert [pair for pair in pairs() if edges(pair[0]) != edges(pair[1])] == []


def test_the_compiled_catalogue_says_what_the_readable_one_does() -> None:
    with ENGLISH.with_suffix(".mo").open("rb") as file:
        assert messages(read_mo(file)) == messages(catalogue())


def test_no_text_is_translated_before_the_language_is_known() -> None:
    found = [f"{path}, {place}" for path in modules(*PACKAGES) for place in too_early(tree(path))]
    assert found == []


def test_the_language_in_use_decides_what_a_text_is() -> None:
    assert (_("Hilfe"), ngettext("Es wartet {count}", "Es warten {count}", 2)) == (
        "Hilfe",
        "Es warten {count}",
    )
    use_language("en")
    assert (_("Hilfe"), ngettext("Es wartet {count}", "Es warten {count}", 2)) == ("Help", "{count} waiting")
    assert (_(""), _("Umschreibung"), german("Hilfe")) == ("", "Umschreibung", "Hilfe")
    use_language("xx")
    assert _("Hilfe") == "Hilfe"


# ---------------------------------------------------------------- would they find it?


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        (("Strg+R druckt", "prints"), True),
        (("Strg+R druckt", "Ctrl+K prints"), True),
        (("Strg+R druckt", "Ctrl+R prints"), False),
        (("F1 oder F10", "F10"), True),
        (("j  ja   n  nein", "y  yes   n  no"), True),
        (("j  ja   n  nein", "j  yes   n  no"), False),
        (("Eine Tabelle", "A list"), False),
    ],
)
def test_a_key_left_out_is_found_and_what_is_right_is_not(pair: Pair, found: bool) -> None:
    """A test of the test above."""
    assert lacks_a_key(pair) is found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('KEYS = _("Hilfe")', True),
        ('class A:\n    words = _("Hilfe")', True),
        ('def f(words=_("Hilfe")): ...', True),
        ('def f():\n    return _("Hilfe")', False),
        ('f = lambda: _("Hilfe")', False),
        ('KEYS = german("Hilfe")', False),
    ],
)
def test_an_early_translation_is_found_and_a_late_one_is_not(source: str, found: bool) -> None:
    """A test of the test above."""
    check: Callable[[ast.Module], Iterator[str]] = too_early
    assert bool(list(check(ast.parse(source)))) is found
