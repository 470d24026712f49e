"""The load of a site."""

from enum import StrEnum


class LoadKind(StrEnum):
    """What happened to a visit, as far as figures are made of it."""

    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    CLOSED = "closed"
