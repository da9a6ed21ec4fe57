"""settings, customers and schedule: what they answer, and what they refuse."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

import main
from terminal_app.domain.settings import SETTINGS
from tests.cli.shell import Shell


def test_a_setting_that_was_set_is_got_in_one_spelling(shell: Shell) -> None:
    assert shell.json("settings", "set", "schedule.times", "23:30, 9:00") == {
        "key": "schedule.times",
        "value": "09:00,23:30",
    }
    assert shell.run("settings", "get", "schedule.times").out == "schedule.times = 09:00,23:30\n"
    assert set(shell.json("settings")["settings"]) == set(SETTINGS)


def test_a_secret_is_shown_as_dots_and_may_come_from_the_environment_or_a_file(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_KEY", "hemmelig")
    (tmp_path / "key").write_text("hemmelig\n")
    for source in ("env:A_KEY", f"file:{tmp_path / 'key'}"):
        answer = shell.run("settings", "set", "invoicing.client_key", source, "--secret")
        assert answer.out == "invoicing.client_key = •••\n"
    assert shell.json("settings")["settings"]["invoicing.client_key"] == "•••"
    assert b"hemmelig" in shell.contents()["secrets.json"]
    assert shell.run("settings", "set", "invoicing.client_key", "env:NOT_SET", "--secret").code == 2


def test_who_reports_the_vat_is_changed_with_a_word_when_the_accountant_agreed_on_the_other(shell: Shell) -> None:
    key = "invoicing.send_amount_excluding_vat"
    assert shell.run("settings", "set", key, "true").err == ""
    shell.run("settings", "set", "guide.accountant_agreed", "invoice")
    assert "avtalt en annen måte" in shell.run("settings", "set", key, "false").err
    assert shell.run("settings", "set", key, "true").err == ""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("shop.nmae", "x"),
        ("schedule.times", "25:00"),
        ("invoicing.system", "visma"),
        ("shop.name", "\udcff"),
        ("invoicing.enabled_since", "i dag"),
    ],
)
def test_a_setting_that_does_not_pass_is_two_named_and_not_stored(shell: Shell, key: str, value: str) -> None:
    before = shell.contents()
    answer = shell.run("settings", "set", key, value)
    assert answer.code == 2
    assert key in answer.complaint
    assert shell.contents() == before


def test_a_keys_file_that_others_may_read_is_three(shell: Shell) -> None:
    shell.run("settings", "set", "invoicing.client_key", "hemmelig")
    (shell.folder / "secrets.json").chmod(0o644)
    answer = shell.run("settings", "get", "invoicing.client_key")
    assert answer.code == 3
    assert "secrets.json" in answer.complaint


def test_customers_answers_as_the_contract_says_archived_ones_included(shell: Shell) -> None:
    answer = shell.json("customers", "--search", "torget")
    assert answer["total"] == 1
    assert (
        answer["customers"][0].items()
        >= {
            "number": 10001,
            "name": "Torget Regnskap AS",
            "organization_number": "901270384",
            "email": "faktura@torget.no",
            "archived": False,
        }.items()
    )
    assert [c["archived"] for c in shell.json("customers", "--search", "nedlagt")["customers"]] == [True]
    assert shell.json("customers")["total"] == 3


def test_the_schedule_shows_its_next_run_in_the_shops_time(shell: Shell) -> None:
    coming = shell.json("schedule", "next")
    assert set(coming) == {"next_run", "timezone"}
    assert coming["timezone"] == "Europe/Oslo"
    moment = datetime.fromisoformat(coming["next_run"])
    assert f"{moment:%H:%M}" in ("14:00", "23:30")
    assert moment.utcoffset() is not None
    assert shell.json("schedule") == {
        "enabled": True,
        "times": ["14:00", "23:30"],
        "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        **coming,
        "history": [],
    }


def test_the_schedule_is_set_by_one_expression_and_switched_off(shell: Shell) -> None:
    shown = shell.json("schedule", "set", "14:00,9:30 fri,mon")
    assert (shown["times"], shown["days"]) == (["09:30", "14:00"], ["mon", "fri"])
    assert shell.json("schedule", "set", "06:00")["days"] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert shell.json("schedule", "set", "off")["enabled"] is False
    assert shell.json("schedule", "next") == {"next_run": None, "timezone": "Europe/Oslo"}


@pytest.mark.parametrize("expression", ["", "14:00 mon extra", "25:00", "14:00 someday", "always"])
def test_an_expression_that_is_no_schedule_is_two_and_changes_nothing(shell: Shell, expression: str) -> None:
    before = shell.contents()
    answer = shell.run("schedule", "set", expression)
    assert answer.code == 2
    assert "schedule" in answer.complaint
    assert shell.contents() == before


def test_the_demo_never_takes_over_a_shop_of_its_own(shell: Shell) -> None:
    before = shell.json("settings", "get")
    answer = shell.run("init", "--demo")
    assert answer.code == 4
    assert "Kaffebaren AS" in answer.err
    assert shell.json("settings", "get") == before


def test_a_refused_provisioning_file_leaves_no_folder_behind(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[shop]\nnaem = "Kaffebaren AS"\n', "utf-8")
    assert main.main(["init", "--from", str(wrong), "--data-dir", str(tmp_path / "shop")]) == 2
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize("key", ["schedule.times", "schedule.days", "shop.name"])
def test_what_the_shop_cannot_do_without_cannot_be_emptied(shell: Shell, key: str) -> None:
    answer = shell.run("settings", "set", key, "")
    assert answer.code == 2
    assert key in answer.err


def test_a_secret_may_be_named_by_where_it_is(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    answer = shell.run("settings", "set", "invoicing.client_key", "env:NO_SUCH_KEY")
    assert answer.code == 2
    assert "invoicing.client_key" in answer.err


def test_earlier_days_that_will_be_settled_too_are_told_of_when_settlements_are_switched_on(shell: Shell) -> None:
    assert shell.run("sell", "--item", "1001", "--pay", "card").code == 0
    assert shell.run("report", "z").code == 0
    assert shell.run("settings", "set", "settlement.enabled_since", "2020-01-01").err == ""
    assert shell.run("settings", "set", "settlement.enabled", "true").err == "1 tidligere Z blir med neste kjøring.\n"
    assert shell.run("settings", "set", "settlement.enabled_since", "2099-01-01").err == ""
