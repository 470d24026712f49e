"""Types of arguments: from what was typed to a value, or a sentence how to correct it."""

import json
from argparse import ArgumentTypeError
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clerk.locale import _

_ZONE = ZoneInfo("Europe/Berlin")


def office_now() -> datetime:
    """Return the time at the office."""
    return datetime.now(_ZONE)


def today() -> date:
    """Return the day at the office."""
    return office_now().date()


def day(text: str) -> date:
    """Read a day as people or programs write it: ``22.11.2026`` or ``2026-11-22``."""
    parts = text.split(".")
    iso = "-".join(part.zfill(2) for part in reversed(parts)) if len(parts) == 3 else text
    try:
        return date.fromisoformat(iso)
    except ValueError as error:
        raise ArgumentTypeError(
            _("„{text}“ ist kein Tag. Bitte als 2026-11-22 oder 22.11.2026 angeben.").format(text=text)
        ) from error


def json_object(text: str) -> dict[str, object]:
    """Read a JSON object, for example ``{"plate_keep": true}``."""
    try:
        data: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise ArgumentTypeError(
            _("Das ist kein JSON (Zeichen {column}). Beispiel: {example}").format(
                column=error.pos + 1, example='{"plate_keep": true}'
            )
        ) from error
    if not isinstance(data, dict):
        raise ArgumentTypeError(
            _("Erwartet wird ein JSON-Objekt in geschweiften Klammern. Beispiel: {example}").format(
                example='{"plate_keep": true}'
            )
        )
    return data


def related_field(text: str) -> tuple[str, str]:
    """Read ``FIELD=VALUE``."""
    field, sign, value = text.partition("=")
    if not sign or not field:
        raise ArgumentTypeError(
            _("„{text}“ hat nicht die Form FELD=WERT, zum Beispiel fin=W0L000051T2123456.").format(text=text)
        )
    return field, value


def remark(text: str) -> tuple[str, str]:
    """Read ``KEY=TEXT``."""
    key, sign, said = text.partition("=")
    if not sign or not key or not said.strip():
        raise ArgumentTypeError(
            _("„{text}“ hat nicht die Form KENNWORT=TEXT; das Kennwort steht im Bericht.").format(text=text)
        )
    return key, said


def positive_cents(text: str) -> int:
    """Read an amount in whole cents above 0; ``2740`` is 27,40 €."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**12):
        raise ArgumentTypeError(_("„{text}“ ist kein Betrag in Cent. 27,40 € sind 2740.").format(text=text))
    return int(text)


def port(text: str) -> int:
    """Read a TCP port, 1 to 65535; 0 lets the system choose one."""
    if not (text.isascii() and text.isdecimal() and int(text) < 65536):
        raise ArgumentTypeError(_("„{text}“ ist kein Port. Üblich ist 20007.").format(text=text))
    return int(text)


def terminal_id(text: str) -> str:
    """Read the id of a terminal: eight digits."""
    if not (len(text) == 8 and text.isascii() and text.isdecimal()):
        raise ArgumentTypeError(
            _("„{text}“ ist keine Terminal-ID. Sie hat acht Ziffern und steht auf jedem Beleg.").format(
                text=text
            )
        )
    return text


def receipt_number(text: str) -> str:
    """Read a receipt number of a terminal, with or without its leading zeros."""
    from clerk.domain import typed_receipt

    try:
        return typed_receipt.receipt_number(text)
    except typed_receipt.BadlyTyped as error:
        raise ArgumentTypeError(str(error)) from error


def terminal_setting(text: str) -> tuple[str, object]:
    """Read ``NAME=VALUE``; the value is JSON (``true``, ``240``) or else a text."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise ArgumentTypeError(
            _("„{text}“ hat nicht die Form EINSTELLUNG=WERT, zum Beispiel exclusive=false.").format(text=text)
        )
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value
