"""The verb doctor: what it answers on a shop that is well, beside a running till, and on a folder that is not."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from random import Random
from typing import Any

import pytest

from terminal_app.cli import doctor
from terminal_app.storage.database import FILE_NAME, Database
from tests.cli.shell import Answer, Shell

DATABASE = ("database", "journal", "books", "numbers")


def found(answer: Answer) -> dict[str, dict[str, Any]]:
    """The checks by their ids; the document is whole whatever the exit code."""
    document = json.loads(answer.out)
    assert document["ok"] is (answer.code == 0)
    return {check["id"]: check for check in document["checks"]}


def test_a_shop_that_is_well_is_told_so(shell: Shell) -> None:
    shell.json("sell", "--item", "1001", "--pay", "card")
    checks = found(shell.run("doctor", "--json"))
    for check in checks.values():
        assert set(check) == {"id", "ok", "message", "hint"}
        assert check["ok"] in (True, None), check
        assert check["message"]
    assert [checks[name]["ok"] for name in (*DATABASE, "signing_key", "clock")] == [True] * 6


def test_it_looks_while_a_till_is_open(shell: Shell) -> None:
    with Database.open(shell.folder, create=False):
        assert shell.run("doctor").code == 0


def test_something_that_needs_a_person_ends_in_one_and_says_what_to_do(shell: Shell) -> None:
    shell.run("settings", "set", "shop.organization_number", "")
    answer = shell.run("doctor")
    assert answer.code == 1
    assert "organisasjonsnummeret" in answer.out
    assert "Innstillinger › Butikk" in answer.out


def test_a_folder_without_a_shop_is_no_traceback(fresh: Shell) -> None:
    answer = fresh.run("doctor", "--json")
    assert answer.code == 4
    assert "Det er ingen butikk" in found(answer)["database"]["message"]


def test_a_file_that_is_no_database_is_named_as_damage(shell: Shell) -> None:
    (shell.folder / FILE_NAME).write_bytes(b"not a database at all" * 1000)
    answer = shell.run("doctor", "--json")
    assert answer.code == 4
    assert found(answer)["database"]["ok"] is False
    assert found(answer)["database"]["hint"]


def test_a_page_that_was_overwritten_is_damage_and_the_rest_is_looked_at(shell: Shell) -> None:
    _overwrite_a_page(shell.folder / FILE_NAME, "sale")
    answer = shell.run("doctor", "--json")
    checks = found(answer)
    assert answer.code == 4
    assert checks["database"]["ok"] is False
    assert checks["disk"]["ok"] is True


def test_noise_anywhere_in_the_file_is_told_and_never_a_traceback(shell: Shell) -> None:
    for _ in range(3):
        shell.json("sell", "--item", "1001", "--pay", "card")
    file, dice = shell.folder / FILE_NAME, Random(6)
    whole = file.read_bytes()
    for _ in range(15):
        at = dice.randrange(len(whole) - 4000)
        file.write_bytes(whole[:at] + dice.randbytes(4000) + whole[at + 4000 :])
        for scratch in shell.folder.glob(f"{FILE_NAME}-*"):
            scratch.unlink()
        answer = shell.run("doctor", "--json")
        assert answer.code in (0, 1, 4)
        assert found(answer)["disk"]["ok"] is True


def test_a_large_shops_books_are_read_by_a_second_process(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.json("sell", "--item", "1001", "--pay", "card")
    here = found(shell.run("doctor", "--json"))
    monkeypatch.setattr(doctor, "LARGE_BYTES", 0)
    aside = found(shell.run("doctor", "--json"))
    assert [aside[name] for name in DATABASE] == [{**here[name]} for name in DATABASE]
    assert aside["books"]["ok"] is True


def test_quick_leaves_out_what_reads_everything(shell: Shell) -> None:
    checks = found(shell.run("doctor", "--json", "--quick"))
    assert [checks[name]["ok"] for name in DATABASE] == [None] * 4
    assert checks["clock"]["ok"] is True


def _overwrite_a_page(path: Path, table: str) -> None:
    """Noise in the place of that table's root page."""
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
