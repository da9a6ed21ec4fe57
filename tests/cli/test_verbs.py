"""The command line as a whole: where the data folder is named, exit codes, one clear line for every error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from terminal_app.storage.database import Database
from tests.cli.shell import SHOP, Shell

ROOT = Path(__file__).resolve().parents[2]


def disken(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`python main.py` with those arguments, in a process of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(env or {})},
    )


def test_the_data_folder_may_be_named_before_and_after_the_verb(shell: Shell) -> None:
    folder = ("--data-dir", str(shell.folder))
    before = shell.bare(*folder, "settings", "get", "shop.name", "--json")
    after = shell.bare("settings", "get", "shop.name", "--json", *folder)
    assert before == after
    assert after.document == {"key": "shop.name", "value": "Kaffebaren AS"}
    assert shell.bare("--json", *folder, "settings", "get", "shop.name") == after


def test_the_data_folder_may_be_named_by_the_environment_and_an_option_goes_before_it(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISKEN_DATA_DIR", str(shell.folder))
    assert shell.bare("settings", "get", "shop.name").out == "shop.name = Kaffebaren AS\n"
    monkeypatch.setenv("DISKEN_DATA_DIR", str(tmp_path / "none"))
    assert shell.run("settings", "get", "shop.name").code == 0


def test_a_program_of_its_own_answers_with_code_and_json_and_never_loads_kivy(shell: Shell) -> None:
    folder = ("--data-dir", str(shell.folder))
    answer = disken("products", "--json", *folder)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith('{"total": 3, ')
    assert disken("sell", "--item", "9999", "--pay", "card", env={"DISKEN_DATA_DIR": str(shell.folder)}).returncode == 2
    code = (
        "import sys, main\n"
        f"code = main.main(['sell', '--item', '1001', '--pay', 'card', '--data-dir', {str(shell.folder)!r}])\n"
        "assert code == 0 and 'kivy' not in sys.modules and 'requests' not in sys.modules, sorted(sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("sell", "--pay", "card"),
        ("sell", "--item", "1001"),
        ("init",),
        ("init", "--demo", "--from", "x.toml"),
        ("assign", "DSK1"),
        ("retry",),
        ("settings", "set", "shop.name"),
        ("settings", "set"),
        ("products", "--sort"),
    ],
)
def test_wrong_usage_is_told_in_one_line_with_exit_code_two(shell: Shell, arguments: tuple[str, ...]) -> None:
    answer = shell.run(*arguments)
    assert answer.code == 2
    assert answer.complaint.startswith("disken")


def test_a_folder_without_a_shop_is_four_for_whoever_only_reads(fresh: Shell) -> None:
    for verb in (("queue",), ("products",), ("customers",), ("settings",), ("schedule", "next")):
        answer = fresh.run(*verb)
        assert answer.code == 4
        assert str(fresh.folder) in answer.complaint
    assert not fresh.folder.exists()


def test_a_folder_in_use_is_four_for_whoever_writes_and_open_for_whoever_reads(shell: Shell) -> None:
    with Database.open(shell.folder):
        selling = shell.run("sell", "--item", "1001", "--pay", "card")
        assert selling.code == 4
        assert str(shell.folder) in selling.complaint
        assert shell.json("products")["total"] == 3
        assert shell.json("queue")["entries"] == []


def test_a_damaged_folder_is_four(fresh: Shell) -> None:
    fresh.folder.mkdir()
    (fresh.folder / "disken.db").write_bytes(b"this is no database " * 1000)
    for verb in (("queue",), ("sell", "--item", "1001", "--pay", "card")):
        answer = fresh.run(*verb)
        assert answer.code == 4
        assert str(fresh.folder) in answer.complaint


def test_errors_speak_the_shops_language(shell: Shell) -> None:
    assert "Det finnes ingen vare" in shell.run("sell", "--item", "9", "--pay", "card").complaint
    assert shell.run("settings", "set", "till.language", "en").code == 0
    assert "There is no product with SKU “9”." in shell.run("sell", "--item", "9", "--pay", "card").complaint


def test_an_error_stays_one_line_whatever_was_typed(shell: Shell) -> None:
    answer = shell.run("sell", "--item", "a\nb\x1b[31m\u0085c", "--pay", "card")
    assert answer.code == 2
    assert "\x1b" not in answer.complaint


def test_init_from_a_file_sets_up_the_shop_and_twice_changes_nothing(fresh: Shell, tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(SHOP, "utf-8")
    first = fresh.json("init", "--from", str(tmp_path / "shop.toml"))
    assert first == {"shop": "Kaffebaren AS", "changed": True, "products": 3}
    before = fresh.contents()
    assert fresh.json("init", "--from", str(tmp_path / "shop.toml")) == {**first, "changed": False}
    assert fresh.contents() == before


def test_init_with_a_wrong_key_is_two_names_it_and_leaves_an_existing_shop_alone(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(SHOP.replace("Kaffebaren AS", "Ny").replace("[schedule]", "[shedule]"), "utf-8")
    before = shell.contents()
    answer = shell.run("init", "--from", str(tmp_path / "shop.toml"))
    assert answer.code == 2
    assert "shedule" in answer.complaint
    assert shell.contents() == before


def test_init_demo_makes_the_sample_shop_with_its_customers_once(fresh: Shell) -> None:
    first = fresh.json("init", "--demo")
    assert first["changed"] is True
    assert first["products"] >= 60
    customers = fresh.json("customers")
    assert customers["total"] == 300
    assert fresh.json("init", "--demo")["changed"] is False


@pytest.mark.parametrize(
    "words",
    [
        ("sell", "--item", "1001", "--pay", "cash"),
        ("settings", "set", "shop.name", "Kaffebaren"),
        ("sync",),
        ("queue",),
    ],
)
def test_only_init_makes_a_shop_so_a_mistyped_folder_stays_away(tmp_path: Path, words: tuple[str, ...]) -> None:
    answer = disken(*words, "--data-dir", str(tmp_path / "mistyped"))
    assert answer.returncode == 4
    assert "init" in answer.stderr
    assert not (tmp_path / "mistyped").exists()
