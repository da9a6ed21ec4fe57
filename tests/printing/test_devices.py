"""Printing on a printer that answers over loopback, on one that cannot be reached, and into a folder."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from terminal_app.domain.problems import BadInput
from terminal_app.domain.settings import SettingValues
from terminal_app.printing.devices import (
    FolderPrinter,
    NetworkPrinter,
    Patience,
    PrinterTrouble,
    UsbPrinter,
    device_for,
)
from terminal_app.printing.escpos_bytes import receipt_bytes
from tests.printing.paper_printer import COVER, PAPER_END, a_printer
from tests.reports.receipts import papers

BRISK = Patience(connect_s=2, status_s=0.15, send_s=2, done_s=0.6)
SALE = papers()["sale_card"]


def test_a_printer_on_the_network_gets_the_whole_receipt() -> None:
    with a_printer() as printer:
        NetworkPrinter(printer.address, "80", BRISK).print(SALE, "S-000001")
        assert printer.finished.wait(5)
        assert printer.printed == [receipt_bytes(SALE, "80")]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"cause": PAPER_END}, "printer_paper_out"),
        ({"roll_ended": True}, "printer_paper_out"),
        ({"cause": COVER}, "printer_cover_open"),
        ({"ends_after": 200}, "printer_paper_out"),
    ],
)
def test_what_keeps_the_printer_from_printing_is_told_by_name(facts: dict[str, object], code: str) -> None:
    with a_printer(**facts) as printer, pytest.raises(PrinterTrouble) as caught:
        NetworkPrinter(printer.address, "80", BRISK).print(SALE, "S-000001")
    assert caught.value.problem.code == code


@pytest.mark.parametrize("facts", [{"answers": False}, {"confirms": False}])
def test_a_printer_that_does_not_tell_how_it_is_prints_all_the_same(facts: dict[str, object]) -> None:
    with a_printer(**facts) as printer:
        NetworkPrinter(printer.address, "80", BRISK).print(SALE, "S-000001")
        assert printer.finished.wait(5)
        assert printer.printed == [receipt_bytes(SALE, "80")]


def test_a_printer_that_is_not_there_is_told_by_its_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(PrinterTrouble) as caught:
            NetworkPrinter(address, "80", BRISK).print(SALE, "S-000001")
    assert caught.value.problem.code == "printer_not_reached"
    assert caught.value.problem.values["address"] == address


@pytest.mark.parametrize("address", ["", "a printer", "10.0.0.5:70000", "10.0.0.5:", "http://printer"])
def test_what_is_no_address_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(BadInput) as caught:
        NetworkPrinter(address, "80")
    assert caught.value.problem.code == "printer_address_wrong"


def test_a_usb_printer_is_named_by_two_hexadecimal_numbers() -> None:
    UsbPrinter("04b8:0E15", "80")
    with pytest.raises(BadInput):
        UsbPrinter("/dev/usb/lp0", "80")


def test_a_folder_gets_text_pdf_and_the_printers_bytes(tmp_path: Path) -> None:
    both = papers()["partly_invoiced"]
    FolderPrinter(str(tmp_path / "prints"), "58").print(both, "S-000007-F-000412")
    written = {path.suffix: path for path in (tmp_path / "prints").iterdir()}
    assert set(written) == {".txt", ".pdf", ".bin"}
    text = written[".txt"].read_text(encoding="utf-8")
    assert "Salgskvittering" in text
    assert "Utleveringskvittering" in text
    assert max(len(line) for line in text.splitlines()) <= 32
    assert written[".pdf"].read_bytes().startswith(b"%PDF-")
    assert written[".bin"].read_bytes() == receipt_bytes(both, "58")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(PrinterTrouble) as caught:
        FolderPrinter(str(tmp_path / "file" / "prints"), "80").print(SALE, "S-000001")
    assert caught.value.problem.code == "printer_folder_failed"


@pytest.mark.parametrize(
    ("kind", "address", "made"),
    [("network", "10.0.0.5", NetworkPrinter), ("usb", "04b8:0e15", UsbPrinter), ("file", "/tmp/p", FolderPrinter)],
)
def test_the_settings_choose_the_device(kind: str, address: str, made: type) -> None:
    assert isinstance(device_for(SettingValues({"printer.kind": kind, "printer.address": address})), made)


def test_without_a_printer_the_settings_say_so() -> None:
    with pytest.raises(PrinterTrouble) as caught:
        device_for(SettingValues({}))
    assert caught.value.problem.code == "printer_none"
