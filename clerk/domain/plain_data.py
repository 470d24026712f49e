"""Frozen dataclasses as plain data that JSON can hold, and back: for what is kept as it was at one moment."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


def to_plain(value: object) -> object:
    """Return *value* as JSON holds it: dataclasses as objects, tuples as lists, times and days as ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    return value


def from_plain(made: type[Made], data: object) -> Made:
    """Return what ``to_plain`` made *data* of; raises ``TypeError`` or ``ValueError`` where it does not fit."""
    return cast("Made", _read(made, data))


def _read(hint: object, data: object) -> object:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return (
            None
            if data is None
            else _read(next(part for part in get_args(hint) if part is not type(None)), data)
        )
    if origin is tuple:
        if not isinstance(data, list):
            raise TypeError(f"a list was expected, not {type(data).__name__}")
        return tuple(_read(get_args(hint)[0], item) for item in data)
    if not isinstance(hint, type):
        raise TypeError(f"{hint} cannot be read")
    if is_dataclass(hint):
        return _read_fields(hint, data)
    if issubclass(hint, StrEnum):
        return hint(cast("str", data))
    if issubclass(hint, date):
        return hint.fromisoformat(cast("str", data))
    if not isinstance(data, hint):
        raise TypeError(f"{hint.__name__} was expected, not {type(data).__name__}")
    return data


def _read_fields(made: type, data: object) -> object:
    if not isinstance(data, Mapping):
        raise TypeError(f"an object was expected, not {type(data).__name__}")
    hints = get_type_hints(made)
    return made(**{name: _read(hints[name], value) for name, value in data.items()})
