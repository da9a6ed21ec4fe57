"""Runs verbs as a script would: arguments in; exit code, standard output and standard error out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import main

SHOP = """
[shop]
name = "Kaffebaren AS"
organization_number = "999999999"

[[operators]]
id = "kari"
name = "Kari Nordmann"
role = "manager"

[[products]]
sku = "1001"
name = "Kaffe latte"
price = "52.00"
vat_rate = "25"
takeaway_vat_rate = "15"
category = "Kaffe"
barcode = "7038010000017"

[[products]]
sku = "1002"
name = "Skolebolle"
price = "39.90"
vat_rate = "15"
category = "Bakst"

[[products]]
sku = "1003"
name = "Fersk torsk, løsvekt"
price = "199.00"
vat_rate = "11.11"
category = "Fisk"

[channels]
cash = true
card = true
invoice = { enabled = true, integration = true, force_customer = true }

[invoicing]
system = "poweroffice-go"
endpoint = "sandbox"
enabled_since = "2026-01-01"
products = { sale_0 = "7000", sale_12 = "7012", sale_15 = "7015", sale_25 = "7025", gratuity = "7090", fee = "7095" }

[schedule]
enabled = true
times = ["14:00", "23:30"]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""
"""The sandbox has no code of its own for 11.11: no invoice of fish is sent in these tests."""


@dataclass(frozen=True)
class Answer:
    """What one verb gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        assert self.code in (0, 1), self.err
        document: dict[str, Any] = json.loads(self.out)
        assert self.out.count("\n") == 1
        return document

    @property
    def complaint(self) -> str:
        """The one line on standard error; nothing may stand on standard output."""
        assert self.out == ""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


@dataclass
class Shell:
    """Verbs on one data folder."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> Answer:
        """The verb on this folder."""
        return self.bare(*arguments, "--data-dir", str(self.folder))

    def json(self, *arguments: str) -> dict[str, Any]:
        return self.run(*arguments, "--json").document

    def bare(self, *arguments: str) -> Answer:
        """The arguments and nothing else."""
        self.capture.readouterr()
        try:
            code = main.main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = self.capture.readouterr()
        return Answer(code, out, err)

    def contents(self) -> dict[str, bytes]:
        """All that the verbs have stored: the bytes of every file that is no lock and no scratch of SQLite's."""
        return {
            path.name: path.read_bytes()
            for path in sorted(self.folder.iterdir())
            if path.suffix in (".db", ".json", ".jsonl")
        }
