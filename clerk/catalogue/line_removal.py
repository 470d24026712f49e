"""Which lines of a shipped service an office takes out: ``remove = ["zb2", "fee.g230"]``."""

from collections.abc import Collection, Mapping, Sequence

from clerk.catalogue.toml_file import TomlFile
from clerk.catalogue.toml_table import unknown
from clerk.locale import _

KEY = "remove"
Line = tuple[str, str]
"""Kind (requirement, field, fee) and id of a line."""


def lines_to_remove(
    file: TomlFile, wanted: object, known: Mapping[str, Sequence[str]], changed: Collection[Line]
) -> frozenset[Line]:
    """Return the lines that *wanted* names among the *known* ones; reports what cannot be removed.

    An id that several kinds have is written with its kind, as in ``fee.g230``.
    """
    if wanted is None:
        return frozenset()
    if not (isinstance(wanted, list) and all(isinstance(name, str) for name in wanted)):
        file.report(
            _("„{key}“ muss {wanted} sein.").format(key=KEY, wanted=_("eine Liste von Texten")), key=KEY
        )
        return frozenset()
    removed: set[Line] = set()
    for name in wanted:
        found = _lines_called(name, known)
        problem = _problem(name, found, known, removed, changed)
        if problem is None:
            removed.add(found[0])
        else:
            file.report(problem, key=KEY)
    return frozenset(removed)


def _lines_called(name: str, known: Mapping[str, Sequence[str]]) -> list[Line]:
    by_id = [(kind, name) for kind, ids in known.items() if name in ids]
    kind, _dot, rest = name.partition(".")
    return by_id or ([(kind, rest)] if rest in known.get(kind, ()) else [])


def _problem(
    name: str,
    found: Sequence[Line],
    known: Mapping[str, Sequence[str]],
    removed: Collection[Line],
    changed: Collection[Line],
) -> str | None:
    if not found:
        return unknown(_("die Zeile"), name, [line_id for ids in known.values() for line_id in ids])
    if len(found) > 1:
        choices = " / ".join(f"„{kind}.{line_id}“" for kind, line_id in found)
        return _("„{id}“ heißen mehrere Zeilen: bitte {choices} schreiben.").format(id=name, choices=choices)
    if found[0] in removed:
        return _("Die Zeile „{id}“ wird zweimal entfernt.").format(id=name)
    if found[0] in changed:
        return _("Die Zeile „{id}“ wird entfernt und zugleich geändert.").format(id=name)
    return None
