"""Settings on disk: all of them or none, and secrets in a file that only the owner may read."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import peewee
import pytest

from terminal_app.domain.problems import BadInput, FolderTrouble, SettingWrong
from terminal_app.domain.settings import Keys
from terminal_app.storage.database import Database
from terminal_app.storage.secrets import CREDENTIALS, SECRETS_NAME, read_secrets
from terminal_app.storage.settings import Settings
from terminal_app.till import Till

KEYS = {
    "invoicing.application_key": "app-hemmelig-1",
    "invoicing.client_key": "client-hemmelig-2",
    "invoicing.subscription_key": "sub-hemmelig-3",
}


@pytest.fixture
def settings(database: Database) -> Settings:
    return Settings(database)


@pytest.fixture
def secrets_file(database: Database) -> Path:
    return database.folder / SECRETS_NAME


def test_one_wrong_value_among_many_stores_none_of_them(settings: Settings, secrets_file: Path) -> None:
    with pytest.raises(BadInput) as refused:
        settings.put({"shop.name": "Ny", **KEYS, "schedule.times": "25:00"})
    assert refused.value.problem.values["field"] == "schedule.times"
    assert settings.read().text("shop.name") == "Disken"
    assert not secrets_file.exists()


def test_what_differs_is_told_with_before_and_after_and_secrets_as_dots(settings: Settings) -> None:
    assert settings.put({"shop.name": "Ny", "till.name": "Kasse 1", **KEYS}) == {
        "shop.name": ("Disken", "Ny"),
        **dict.fromkeys(KEYS, ("", "•••")),
    }
    assert settings.put({"shop.name": "Ny", "invoicing.client_key": "client-hemmelig-2"}) == {}
    assert settings.put({"invoicing.client_key": ""}) == {"invoicing.client_key": ("•••", "")}


def test_keys_come_back_and_are_shown_as_dots(settings: Settings) -> None:
    settings.put(KEYS)
    assert settings.keys() == Keys("app-hemmelig-1", "client-hemmelig-2", "sub-hemmelig-3")
    assert settings.shown("invoicing.client_key") == "•••"
    settings.put({"invoicing.client_key": ""})
    assert settings.shown("invoicing.client_key") == ""
    with pytest.raises(SettingWrong) as wrong:
        settings.keys()
    assert wrong.value.problem.values["field"] == "invoicing.client_key"


def test_the_secrets_are_in_one_file_of_the_owners_and_nowhere_else_in_the_folder(
    till: Till, secrets_file: Path
) -> None:
    till.change_settings(KEYS, "kari")
    assert stat.S_IMODE(secrets_file.stat().st_mode) == 0o600
    till.database.execute("PRAGMA wal_checkpoint(FULL)")
    for file in till.database.folder.iterdir():
        if file != secrets_file:
            assert b"hemmelig" not in file.read_bytes(), file.name
    (facts,) = till.database.rows("SELECT facts FROM journal ORDER BY id DESC LIMIT 1")
    assert json.loads(facts[0]) == {key: ["", "•••"] for key in KEYS}


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_secrets_file_that_others_may_open_is_refused(settings: Settings, secrets_file: Path, mode: int) -> None:
    settings.put(KEYS)
    secrets_file.chmod(mode)
    for use in (settings.keys, lambda: settings.put({"invoicing.client_key": "ny"})):
        with pytest.raises(SettingWrong, match="secrets_open_to_others"):
            use()
    secrets_file.chmod(0o600)
    assert settings.keys().client == "client-hemmelig-2"


def test_a_secrets_file_that_is_a_link_a_folder_or_a_pipe_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("{}")
    (tmp_path / "other").chmod(0o600)
    (tmp_path / "link").symlink_to(tmp_path / "other")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("link", "folder", "pipe"):
        with pytest.raises(SettingWrong, match="secrets_unreadable"):
            read_secrets(tmp_path / name)


def test_a_broken_secrets_file_is_refused_until_the_keys_are_entered_anew(
    settings: Settings, secrets_file: Path
) -> None:
    settings.put(KEYS)
    secrets_file.write_text('{"invoicing.client')
    with pytest.raises(SettingWrong, match="secrets_unreadable"):
        settings.keys()
    settings.put(KEYS)
    assert settings.keys().client == "client-hemmelig-2"


def test_when_the_database_fails_the_secrets_stay_as_they_were(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    till.change_settings(KEYS)

    def full(*_: object) -> None:
        raise peewee.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(till.database, "execute", full)
        with pytest.raises(peewee.OperationalError):
            till.change_settings({"shop.name": "Ny", "invoicing.client_key": "ny"})
    assert till.settings.read().text("shop.name") == "Kaffebaren AS"
    assert till.settings.keys().client == "client-hemmelig-2"


def test_when_the_secrets_cannot_be_written_the_database_stays_as_it_was(
    settings: Settings, secrets_file: Path
) -> None:
    secrets_file.with_suffix(".new").mkdir()
    with pytest.raises(FolderTrouble, match="folder_not_writable"):
        settings.put({"shop.name": "Ny", **KEYS})
    assert settings.read().text("shop.name") == "Disken"


@pytest.mark.parametrize("pasted", [" client-hemmelig-2 ", "client-hemmelig-2\r\n", "\n\tclient-hemmelig-2"])
def test_a_key_that_was_pasted_with_blanks_around_it_is_the_key_alone(settings: Settings, pasted: str) -> None:
    settings.put({**KEYS, "invoicing.client_key": pasted})
    assert settings.keys().client == "client-hemmelig-2"


@pytest.mark.parametrize("pasted", ["client hemmelig", "client-\nhemmelig", "client\u00a0hemmelig"])
def test_a_key_with_a_blank_inside_is_refused_and_nothing_is_stored(settings: Settings, pasted: str) -> None:
    settings.put(KEYS)
    with pytest.raises(BadInput, match="key_with_blanks"):
        settings.put({"shop.name": "Ny", "invoicing.client_key": pasted})
    assert settings.keys().client == "client-hemmelig-2"
    assert settings.read().text("shop.name") == "Disken"


def test_a_long_secret_is_known_by_its_last_four_characters_and_a_short_one_by_none(settings: Settings) -> None:
    settings.put({**KEYS, "invoicing.application_key": "kort"})
    assert settings.ending("invoicing.client_key") == "ig-2"
    assert settings.ending("invoicing.application_key") == ""


def test_a_draft_is_read_as_if_it_were_saved_and_stores_nothing(settings: Settings, secrets_file: Path) -> None:
    settings.put(KEYS)
    draft = settings.drafted({"shop.name": "Ny", "invoicing.client_key": "utkast"})
    assert (draft.read().text("shop.name"), draft.keys().client) == ("Ny", "utkast")
    assert draft.keys().application == "app-hemmelig-1"
    assert settings.read().text("shop.name") == "Disken"
    assert settings.keys().client == "client-hemmelig-2"
    with pytest.raises(BadInput, match="setting_not_time"):
        settings.drafted({"schedule.times": "25:00"})


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "credentials"
    folder.mkdir()
    monkeypatch.setenv(CREDENTIALS, str(folder))
    (folder / "invoicing.client_key").write_text("fra-systemd\n")
    (folder / "invoicing.client_key").chmod(0o440)
    return folder


@pytest.mark.usefixtures("credentials")
def test_a_key_that_systemd_hands_over_goes_before_the_file_and_cannot_be_changed_here(settings: Settings) -> None:
    with pytest.raises(BadInput, match="secret_handed_over"):
        settings.put(KEYS)
    settings.put({key: value for key, value in KEYS.items() if key != "invoicing.client_key"})
    assert settings.keys() == Keys("app-hemmelig-1", "fra-systemd", "sub-hemmelig-3")
    assert settings.shown("invoicing.client_key") == "•••"


def test_a_credential_that_everybody_may_read_is_refused(settings: Settings, credentials: Path) -> None:
    (credentials / "invoicing.client_key").chmod(0o444)
    with pytest.raises(SettingWrong, match="secrets_open_to_others"):
        settings.keys()
