"""Where a receipt printer is, as a shop writes it down: a host on the network, or the numbers of a USB device. Pure."""

from __future__ import annotations

import re
from pathlib import PurePath

from .problems import BadInput
from .settings import SettingValues

PORT = 9100
"""Where receipt printers on a network listen for raw bytes."""
_HOST = re.compile(r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?")
_USB = re.compile(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})")


def network_address(text: str) -> tuple[str, int]:
    """Host and port of "192.168.1.50", "printer.local:9100" or "[::1]:9100"; raises BadInput for anything else."""
    match = _HOST.fullmatch(text)
    if match is None or not 0 < int(match.group(2) or PORT) < 65_536:
        raise _no_address(text)
    return match.group(1).strip("[]"), int(match.group(2) or PORT)


def usb_numbers(text: str) -> tuple[int, int]:
    """Vendor and product of "04b8:0e15"; raises BadInput for anything else."""
    match = _USB.fullmatch(text)
    if match is None:
        raise _no_address(text)
    return int(match.group(1), 16), int(match.group(2), 16)


def address_fits(values: SettingValues) -> None:
    """Raises BadInput naming the address when the kind of printer cannot have it."""
    kind, address = values.text("printer.kind"), values.text("printer.address")
    if kind == "network":
        network_address(address)
    elif kind == "usb":
        usb_numbers(address)
    elif kind == "file" and not PurePath(address).is_absolute():
        raise BadInput("setting_not_folder", field="printer.address", text=address[:80])


def _no_address(text: str) -> BadInput:
    return BadInput("printer_address_wrong", field="printer.address", address=text[:80])
