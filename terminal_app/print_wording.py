"""The sentences of what can be wrong with a printer or a print; see `wording`."""

from __future__ import annotations

from .translations import N_

PRINT_PROBLEMS: dict[str, tuple[str, str]] = {
    # the printer
    "printer_none": (N_("No printer is set up."), N_("Set one up in Settings › Printer.")),
    "printer_paper_out": (N_("The printer is out of paper."), N_("Put in a new roll, then try again.")),
    "printer_cover_open": (N_("The printer's cover is open."), N_("Close it, then try again.")),
    "printer_offline": (N_("The printer is switched to pause, or has an error."), N_("Look at its lights.")),
    "printer_not_reached": (
        N_("The printer at {address} does not answer."),
        N_("Check that it is on and its cable is in, then try again."),
    ),
    "printer_stopped_midway": (
        N_("The printer stopped answering in the middle of the paper."),
        N_("See whether the paper came out whole before you try again."),
    ),
    "printer_address_wrong": (
        N_("“{address}” is no printer's address."),
        N_("Write it like 192.168.1.50 or 192.168.1.50:9100 for a network, like 04b8:0e15 for USB."),
    ),
    "printer_usb_missing": (
        N_("This machine cannot reach USB printers."),
        N_("Install the package pyusb and the library libusb, or use a printer on the network."),
    ),
    "printer_folder_failed": (
        N_("The folder {address} cannot be written to."),
        N_("Check that it is there and that the disk is not full."),
    ),
    "print_broke_down": (N_("The paper could not be made: {reason}"), N_("Tell support; the sale is safe.")),
    "print_interrupted": (
        N_("The till stopped while this was being printed."),
        N_("If the paper came out, leave it. If not, try again."),
    ),
    # what one asks of prints
    "print_unknown": (N_("There is no print {number}."), N_("Look at the sale in the history.")),
    "print_not_again": (N_("{receipt_no} is printed already, or on its way."), N_("Make a copy instead.")),
    "print_not_left": (N_("{receipt_no} is printed already, or being printed."), N_("Nothing to do.")),
    "copy_made_already": (
        N_("A copy of {receipt_no} was made {time}."),
        N_("The law allows one copy of each receipt; there can be no second."),
    ),
    "receipt_not_printed_yet": (
        N_("{receipt_no} itself is still on its way to the printer."),
        N_("Make the copy when it has come out."),
    ),
}
