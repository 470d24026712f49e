"""Typed reading of the catalogue's TOML files: every mistake becomes a problem with its file and line."""

import difflib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from clerk.catalogue.expression import ExpressionError, parse
from clerk.catalogue.toml_file import Reports
from clerk.domain.condition import Condition
from clerk.locale import _

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")


class Table:
    """A table of a file. Every getter notes what it asked for, so that ``finish`` finds what nobody knows."""

    def __init__(
        self, file: Reports, content: Mapping[str, object], header: str = "", index: int = 0
    ) -> None:
        self.file = file
        self._content = content
        self._header = header
        self._index = index
        self._known: set[str] = set()

    def report(self, message: str, key: str = "") -> None:
        """Note a problem at *key* of this table."""
        self.file.report(message, self._header, self._index, key)

    def report_missing(self, message: str, key: str = "") -> None:
        """Note that something is missing, unless it may stand in a part of the file that could not be read."""
        if not self.file.incomplete:
            self.report(message, key)

    def finish(self) -> None:
        """Report every key that no getter asked for, with the nearest known one."""
        for key in self._content:
            if key not in self._known:
                self.report(unknown(_("den Eintrag"), key, self._known), key)

    def names(self) -> tuple[str, ...]:
        """All keys, for tables whose keys are ids."""
        return tuple(self._content)

    def text(self, key: str) -> str:
        """A text that has to be there."""
        value = self.optional_text(key)
        if not value:
            if key not in self._content or value == "":
                self.report_missing(_("„{key}“ fehlt oder ist leer.").format(key=key), key)
            return ""
        return value

    def optional_text(self, key: str) -> str | None:
        """A text or None."""
        return self._typed(key, str)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        return self._texts_in(key, self._typed(key, list) or [])

    def texts_when(self, key: str, word: str) -> tuple[tuple[str, Condition | None], ...]:
        """A list of texts, each alone or as a table of the text (*word*) and its condition ``when``."""
        found: list[tuple[str, Condition | None]] = []
        for value in self._typed(key, list) or []:
            entry = value if isinstance(value, dict) else {word: value}
            text, when = entry.get(word), entry.get("when")
            if (
                isinstance(text, str)
                and text
                and set(entry) <= {word, "when"}
                and isinstance(when, str | None)
            ):
                found.append((text, None if when is None else self._parsed(key, when)))
            else:
                sentence = _("In „{key}“ steht Text oder {{ {word} = „…“, when = „…“ }}.")
                self.report(sentence.format(key=key, word=word), key)
        return tuple(found)

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts; empty when absent."""
        groups = self._typed(key, list) or []
        return tuple(self._texts_in(key, group if isinstance(group, list) else [None]) for group in groups)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """A yes/no value; has to be there when there is no *default*."""
        value = self._typed(key, bool)
        if value is None and default is None and key not in self._content:
            self.report_missing(_("„{key}“ fehlt (true oder false).").format(key=key), key)
        return bool(default) if value is None else value

    def number(self, key: str) -> int:
        """A whole number that has to be there."""
        value = self.optional_number(key)
        if value is None and key not in self._content:
            self.report_missing(_("„{key}“ fehlt (eine ganze Zahl).").format(key=key), key)
        return value or 0

    def optional_number(self, key: str) -> int | None:
        """A whole number from 0, or None."""
        value = self._typed(key, int)
        if value is not None and value < 0:
            self.report(_("„{key}“ darf nicht negativ sein.").format(key=key), key)
        return value

    def number_or_text(self, key: str) -> int | str | None:
        """A whole number, a text, or None."""
        if isinstance(self._content.get(key), str):
            return self.optional_text(key)
        return self.optional_number(key)

    def day(self, key: str) -> date | None:
        """A date or None."""
        return self._typed(key, date)

    def choice(self, key: str, kind: type[_E], default: _E | None = None) -> _E:
        """One of the values of *kind*; has to be there when there is no *default*."""
        fallback = default or next(iter(kind))
        if key not in self._content and default is not None:
            return default
        value = self.text(key)
        return self._member(key, kind, value, fallback) if value else fallback

    def choices(self, key: str, kind: type[_E]) -> tuple[_E, ...]:
        """A list of values of *kind*."""
        return tuple(self._member(key, kind, value, next(iter(kind))) for value in self.texts(key))

    def condition(self, key: str) -> Condition | None:
        """A condition as ``expression`` reads it, or None."""
        text = self.optional_text(key)
        return None if text is None else self._parsed(key, text)

    def table(self, key: str, *, required: bool = True) -> "Table":
        """The table below *key*; empty when it is absent."""
        header = f"[{self._header.strip('[]')}.{key}]" if self._header else f"[{key}]"
        value = self._typed(key, dict)
        if value is None and required and key not in self._content:
            self.report_missing(_("Der Abschnitt [{key}] fehlt.").format(key=key))
        return Table(self.file, value or {}, header)

    def tables(self, key: str) -> tuple["Table", ...]:
        """The tables of the list below *key*."""
        value = self._typed(key, list) or []
        if not all(isinstance(content, dict) for content in value):
            self.report(_("„{key}“ muss eine Liste von Tabellen sein.").format(key=key), key)
            return ()
        return tuple(Table(self.file, content, f"[[{key}]]", index) for index, content in enumerate(value))

    def _parsed(self, key: str, text: str) -> Condition | None:
        try:
            return parse(text)
        except ExpressionError as error:
            sentence = _("Bedingung „{text}“, Stelle {column}: {reason}")
            self.report(sentence.format(text=text, column=error.column, reason=error), key)
            return None

    def _typed(self, key: str, kind: type[_T]) -> _T | None:
        self._known.add(key)
        value = self._content.get(key)
        if value is None:
            return None
        # a yes counts as a number in Python, and a moment as a day
        if isinstance(value, kind) and not (
            (kind is int and isinstance(value, bool)) or isinstance(value, datetime)
        ):
            return value
        self.report(_("„{key}“ muss {wanted} sein.").format(key=key, wanted=_wanted(kind)), key)
        return None

    def _texts_in(self, key: str, values: list[object]) -> tuple[str, ...]:
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) != len(values):
            self.report(_("In „{key}“ darf nur Text stehen.").format(key=key), key)
        return texts

    def _member(self, key: str, kind: type[_E], value: str, fallback: _E) -> _E:
        try:
            return kind(value)
        except ValueError:
            allowed = ", ".join(kind)
            sentence = _("„{key}“ kennt „{value}“ nicht. Möglich: {allowed}.")
            self.report(sentence.format(key=key, value=value, allowed=allowed), key)
            return fallback


def _wanted(kind: type) -> str:
    return {
        str: _("ein Text in Anführungszeichen"),
        list: _("eine Liste"),
        bool: _("true oder false"),
        int: _("eine ganze Zahl"),
        date: _("ein Datum wie 2026-02-07"),
        dict: _("ein Abschnitt"),
    }[kind]


def unknown(what: str, name: str, known: Collection[str]) -> str:
    """Return the sentence that *name* is unknown, naming the nearest known name if there is one."""
    sentence = _("Der Katalog kennt {what} „{name}“ nicht.").format(what=what, name=name)
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return sentence + " " + _("Gemeint: „{nearest}“?").format(nearest=nearest[0]) if nearest else sentence
