"""The line to a receipt printer: asks whether it can print, sends one document, and tells why it could not."""

import socket
from contextlib import suppress
from typing import assert_never

from clerk.domain.printer_device import FileDevice, NetworkDevice, PrinterDevice, UsbDevice
from clerk.locale import _
from clerk.ports import PrinterFault

_CONNECT_SECONDS = 5.0
_SEND_SECONDS = 10.0
_STATUS_SECONDS = 1.0
_NEWS = 8

_ASK_PAPER = b"\x10\x04\x04"
_ASK_OFFLINE_CAUSE = b"\x10\x04\x02"
_NO_PAPER = 0x60
_COVER_OPEN = 0x04
_ERROR = 0x40


def send(device: PrinterDevice, content: bytes) -> None:
    """Send *content* to the printer; raises ``PrinterFault`` with a sentence."""
    try:
        match device:
            case NetworkDevice():
                _to_network(device, content)
            case FileDevice():
                _to_file(device, content)
            case UsbDevice():
                _to_usb(device, content)
            case _:
                assert_never(device)
    except OSError as error:
        raise PrinterFault(
            _("Der Bondrucker antwortet nicht. Bitte Strom und Kabel prüfen; der Beleg ist gespeichert.")
        ) from error


def _to_network(device: NetworkDevice, content: bytes) -> None:
    with socket.create_connection((device.host, device.port), _CONNECT_SECONDS) as line:
        _check(line)
        line.settimeout(_SEND_SECONDS)
        line.sendall(content)
        _hang_up(line)


def _hang_up(line: socket.socket) -> None:
    """Take what the printer still tells: to close over unread news would throw away what it has not printed."""
    line.settimeout(_STATUS_SECONDS)
    with suppress(OSError):
        line.shutdown(socket.SHUT_WR)
        for _news in range(_NEWS):
            if not line.recv(64):
                return


def _check(line: socket.socket) -> None:
    """Ask for paper and cover (DLE EOT 4 and 2); a printer that tells nothing is believed to be ready."""
    paper = _answer(line, _ASK_PAPER)
    if paper is None:
        return
    if paper & _NO_PAPER:
        raise PrinterFault(_("Der Bondrucker hat kein Papier. Bitte eine neue Rolle einlegen."))
    cause = _answer(line, _ASK_OFFLINE_CAUSE) or 0
    if cause & _COVER_OPEN:
        raise PrinterFault(_("Der Deckel des Bondruckers ist offen. Bitte schließen."))
    if cause & _ERROR:
        raise PrinterFault(_("Der Bondrucker meldet einen Fehler. Bitte aus- und wieder einschalten."))


def _answer(line: socket.socket, question: bytes) -> int | None:
    line.settimeout(_STATUS_SECONDS)
    line.sendall(question)
    try:
        answer = line.recv(1)
    except TimeoutError:
        return None
    return answer[0] if answer else None


def _to_file(device: FileDevice, content: bytes) -> None:
    # "wb" would make a plain file where the printer is unplugged
    with device.path.open("r+b", buffering=0) as file:
        sent = 0
        while sent < len(content):
            sent += file.write(content[sent:]) or 0


def _to_usb(device: UsbDevice, content: bytes) -> None:
    from escpos.exceptions import Error  # noqa: PLC0415 - an extra
    from escpos.printer import Usb  # noqa: PLC0415

    if not Usb.is_usable():
        raise PrinterFault(
            _("Für den Bondrucker am USB fehlt das Paket pyusb. Bitte der Administration sagen.")
        )
    printer = Usb(device.vendor, device.product, timeout=int(_SEND_SECONDS * 1000))
    try:
        printer.open()
        printer._raw(content)
    except (RuntimeError, ValueError) as error:  # no pyusb; no libusb on this machine
        raise PrinterFault(
            _("Für den Bondrucker am USB fehlt das Paket pyusb oder libusb. Bitte der Administration sagen.")
        ) from error
    except Error as error:
        raise OSError from error
    finally:
        printer.close()
