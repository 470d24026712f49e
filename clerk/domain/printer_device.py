"""Where a receipt printer (ESC/POS) is: on USB, in the network, or behind a device file."""

import re
from dataclasses import dataclass
from pathlib import Path

from clerk.locale import _

_USB = re.compile(r"usb:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
_NETWORK = re.compile(r"network:(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})")
_FILE = "file:"


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """A printer by its vendor and product number, as ``lsusb`` shows them."""

    vendor: int
    product: int


@dataclass(frozen=True, slots=True)
class NetworkDevice:
    """A printer that takes raw data on a TCP port, usually 9100."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class FileDevice:
    """A device file of the system."""

    path: Path


PrinterDevice = UsbDevice | NetworkDevice | FileDevice


def parse_device(text: str) -> PrinterDevice:
    """Return the device *text* names; raises ``ValueError`` with a sentence."""
    if usb := _USB.fullmatch(text):
        return UsbDevice(int(usb[1], 16), int(usb[2], 16))
    if (network := _NETWORK.fullmatch(text)) and 0 < int(network[2]) < 65536:
        return NetworkDevice(network[1].strip("[]"), int(network[2]))
    if text.startswith(_FILE) and Path(text.removeprefix(_FILE)).is_absolute():
        return FileDevice(Path(text.removeprefix(_FILE)))
    raise ValueError(
        _(
            "Den Drucker „{text}“ gibt es so nicht. Möglich: usb:04b8:0e15, network:192.0.2.7:9100, "
            "file:/dev/usb/lp0."
        ).format(text=text)
    )
