"""What is known about one card terminal: where it is, how fast it answers, what it can do."""

import json
from dataclasses import dataclass, fields
from enum import StrEnum

from clerk.locale import _


class PrintMode(StrEnum):
    """Who prints the receipts of a payment."""

    WORKSTATION = "workstation"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class TerminalProfile:
    """The profile of one terminal. Times in seconds.

    ``tid`` is the terminal id that every answer must carry (payment rule 6), ``t3_seconds`` the time for an
    answer to a message and ``t4_seconds`` the one between two messages of a running payment (PA00P015),
    ``settle_seconds`` the pause between two equal recovery answers (payment rule 3). ``exclusive`` says that
    nobody else starts payments at this terminal (payment rule 4), ``repeat_with_status`` that it repeats the
    last result (06 20), ``order_reference`` that it echoes a number of ours. ``password_reference`` names the
    secret, it is never the password itself.
    """

    tid: str
    host: str
    port: int = 20007
    charset: str = "cp437"
    connect_seconds: float = 2.0
    t3_seconds: float = 5.0
    t4_seconds: float = 180.0
    settle_seconds: float = 10.0
    abort_ok: bool = True
    repeat_with_status: bool = True
    exclusive: bool = True
    order_reference: bool = False
    print_mode: PrintMode = PrintMode.WORKSTATION
    diagnosis_kind: int | None = None
    password_reference: str = ""


_LONGEST_SECONDS = 3600.0
_STORED_APART = frozenset({"tid", "host", "port"})


def read_profile(tid: str, host: str, port: int, settings: str) -> TerminalProfile:
    """Return the profile of a terminal; *settings* is a JSON object of what differs from the usual.

    Raises ``ValueError`` with a sentence for the administrator: no JSON object, unknown name, wrong type.
    """
    try:
        values = json.loads(settings)
    except json.JSONDecodeError:
        values = None
    if not isinstance(values, dict):
        raise ValueError(_("Die Einstellungen des Terminals sind kein JSON-Objekt."))  # noqa: TRY004
    usual = TerminalProfile(tid=tid, host=host, port=port)
    known = {field.name for field in fields(TerminalProfile)} - _STORED_APART
    for name, value in values.items():
        if name not in known:
            raise ValueError(
                _("Das Terminal kennt die Einstellung „{name}“ nicht; es gibt: {known}.").format(
                    name=name, known=", ".join(sorted(known))
                )
            )
        values[name] = _typed(name, value, getattr(usual, name))
    return TerminalProfile(tid=tid, host=host, port=port, **values)


def _typed(name: str, value: object, usual: object) -> object:
    if isinstance(usual, PrintMode) and value in set(PrintMode):
        return PrintMode(str(value))
    if isinstance(usual, float):
        if type(value) in (int, float) and 0 < float(str(value)) <= _LONGEST_SECONDS:
            return float(str(value))
    elif type(usual) is type(value):
        return value
    raise ValueError(_("Die Einstellung „{name}“ des Terminals hat keinen gültigen Wert.").format(name=name))
