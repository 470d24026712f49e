"""What is known about one card terminal: how it is reached, how fast it answers, what it can do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from clerk.domain.terminal_charset import Charset
from clerk.locale import _


class PrintMode(StrEnum):
    """Who prints the receipts of a payment."""

    WORKSTATION = "workstation"
    TERMINAL = "terminal"


class TerminalLink(StrEnum):
    """How this machine speaks to the terminal."""

    NETWORK = "network"
    SERIAL = "serial"
    NONE = "none"
    """It stands alone: amount and receipt number are typed by hand."""


@dataclass(frozen=True, slots=True)
class TerminalProfile:
    """The profile of one terminal. Times in seconds.

    Attributes:
        tid: the terminal id that every answer must carry (payment rule 6).
        host: name or address in the network; for a serial link the device, such as ``/dev/ttyUSB0``.
        port: TCP port, without meaning for the other links.
        link: network, serial or none.
        baud: speed of a serial line, which has eight data bits, no parity and two stop bits.
        charset: what its texts are written in, unless a text block names its own set.
        connect_seconds: how long a connection may take.
        t1_seconds: time between two bytes of a serial frame (PA00P016 section 3).
        t2_seconds: time between a serial frame and its acknowledgement.
        t3_seconds: time for the answer to a message (PA00P015).
        t4_seconds: time between two messages of a running payment; the terminal may ask for more.
        dialogue_seconds: time for a whole dialogue, however often the terminal asks for more.
        settle_seconds: pause between two equal recovery answers (payment rule 3).
        abort_ok: it can be stopped from here (06 B0).
        repeat_with_status: it repeats its last result (06 20).
        totals: it tells its turnover without closing the day (06 10).
        diagnosis_kind: TLV 1B of a diagnosis (06 70), None where the plain command will do.
        exclusive: nobody else starts payments at this terminal (payment rule 4).
        keypad_locked: we ask it to start neither payments nor administration by itself (config bits 10, 20).
        signature_on_screen: it asks for signatures on its own screen (06 D0 is permitted at registration).
        order_reference: it echoes a number of ours (TLV 1F0D).
        sequence_ids: message numbers (TLV 1F73) are asked for, and used if it echoes them.
        print_mode: who prints the customer's receipt.
        password_reference: the name of its password in the keyring, never the password itself.
    """

    tid: str
    host: str
    port: int = 20007
    link: TerminalLink = TerminalLink.NETWORK
    baud: int = 9600
    charset: Charset = Charset.CP437
    connect_seconds: float = 2.0
    t1_seconds: float = 0.2
    t2_seconds: float = 5.0
    t3_seconds: float = 5.0
    t4_seconds: float = 180.0
    dialogue_seconds: float = 1800.0
    settle_seconds: float = 10.0
    abort_ok: bool = True
    repeat_with_status: bool = True
    totals: bool = True
    diagnosis_kind: int | None = None
    exclusive: bool = True
    keypad_locked: bool = True
    signature_on_screen: bool = False
    order_reference: bool = False
    sequence_ids: bool = False
    print_mode: PrintMode = PrintMode.WORKSTATION
    password_reference: str = ""


_LONGEST_SECONDS = 3600.0
_STORED_APART = frozenset({"tid", "host", "port"})
_BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
_DIAGNOSIS_KINDS = (None, 1, 2, 3, 4)


def read_profile(tid: str, host: str, port: int, settings: str) -> TerminalProfile:
    """Return the profile of a terminal; *settings* is a JSON object of what differs from the usual.

    Raises ``ValueError`` with a sentence for the administrator: no JSON object, unknown name, wrong value.
    """
    try:
        values = json.loads(settings)
    except json.JSONDecodeError:
        values = None
    if not isinstance(values, dict):
        raise ValueError(_("Die Einstellungen des Terminals sind kein JSON-Objekt."))  # noqa: TRY004
    return with_settings(TerminalProfile(tid=tid, host=host, port=port), values)


def with_settings(usual: TerminalProfile, settings: Mapping[str, object]) -> TerminalProfile:
    """Return a profile with some values replaced; raises ``ValueError`` as :func:`read_profile` does."""
    known = {field.name: getattr(usual, field.name) for field in fields(usual)}
    for name, value in settings.items():
        if name not in known or name in _STORED_APART:
            raise ValueError(
                _("Das Terminal kennt die Einstellung „{name}“ nicht; es gibt: {known}.").format(
                    name=name, known=", ".join(sorted(known.keys() - _STORED_APART))
                )
            )
        known[name] = _checked(name, value, known[name])
    return TerminalProfile(**known)


def _checked(name: str, value: object, usual: object) -> object:
    if name == "baud":
        return _one_of(name, value, _BAUDS)
    if name == "diagnosis_kind":
        return _one_of(name, value, _DIAGNOSIS_KINDS)
    if isinstance(usual, StrEnum):
        return type(usual)(str(_one_of(name, value, tuple(type(usual)))))
    if isinstance(usual, float):
        return _seconds(name, value)
    if isinstance(usual, bool):
        return _one_of(name, value, (True, False))
    if isinstance(value, str):
        return value
    raise _invalid(name, _("ein Text"))


def _one_of(name: str, value: object, possible: tuple[object, ...]) -> object:
    """Compare by type too: 1 is not true."""
    if any(type(value) in (type(one), str) and value == one for one in possible):
        return value
    raise _invalid(name, ", ".join(json.dumps(one).strip('"') for one in possible))


def _seconds(name: str, value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _LONGEST_SECONDS:
        return float(value)
    raise _invalid(name, _("Sekunden über 0, höchstens {longest}").format(longest=int(_LONGEST_SECONDS)))


def _invalid(name: str, possible: str) -> ValueError:
    return ValueError(
        _("Die Einstellung „{name}“ des Terminals hat keinen gültigen Wert; möglich: {possible}.").format(
            name=name, possible=possible
        )
    )
