"""Settings › Payment channels › Invoice: whether buyers are asked for a requisition number and a signature."""

from __future__ import annotations

import pytest

from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Choices
from terminal_app.till import Till
from tests.presenters.desk.reading import row


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("channels.invoice.requisition", "Rekvisisjonsnummer"),
        ("channels.invoice.signature", "Underskrift på skjermen"),
    ],
)
def test_a_manager_chooses_what_a_buyer_on_invoice_is_asked_for(
    desk: DeskPresenter, till: Till, key: str, label: str
) -> None:
    desk.open("payment_channels")
    shown = row(desk, Choices, key)
    assert (shown.label, shown.chosen, [option.label for option in shown.options]) == (
        label,
        "off",
        ["Spørres ikke", "Spørres", "Påkrevd"],
    )
    desk.put(key, "require")
    desk.save()
    assert till.values.text(key) == "require"
