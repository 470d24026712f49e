"""Conditions as people write them in the catalogue's files.

``proxy and not plate_keep`` · ``legal_status in [legal_entity, association]`` ·
``minor and joint_custody != sole`` · ``(plate_lost or plate_stolen) and age >= 16``

A yes/no fact stands alone or after ``not``; choices and numbers are compared with ``==``, ``!=``, ``<``,
``>=`` and ``in``. ``and`` binds closer than ``or``; brackets group.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from clerk.domain.condition import AllOf, Answer, AnyOf, Condition, Is, Op
from clerk.locale import _

_TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z0-9_]+)|(?P<sign>==|!=|>=|<|[()\[\],]))")
_SIGNS = {"==": Op.EQ, "!=": Op.NE, "<": Op.LT, ">=": Op.GE, "in": Op.IN}
_FLAGS: Mapping[str, Answer] = {"true": True, "false": False}
_KEYWORDS = frozenset({"and", "or", "not", "in"})


class ExpressionError(ValueError):
    """A condition cannot be read; ``column`` (from 1) is where."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


@cache
def parse(text: str) -> Condition:
    """Return the condition *text* stands for; raises ``ExpressionError`` with a German sentence."""
    parser = _Parser(text)
    condition = parser.any_of()
    parser.expect_end()
    return condition


def write(condition: Condition) -> str:
    """Return *condition* in the form ``parse`` reads."""
    match condition:
        case Is():
            return _write_comparison(condition)
        case AllOf(parts):
            return " and ".join(
                f"({write(part)})" if isinstance(part, AnyOf) else write(part) for part in parts
            )
        case AnyOf(parts):
            return " or ".join(
                f"({write(part)})" if isinstance(part, AllOf) else write(part) for part in parts
            )


def _write_comparison(comparison: Is) -> str:
    if comparison.op is Op.EQ and isinstance(comparison.value, bool):
        return comparison.fact if comparison.value else f"not {comparison.fact}"
    if isinstance(comparison.value, tuple):
        return f"{comparison.fact} in [{', '.join(_write_value(value) for value in comparison.value)}]"
    sign = next(sign for sign, op in _SIGNS.items() if op is comparison.op)
    return f"{comparison.fact} {sign} {_write_value(comparison.value)}"


def _write_value(value: Answer) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class _Parser:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._next = 0
        self._end = len(text) + 1

    def any_of(self) -> Condition:
        return self._joined("or", self._all_of, AnyOf)

    def _all_of(self) -> Condition:
        return self._joined("and", self._single, AllOf)

    def _joined(
        self,
        word: str,
        part: Callable[[], Condition],
        join: Callable[[tuple[Condition, ...]], Condition],
    ) -> Condition:
        parts = [part()]
        while self._take_if(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else join(tuple(parts))

    def _single(self) -> Condition:
        if self._take_if("("):
            condition = self.any_of()
            self._take(")")
            return condition
        if self._take_if("not"):
            return Is(self._fact(), Op.EQ, False)
        fact = self._fact()
        sign = self._peek()
        if sign not in _SIGNS:
            return Is(fact, Op.EQ, True)
        self._next += 1
        return Is(fact, _SIGNS[sign], self._values() if sign == "in" else self._value())

    def _fact(self) -> str:
        token = self._peek()
        if not token.isidentifier() or token in _KEYWORDS:
            raise self._error(_("Hier wird der Name einer Angabe erwartet."))
        self._next += 1
        return token

    def _value(self) -> Answer:
        token = self._peek()
        if not re.fullmatch(r"\w+", token) or token in _KEYWORDS:
            raise self._error(_("Hier wird ein Wert erwartet."))
        self._next += 1
        if token.isdecimal():
            return int(token)
        return _FLAGS.get(token, token)

    def _values(self) -> tuple[Answer, ...]:
        self._take("[")
        values = [self._value()]
        while self._take_if(","):
            values.append(self._value())
        self._take("]")
        return tuple(values)

    def expect_end(self) -> None:
        if self._peek():
            raise self._error(_("Hier wird „and“, „or“ oder das Ende erwartet."))

    def _peek(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    def _take_if(self, token: str) -> bool:
        if self._peek() != token:
            return False
        self._next += 1
        return True

    def _take(self, token: str) -> None:
        if not self._take_if(token):
            raise self._error(_("Hier wird „{sign}“ erwartet.").format(sign=token))

    def _error(self, message: str) -> ExpressionError:
        column = self._tokens[self._next][1] if self._next < len(self._tokens) else self._end
        return ExpressionError(message, column)


def _tokens(text: str) -> list[tuple[str, int]]:
    """Split *text* into words and signs, each with the column where it starts."""
    found: list[tuple[str, int]] = []
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            column = position + len(text[position:]) - len(text[position:].lstrip()) + 1
            raise ExpressionError(_("Dieses Zeichen gehört in keine Bedingung."), column)
        token = match["word"] or match["sign"]
        found.append((token, match.end() - len(token) + 1))
        position = match.end()
    return found
