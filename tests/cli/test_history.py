"""The history of runs through the verbs: a headless sync is in it, and the schedule's JSON tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sync.poweroffice.sandbox import Sandbox
from tests.cli.shell import Shell


@pytest.fixture
def accounting() -> Iterator[Sandbox]:
    with Sandbox.start(customers=({"Id": 501, "Number": 10001, "Name": "Torget Regnskap AS"},)) as sandbox:
        yield sandbox


@pytest.fixture
def connected(shell: Shell, accounting: Sandbox) -> Shell:
    """The shop, pointed to that accounting system."""
    for key, value in {"endpoint": "custom", **accounting.connection()}.items():
        assert shell.run("settings", "set", f"invoicing.{key}", value).code == 0
    return shell


def history(shell: Shell) -> list[dict[str, Any]]:
    told = shell.json("schedule", "show")["history"]
    assert isinstance(told, list)
    return told


def test_each_headless_sync_is_in_the_history_newest_first(connected: Shell, accounting: Sandbox) -> None:
    assert history(connected) == []
    connected.json("sell", "--item", "1001:3", "--pay", "invoice", "--customer", "10001")
    accounting.unplug()
    connected.run("sync")
    accounting.plug_in()
    connected.run("sync")
    through, away = history(connected)
    assert (through["kind"], through["sent"], through["still_queued"], through["problem"]) == ("headless", 1, 0, None)
    assert (away["sent"], away["still_queued"]) == (0, 1)
    assert away["problem"]["code"].startswith("offline")
    assert through["started"] >= away["ended"]


def test_a_sync_that_a_setting_forbids_is_in_the_history_with_its_words(connected: Shell) -> None:
    connected.json("sell", "--item", "1001", "--pay", "invoice", "--customer", "10001")
    connected.run("settings", "set", "invoicing.client_key", "wrong")
    assert connected.run("sync").code == 3
    (kept,) = history(connected)
    assert kept["problem"]["code"] == "keys_refused"
    assert kept["problem"]["message"]


def test_the_next_run_alone_is_told_without_history(shell: Shell) -> None:
    assert "history" not in shell.json("schedule", "next")
