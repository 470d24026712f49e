"""Rules of the house that no other tool holds: German text is translatable, rules read no clock, types are real."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, modules, tree

SPEAKING = ("screens", "clerk/services", "clerk/commands", "clerk/persistence", "integrations/printing")
"""Packages whose German texts are read by people; elsewhere German is data as well."""
TRANSLATING = frozenset({"_", "german", "ngettext"})
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        """aber alle als auf aus bei bitte das dem den der des diese dieser dieses ein eine einen einer erst etwas
        fehlt fehlen hier ich ist jetzt kann kein keine keinen mehr mit nach nicht noch nur oder ohne schon sie
        sind und vom von vor warten wartet weiter werden wird wurde zum zur""",
    )
)
"""Words that stand in nearly every German sentence; two of them make a text German, and so does an umlaut."""
CLOCKS = frozenset({"now", "today", "utcnow", "time", "monotonic"})


def german(text: str) -> bool:
    """Tell whether *text* looks like German for a person to read."""
    words = re.findall(r"[A-Za-zÄÖÜäöüß]{3,}", text)
    umlauts = any(re.search(r"[ÄÖÜäöüß]", word) for word in words)
    return umlauts or sum(word.lower() in SMALL_WORDS for word in words) >= 2


def translations(module: ast.Module) -> list[ast.Call]:
    """Return all calls that translate a text."""
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATING
    ]


def untranslated(module: ast.Module) -> Iterator[str]:
    """Yield German texts of *module* that a person may see and no catalogue can translate."""
    docstrings = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    wrapped = {id(inner) for call in translations(module) for inner in ast.walk(call)}
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) in docstrings | wrapped or node.value.startswith("clerk "):
            continue
        if german(node.value):
            yield f"line {node.lineno}: {node.value!r}"


def composed(module: ast.Module) -> Iterator[str]:
    """Yield translated texts of *module* that are put together before, or number their placeholders."""
    for call in translations(module):
        texts = call.args[: 2 if isinstance(call.func, ast.Name) and call.func.id == "ngettext" else 1]
        for text in texts:
            if not isinstance(text, ast.Constant | ast.Name | ast.Attribute):
                yield f"line {text.lineno}: put together"
            elif isinstance(text, ast.Constant) and re.search(r"\{\}|\{\d", str(text.value)):
                yield f"line {text.lineno}: placeholder without a name"


def looks_at_a_clock(module: ast.Module) -> Iterator[str]:
    """Yield places of *module* that ask what time it is."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            asked = node.func.value
            if isinstance(asked, ast.Name) and asked.id in {"datetime", "date", "time"}:
                yield f"line {node.lineno}: {ast.unparse(node)}"


def anything(module: ast.Module) -> Iterator[str]:
    """Yield places of *module* that give up on types."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and node.id == "Any":
            yield f"line {node.lineno}"


def faults(check: Callable[[ast.Module], Iterator[str]], paths: list[Path]) -> list[str]:
    """Return what *check* finds in the modules at *paths*, each with its place."""
    assert paths
    return [f"{path}, {fault}" for path in paths for fault in check(tree(path))]


def test_every_german_text_can_be_translated() -> None:
    assert faults(untranslated, modules(*SPEAKING)) == []


def test_what_is_translated_is_one_text_with_named_placeholders() -> None:
    assert faults(composed, modules(*PACKAGES)) == []


def test_rules_and_services_are_told_the_time_and_do_not_look_at_a_clock() -> None:
    assert faults(looks_at_a_clock, modules("clerk/domain", "clerk/services")) == []


def test_nothing_is_typed_as_anything() -> None:
    assert faults(anything, modules(*PACKAGES)) == []


# ---------------------------------------------------------------- would they find it?


@pytest.mark.parametrize(
    ("check", "source", "found"),
    [
        (untranslated, 'say("Bitte noch warten")', True),
        (untranslated, 'say("Gebühr")', True),
        (untranslated, 'say(f"{count} fehlen noch")', True),
        (untranslated, 'say(_("Bitte noch warten"))', False),
        (untranslated, '"""Bitte noch warten."""', False),
        (untranslated, 'ask("SELECT id FROM visit WHERE state = 1")', False),
        (composed, '_(f"Es warten {count}")', True),
        (composed, '_("Es warten {}")', True),
        (composed, '_("Es warten " + count)', True),
        (composed, '_("Es warten {count}").format(count=count)', False),
        (composed, 'ngettext("Einer", "{count} warten", count)', False),
        (looks_at_a_clock, "datetime.now(UTC)", True),
        (looks_at_a_clock, "date.today()", True),
        (looks_at_a_clock, "clock.now()", False),
        (anything, "def f(value: Any) -> None: ...", True),
        (anything, "def f(value: object) -> None: ...", False),
    ],
)
def test_a_breach_is_found_and_what_is_right_is_not(
    check: Callable[[ast.Module], Iterator[str]], source: str, found: bool
) -> None:
    """A test of the tests above."""
    assert bool(list(check(ast.parse(source)))) is found
